package gpudyno.console.overview;

import gpudyno.console.chart.LaneChart;
import gpudyno.console.chart.Line;
import gpudyno.console.chart.Line.Style;
import gpudyno.console.chart.TimeChart;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.Meters.Outcome;
import gpudyno.model.meter.Series;
import gpudyno.model.target.Profile;
import gpudyno.model.target.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All the page draws of one moment, worked out off the JavaFX thread.
///
/// @param age how long ago the last frame ended; zero while frames come
/// @param window what a percentile of the latency chart stands on, in words
/// @param device what the memory tile speaks of: the busiest device, or the host
record Picture(Profile profile, Instant now, Duration range, Duration age, String window, List<Plot> latency, List<Plot> throughput,
        List<LaneChart.Lane> machine, List<Plot> queue, List<TimeChart.Band> beyond, Map<String, Double> figures, double requests,
        Map<String, double[]> histories,
        String device) {
    /// Percentiles of the latency chart stand on at least this many frames.
    private static final int WINDOW = 5;
    /// Frames come once a second; three missing are no chance.
    private static final Duration LATE = Duration.ofSeconds(3);
    private static final Duration SPARKLINE = Duration.ofMinutes(5);
    private static final double MEBIBYTE = 1 << 20;
    static final Duration JUDGED = Duration.ofSeconds(60);

    /// The meters it is drawn from.
    static final Set<String> METERS = Stream.of(Meters.ARRIVALS, Meters.BATCH_SIZE, Meters.CACHE_COALESCED, Meters.CACHE_HITS,
            Meters.CACHE_MISSES, Meters.HEAP, Meters.HOST_CPU, Meters.MEMORY, Meters.OFFERED, Meters.PROCESS_CPU, Meters.QUEUE_DEPTH,
            Meters.REQUESTS, Meters.RESPONSE, Meters.RESPONSE_MISS).map(Meter::id).collect(Collectors.toSet());

    /// A line, and its value in the last frame; NaN where that has none.
    record Plot(Line line, double latest) {}

    /// Everything but a moment ago is muted: the last frame is old.
    boolean stale() {
        return !age.isZero();
    }

    static Picture of(Profile profile, Instant now, Duration range, FrameHistory history) {
        List<Frame> frames = history.last(range, now);
        List<Frame> windows = FrameHistory.windows(frames, WINDOW);
        List<Frame> minute = history.last(JUDGED, now);
        List<Frame> recent = history.last(SPARKLINE, now);
        Duration age = frames.isEmpty() ? Duration.ZERO : Duration.between(frames.getLast().end(), now);
        Frame judged = minute.isEmpty() ? null : Frame.rollUp(minute);
        Plotter plotter = new Plotter(frames);
        return new Picture(profile, now, range, age.compareTo(LATE) > 0 ? age : Duration.ZERO,
                windowWords(windows),
                List.of(plotter.plot("p99", 3, Style.LINE, windows, percentile(99)),
                        plotter.plot("p95", 1, Style.LINE, windows, percentile(95)),
                        plotter.plot("p50", 0, Style.LINE, windows, percentile(50))),
                List.of(plotter.plot("achieved", 0, Style.AREA, frames, counted(Meters.REQUESTS.id(), derived(DerivedMeters.THROUGHPUT))),
                        plotter.plot("offered", 1, Style.DASHED, frames,
                                counted(Meters.ARRIVALS.id(), frame -> frame.rate(Meters.ARRIVALS.id()))),
                        plotter.plot("errors", 5, Style.LINE, frames, counted(Meters.REQUESTS.id(), Picture::errors))),
                List.of(plotter.lane("host CPU", 0, "%", 100, frame -> frame.gauge(Meters.HOST_CPU.id())),
                        plotter.lane("node CPU", 2, "%", 100, frame -> frame.gauge(Meters.PROCESS_CPU.id())),
                        plotter.lane("memory", 1, "%", 100, frame -> frame.greatest(Meters.MEMORY.id())),
                        plotter.lane("heap", 3, "MiB", 64, frame -> frame.gauge(Meters.HEAP.id()) / MEBIBYTE)),
                List.of(plotter.plot("queue depth", 0, Style.AREA, frames, frame -> frame.gauge(Meters.QUEUE_DEPTH.id())),
                        plotter.plot("batch size", 1, Style.STEP, frames, frame -> frame.distribution(Meters.BATCH_SIZE.id()).mean())),
                beyond(profile, windows), judged == null ? Map.of() : DerivedMeters.of(judged),
                judged == null ? 0 : DerivedMeters.requests(judged),
                histories(recent), frames.isEmpty() ? "" : busiest(frames.getLast()));
    }

    /// Where the p95 stood beyond its target.
    private static List<TimeChart.Band> beyond(Profile profile, List<Frame> windows) {
        double bound = profile.target(DerivedMeters.LATENCY_P95).map(Target::bound).orElse(Double.POSITIVE_INFINITY);
        List<TimeChart.Band> bands = new ArrayList<>();
        long from = -1;
        for (Frame window : windows) {
            boolean over = window.distribution(Meters.RESPONSE.id()).percentile(95) > bound;
            if (over && from < 0) {
                from = window.end().toEpochMilli();
            } else if (!over && from >= 0) {
                mark(bands, from, window.end().toEpochMilli());
                from = -1;
            }
        }
        if (from >= 0) {
            mark(bands, from, windows.getLast().end().toEpochMilli());
        }
        return bands;
    }

    /// Stretches a few seconds apart are one.
    private static void mark(List<TimeChart.Band> bands, long from, long to) {
        if (!bands.isEmpty() && from - bands.getLast().to() < 1000L * WINDOW) {
            bands.add(new TimeChart.Band(bands.removeLast().from(), to));
        } else {
            bands.add(new TimeChart.Band(from, to));
        }
    }

    private record Plotter(List<Frame> frames) {
        LaneChart.Lane lane(String name, int color, String unit, double full, ToDoubleFunction<Frame> value) {
            return new LaneChart.Lane(FrameHistory.line(name, color, Style.LINE, frames, frames, value), unit, full);
        }

        Plot plot(String name, int color, Style style, List<Frame> values, ToDoubleFunction<Frame> value) {
            return new Plot(FrameHistory.line(name, color, style, frames, values, value),
                    values.isEmpty() ? Double.NaN : value.applyAsDouble(values.getLast()));
        }
    }

    private static ToDoubleFunction<Frame> percentile(double percent) {
        return frame -> frame.distribution(Meters.RESPONSE.id()).percentile(percent);
    }

    private static ToDoubleFunction<Frame> derived(String meter) {
        return frame -> DerivedMeters.of(frame).getOrDefault(meter, Double.NaN);
    }

    /// A counter the frame does not have is unknown, not zero.
    private static ToDoubleFunction<Frame> counted(String meter, ToDoubleFunction<Frame> value) {
        return frame -> frame.readings().keySet().stream().anyMatch(series -> series.meter().equals(meter))
                ? value.applyAsDouble(frame)
                : Double.NaN;
    }

    private static double errors(Frame frame) {
        double correct = frame.counted(Meters.REQUESTS.series(Outcome.OK.label()));
        return (DerivedMeters.requests(frame) - correct) / frame.seconds();
    }

    private static Map<String, double[]> histories(List<Frame> frames) {
        List<Map<String, Double>> figures = frames.stream().map(DerivedMeters::of).toList();
        Map<String, double[]> histories = new LinkedHashMap<>();
        for (String meter : List.of(DerivedMeters.MEMORY_PERCENT, DerivedMeters.CACHE_HIT_PERCENT, DerivedMeters.LATENCY_P95,
                DerivedMeters.ERRORS_PERCENT, DerivedMeters.THROUGHPUT)) {
            histories.put(meter, figures.stream().mapToDouble(of -> of.getOrDefault(meter, Double.NaN)).toArray());
        }
        return histories;
    }

    /// Older frames are coarser, so their windows are longer.
    private static String windowWords(List<Frame> windows) {
        long shortest = Math.round(windows.stream().skip(WINDOW - 1).mapToDouble(Frame::seconds).min().orElse(WINDOW));
        long longest = Math.round(windows.stream().skip(WINDOW - 1).mapToDouble(Frame::seconds).max().orElse(WINDOW));
        return longest <= shortest + 1 ? shortest + " s windows" : shortest + " to " + longest + " s windows";
    }

    /// The device whose memory is fullest, by its label.
    private static String busiest(Frame frame) {
        String found = "";
        double greatest = Double.NEGATIVE_INFINITY;
        for (Series series : frame.readings().keySet()) {
            if (series.meter().equals(Meters.MEMORY.id()) && frame.gauge(series) > greatest) {
                greatest = frame.gauge(series);
                found = String.join(" ", series.labels());
            }
        }
        return found;
    }
}
