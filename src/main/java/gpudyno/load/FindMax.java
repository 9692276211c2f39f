package gpudyno.load;

import gpudyno.model.load.RunReport;
import gpudyno.model.load.Scenario;
import gpudyno.model.load.Slo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// The highest Poisson rate at which all bounds hold, by at most twelve runs that [RateSearch] places and judges together.
///
/// Besides the stated bounds, a probe fails when answers fall behind requests by more than chance explains (a queue that grows has no
/// steady latency to judge). A probe disturbed by the generator itself tells nothing and is repeated.
public final class FindMax {
    private static final double LOWEST_RATE = 0.05;
    private static final double HIGHEST_RATE = 5e5;
    /// A probe that the generator could not send on time says nothing about the server. A single one may come from a short disturbance of this
    /// machine; this many in a row mean that the generator can send no faster.
    private static final int SPOILT_IN_A_ROW = 3;

    private final LoadPlan plan;
    private final Scenario.FindMax scenario;
    private final List<RunReport.Probe> probes = new ArrayList<>();
    private volatile List<RunReport.Probe> told = List.of();
    private @Nullable RunReport lastGood;
    private @Nullable RunReport last;
    private volatile boolean stopped;
    private volatile @Nullable LoadRun current;

    public FindMax(LoadPlan plan, Scenario.FindMax scenario) {
        if (plan.slos().isEmpty()) {
            throw new IllegalArgumentException("a search for the highest rate needs at least one bound, such as p95=500ms");
        }
        this.plan = plan;
        this.scenario = scenario;
    }

    /// [Scenario.FindMax#usualProbe] of these bounds; [RateSearch] explains the reason.
    public static Duration usualProbe(List<Slo> slos) {
        return Scenario.FindMax.usualProbe(slos);
    }

    /// Milliseconds.
    private static OptionalDouble tightest(List<Slo> slos) {
        return slos.stream().filter(Slo::isOfWaiting).mapToDouble(Slo::bound).min();
    }

    private double boundShare() {
        double millis = scenario.probeDuration().plus(plan.warmup().most()).toMillis();
        return Math.min(1, tightest(plan.slos()).orElse(0) / millis);
    }

    /// Ends the search now, from any thread; the report contains the results so far and is marked as interrupted.
    public void stop() {
        stopped = true;
        LoadRun run = current;
        if (run != null) {
            run.stop();
        }
    }

    /// The state of the search, from any thread: the running probe, and those before it. Its rate is the highest that held so far.
    public Optional<RunReport> soFar() throws InterruptedException {
        LoadRun run = current;
        List<RunReport.Probe> made = told;
        double held = highestHeld(made);
        RunReport.Probe firstFailing = firstFailing(made);
        return run == null
                ? Optional.empty()
                : run.soFar().map(report -> report.withFoundMax(new RunReport.FoundMax(held,
                        List.of(held, firstFailing == null ? held : firstFailing.rate()),
                        firstFailing == null ? null : firstFailing.nearest(),
                        firstFailing == null ? null : firstFailing.rate(), made)));
    }

    /// Share of the search that is done at the latest, 0 to 1: it makes no more probes than [RateSearch#MAX_PROBES].
    public double progress() {
        return told.size() / (double) RateSearch.MAX_PROBES;
    }

    private static double highestHeld(List<RunReport.Probe> probes) {
        return probes.stream().filter(RunReport.Probe::held).mapToDouble(RunReport.Probe::rate).max().orElse(0);
    }

    /// Probes that failed, by rate. A probe disturbed by the generator counts only above every rate that held; otherwise it was repeated.
    private static List<RunReport.Probe> failed(List<RunReport.Probe> probes) {
        double held = highestHeld(probes);
        return probes.stream().filter(probe -> !probe.held() && !(probe.nearest().equals(GENERATOR) && probe.rate() <= held))
                .sorted(java.util.Comparator.comparingDouble(RunReport.Probe::rate)).toList();
    }

    static RunReport.@Nullable Probe firstFailing(List<RunReport.Probe> probes) {
        return failed(probes).stream().findFirst().orElse(null);
    }

