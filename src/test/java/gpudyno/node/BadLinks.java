package gpudyno.node;

import gpudyno.model.load.Workload;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.Sample;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionRequest;
import gpudyno.node.remote.RemoteNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/// A node in another process over a link of 80 ms and 2 % loss that is cut while a session runs on it, then 1,000 commands while the link
/// breaks at random.
public final class BadLinks {
    private static final Duration DELAY = Duration.ofMillis(80);
    private static final double LOSS = 0.02;
    private static final int COMMANDS = 1_000;
    private static final int CALLERS = 8;
    private static final Meter DONE = Meter.counter("commands.done", "1", "Commands that ran");
    private static boolean missed;

    private BadLinks() {
    }

    /// Arguments: port of a node on this machine, and the file of its token.
    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        String token = Files.readString(Path.of(arguments[1])).strip();
        try (BadLink link = new BadLink(port, DELAY, LOSS, 1);
                RemoteNode near = new RemoteNode(URI.create("http://127.0.0.1:" + port), token);
                RemoteNode far = new RemoteNode(URI.create("http://127.0.0.1:" + link.port()), token)) {
            far.info();
            Connection connection = far.connection();
            say("round trip %.1f ms, the node's clock is ahead by %.1f ms (both processes have the same clock)",
                    connection.roundTrip().toNanos() / 1e6, connection.clockAhead().orElseThrow().toNanos() / 1e6);
            session(link, near, far);
            commands(link, near, far, port);
        }
        System.exit(missed ? 1 : 0);
    }

    private static void session(BadLink link, RemoteNode near, RemoteNode far) throws Exception {
        Map<Long, Long> there = new ConcurrentSkipListMap<>();
        Map<Long, Long> here = new ConcurrentSkipListMap<>();
        CountDownLatch ended = new CountDownLatch(1);
        Subscription first = near.changes().subscribe(0, change -> count(change, there));
        Subscription second = far.changes().subscribe(0, change -> {
            count(change, here);
            change.as(Sessions.PROGRESS).filter(told -> told.report().phase().isEnd()).ifPresent(_ -> ended.countDown());
        });
        TimeUnit.SECONDS.sleep(5);
        long id = far.sessions().start(new SessionRequest("option-2", Duration.ofMinutes(3), Workload.DEFAULT, 1, false));
        TimeUnit.SECONDS.sleep(15);
        cut(link, there, here, Duration.ofSeconds(5), false);
        TimeUnit.SECONDS.sleep(15);
        cut(link, there, here, Duration.ofSeconds(60), true);
        bar(ended.await(8, TimeUnit.MINUTES), "the end of the session came over the stream");
        SessionReport report = far.sessions().report(id).orElseThrow();
        say("session %d: %s, %s; %d trials", id, report.phase().label(), report.message(), report.trials().size());
        bar(report.phase() == SessionReport.Phase.FINISHED, "the session finished");
        TimeUnit.SECONDS.sleep(3);
        first.close();
        second.close();
        Map<Long, Long> lost = new TreeMap<>(there);
        long from = here.keySet().iterator().next();
        lost.keySet().removeIf(sequence -> sequence < from || here.containsKey(sequence));
        // The last frame may still be on its way.
        lost.remove(((ConcurrentSkipListMap<Long, Long>) there).lastKey());
        say("frames: %d closed, %d came over the link, %d lost, %d dropped", there.size(), here.size(), lost.size(), second.dropped());
        bar(lost.isEmpty() && second.dropped() == 0, "no frame is lost");
    }

    private static void count(Change change, Map<Long, Long> frames) {
        change.as(Frames.FRAME).ifPresent(frame -> frames.put(frame.sequence(), System.nanoTime()));
    }

    private static void cut(BadLink link, Map<Long, Long> there, Map<Long, Long> here, Duration length, boolean forgotten)
            throws InterruptedException {
        link.cut();
        TimeUnit.NANOSECONDS.sleep(length.toNanos());
        long last = ((ConcurrentSkipListMap<Long, Long>) there).lastKey();
        if (forgotten) {
            link.reset();
        }
        link.mend();
        long mended = System.nanoTime();
        while (!here.containsKey(last) && System.nanoTime() - mended < Duration.ofSeconds(60).toNanos()) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        say("cut of %d s: caught up %.1f s after its end", length.toSeconds(), (System.nanoTime() - mended) / 1e9);
        bar(here.containsKey(last), "it catches up");
    }

    private static void commands(BadLink link, RemoteNode near, RemoteNode far, int port) throws Exception {
        near.customMeters().declare(DONE);
        long start = System.nanoTime();
        long requests = link.requests();
        AtomicBoolean on = new AtomicBoolean(true);
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> breaking = callers.submit(() -> breakAtRandom(link, on));
            List<Future<?>> callings = IntStream.range(0, CALLERS).<Future<?>>mapToObj(_ -> callers.submit(() -> {
                for (int i = 0; i < COMMANDS / CALLERS; i++) {
                    far.customMeters().push(List.of(new Sample(DONE.series(), 1)));
                }
            })).toList();
            for (Future<?> calling : callings) {
                calling.get();
            }
            on.set(false);
            say("commands: %d answered in %.0f s over %d breaks with %d requests", COMMANDS, (System.nanoTime() - start) / 1e9,
                    breaking.get(),
                    link.requests() - requests);
        }
        double ran = done(port);
        say("commands: %.0f ran on the node", ran);
        bar(ran == COMMANDS, "each runs once");
    }

    /// Connections are reset, nothing passes for a while, or both.
    private static int breakAtRandom(BadLink link, AtomicBoolean on) throws InterruptedException {
        Random random = new Random(1);
        int breaks = 0;
        while (on.get()) {
            TimeUnit.MILLISECONDS.sleep(100 + random.nextInt(900));
            int kind = random.nextInt(3);
            if (kind > 0) {
                link.cut();
                TimeUnit.MILLISECONDS.sleep(50 + random.nextInt(1_500));
            }
            if (kind < 2) {
                link.reset();
            }
            link.mend();
            breaks++;
        }
        return breaks;
    }

    private static double done(int port) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            String metrics = http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build(),
                    HttpResponse.BodyHandlers.ofString()).body();
            return metrics.lines().filter(line -> line.startsWith("gpudyno_commands_done")).findFirst().map(line -> line.split(" ", 3)[1])
                    .map(Double::parseDouble).orElseThrow();
        }
    }

    private static void say(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }

    private static void bar(boolean held, String what) {
        missed |= !held;
        say("%s: %s", held ? "held" : "missed", what);
    }
}
