package gpudyno.console.load;

import gpudyno.console.NoRuns;
import gpudyno.console.ScriptedChanges;
import gpudyno.console.ScriptedNode;
import gpudyno.model.load.LatencySummary;
import gpudyno.model.load.Run;
import gpudyno.model.load.RunCourse;
import gpudyno.model.load.RunDifference;
import gpudyno.model.load.RunPlan;
import gpudyno.model.load.RunReport;
import gpudyno.model.load.RunReport.BothClocks;
import gpudyno.model.load.RunReport.Errors;
import gpudyno.model.load.RunReport.Lag;
import gpudyno.model.load.RunReport.Rate;
import gpudyno.model.load.RunRequest;
import gpudyno.model.load.RunSettings;
import gpudyno.model.load.Scenario;
import gpudyno.model.load.SloVerdict;
import gpudyno.model.load.Workload;
import gpudyno.node.Activity;
import gpudyno.node.Journal;
import gpudyno.node.Runs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A scripted node with runs; figures are seeded samples, not measurements.
public final class ScriptedLoad extends ScriptedNode {
    private static final double[] PERCENTILES = {0, 1, 5, 10, 25, 50, 75, 90, 95, 97.5, 99, 99.5, 99.75, 99.9, 99.95, 99.99, 100};

    private final List<Run> runs = new CopyOnWriteArrayList<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private volatile RunRequest started = RunRequest.of(new Scenario.Poisson(64, Duration.ofMinutes(2)), Workload.DEFAULT);

    /// @param ended how many runs there were
    public ScriptedLoad(int ended) {
        super(true);
        List<Scenario> scenarios = List.of(new Scenario.FindMax(20, Duration.ofSeconds(10)), new Scenario.Soak(48, Duration.ofHours(2)),
                new Scenario.Replay("prod-0412.jsonl", 1, Duration.ofMinutes(30)), new Scenario.Spike(20, 120, Duration.ofMinutes(3)),
                new Scenario.ClosedLoop(16, Duration.ofMinutes(1)), new Scenario.Step(32, 16, Duration.ofSeconds(30), 96),
                new Scenario.Poisson(64, Duration.ofMinutes(2)));
        for (int i = 1; i <= ended; i++) {
            Instant start = Instant.now().minus(Duration.ofMinutes(25L * (ended - i + 1)));
            Scenario scenario = scenarios.get((i + scenarios.size() - 1 - ended % scenarios.size()) % scenarios.size());
            runs.addFirst(new Run(i, start, start.plus(scenario.duration()), scenario, Workload.DEFAULT, report(i, scenario, 120), "",
                    RunSettings.USUAL));
        }
    }

    /// The newest run was of this shape.
    public ScriptedLoad endingWith(Scenario scenario) {
        Instant start = Instant.now().minus(Duration.ofMinutes(5));
        long id = runs.size() + 1L;
        runs.addFirst(new Run(id, start, start.plusSeconds(122), scenario, Workload.DEFAULT, report(id, scenario, 120), "",
                RunSettings.USUAL));
        return this;
    }

    /// A run is on since 74 seconds.
    public ScriptedLoad running() {
        runs.addFirst(new Run(runs.size() + 1L, Instant.now().minusSeconds(74), null, new Scenario.Poisson(64, Duration.ofMinutes(2)),
                Workload.DEFAULT, null, "", RunSettings.USUAL));
        return this;
    }

    public List<String> calls() {
        return calls;
    }

    /// What the last run was started with.
    public RunRequest started() {
        return started;
    }

    private static RunReport report(long seed, Scenario scenario, int seconds) {
        Random random = new Random(seed);
        double p95 = 150 + 110 * random.nextInt(4);
        long failed = seed % 2 == 0 ? 59 : 0;
        RunCourse course = course(random, p95, seconds, scenario);
        List<SloVerdict> slo = List.of(new SloVerdict("p95", 500, p95, p95 <= 500),
                new SloVerdict("errors", 1, 100.0 * failed / 7680, failed < 76));
        return new RunReport(scenario.name(), 42, scenario.duration().toSeconds(), 2, new Rate(64, 7680), new Rate(63.8, 7601), false,
                new Lag(0.1, 0.8, 2.1), new BothClocks(summary(p95), summary(p95 * 0.88)), null, null, null, null, null,
                new Errors(failed, 100.0 * failed / 7680,
                        failed == 0 ? Map.of() : Map.of("timeout", 31L, "status 503", 17L, "connection reset", 11L),
                        failed == 0 ? Map.of() : Map.of("status 503", "{\"error\":\r\n  \"the queue is full\"}"), 0),
                null, slo, found(scenario), steps(scenario), findings(scenario), course, null, 4.2, false);
    }

