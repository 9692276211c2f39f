package gpudyno.console.chart;

import java.util.ArrayList;
import java.util.List;

/// Time to pixels and back.
///
/// @param from left edge, epoch milliseconds
/// @param to right edge, epoch milliseconds, after `from`
/// @param left first pixel
/// @param width in pixels
record TimeAxis(long from, long to, double left, double width) {
    private static final long[] STEPS = {1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000,
        3_600_000, 7_200_000, 10_800_000, 21_600_000, 43_200_000, 86_400_000};
    private static final double LEAST_DISTANCE = 90;

    double x(double time) {
        return left + (time - from) * width / (to - from);
    }

    boolean holds(long time) {
        return time >= from && time <= to;
    }

    long time(double x) {
        return from + Math.round((x - left) * (to - from) / width);
    }

    /// Round instants, far enough apart for their labels.
    List<Long> ticks() {
        return ticks(0);
    }

    /// The same, round as counted from an origin.
    List<Long> ticks(long origin) {
        long step = STEPS[STEPS.length - 1];
        for (long candidate : STEPS) {
            if (candidate * width / (to - from) >= LEAST_DISTANCE) {
                step = candidate;
                break;
            }
        }
        List<Long> ticks = new ArrayList<>();
        for (long tick = origin + Math.ceilDiv(from - origin, step) * step; tick <= to; tick += step) {
            ticks.add(tick);
        }
        return ticks;
    }
}
