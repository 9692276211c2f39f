package gpudyno.console.gpu;

import gpudyno.console.chart.FrameHistory;
import gpudyno.console.chart.LaneChart;
import gpudyno.console.chart.Line;
import gpudyno.console.kit.SeriesColor;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.MemoryMeters;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.Reading;
import gpudyno.model.meter.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A device over a period, from the frames of it.
///
/// @param frames oldest first
record Course(String device, List<Frame> frames) {
    /// Reasons whose lane is there even while they do not hold.
    private static final Set<ThrottleReason> USUAL = Set.of(ThrottleReason.POWER, ThrottleReason.THERMAL, ThrottleReason.HARDWARE,
            ThrottleReason.BRAKE);
    /// What is kept of every frame: enough for the charts, and not so much that a week of eight GPUs takes long.
    static final Set<String> METERS = Stream.concat(Stream.of(MemoryMeters.RESERVED.id()), Stream.concat(
            Stream.of(Meters.MEMORY, Meters.ARRIVALS, Meters.REQUESTS, GpuMeters.UP, GpuMeters.MEMORY_TOTAL, GpuMeters.MEMORY_USED,
                    GpuMeters.MEMORY_RESERVED, GpuMeters.UTILIZATION, GpuMeters.POWER, GpuMeters.TEMPERATURE, GpuMeters.CLOCK_SM,
                    GpuMeters.CLOCK_GRAPHICS, GpuMeters.FAN, GpuMeters.PCIE_SENT, GpuMeters.PCIE_RECEIVED),
            Arrays.stream(ThrottleReason.values()).map(ThrottleReason::meter)).map(Meter::id)).collect(Collectors.toSet());

    Course {
        frames = List.copyOf(frames);
    }

    /// A stretch in which a reason held.
    record Held(ThrottleReason reason, Instant from, Instant to) {
        Duration length() {
            return Duration.between(from, to);
        }
    }

    /// The greatest value of a meter in the period.
    record Maximum(Meter meter, double value, Instant at) {}

    /// Over the frames that have a value: without one there is a gap.
    Line line(String name, SeriesColor color, Line.Style style, ToDoubleFunction<Frame> value) {
        List<Frame> told = frames.stream().filter(frame -> !Double.isNaN(value.applyAsDouble(frame))).toList();
        return FrameHistory.line(name, color, style, told, told, value);
    }

    double gauge(Frame frame, Meter meter) {
        return frame.gauge(meter.series(device));
    }

    /// Values of a meter, oldest first.
    double[] values(Meter meter) {
        return frames.stream().mapToDouble(frame -> gauge(frame, meter)).toArray();
    }

    private boolean has(Meter meter) {
        Series series = meter.series(device);
        return frames.stream().anyMatch(frame -> frame.reading(series) != null);
    }

    /// The reasons that the driver tells of.
    List<ThrottleReason> told() {
        return Arrays.stream(ThrottleReason.values()).filter(reason -> has(reason.meter())).toList();
    }

    /// A lane for each usual reason, and for each other that held: the share of each moment in which it did.
    List<LaneChart.Lane> lanes() {
        return told().stream().filter(reason -> USUAL.contains(reason) || held(reason).findAny().isPresent())
                .map(reason -> new LaneChart.Lane(line(reason.lane(), reason.color(), Line.Style.LINE,
                        frame -> 100 * gauge(frame, reason.meter())), "%", 100))
                .toList();
    }

    /// The last stretch in which something kept work slow.
    Optional<Held> last() {
        return told().stream().filter(ThrottleReason::bounds).flatMap(this::held)
                .max(java.util.Comparator.comparing(Held::to));
    }

    /// Stretches in which a reason held at some time of each frame; a gap in the record ends one.
    Stream<Held> held(ThrottleReason reason) {
        List<Held> all = new ArrayList<>();
        Series series = reason.meter().series(device);
        boolean open = false;
        for (int i = 0; i < frames.size(); i++) {
            Frame frame = frames.get(i);
            boolean holds = frame.reading(series) instanceof Reading.Gauge gauge && gauge.max() > 0;
            boolean follows = open && !FrameHistory.isGap(frames.get(i - 1), frame);
            if (holds && follows) {
                all.set(all.size() - 1, new Held(reason, all.getLast().from, frame.end()));
            } else if (holds) {
                all.add(new Held(reason, frame.start(), frame.end()));
            }
            open = holds;
        }
        return all.stream();
    }

    /// The greatest values seen, in the order of the cards; of what was not read there is none.
    List<Maximum> maxima() {
        return Stream.of(GpuMeters.UTILIZATION, GpuMeters.MEMORY_USED, GpuMeters.POWER, GpuMeters.TEMPERATURE, GpuMeters.CLOCK_SM,
                GpuMeters.CLOCK_GRAPHICS, GpuMeters.PCIE_RECEIVED, GpuMeters.PCIE_SENT).flatMap(meter -> maximum(meter).stream()).toList();
    }

    private Optional<Maximum> maximum(Meter meter) {
        Series series = meter.series(device);
        Maximum greatest = null;
        for (Frame frame : frames) {
            if (frame.reading(series) instanceof Reading.Gauge gauge && (greatest == null || gauge.max() > greatest.value)) {
                greatest = new Maximum(meter, gauge.max(), frame.end());
            }
        }
        return Optional.ofNullable(greatest);
    }

    /// Energy of all the node's GPUs for each request, over the last minute of the period, in joules; NaN where no request was answered.
    double energyOfARequest() {
        if (frames.isEmpty()) {
            return Double.NaN;
        }
        Instant from = frames.getLast().end().minusSeconds(60);
        double joules = 0;
        double requests = 0;
        for (Frame frame : frames) {
            if (frame.end().isAfter(from)) {
                for (var entry : frame.readings().ofMeter(GpuMeters.POWER.id())) {
                    joules += frame.gauge(entry.getKey()) * frame.seconds();
                }
                requests += frame.counted(Meters.REQUESTS.id());
            }
        }
        return requests > 0 && joules > 0 ? joules / requests : Double.NaN;
    }
}
