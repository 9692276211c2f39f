package gpudyno.model.meter;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All series of a node over one interval, on one clock.
///
/// @param sequence grows by one from frame to frame of one resolution; a gap means frames were dropped
/// @param start when the interval began
/// @param length how long it is: one second live, longer when rolled up
/// @param readings what each series read
public record Frame(long sequence, Instant start, Duration length, Readings readings) {
    public Frame {
        if (length.isNegative() || length.isZero()) {
            throw new IllegalArgumentException("a frame's length must be positive, got " + length);
        }
    }

    public Frame(long sequence, Instant start, Duration length, Map<Series, Reading> readings) {
        this(sequence, start, length, Readings.of(readings));
    }

    /// This frame with the readings of some meters alone.
    public Frame only(Collection<String> meters) {
        return new Frame(sequence, start, length, readings.only(meters));
    }

    /// The same with its distributions in less memory, see [Histogram#sparse].
    public Frame sparse() {
        Map<Series, Reading> smaller = new HashMap<>();
        readings.forEach((series, reading) -> smaller.put(series,
                reading instanceof Reading.Distribution(Histogram values) ? new Reading.Distribution(values.sparse()) : reading));
        return new Frame(sequence, start, length, smaller);
    }

    public Instant end() {
        return start.plus(length);
    }

    public double seconds() {
        return length.toNanos() / 1e9;
    }

    public @Nullable Reading reading(Series series) {
        return readings.get(series);
    }

    /// Mean level of a gauge, or NaN when it was not read.
    public double gauge(Series series) {
        return readings.get(series) instanceof Reading.Gauge gauge ? gauge.mean() : Double.NaN;
    }

    public double gauge(String meter) {
        return gauge(Series.of(meter));
    }

    /// Growth of a counter summed over all series of the meter; zero when it was not read.
    public double counted(String meter) {
        double sum = 0;
        for (Map.Entry<Series, Reading> entry : readings.ofMeter(meter)) {
            if (entry.getValue() instanceof Reading.Counter(double growth)) {
                sum += growth;
            }
        }
        return sum;
    }

    /// Growth of one counter series; zero when it was not read.
    public double counted(Series series) {
        return readings.get(series) instanceof Reading.Counter(double growth) ? growth : 0;
    }

    /// Growth per second of a counter, summed over all series of the meter.
    public double rate(String meter) {
        return counted(meter) / seconds();
    }

    /// The merged values of all series of a distribution; empty when it was not read.
    public Histogram distribution(String meter) {
        Histogram sum = Histogram.EMPTY;
        for (Map.Entry<Series, Reading> entry : readings.ofMeter(meter)) {
            if (entry.getValue() instanceof Reading.Distribution(Histogram values)) {
                sum = sum.merge(values);
            }
        }
        return sum;
    }

    /// The greatest mean level among all series of a gauge (the busiest device), or NaN when none was read.
    public double greatest(String meter) {
        double greatest = Double.NaN;
        for (Map.Entry<Series, Reading> entry : readings.ofMeter(meter)) {
            if (entry.getValue() instanceof Reading.Gauge gauge && !(gauge.mean() <= greatest)) {
                greatest = gauge.mean();
            }
        }
        return greatest;
    }

    /// Several frames as one: counters add up, gauges keep least, mean and greatest, distributions merge. The result carries the sequence
    /// number of the last and lasts as long as all together (a gap between them is not counted).
    public static Frame rollUp(Collection<Frame> frames) {
        if (frames.isEmpty()) {
            throw new IllegalArgumentException("no frames to roll up");
        }
        List<Frame> ordered = frames.stream().sorted(Comparator.comparing(Frame::start)).toList();
        Map<Series, Reading> merged = new HashMap<>();
        Duration length = Duration.ZERO;
        for (Frame frame : ordered) {
            frame.readings.forEach((series, reading) -> merged.merge(series, reading, Reading::merge));
            length = length.plus(frame.length);
        }
        return new Frame(ordered.getLast().sequence, ordered.getFirst().start, length, merged);
    }
}
