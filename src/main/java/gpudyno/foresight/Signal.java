package gpudyno.foresight;

import gpudyno.model.foresight.Area;
import gpudyno.model.meter.Frame;
import java.util.Map;
import java.util.function.BiFunction;

/// A figure of the node that is watched for anomalies.
///
/// @param meter such as `latency.p95.ms` or `gpu.clock.sm{GPU-1}`
/// @param title for people
/// @param side on which it can be unusual
/// @param least the smallest spread it is judged by, in its unit, so that a meter that never moves is not unusual at its first move
/// @param leastShare the same, as a share of its usual level
/// @param reads the figure from a window and the figures derived from it; NaN where there is none
record Signal(String meter, String title, String unit, Area area, Side side, double least, double leastShare,
        BiFunction<Frame, Map<String, Double>, Double> reads) {
    /// Where a value must lie to be unusual.
    enum Side {
        ABOVE,
        BELOW,
        BOTH
    }

    double read(Frame window, Map<String, Double> derived) {
        return reads.apply(window, derived);
    }
}