    public RunReport run() throws InterruptedException, TargetUnreachableException {
        RateSearch search = new RateSearch(scenario.startRate(), boundShare());
        int spoilt = 0;
        for (OptionalDouble next = search.next(); next.isPresent(); next = search.next()) {
            double rate = next.getAsDouble();
            if (rate < LOWEST_RATE || rate > HIGHEST_RATE) {
                break;
            }
            RunReport report = probe(rate);
            last = report;
            if (stopped) {
                break;
            }
            RunReport.Probe judged = judge(rate, report);
            probes.add(judged);
            told = List.copyOf(probes);
            if (judged.held() && (lastGood == null || rate > lastGood.offered().rate())) {
                lastGood = report;
            }
            if (!judged.nearest().equals(GENERATOR)) {
                spoilt = 0;
                search.observe(rate, judged.margin(), report.achieved().rate());
            } else if (++spoilt < SPOILT_IN_A_ROW) {
                search.lose();
            } else {
                break;
            }
        }
        RunReport report = Objects.requireNonNull(lastGood != null ? lastGood : last);
        return (stopped ? report.asInterrupted() : report).withFoundMax(found(search));
    }

    private static final String GENERATOR = "the generator";
    private static final String BACKLOG = "backlog";

    private RunReport.FoundMax found(RateSearch search) {
        RunReport.Probe firstFailing = firstFailing(probes);
        double held = highestHeld(probes);
        double rate = search.bracketed() ? search.rate() : held;
        List<Double> interval = search.bracketed()
                ? List.of(search.interval()[0], search.interval()[1])
                : List.of(held, firstFailing == null ? held : firstFailing.rate());
        return new RunReport.FoundMax(rate, interval, binding(rate), firstFailing == null ? null : firstFailing.rate(), probes);
    }

    /// The bound that failed most often within a tenth above the rate; without a failure there, the lowest one's.
    private @Nullable String binding(double rate) {
        List<RunReport.Probe> failed = failed(probes);
        java.util.Map<String, Long> near = failed.stream().filter(probe -> probe.rate() < 1.1 * rate)
                .collect(java.util.stream.Collectors.groupingBy(RunReport.Probe::nearest, java.util.stream.Collectors.counting()));
        return near.entrySet().stream().max(java.util.Map.Entry.comparingByValue()).map(java.util.Map.Entry::getKey)
                .orElse(failed.isEmpty() ? null : failed.getFirst().nearest());
    }

    private RunReport probe(double rate) throws InterruptedException, TargetUnreachableException {
        LoadRun run = LoadGenerator.start(
                plan.withScenario(new Scenario.Poisson(rate, scenario.probeDuration()), plan.warmup().most(), plan.seed() + probes.size()));
        current = run;
        if (stopped) {
            run.stop();
        }
        return LoadGenerator.await(run);
    }

    private RunReport.Probe judge(double rate, RunReport report) {
        return judge(rate, report, plan.slos());
    }

    static RunReport.Probe judge(double rate, RunReport report, List<Slo> slos) {
        double margin = backlogMargin(report);
        String nearest = BACKLOG;
        for (Slo slo : slos) {
            double its = slo.margin(report);
            if (its > margin) {
                margin = its;
                nearest = slo.meter();
            }
        }
        // Whatever delays the generator's sending also delays its reading, so at most twice the worst lag is caused by the generator.
        if (report.clientLimited() && margin > 0 && slos.stream().noneMatch(slo -> slo.isMissedBeyond(2 * report.lag().max(), report))) {
            nearest = GENERATOR;
        }
        return new RunReport.Probe(rate, margin <= 0, margin == Double.POSITIVE_INFINITY ? 10 : margin, nearest);
    }

    /// How far answers fall behind requests, as the logarithm of a ratio: the missing share of the rate over the share that chance
    /// explains, which is two standard deviations of a Poisson count and at least 1 %.
    private static double backlogMargin(RunReport report) {
        double requests = Math.max(1, report.offered().requests());
        double allowed = Math.max(0.01, 2 / Math.sqrt(requests));
        double correctRate = report.achieved().rate();
        double errors = report.errors().percent() / 100;
        double behind = 1 - correctRate / Math.max(1e-9, report.offered().rate() * (1 - errors));
        return Math.log(Math.max(behind, allowed * 1e-3) / allowed);
    }
}
