package gpudyno.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import gpudyno.model.gpu.DeviceState;
import gpudyno.model.gpu.GpuProcess;
import gpudyno.model.gpu.SourceState;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Histogram;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.Meters.Outcome;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What `gpudyno top` shows at an instant.
///
/// @param name of the node, or of this machine
/// @param sources where GPUs were looked for
/// @param serving null where no node is asked
@JsonInclude(JsonInclude.Include.NON_NULL)
record TopSnapshot(String name, List<DeviceState> devices, List<GpuProcess> processes, List<SourceState> sources,
        @Nullable Serving serving) {
    /// Figures of the last seconds; null where there is nothing to tell.
    ///
    /// @param rate requests finished a second
    /// @param p50 milliseconds of correct answers
    /// @param errors percent of finished requests
    /// @param cacheHit percent of input items
    /// @param queue items that wait
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Serving(double rate, @Nullable Double p50, @Nullable Double p95, @Nullable Double p99, @Nullable Double errors,
            @Nullable Double cacheHit, @Nullable Double queue) {
        static Serving of(Frame frame) {
            double finished = frame.counted(Meters.REQUESTS.id());
            double errors = Stream.of(Outcome.values()).filter(Outcome::isError)
                    .mapToDouble(outcome -> frame.counted(Meters.REQUESTS.series(outcome.label()))).sum();
            double hits = frame.counted(Meters.CACHE_HITS.id());
            double items = hits + frame.counted(Meters.CACHE_MISSES.id()) + frame.counted(Meters.CACHE_COALESCED.id());
            Histogram response = frame.distribution(Meters.RESPONSE.id());
            return new Serving(finished / frame.seconds(), percentile(response, 50), percentile(response, 95), percentile(response, 99),
                    finished == 0 ? null : Double.valueOf(100 * errors / finished),
                    items == 0 ? null : Double.valueOf(100 * hits / items), told(frame.gauge(Meters.QUEUE_DEPTH.id())));
        }

        private static @Nullable Double percentile(Histogram values, double percent) {
            return values.count() == 0 ? null : Double.valueOf(values.percentile(percent));
        }

        private static @Nullable Double told(double value) {
            return Double.isNaN(value) ? null : value;
        }
    }
}
