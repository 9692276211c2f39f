package gpudyno.load;

import gpudyno.model.load.RunReport;
import gpudyno.model.load.Scenario;
import gpudyno.model.load.Slo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How long a server takes to recover from a spike: from the end of the peak until requests meet all bounds again.
///
/// The last third is cut into windows of at least a second. Recovery is the start of the first window from which on no later one misses a
/// bound, in seconds after the peak; a request belongs to the window in which it was due, so a backlog counts against the windows it
/// delayed.
final class SpikeStatistics {
    private static final int MAX_WINDOWS = 300;

    private SpikeStatistics() {
    }

    static IntendedWindows windows(Scenario.Spike scenario, long warmupNanos) {
        long third = scenario.duration().toNanos() / 3;
        int count = Math.clamp(third / 1_000_000_000L, 1, MAX_WINDOWS);
        return new IntendedWindows(warmupNanos + 2 * third, Math.ceilDiv(third, count), count);
    }

    static RunReport.@Nullable Recovery report(Scenario.Spike scenario, IntendedWindows windows, List<Slo> slos) {
        if (slos.isEmpty() || windows.offeredIn(0) == 0) {
            return null;
        }
        double width = scenario.duration().toNanos() / 3e9 / windows.count();
        int lastBroken = -1;
        String worst = null;
        for (int i = 0; i < windows.count(); i++) {
            Slo missed = StepStatistics.firstMissed(slos, windows, i);
            if (missed != null && windows.offeredIn(i) > 0) {
                lastBroken = i;
                worst = missed.meter();
            }
        }
        return new RunReport.Recovery(lastBroken == windows.count() - 1 ? null : (lastBroken + 1) * width, worst);
    }
}
