package gpudyno.node;

import gpudyno.model.alert.Alert;
import gpudyno.model.alert.AlertRule;
import gpudyno.model.alert.Silence;
import gpudyno.model.load.Workload;
import gpudyno.model.meter.Frame;
import gpudyno.model.node.Event;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionRequest;
import gpudyno.model.tune.Trial;
import gpudyno.node.remote.RemoteNode;
import gpudyno.store.Json;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/// What a node knows before it ends in the middle of a session, compared with what it knows after its next start.
public final class Restarted {
    private static final String ALWAYS = "always";
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
    /// A frame of ten seconds that was not complete, and one that was not written yet.
    private static final long MOST_LOST = 2;

    private static boolean missed;

    private Restarted() {
    }

    /// @param knobs before the session, as text: a file does not tell a long from an int
    /// @param rows start of each frame of ten seconds, with the requests in it
    public record Known(Map<String, String> knobs, long alert, long silence, long session, List<Trial> trials, Map<Instant, Double> rows,
            Instant at) {}

    /// Arguments: port of a node on this machine, the file of its token, `before` or `after`, and a file for what is known.
    public static void main(String[] arguments) throws Exception {
        URI address = URI.create("http://127.0.0.1:" + arguments[0]);
        Path file = Path.of(arguments[3]);
        try (RemoteNode node = new RemoteNode(address, Files.readString(Path.of(arguments[1])).strip())) {
            if (arguments[2].equals("before")) {
                Files.writeString(file, Json.write(before(node)));
            } else {
                after(node, Json.read(Files.readString(file), Known.class));
            }
        }
        System.exit(missed ? 1 : 0);
    }

    private static Known before(RemoteNode node) throws InterruptedException {
        node.knobs().turn(Map.of("serve.batch.maxDelay", 7), "bench");
        Map<String, String> knobs = knobs(node);
        node.alerting()
                .setRule(new AlertRule(ALWAYS, "Always", "test", "process.resident > 1.0", null, Duration.ofSeconds(1), Duration.ZERO,
                        Duration.ZERO, Duration.ZERO, AlertRule.NoData.CLEAR, Event.Severity.INFO, List.of(), true));
        until("the rule fires", Duration.ofSeconds(20),
                () -> always(node).filter(alert -> alert.state() == Alert.State.FIRING).isPresent());
        long alert = always(node).orElseThrow().id();
        node.alerting().acknowledge(alert, "seen");
        long silence = node.alerting()
                .silence(new Silence(0, ALWAYS, "no such series", Instant.now().plusSeconds(3_600), "bench", "planned"));
        long session = node.sessions()
                .start(new SessionRequest("option-2", Duration.ofMinutes(3), Workload.DEFAULT, 1, true));
        until("five trials are measured", Duration.ofMinutes(4), () -> measured(node, session).size() >= 5);
        System.out.println("session " + session + " is in its phase " + report(node, session).phase().label());
        return new Known(knobs, alert, silence, session, measured(node, session), rows(node, Instant.EPOCH), Instant.now());
    }

    private static void after(RemoteNode node, Known known) throws InterruptedException {
        bar(knobs(node).equals(known.knobs), "the knobs are those of before the session");
        until("the alert is watched again", Duration.ofSeconds(20), () -> always(node).isPresent());
        Alert alert = always(node).orElseThrow();
        bar(alert.id() == known.alert && alert.state() == Alert.State.FIRING && alert.acknowledged() && alert.note().equals("seen"),
                "the alert is the same, still acknowledged with its note");
        bar(node.alerting().board().silences().stream().anyMatch(one -> one.id() == known.silence && one.note().equals("planned")),
                "the silence is kept");
        SessionReport report = report(node, known.session);
        Map<Integer, Trial> trials = report.trials().stream().collect(Collectors.toMap(Trial::number, trial -> trial));
        System.out.println("session " + known.session + " is " + report.phase().label() + ": " + report.message());
        bar(report.phase().isEnd() && report.canResume(), "the session has ended and can be resumed");
        known.trials.stream().filter(trial -> !trial.equals(trials.get(trial.number())))
                .forEach(trial -> System.out.println("trial was " + trial + ", is " + trials.get(trial.number())));
        bar(known.trials.stream().allMatch(trial -> trial.equals(trials.get(trial.number()))),
                "its " + known.trials.size() + " trials are as they were");
        Map<Instant, Double> rows = rows(node, known.at);
        Map<Instant, Double> gone = new TreeMap<>(known.rows);
        gone.entrySet().removeIf(row -> row.getValue().equals(rows.get(row.getKey())));
        System.out.printf(Locale.ROOT, "history: %d frames of ten seconds before, %d of them missing or different after%n",
                known.rows.size(),
                gone.size());
        bar(gone.size() <= MOST_LOST && gone.keySet().stream().allMatch(start -> start.isAfter(known.at.minusSeconds(30))),
                "of the history nothing but its last seconds is lost");
        node.sessions().resume(known.session);
        until("the session goes on", Duration.ofSeconds(30), () -> !report(node, known.session).phase().isEnd());
        node.sessions().stop(known.session);
        node.alerting().removeRule(ALWAYS);
        node.alerting().unsilence(known.silence);
    }

    private static Map<String, String> knobs(RemoteNode node) {
        return new TreeMap<>(node.knobs().states().stream()
                .collect(Collectors.toMap(state -> state.knob().id(), state -> String.valueOf(state.value()))));
    }

    private static Optional<Alert> always(RemoteNode node) {
        return node.alerting().board().active().stream().filter(alert -> alert.rule().equals(ALWAYS)).findFirst();
    }

    /// The trial that runs is not what it will be.
    private static List<Trial> measured(RemoteNode node, long session) {
        return report(node, session).trials().stream().filter(trial -> trial.status() != Trial.Status.RUNNING).toList();
    }

    private static SessionReport report(RemoteNode node, long session) {
        return node.sessions().report(session).orElseThrow();
    }

    /// @param to what is later is left out; the epoch for now
    private static Map<Instant, Double> rows(RemoteNode node, Instant to) {
        Instant end = to.equals(Instant.EPOCH) ? Instant.now() : to;
        List<Frame> frames = node.frames().history(end.minusSeconds(1_200), end, TEN_SECONDS, Set.of("serve.requests"));
        return frames.stream().filter(frame -> frame.length().compareTo(TEN_SECONDS.multipliedBy(2)) < 0)
                .collect(Collectors.toMap(Frame::start, frame -> frame.counted("serve.requests"), (_, later) -> later, TreeMap::new));
    }

    private static void until(String what, Duration longest, BooleanSupplier reached) throws InterruptedException {
        long start = System.nanoTime();
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() - start > longest.toNanos()) {
                bar(false, what + " within " + longest.toSeconds() + " s");
                System.exit(1);
            }
            TimeUnit.MILLISECONDS.sleep(250);
        }
    }

    private static void bar(boolean held, String what) {
        missed |= !held;
        System.out.println((held ? "held: " : "missed: ") + what);
    }
}
