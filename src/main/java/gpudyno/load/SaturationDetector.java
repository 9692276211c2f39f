package gpudyno.load;

import gpudyno.model.load.RunReport;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// Sees a server saturate: over ten seconds both the requests in flight and the time to first output (without streams the median latency)
/// keep rising, by Kendall's tau of at least 0.6 each and by half or more from the first three seconds to the last. Either alone is no
/// sign: more load means more in flight, and a burst means a late answer.
final class SaturationDetector {
    private static final int SECONDS = 10;
    private static final double TAU = 0.6;
    private static final double GROWTH = 1.5;

    private final ArrayDeque<SecondSample> last = new ArrayDeque<>();
    private RunReport.@Nullable Saturation seen;

    void add(SecondSample second) {
        if (last.size() == SECONDS) {
            last.remove();
        }
        last.add(second);
        if (seen == null && last.size() == SECONDS && rises(SecondSample::inFlight)
                && rises(each -> Double.isNaN(each.ttftP50()) ? each.p50() : each.ttftP50())) {
            double rate = last.stream().mapToLong(SecondSample::offered).average().orElseThrow();
            seen = new RunReport.Saturation(last.element().second(), rate);
        }
    }

    RunReport.@Nullable Saturation seen() {
        return seen;
    }

    private boolean rises(ToDoubleFunction<SecondSample> figure) {
        double[] values = last.stream().mapToDouble(figure).toArray();
        int concordant = 0;
        for (int i = 0; i < SECONDS; i++) {
            for (int j = i + 1; j < SECONDS; j++) {
                concordant += Double.compare(values[j], values[i]) > 0 ? 1 : values[j] < values[i] ? -1 : 0;
            }
        }
        double before = Arrays.stream(values, 0, 3).average().orElseThrow();
        double after = Arrays.stream(values, SECONDS - 3, SECONDS).average().orElseThrow();
        return concordant >= TAU * SECONDS * (SECONDS - 1) / 2 && after >= GROWTH * Math.max(before, 1e-3);
    }
}
