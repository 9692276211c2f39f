package gpudyno.console;

import gpudyno.console.load.ScriptedLoad;
import gpudyno.console.tune.ScriptedSession;
import gpudyno.model.alert.Alert;
import gpudyno.model.alert.AlertBoard;
import gpudyno.model.alert.RuleStatus;
import gpudyno.model.knob.ChangeCost;
import gpudyno.model.knob.Configuration;
import gpudyno.model.knob.Knob;
import gpudyno.model.knob.KnobChange;
import gpudyno.model.knob.KnobSet;
import gpudyno.model.knob.KnobState;
import gpudyno.model.knob.KnobType;
import gpudyno.model.knob.KnobType.Scale;
import gpudyno.model.load.Run;
import gpudyno.model.load.RunRequest;
import gpudyno.model.load.Scenario;
import gpudyno.model.load.Workload;
import gpudyno.model.node.Event;
import gpudyno.model.node.Recommendation;
import gpudyno.model.tune.SessionReport.Phase;
import gpudyno.node.Activity;
import gpudyno.node.Alerting;
import gpudyno.node.Journal;
import gpudyno.node.Knobs;
import gpudyno.node.Runs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/// A node where everything changes whenever it is stirred: alerts, rules, sessions, runs, knobs, events, recommendations, targets.
public final class RestlessNode extends ScriptedSession {
    private static final List<String> PROFILES = List.of("as-found", "option-1", "option-2", "tier-2", "option-3");
    private static final List<Event.Severity> SEVERITIES = List.of(Event.Severity.values());
    private final Random random;
    private final ScriptedLoad load = new ScriptedLoad(6);
    private volatile long batch = 4;
    private volatile int trials;

    /// @param seed of what changes
    @SuppressWarnings("this-escape") // told of only once somebody stirs
    public RestlessNode(long seed) {
        random = new Random(seed);
        load.drivenByTest();
        load.changes().subscribe(0, change -> change.as(Runs.PROGRESS).ifPresent(run -> changes().tell(Runs.PROGRESS, run)));
    }

    /// One thing changes. On one thread at a time, not on the JavaFX thread.
    public void stir() {
        switch (random.nextInt(10)) {
            case 0 -> frame(Instant.now().minusSeconds(1));
            case 1, 2 -> changes().tell(Alerting.BOARD, alerting().board());
            case 3 -> changes().tell(Alerting.LOUD,
                    new Alerting.Loud(alerting().board().active().stream().filter(Alert::isLoud).toList()));
            case 4 -> session();
            case 5 -> run();
            case 6 -> {
                batch = 1L << random.nextInt(7);
                changes().tell(Knobs.STATES, new Knobs.States(knobs().states()));
            }
            case 7 -> changes().tell(Journal.EVENT, new Event(Instant.now(),
                    SEVERITIES.get(random.nextInt(SEVERITIES.size())),
                    "Something happened, number " + random.nextInt()));
            case 8 -> changes().tell(Journal.RECOMMENDATIONS, new Journal.Recommendations(random.nextBoolean()
                    ? List.of()
                    : List.of(new Recommendation("Raise serve.batch.maxSize", Configuration.of(Map.of("serve.batch.maxSize", batch)),
                            "p95 −38 %", "measured by session 17"))));
            default -> {
                if (random.nextInt(4) == 0) {
                    changes().standAgain();
                } else {
                    changes().tell(Journal.TARGETS, new Journal.Targets(PROFILES.get(random.nextInt(PROFILES.size()))));
                }
            }
        }
    }

    private void session() {
        List<Phase> phases = List.of(Phase.values());
        trials = trials > 40 ? 0 : trials + random.nextInt(4);
        reach(phases.get(random.nextInt(phases.size())), trials);
    }

    private void run() {
        Optional<Run> running = load.runs().list().stream().filter(run -> run.ended() == null).findFirst();
        running.ifPresentOrElse(run -> load.runs().stop(run.id()), () -> load.runs()
                .start(RunRequest.of(new Scenario.Poisson(32 + random.nextInt(64), Duration.ofMinutes(1)), Workload.DEFAULT)));
        changes().tell(Journal.ACTIVITY, new Journal.Busy(activity().orElse(null)));
    }

    @Override
    public Runs runs() {
        return load.runs();
    }

    @Override
    protected Optional<Activity> activity() {
        return super.activity().or(() -> load.runs().list().stream().filter(run -> run.ended() == null).findFirst()
                .map(run -> new Activity(Activity.Kind.RUN, run.id(), 0.58, run.scenario().name())));
    }

    @Override
    public Knobs knobs() {
        Knobs scripted = super.knobs();
        return new Knobs() {
            @Override
            public List<KnobState> states() {
                List<KnobState> all = new ArrayList<>(scripted.states());
                all.removeIf(state -> state.knob().id().equals("serve.batch.maxSize"));
                all.add(new KnobState(new Knob("serve.batch.maxSize", new KnobType.Whole(1, 64, Scale.POWER_OF_TWO), "items",
                        "Most items of a batch", ChangeCost.FREE, true), batch));
                return List.copyOf(all);
            }

            @Override
            public KnobChange turn(Map<String, ?> wanted, String by) {
                if (wanted.get("serve.batch.maxSize") instanceof Number number) {
                    long before = batch;
                    batch = number.longValue();
                    changes().tell(Knobs.STATES, new Knobs.States(states()));
                    return new KnobChange(Configuration.of(Map.of("serve.batch.maxSize", before)),
                            Configuration.of(Map.of("serve.batch.maxSize", batch)), by);
                }
                throw new IllegalStateException("the script turns one knob");
            }

            @Override
            public List<KnobSet> past(int most) {
                return List.of();
            }
        };
    }

    @Override
    protected ScriptedAlerting alerting(Instant now, Consumer<AlertBoard> changed) {
        return new Moody(now, changed, new Random(random.nextLong()));
    }

    /// Alerts that are others each time.
    private static final class Moody extends ScriptedAlerting {
        private final Random random;
        private long next = 100;

        Moody(Instant now, Consumer<AlertBoard> changed, Random random) {
            super(now, changed);
            this.random = random;
        }

        @Override
        public synchronized AlertBoard board() {
            AlertBoard whole = super.board();
            List<Alert> active = new ArrayList<>();
            for (Alert alert : whole.active()) {
                if (random.nextInt(3) > 0) {
                    active.add(changed(alert));
                }
            }
            List<RuleStatus> rules = whole.rules().stream().map(status -> new RuleStatus(status.rule(), random.nextInt(2),
                    random.nextInt(2), random.nextInt(12) == 0 ? "there is no such meter" : "")).toList();
            return new AlertBoard(active, rules, whole.silences(), whole.ended(), List.of());
        }

        private Alert changed(Alert alert) {
            boolean fires = random.nextBoolean();
            return new Alert(random.nextInt(3) == 0 ? next++ : alert.id(), alert.rule(), alert.group(), random.nextBoolean() ? "" : "l1",
                    alert.severity(), fires ? Alert.State.FIRING : Alert.State.PENDING, alert.title(), alert.cause(), alert.since(), null,
                    alert.acknowledged(), alert.note(), alert.quietUntil(), random.nextInt(4) == 0);
        }
    }
}
