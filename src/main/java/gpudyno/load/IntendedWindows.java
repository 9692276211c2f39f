package gpudyno.load;

import gpudyno.model.load.LatencySummary;
import gpudyno.model.load.RunTally;
import java.util.List;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// Figures in equal time windows. A request belongs to the window in which it was due, however late its answer came. One writer, the event
/// loop.
final class IntendedWindows {
    private final long start;
    private final long width;
    private final long[] offered;
    private final Histogram[] latency;
    private final Histogram[] firstOutput;

    /// @param start nanoseconds from the start of the run; what is due before is left out
    /// @param width nanoseconds of each window
    IntendedWindows(long start, long width, int count) {
        this.start = start;
        this.width = width;
        offered = new long[count];
        latency = new Histogram[count];
        firstOutput = new Histogram[count];
        for (int i = 0; i < count; i++) {
            latency[i] = new Histogram(1, RunStatistics.MAX_MICROS, 2);
            firstOutput[i] = new Histogram(1, RunStatistics.MAX_MICROS, 2);
        }
    }

    void offered(long intended) {
        if (intended >= start) {
            offered[window(intended)]++;
        }
    }

    /// @param firstOutputNanos from the intended send time; negative where there was none
    void correct(long intended, long latencyNanos, long firstOutputNanos) {
        if (intended >= start) {
            latency[window(intended)].recordValue(RunStatistics.micros(latencyNanos));
            if (firstOutputNanos >= 0) {
                firstOutput[window(intended)].recordValue(RunStatistics.micros(firstOutputNanos));
            }
        }
    }

    List<RunTally.Window> tally() {
        return IntStream.range(0, offered.length).mapToObj(window -> new RunTally.Window(offered[window],
                EncodedHistogram.of(latency[window]), EncodedHistogram.of(firstOutput[window]))).toList();
    }

    /// Adds what another generator of the same scenario saw.
    void add(List<RunTally.Window> other) {
        if (other.size() != offered.length) {
            throw new IllegalArgumentException("a generator told " + other.size() + " windows of " + offered.length);
        }
        for (int i = 0; i < offered.length; i++) {
            offered[i] += other.get(i).offered();
            EncodedHistogram.add(other.get(i).latency(), latency[i]);
            EncodedHistogram.add(other.get(i).firstOutput(), firstOutput[i]);
        }
    }

    private int window(long intended) {
        return Math.clamp((intended - start) / width, 0, offered.length - 1);
    }

    int count() {
        return offered.length;
    }

    long offeredIn(int window) {
        return offered[window];
    }

    /// Percent of a window's requests without a correct answer; one without requests has none.
    double errorsPercent(int window) {
        return offered[window] == 0 ? 0 : 100.0 * (offered[window] - latency[window].getTotalCount()) / offered[window];
    }

    @Nullable
    LatencySummary latency(int window) {
        return RunStatistics.summary(latency[window]);
    }

    @Nullable
    LatencySummary firstOutput(int window) {
        return RunStatistics.summary(firstOutput[window]);
    }
}