    private static RunReport.@Nullable FoundMax found(Scenario scenario) {
        return scenario instanceof Scenario.FindMax
                ? new RunReport.FoundMax(118.4, List.of(115.2, 121.9), "p95", 125.0, List.of(new RunReport.Probe(20, true, -1.2, "p95"),
                        new RunReport.Probe(40, true, -1.0, "p95"), new RunReport.Probe(80, true, -0.6, "p95"),
                        new RunReport.Probe(160, false, 1.4, "backlog"), new RunReport.Probe(112, true, -0.1, "p95"),
                        new RunReport.Probe(125, false, 0.21, "p95"), new RunReport.Probe(118, true, -0.02, "p95")))
                : null;
    }

    private static RunReport.@Nullable Steps steps(Scenario scenario) {
        return scenario instanceof Scenario.Step
                ? new RunReport.Steps(IntStream.range(0, 5)
                        .mapToObj(i -> new RunReport.Step(32 + 16 * i, 960, i == 4 ? 1.8 : 0, summary(100 + 10 * Math.pow(3, i)))).toList(),
                        96.0, "p95")
                : null;
    }

    private static RunReport.@Nullable Findings findings(Scenario scenario) {
        return switch (scenario) {
            case Scenario.Spike _ -> new RunReport.Findings(new RunReport.Recovery(3.2, "p95"), null, null, null);
            case Scenario.Soak _ -> new RunReport.Findings(null, List.of(new RunReport.Drift("p95", 0.31, List.of(-0.1, 0.72), false)),
                    null, null);
            default -> null;
        };
    }

    private static LatencySummary summary(double p95) {
        return new LatencySummary(p95 * 0.5, p95 * 0.45, p95 * 0.8, p95, p95 * 1.6, p95 * 2.4, p95 * 3.1);
    }

    /// Lognormal latencies, with a hump in the first third.
    private static RunCourse course(Random random, double p95, int seconds, Scenario scenario) {
        double median = p95 * 0.45;
        double sigma = Math.log(p95 / median) / 1.645;
        double[] bounds = IntStream.range(0, 28).mapToDouble(i -> Math.pow(10, 1 + i / 8.0)).toArray();
        List<Double> all = new ArrayList<>();
        List<RunCourse.Column> columns = new ArrayList<>();
        for (int i = 0; i < seconds; i++) {
            double rate = PlannedRate.isKnown(scenario) ? PlannedRate.at(scenario, Math.min(0.999, i / 120.0)) : 64;
            long offered = Math.max(1, Math.round(rate + Math.sqrt(rate) * random.nextGaussian()));
            long failed = i > 22 && i < 40 ? random.nextInt(3) : 0;
            double hump = 1 + 2.2 * Math.exp(-Math.pow((i - 30) / 9.0, 2));
            Long[] counts = new Long[bounds.length];
            Arrays.fill(counts, 0L);
            double[] values = new double[(int) Math.max(1, offered - failed)];
            for (int j = 0; j < values.length; j++) {
                values[j] = Math.min(median * hump * Math.exp(sigma * random.nextGaussian()), 20_000);
                int bucket = Math.clamp((int) Math.ceil(8 * (Math.log10(values[j]) - 1)), 0, bounds.length - 1);
                counts[bucket]++;
                all.add(values[j]);
            }
            Arrays.sort(values);
            columns.add(new RunCourse.Column(offered, values.length, failed, 10 + random.nextInt(9), values[values.length / 2],
                    values[(int) (values.length * 0.95)], values[values.length - 1], List.of(counts)));
        }
        double[] sorted = all.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        List<RunCourse.Point> curve = Arrays.stream(PERCENTILES).mapToObj(percentile -> {
            double value = sorted[Math.min(sorted.length - 1, (int) (sorted.length * percentile / 100))];
            double queued = percentile < 90 ? 0.97 : percentile < 99 ? 0.88 : 0.45;
            return new RunCourse.Point(percentile, value, value * queued);
        }).toList();
        int first = IntStream.range(0, bounds.length).filter(i -> columns.stream().anyMatch(one -> one.latencyCounts().get(i) > 0)).min()
                .orElse(0);
        int end = 1 + IntStream.range(0, bounds.length).filter(i -> columns.stream().anyMatch(one -> one.latencyCounts().get(i) > 0)).max()
                .orElse(1);
        return new RunCourse(1, Arrays.stream(bounds).boxed().toList().subList(first, end),
                columns.stream().map(one -> new RunCourse.Column(one.offered(), one.correct(), one.errors(), one.inFlight(), one.p50(),
                        one.p95(), one.p99(), one.latencyCounts().subList(first, end))).toList(),
                curve, List.of());
    }

