package gpudyno.load;

import gpudyno.model.load.RunCourse;
import gpudyno.model.load.RunReport;
import gpudyno.model.load.RunTally;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// The course of a run over time, in constant memory: columns of one second. When there are [RunCourse#MAX_COLUMNS], pairs are merged and
/// each column covers twice the time. Histograms merge; percentiles are taken of them at the end. One writer, the event loop.
final class CourseStatistics {
    /// Latency buckets a factor of ten.
    private static final int BUCKETS_PER_DECADE = 8;
    /// Buckets from 1 microsecond to the longest latency there is.
    private static final int BUCKETS = (int) Math.ceil(BUCKETS_PER_DECADE * Math.log10(RunStatistics.MAX_MICROS) + 1);
    private static final int LEAST_BEYOND = 10;
    private static final double[] PERCENTILES = {0, 1, 5, 10, 25, 50, 75, 90, 95, 97.5, 99, 99.5, 99.75, 99.9, 99.95, 99.99, 100};

    /// Reused, so that a long run needs no more memory at its end than at its start.
    private static final class Column {
        private final Histogram latency = new Histogram(1, RunStatistics.MAX_MICROS, 2);
        private final Histogram lag = new Histogram(1, RunStatistics.MAX_MICROS, 2);
        private long offered;
        private long errors;
        private int inFlight;
        /// The cached column for reports, with all buckets; null after new data.
        private RunCourse.@Nullable Column told;

        private void add(Histogram more, Histogram moreLag, long moreOffered, long moreErrors, int asMany) {
            told = null;
            latency.add(more);
            lag.add(moreLag);
            offered += moreOffered;
            errors += moreErrors;
            inFlight = Math.max(inFlight, asMany);
        }

        private void clear() {
            told = null;
            latency.reset();
            lag.reset();
            offered = 0;
            errors = 0;
            inFlight = 0;
        }
    }

    private final List<Column> columns = new ArrayList<>();
    private final ArrayDeque<Column> free = new ArrayDeque<>();
    private int columnSeconds = 1;
    private int seconds;

    /// @param expectedSeconds of the run; memory for them is taken now
    CourseStatistics(long expectedSeconds) {
        for (int i = 0; i < Math.min(expectedSeconds, RunCourse.MAX_COLUMNS); i++) {
            free.add(new Column());
        }
    }

    /// One more second.
    ///
    /// @param lag of the generator, of what was sent in that second
    void add(Histogram latency, Histogram lag, long offered, long errors, int inFlight) {
        if (seconds++ % columnSeconds == 0) {
            if (columns.size() == RunCourse.MAX_COLUMNS) {
                halve();
            }
            columns.add(free.isEmpty() ? new Column() : free.remove());
        }
        columns.getLast().add(latency, lag, offered, errors, inFlight);
    }

    /// The courses of several generators whose clocks started at the same instant, as one.
    static CourseStatistics merged(List<RunTally> tallies) {
        CourseStatistics merged = new CourseStatistics(0);
        // Widths are powers of two, so that a wide column holds whole narrow ones.
        merged.columnSeconds = tallies.stream().mapToInt(RunTally::columnSeconds).max().orElseThrow();
        for (RunTally tally : tallies) {
            if (tally.columns().size() > RunCourse.MAX_COLUMNS || Integer.bitCount(tally.columnSeconds()) != 1) {
                throw new IllegalArgumentException("a generator told a course that cannot be read");
            }
            for (int i = 0; i < tally.columns().size(); i++) {
                merged.add(i * tally.columnSeconds() / merged.columnSeconds, tally.columns().get(i));
            }
        }
        return merged;
    }

    private void add(int index, RunTally.Column more) {
        while (columns.size() <= index) {
            columns.add(new Column());
        }
        Column column = columns.get(index);
        EncodedHistogram.add(more.latency(), column.latency);
        EncodedHistogram.add(more.lag(), column.lag);
        column.offered += more.offered();
        column.errors += more.errors();
        column.inFlight += more.inFlight();
    }

    List<RunTally.Column> tally() {
        return columns.stream().map(column -> new RunTally.Column(EncodedHistogram.of(column.latency), EncodedHistogram.of(column.lag),
                column.offered, column.errors, column.inFlight)).toList();
    }

    /// Whether the server saturated, seen afterwards. Empty-handed (null) where the run was too long for columns of one second.
    RunReport.@Nullable Saturation saturation() {
        SaturationDetector detector = new SaturationDetector();
        for (int i = 0; i < columns.size() && columnSeconds == 1; i++) {
            Column column = columns.get(i);
            boolean answered = column.latency.getTotalCount() > 0;
            detector.add(new SecondSample(i, column.offered, column.latency.getTotalCount(), column.errors, column.inFlight,
                    answered ? millis(column.latency, 50) : Double.NaN, answered ? millis(column.latency, 95) : Double.NaN,
                    answered ? millis(column.latency, 99) : Double.NaN, Double.NaN, Double.NaN));
        }
        return detector.seen();
    }

    /// What drifted in the columns after the warm-up; the last one may be cut short and is left out.
    List<RunReport.Drift> drift(double warmupSeconds) {
        return Stream.of(drift("p50", latency(50), warmupSeconds), drift("p95", latency(95), warmupSeconds),
                drift("lag.p50", lag(50), warmupSeconds), drift("lag.p99", lag(99), warmupSeconds)).filter(Objects::nonNull).toList();
    }

