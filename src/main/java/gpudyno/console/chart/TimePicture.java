package gpudyno.console.chart;

import gpudyno.console.kit.SeriesColor;
import gpudyno.console.kit.Status;
import gpudyno.model.node.Event;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// All that a [TimeChart] draws at one moment. It never changes; a chart takes the next one. Times are epoch milliseconds.
///
/// @param from left edge
/// @param to right edge
/// @param unit of the left axis and of the tooltip, as people write it
/// @param atLeast how far the left axis reaches however small the values are
/// @param lines on the left axis
/// @param right lines on an axis of their own
/// @param targets dashed lines across
/// @param bands stretches that are tinted, such as those beyond a target
/// @param events what happened meanwhile, marked on the time axis
/// @param overlays ranges and marks on the left axis, under and over the lines
/// @param origin where the time axis counts from, instead of the time of day
/// @param now where what was measured ends and what is planned begins
public record TimePicture(long from, long to, String unit, double atLeast, List<Line> lines, Optional<RightAxis> right,
        List<Level> targets, List<Band> bands, List<Event> events, List<Overlay> overlays, OptionalLong origin, Optional<Now> now) {

    /// Lines at the right.
    ///
    /// @param cap how far the values can go; NaN where that is not known
    public record RightAxis(List<Line> lines, double cap, String label) {
        public RightAxis {
            lines = List.copyOf(lines);
        }
    }

    /// A dashed line across.
    public record Level(double value, String label) {}

    /// A stretch of time that is tinted.
    public record Band(long from, long to) {}

    /// Where the plan begins.
    public record Now(long moment, String label) {}

    /// What is drawn together with the lines.
    public sealed interface Overlay permits Range, Marks, Zone {}

    /// From a low to a high value at each time: where a forecast lies, or what is expected.
    public record Range(String name, SeriesColor color, long[] times, double[] low, double[] high) implements Overlay {
        public Range {
            if (low.length != times.length || high.length != times.length) {
                throw new IllegalArgumentException(name + " has " + times.length + " times, " + low.length + " low and " + high.length
                        + " high values");
            }
        }
    }

    /// Single values that stand out, such as anomalies.
    public record Marks(String name, SeriesColor color, long[] times, double[] values) implements Overlay {
        public Marks {
            if (values.length != times.length) {
                throw new IllegalArgumentException(name + " has " + times.length + " times and " + values.length + " values");
            }
        }
    }

    /// Values that mean something, whenever they are: from one to another on the left axis.
    ///
    /// @param status its colour; neutral is not tinted
    public record Zone(double from, double to, String name, Status status) implements Overlay {}

    public TimePicture {
        lines = List.copyOf(lines);
        targets = List.copyOf(targets);
        bands = List.copyOf(bands);
        events = List.copyOf(events);
        overlays = List.copyOf(overlays);
    }

    /// An empty chart of one minute.
    static TimePicture empty() {
        return of(0, 60_000, "", List.of());
    }

    public static TimePicture of(long from, long to, String unit, List<Line> lines) {
        return new TimePicture(from, to, unit, 0, lines, Optional.empty(), List.of(), List.of(), List.of(), List.of(), OptionalLong.empty(),
                Optional.empty());
    }

    public TimePicture atLeast(double value) {
        return new TimePicture(from, to, unit, value, lines, right, targets, bands, events, overlays, origin, now);
    }

    public TimePicture right(List<Line> shown, double cap, String label) {
        return new TimePicture(from, to, unit, atLeast, lines, Optional.of(new RightAxis(shown, cap, label)), targets, bands, events,
                overlays, origin, now);
    }

    public TimePicture targets(List<Level> levels) {
        return new TimePicture(from, to, unit, atLeast, lines, right, levels, bands, events, overlays, origin, now);
    }

    public TimePicture bands(List<Band> marked) {
        return new TimePicture(from, to, unit, atLeast, lines, right, targets, marked, events, overlays, origin, now);
    }

    public TimePicture events(List<Event> happened) {
        return new TimePicture(from, to, unit, atLeast, lines, right, targets, bands, happened, overlays, origin, now);
    }

    public TimePicture overlays(List<Overlay> drawn) {
        return new TimePicture(from, to, unit, atLeast, lines, right, targets, bands, events, drawn, origin, now);
    }

    /// Labels the axis with the time since a moment instead of the time of day.
    public TimePicture since(long moment) {
        return new TimePicture(from, to, unit, atLeast, lines, right, targets, bands, events, overlays, OptionalLong.of(moment), now);
    }

    public TimePicture now(Optional<Now> plan) {
        return new TimePicture(from, to, unit, atLeast, lines, right, targets, bands, events, overlays, origin, plan);
    }

    /// Every value of the left axis, for its scale.
    double greatest() {
        double greatest = atLeast;
        for (Line line : lines) {
            greatest = greatest(greatest, line.values());
        }
        for (Overlay overlay : overlays) {
            greatest = greatest(greatest, switch (overlay) {
                case Range range -> range.high;
                case Marks marks -> marks.values;
                case Zone _ -> new double[0];
            });
        }
        return greatest;
    }

    private static double greatest(double so, double[] values) {
        double greatest = so;
        for (double value : values) {
            greatest = value > greatest ? value : greatest;
        }
        return greatest;
    }

    /// The left axis: all values and every target near them. One of percentages ends at 100 unless a value lies beyond.
    ValueScale scale() {
        double values = greatest();
        double top = targets.stream().mapToDouble(target -> target.value * 1.15).reduce(values, Math::max);
        return ValueScale.linear(unit.equals("%") && values <= 100 ? Math.min(top, 100) : top);
    }

    ValueScale rightScale() {
        return ValueScale.linear(right.map(axis -> {
            double greatest = Double.isNaN(axis.cap) ? 1 : axis.cap * 1.25;
            for (Line line : axis.lines) {
                greatest = greatest(greatest, line.values());
            }
            return greatest;
        }).orElse(1.0));
    }
}