    @Override
    public Runs runs() {
        return new Script();
    }

    private final class Script extends NoRuns {
        @Override
        public List<Run> list() {
            return runs.stream().map(Run::summary).toList();
        }

        @Override
        public Optional<Run> run(long id) {
            return runs.stream().filter(run -> run.id() == id).findFirst().map(run -> run.ended() != null
                    ? run
                    : run.with(null,
                            report(id, run.scenario(), (int) Math.max(1, Duration.between(run.started(), Instant.now()).toSeconds())),
                            ""));
        }

        @Override
        public long start(RunRequest request) {
            calls.add("start " + request.scenario());
            started = request;
            runs.addFirst(
                    new Run(runs.size() + 1L, Instant.now(), null, request.scenario(), request.workload(), null, "", request.settings()));
            tell(runs.getFirst());
            return runs.getFirst().id();
        }

        @Override
        public RunPlan plan(RunRequest request) {
            if (request.target() != null && request.target().address().getHost().equals("192.0.2.7")) {
                throw new IllegalArgumentException("target: not a machine that this node may load");
            }
            if (request.trace() != null && !request.trace().startsWith("offset_s")) {
                throw new IllegalArgumentException("trace " + ((Scenario.Replay) request.scenario()).trace() + ", line 1: no arrival");
            }
            Random random = new Random(request.workload().seed());
            Duration length = request.scenario().duration().plus(request.warmup());
            if (!PlannedRate.isKnown(request.scenario())) {
                return new RunPlan(length, 0, List.of());
            }
            List<Double> rates = IntStream.range(0, 120).mapToObj(i -> {
                double mean = PlannedRate.at(request.scenario(), i / 120.0);
                return Math.max(0, mean + Math.sqrt(mean) * 0.6 * random.nextGaussian());
            }).toList();
            return new RunPlan(length, Math.round(PlannedRate.requests(request.scenario())), rates);
        }

        @Override
        public List<RunDifference> compare(long older, long newer) {
            calls.add("compare " + older + " " + newer);
            return List.of(new RunDifference("achieved rate", "req/s", 63.8, 63.7, List.of(-0.4, 0.3), false, false),
                    new RunDifference("errors", "%", 0.02, 0.31, List.of(0.21, 0.38), true, false),
                    new RunDifference("p50", "ms", 97, 96.1, List.of(-2.1, 0.6), false, false),
                    new RunDifference("p95", "ms", 240, 212, List.of(-36.0, -19.0), true, true),
                    new RunDifference("p99", "ms", 351, 334, List.of(), false, false));
        }

        @Override
        public void stop(long id) {
            calls.add("stop " + id);
            Run run = runs.removeFirst();
            runs.addFirst(run.with(Instant.now(), report(1, run.scenario(), 30).asInterrupted(), ""));
            tell(runs.getFirst());
        }
    }

    private void tell(Run run) {
        changes().tell(Runs.PROGRESS, run.summary());
        changes().tell(Journal.ACTIVITY, new Journal.Busy(activity().orElse(null)));
    }

    @Override
    protected List<ScriptedChanges.Now<?>> underWay() {
        return runs.stream().filter(run -> run.ended() == null).<ScriptedChanges.Now<?>>map(
                run -> new ScriptedChanges.Now<>(Runs.PROGRESS, run.summary())).toList();
    }

    @Override
    protected Optional<Activity> activity() {
        return runs.stream().filter(run -> run.ended() == null).findFirst()
                .map(run -> new Activity(Activity.Kind.RUN, run.id(), 0.58, run.scenario().name()));
    }
}