    private RunReport.@Nullable Drift drift(String meter, double[] values, double warmupSeconds) {
        int first = (int) Math.ceil(warmupSeconds / columnSeconds);
        return values.length - 1 <= first
                ? null
                : Drift.of(meter, java.util.Arrays.copyOfRange(values, first, values.length - 1), columnSeconds);
    }

    private void halve() {
        for (int i = 0; i < RunCourse.MAX_COLUMNS / 2; i++) {
            Column first = columns.get(2 * i);
            Column second = columns.get(2 * i + 1);
            first.add(second.latency, second.lag, second.offered, second.errors, second.inFlight);
            second.clear();
            free.add(second);
            columns.set(i, first);
        }
        columns.subList(RunCourse.MAX_COLUMNS / 2, columns.size()).clear();
        columnSeconds *= 2;
    }

    int columnSeconds() {
        return columnSeconds;
    }

    /// A percentile of each column's latency, milliseconds; NaN where a column has none.
    double[] latency(double percentile) {
        return percentiles(percentile, column -> column.latency);
    }

    /// A percentile of the generator's own lag in each column, milliseconds; NaN where nothing was sent.
    double[] lag(double percentile) {
        return percentiles(percentile, column -> column.lag);
    }

    private double[] percentiles(double percentile, Function<Column, Histogram> figure) {
        return columns.stream().map(figure)
                .mapToDouble(histogram -> histogram.getTotalCount() == 0 ? Double.NaN : millis(histogram, percentile)).toArray();
    }

    /// The present columns, for any thread.
    ///
    /// @param first and `end`: the buckets from the lowest latency seen to the highest
    /// @param columns with all buckets
    record Told(int columnSeconds, int first, int end, List<RunCourse.Column> columns) {
        RunCourse report(Histogram intended, Histogram service, List<RunCourse.Scraped> scraped) {
            List<RunCourse.Point> curve = new ArrayList<>();
            for (double percentile : intended.getTotalCount() == 0 ? new double[0] : PERCENTILES) {
                // A percentile with fewer samples beyond it depends on a few requests by chance; 0 and 100 are the extremes themselves.
                if (percentile > 50 && percentile < 100 && intended.getTotalCount() * (1 - percentile / 100) < LEAST_BEYOND) {
                    continue;
                }
                curve.add(new RunCourse.Point(percentile, millis(intended, percentile), millis(service, percentile)));
            }
            return new RunCourse(columnSeconds, IntStream.range(first, end).mapToObj(bucket -> bound(bucket) / 1000.0).toList(),
                    columns.stream().map(column -> new RunCourse.Column(column.offered(), column.correct(), column.errors(),
                            column.inFlight(), column.p50(), column.p95(), column.p99(), between(column.latencyCounts())))
                            .toList(),
                    curve, scraped);
        }

        /// The lowest reported bucket also includes everything below it, because the scale begins at 10 microseconds.
        private List<Long> between(List<Long> counts) {
            List<Long> told = new ArrayList<>(counts.subList(first, end));
            told.set(0, counts.subList(0, first + 1).stream().mapToLong(Long::longValue).sum());
            return told;
        }
    }

    /// A column that has not changed is not computed again, so a call every second takes the time of one column.
    Told tell() {
        long lowest = columns.stream().filter(column -> column.latency.getTotalCount() > 0)
                .mapToLong(column -> column.latency.getMinValue()).min().orElse(1000);
        long highest = columns.stream().mapToLong(column -> column.latency.getMaxValue()).max().orElse(1000);
        int first = (int) Math.floor(BUCKETS_PER_DECADE * Math.log10(Math.max(10, lowest)));
        int end = Math.max(first + 1, (int) Math.ceil(BUCKETS_PER_DECADE * Math.log10(Math.max(10, highest) + 1)));
        return new Told(columnSeconds, first, end, columns.stream().map(CourseStatistics::tell).toList());
    }

    private static RunCourse.Column tell(Column column) {
        if (column.told == null) {
            // By recorded value, not by the range of each bucket, because a range that straddles two of our buckets would count in both.
            Long[] counts = new Long[BUCKETS];
            java.util.Arrays.fill(counts, 0L);
            column.latency.recordedValues()
                    .forEach(value -> counts[bucket(value.getValueIteratedTo())] += value.getCountAddedInThisIterationStep());
            column.told = new RunCourse.Column(column.offered, column.latency.getTotalCount(), column.errors, column.inFlight,
                    figure(column.latency, 50), figure(column.latency, 95), figure(column.latency, 99), List.of(counts));
        }
        return column.told;
    }

    private static int bucket(long micros) {
        int near = Math.max(0, (int) Math.floor(BUCKETS_PER_DECADE * Math.log10(Math.max(1, micros))) - 1);
        while (near < BUCKETS - 1 && bound(near) < micros) {
            near++;
        }
        return near;
    }

    /// Upper end of a bucket, microseconds.
    private static long bound(int bucket) {
        return Math.round(Math.pow(10, (bucket + 1.0) / BUCKETS_PER_DECADE));
    }

    private static @Nullable Double figure(Histogram latency, double percentile) {
        return latency.getTotalCount() == 0 ? null : millis(latency, percentile);
    }

    private static double millis(Histogram histogram, double percentile) {
        return histogram.getValueAtPercentile(percentile) / 1000.0;
    }
}
