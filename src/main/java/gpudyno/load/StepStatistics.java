package gpudyno.load;

import gpudyno.model.load.RunReport;
import gpudyno.model.load.Scenario;
import gpudyno.model.load.Slo;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What each step of a step scenario saw, and the first that missed a bound. Bounds on TPOT and goodput are judged of the run alone.
final class StepStatistics {
    private StepStatistics() {
    }

    static IntendedWindows windows(Scenario.Step scenario, long warmupNanos) {
        return new IntendedWindows(warmupNanos, scenario.hold().toNanos(), scenario.steps());
    }

    /// The steps that were offered anything.
    static RunReport.Steps report(Scenario.Step scenario, IntendedWindows windows, List<Slo> slos) {
        List<RunReport.Step> each = new ArrayList<>();
        RunReport.Step broken = null;
        String binding = null;
        for (int i = 0; i < windows.count() && windows.offeredIn(i) > 0; i++) {
            RunReport.Step step = new RunReport.Step(scenario.start() + i * scenario.increment(), windows.offeredIn(i),
                    windows.errorsPercent(i), windows.latency(i));
            each.add(step);
            Slo missed = broken == null ? firstMissed(slos, windows, i) : null;
            if (missed != null) {
                broken = step;
                binding = missed.meter();
            }
        }
        return new RunReport.Steps(each, broken == null ? null : broken.rate(), binding);
    }

    static @Nullable Slo firstMissed(List<Slo> slos, IntendedWindows windows, int window) {
        return slos.stream()
                .filter(slo -> slo.isMissedBy(windows.latency(window), windows.firstOutput(window), windows.errorsPercent(window)))
                .findFirst().orElse(null);
    }
}
