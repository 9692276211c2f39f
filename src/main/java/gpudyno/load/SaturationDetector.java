package gpudyno.load;

import gpudyno.model.load.RunReport;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// Detects that a server saturates: over ten seconds both the requests in flight and the time to first output (without streams the median
/// latency) keep rising, by Kendall's tau of at least 0.6 each and by half or more from the first three seconds to the last. One of them
/// alone is not a sign: more load means more requests in flight, and a burst makes answers late. Also, the growth must be larger than
/// random arrivals explain: three standard deviations of a Poisson count, and a hundredth of what was offered meanwhile, for in a run of
/// hours a handful of requests in flight rises by chance sooner or later.
final class SaturationDetector {
    private static final int SECONDS = 10;
    private static final double TAU = 0.6;
    private static final double GROWTH = 1.5;
    private static final int EDGE = 3;
    private static final double LEAST_EXCESS = 0.01;

    private final ArrayDeque<SecondSample> last = new ArrayDeque<>();
    private RunReport.@Nullable Saturation seen;

    void add(SecondSample second) {
        if (last.size() == SECONDS) {
            last.remove();
        }
        last.add(second);
        if (seen == null && last.size() == SECONDS && pilesUp() && rises(SecondSample::inFlight)
                && rises(each -> Double.isNaN(each.ttftP50()) ? each.p50() : each.ttftP50())) {
            double rate = last.stream().mapToLong(SecondSample::offered).average().orElseThrow();
            seen = new RunReport.Saturation(last.element().second(), rate);
        }
    }

    RunReport.@Nullable Saturation seen() {
        return seen;
    }

    private boolean pilesUp() {
        double[] inFlight = last.stream().mapToDouble(SecondSample::inFlight).toArray();
        double before = early(inFlight);
        double offered = last.stream().mapToLong(SecondSample::offered).sum();
        return late(inFlight) - before >= Math.max(3 * Math.sqrt(Math.max(before, 1)), LEAST_EXCESS * offered);
    }

    private static double early(double[] values) {
        return Arrays.stream(values, 0, EDGE).average().orElseThrow();
    }

    private static double late(double[] values) {
        return Arrays.stream(values, SECONDS - EDGE, SECONDS).average().orElseThrow();
    }

    private boolean rises(ToDoubleFunction<SecondSample> figure) {
        double[] values = last.stream().mapToDouble(figure).toArray();
        int concordant = 0;
        for (int i = 0; i < SECONDS; i++) {
            for (int j = i + 1; j < SECONDS; j++) {
                concordant += Double.compare(values[j], values[i]) > 0 ? 1 : values[j] < values[i] ? -1 : 0;
            }
        }
        return concordant >= TAU * SECONDS * (SECONDS - 1) / 2 && late(values) >= GROWTH * Math.max(early(values), 1e-3);
    }
}
