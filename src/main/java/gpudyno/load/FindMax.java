package gpudyno.load;

import gpudyno.model.load.RunReport;
import gpudyno.model.load.Scenario;
import gpudyno.model.load.SloVerdict;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The highest Poisson rate at which all bounds hold: doubling until one fails, then halving the interval down to 5 %, with two probes a
/// rate where the first was close. A probe also fails when the generator was answered at less than 95 % of what it offered: a queue
/// that grows has no steady latency to judge.
public final class FindMax {
    private static final double RESOLUTION = 1.05;
    private static final int MAX_PROBES = 24;

    private final LoadPlan plan;
    private final Scenario.FindMax scenario;
    private int probes;
    private @Nullable RunReport lastGood;
    private double firstFailing = Double.POSITIVE_INFINITY;
    private @Nullable String binding;
    private volatile boolean stopped;
    private volatile @Nullable LoadRun current;

    public FindMax(LoadPlan plan, Scenario.FindMax scenario) {
        if (plan.slos().isEmpty()) {
            throw new IllegalArgumentException("find-max needs at least one bound, such as --slo p95=500ms");
        }
        this.plan = plan;
        this.scenario = scenario;
    }

    /// Ends the search now, from any thread; the report tells what was found so far and is marked interrupted.
    public void stop() {
        stopped = true;
        LoadRun run = current;
        if (run != null) {
            run.stop();
        }
    }

    public RunReport run() throws InterruptedException, TargetUnreachableException {
        double good = 0;
        double bad = Double.POSITIVE_INFINITY;
        double rate = scenario.startRate();
        RunReport last = null;
        while ((last == null || !stopped) && probes < MAX_PROBES && !(good > 0 && bad / good <= RESOLUTION) && rate > 0.05 && rate < 1e6) {
            last = probe(rate);
            if (stopped) {
                break;
            }
            if (holds(last)) {
                good = rate;
                lastGood = last;
                rate = Double.isInfinite(bad) ? rate * 2 : Math.sqrt(good * bad);
            } else {
                bad = rate;
                rate = good == 0 ? rate / 2 : Math.sqrt(good * bad);
            }
        }
        RunReport report = java.util.Objects.requireNonNull(lastGood != null ? lastGood : last);
        double high = Double.isInfinite(bad) ? good : bad;
        return (stopped ? report.asInterrupted() : report).withFoundMax(
                new RunReport.FoundMax(good, List.of(good, high), binding, Double.isInfinite(firstFailing) ? null : firstFailing));
    }

    private RunReport probe(double rate) throws InterruptedException, TargetUnreachableException {
        Duration length = scenario.probeDuration();
        LoadRun run = LoadGenerator.start(plan.withScenario(new Scenario.Poisson(rate, length), plan.warmup(), plan.seed() + ++probes));
        current = run;
        if (stopped) {
            run.stop();
        }
        return LoadGenerator.await(run);
    }

    private boolean holds(RunReport report) {
        String broken = report.slo().stream().filter(verdict -> !verdict.met()).map(SloVerdict::meter).findFirst().orElse(null);
        if (broken == null && report.achieved().rate() < 0.95 * report.offered().rate()) {
            broken = "achieved rate";
        }
        if (broken != null && report.offered().rate() < firstFailing) {
            firstFailing = report.offered().rate();
            binding = broken;
        }
        return broken == null;
    }
}
