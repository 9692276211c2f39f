package gpudyno.console.gpu;

import gpudyno.console.chart.LaneChart;
import gpudyno.console.chart.Line;
import gpudyno.console.chart.Line.Style;
import gpudyno.console.kit.SeriesColor;
import gpudyno.model.gpu.DeviceState;
import gpudyno.model.gpu.DeviceState.Health;
import gpudyno.model.gpu.GpuDevice;
import gpudyno.model.gpu.Limit;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.MemoryMeters;
import gpudyno.model.meter.Meters;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// All that the page draws of one device at one moment, worked out off the JavaFX thread.
///
/// @param from left edge of the charts
/// @param to right edge
/// @param live whether the right edge is the present
/// @param figures of the present, or of the moment that was opened; of a device that does not answer the last
/// @param age how old the figures are; zero while they come, and at an opened moment
/// @param memory lines of the memory timeline, in percent
/// @param lanes of the throttle timeline
/// @param told reasons for low clocks that the driver tells of
/// @param last the last stretch in which one kept work slow
/// @param utilization one value a frame, oldest first
/// @param energy of a request, in joules; NaN where it is not known
record Picture(Instant from, Instant to, boolean live, DeviceState state, Figures figures, Duration age, List<Line> memory,
        List<LaneChart.Lane> lanes, List<ThrottleReason> told, Optional<Course.Held> last, List<Course.Maximum> maxima,
        double[] utilization, double energy) {
    /// Frames come once a second, and one or two may be late on a busy machine.
    private static final Duration LATE = Duration.ofSeconds(4);

    Picture {
        memory = List.copyOf(memory);
        lanes = List.copyOf(lanes);
        told = List.copyOf(told);
        maxima = List.copyOf(maxima);
    }

    static Picture of(DeviceState state, Period period, Instant now, List<Frame> frames, Figures figures) {
        Course course = new Course(state.device().id(), frames);
        Duration age = figures.isEmpty() ? Duration.ZERO : Duration.between(figures.at(), now);
        boolean old = period.isLive() && (state.health() != Health.ANSWERING || age.compareTo(LATE) > 0);
        return new Picture(period.from(now), period.to(now), period.isLive(), state, figures, old ? age : Duration.ZERO,
                memoryLines(course, state.device()), course.lanes(), course.told(), course.last(), course.maxima(),
                course.values(GpuMeters.UTILIZATION), course.energyOfARequest());
    }

    GpuDevice device() {
        return state.device();
    }

    /// Whether the figures are the last of a device that is not heard any more.
    boolean stale() {
        return !age.isZero();
    }

    private static List<Line> memoryLines(Course course, GpuDevice device) {
        Line node = course.line("node reserves", SeriesColor.EXTREME, Style.LINE,
                frame -> percent(course, device, frame, frame.gauge(MemoryMeters.RESERVED.series(device.id()))));
        Line held = course.line("with driver", SeriesColor.RESERVED, Style.STEP, frame -> percent(course, device, frame,
                course.gauge(frame, GpuMeters.MEMORY_USED) + course.gauge(frame, GpuMeters.MEMORY_RESERVED)));
        Line used = course.line("used", SeriesColor.ACTUAL, Style.AREA, frame -> course.gauge(frame, Meters.MEMORY));
        return List.of(held, used, node).stream().filter(line -> line.values().length > 0).toList();
    }

    private static double percent(Course course, GpuDevice device, Frame frame, double bytes) {
        double total = course.gauge(frame, GpuMeters.MEMORY_TOTAL);
        return 100 * bytes / (Double.isNaN(total) ? device.limit(Limit.MEMORY).orElse(Double.NaN) : total);
    }

    /// The whole memory in bytes.
    OptionalDouble total() {
        OptionalDouble total = figures.of(GpuMeters.MEMORY_TOTAL);
        return total.isPresent() ? total : device().limit(Limit.MEMORY);
    }
}
