package gpudyno.model.load;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a run went over time, warm-up included, and its latency distribution without.
///
/// @param columnSeconds length of each column; it doubles as a run grows long, so that there are never more than [#MAX_COLUMNS]
/// @param bucketBounds upper ends of the latency buckets of [Column#latencyCounts], milliseconds, rising
/// @param columns in order of time
/// @param percentiles of correct answers on both clocks
/// @param scraped figures of the target read during the run, on the run's clock
public record RunCourse(double columnSeconds, List<Double> bucketBounds, List<Column> columns, List<Point> percentiles,
        List<Scraped> scraped) {
    public static final int MAX_COLUMNS = 240;

    /// One stretch of time.
    ///
    /// @param offered requests whose intended time fell into it
    /// @param correct correct answers that arrived in it
    /// @param errors requests that failed in it
    /// @param inFlight most seen at the end of a second
    /// @param p50 from the intended send time of the correct answers that arrived in it, milliseconds; null without any
    /// @param latencyCounts correct answers by bucket, from the intended send time
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Column(long offered, long correct, long errors, int inFlight, @Nullable Double p50, @Nullable Double p95,
            @Nullable Double p99, List<Long> latencyCounts) {}

    /// @param percentile 0 to 100
    /// @param intended milliseconds
    /// @param service milliseconds
    public record Point(double percentile, double intended, double service) {}

    /// A metric of the target.
    ///
    /// @param name as the target gives it, labels included
    /// @param seconds of each value from the start of the run
    public record Scraped(String name, List<Double> seconds, List<Double> values) {}
}
