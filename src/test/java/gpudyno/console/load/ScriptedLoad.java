package gpudyno.console.load;

import gpudyno.console.ScriptedNode;
import gpudyno.model.load.LatencySummary;
import gpudyno.model.load.Run;
import gpudyno.model.load.RunCourse;
import gpudyno.model.load.RunReport;
import gpudyno.model.load.RunReport.BothClocks;
import gpudyno.model.load.RunReport.Errors;
import gpudyno.model.load.RunReport.Lag;
import gpudyno.model.load.RunReport.Rate;
import gpudyno.model.load.Scenario;
import gpudyno.model.load.Workload;
import gpudyno.node.Activity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/// A scripted node with runs; figures are seeded samples, not measurements.
public final class ScriptedLoad extends ScriptedNode {
    private final List<Run> runs = new CopyOnWriteArrayList<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();

    /// @param ended how many runs there were
    public ScriptedLoad(int ended) {
        super(true);
        List<Scenario> scenarios = List.of(new Scenario.Poisson(64, Duration.ofMinutes(2)),
                new Scenario.Step(32, 16, Duration.ofSeconds(30), 96), new Scenario.ClosedLoop(16, Duration.ofMinutes(1)),
                new Scenario.Spike(20, 120, Duration.ofMinutes(3)));
        for (int i = 1; i <= ended; i++) {
            Instant start = Instant.now().minus(Duration.ofMinutes(20L * (ended - i + 1)));
            Scenario scenario = scenarios.get(i % scenarios.size());
            runs.addFirst(new Run(i, start, start.plus(scenario.duration()), scenario, Workload.DEFAULT, report(i, scenario), "", null));
        }
    }

    /// A run is on since a minute.
    public ScriptedLoad running() {
        runs.addFirst(new Run(runs.size() + 1L, Instant.now().minusSeconds(70), null, new Scenario.Poisson(64, Duration.ofMinutes(2)),
                Workload.DEFAULT, null, "", null));
        return this;
    }

    public List<String> calls() {
        return calls;
    }

    private static RunReport report(int seed, Scenario scenario) {
        Random random = new Random(seed);
        double p95 = 180 + 140 * random.nextInt(4);
        long failed = seed % 2 == 0 ? 79 : 0;
        return new RunReport(scenario.name(), 42, scenario.duration().toSeconds(), 2, new Rate(64, 7680), new Rate(63.8, 7601), false,
                new Lag(0.1, 0.8, 2.1), new BothClocks(summary(p95), summary(p95 * 0.88)), null, null, null, null, null,
                new Errors(failed, 100.0 * failed / 7680,
                        failed == 0 ? Map.of() : Map.of("timeout", 41L, "status 503", 27L, "connection reset", 11L)),
                null, List.of(), null, null, null, course(random, p95), null, 4.2, false);
    }

    private static LatencySummary summary(double p95) {
        return new LatencySummary(p95 * 0.5, p95 * 0.45, p95 * 0.8, p95, p95 * 1.6, p95 * 2.4, p95 * 3.1);
    }

    private static RunCourse course(Random random, double p95) {
        List<RunCourse.Column> columns = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            long offered = Math.round(64 + 5 * random.nextGaussian());
            double shape = 1 + Math.exp(-Math.pow((i - 30) / 9.0, 2)) + 0.05 * random.nextGaussian();
            columns.add(new RunCourse.Column(offered, offered - random.nextInt(2), random.nextInt(2), 14, p95 * 0.45 * shape, p95 * shape,
                    p95 * 1.6 * shape, List.of()));
        }
        return new RunCourse(1, List.of(), columns, List.of(), List.of());
    }

    @Override
    public List<Run> runs() {
        return List.copyOf(runs);
    }

    @Override
    public Optional<Run> run(long id) {
        return runs.stream().filter(run -> run.id() == id).findFirst();
    }

    @Override
    public long startRun(gpudyno.model.load.RunRequest request) {
        calls.add("start " + request.scenario());
        runs.addFirst(new Run(runs.size() + 1L, Instant.now(), null, request.scenario(), request.workload(), null, "", request.target()));
        return runs.getFirst().id();
    }

    @Override
    public void stopRun(long id) {
        calls.add("stop " + id);
        Run run = runs.removeFirst();
        runs.addFirst(
                run.with(Instant.now(), report(1, run.scenario()).asInterrupted(), ""));
    }

    @Override
    public Optional<Activity> activity() {
        return runs.stream().filter(run -> run.ended() == null).findFirst()
                .map(run -> new Activity(Activity.Kind.RUN, run.id(), 0.58, run.scenario().name()));
    }
}
