package gpudyno.console.overview;

import gpudyno.console.chart.FrameHistory;
import gpudyno.console.chart.LaneChart;
import gpudyno.console.chart.Line;
import gpudyno.console.chart.Line.Style;
import gpudyno.console.chart.TimePicture;
import gpudyno.console.kit.DeviceWords;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.SeriesColor;
import gpudyno.console.page.Period;
import gpudyno.model.gpu.GpuDevice;
import gpudyno.model.gpu.Limit;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.Meters.Outcome;
import gpudyno.model.meter.Series;
import gpudyno.model.target.JudgedWindow;
import gpudyno.model.target.Profile;
import gpudyno.model.target.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
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
/// @param window how long the stretch is that each percentile of the latency chart is taken from, in words
/// @param beyond when the p95 missed its target
/// @param judged the last minute, as the tiles judge it
/// @param histories of the tiles' figures, by meter, oldest first
/// @param measured whether a request came in the range
/// @param machine lanes by what they show; those of GPUs only where there are some
/// @param memoryOf whose memory the memory tile shows: the fullest device, or the host where there is none
/// @param past whether it is of a period that is over; then all of it is judged
record Picture(Profile profile, Instant now, Duration range, Duration age, String window, List<Plot> latency, List<Plot> throughput,
        Map<Signal, List<LaneChart.Lane>> machine, List<Plot> queue, List<TimePicture.Band> beyond, JudgedWindow judged,
        Map<String, double[]> histories,
        String memoryOf, boolean measured, boolean past) {
    /// The percentiles are taken over several seconds: those of one second's requests jump from second to second.
    private static final Duration WINDOW = Duration.ofSeconds(5);
    /// Frames come once a second. One or two may be late on a busy machine; after three seconds the values shown are old.
    private static final Duration LATE = Duration.ofSeconds(3);
    private static final Duration SPARKLINE = Duration.ofMinutes(5);
    private static final double MEBIBYTE = 1 << 20;
    static final Duration JUDGED = Duration.ofSeconds(60);

    /// The meters it is drawn from.
    static final Set<String> METERS = Stream.of(Meters.ARRIVALS, Meters.BATCH_SIZE, Meters.CACHE_COALESCED, Meters.CACHE_HITS,
            Meters.CACHE_MISSES, Meters.HEAP, Meters.HOST_CPU, Meters.MEMORY, Meters.OFFERED, Meters.PROCESS_CPU, Meters.QUEUE_DEPTH,
            Meters.REQUESTS, Meters.RESPONSE, Meters.RESPONSE_MISS, GpuMeters.UTILIZATION, GpuMeters.POWER, GpuMeters.TEMPERATURE)
            .map(Meter::id).collect(Collectors.toSet());

    /// What the lanes show: a lane for each GPU, all of the only GPU, or the host.
    enum Signal {
        UTILIZATION("Util"),
        MEMORY("Memory"),
        POWER("Power"),
        GPU("GPU"),
        HOST("Host");

        private final String title;

        Signal(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    private static final Set<String> WINDOWED = Set.of(Meters.RESPONSE.id());

    /// A line, and its value in the last frame; NaN where that has none.
    record Plot(Line line, double latest) {}

    /// Whether the last frame is too old to be shown as the present.
    boolean stale() {
        return !age.isZero();
    }

    /// How long the stretch is that is judged, in words.
    String judgedOver() {
        return past ? "this period" : Formats.span(JUDGED);
    }

    /// @param devices of the node
    static Picture of(Profile profile, Instant now, Duration range, List<GpuDevice> devices, FrameHistory history) {
        List<Frame> frames = history.last(range, now);
        Duration age = frames.isEmpty() ? Duration.ZERO : Duration.between(frames.getLast().end(), now);
        return of(profile, new Span(now, range, age.compareTo(LATE) > 0 ? age : Duration.ZERO, false), devices, frames,
                new Judged(history.last(JUDGED, now), history.last(SPARKLINE, now)));
    }

    /// A period that is over, all of it judged.
    static Picture ofPast(Profile profile, Period period, List<GpuDevice> devices, FrameHistory history) {
        List<Frame> frames = history.last(period.length(), period.to());
        return of(profile, new Span(period.to(), period.length(), Duration.ZERO, true), devices, frames, new Judged(frames, frames));
    }

    private record Span(Instant end, Duration length, Duration age, boolean past) {}

    /// @param recent what the tiles draw
    private record Judged(List<Frame> frames, List<Frame> recent) {}

    private static Picture of(Profile profile, Span span, List<GpuDevice> devices, List<Frame> frames, Judged of) {
        // Only what is drawn of windows: rolling all meters up would take long on a node with many GPUs.
        List<Frame> windows = FrameHistory.windows(frames.stream().map(frame -> frame.only(WINDOWED)).toList(), WINDOW);
        JudgedWindow judged = of.frames.isEmpty() ? JudgedWindow.EMPTY : JudgedWindow.of(Frame.rollUp(of.frames));
        Plotter plotter = new Plotter(frames);
        return new Picture(profile, span.end, span.length, span.age,
                windowWords(windows),
                List.of(plotter.plot("p99", SeriesColor.EXTREME, Style.LINE, windows, percentile(99)),
                        plotter.plot("p95", SeriesColor.FORECAST, Style.LINE, windows, percentile(95)),
                        plotter.plot("p50", SeriesColor.ACTUAL, Style.LINE, windows, percentile(50))),
                List.of(plotter.plot("achieved", SeriesColor.ACTUAL, Style.AREA, frames,
                        counted(Meters.REQUESTS.id(), derived(DerivedMeters.THROUGHPUT))),
                        plotter.plot("offered", SeriesColor.FORECAST, Style.DASHED, frames,
                                counted(Meters.ARRIVALS.id(), frame -> frame.rate(Meters.ARRIVALS.id()))),
                        plotter.plot("errors", SeriesColor.ERRORS, Style.LINE, frames, counted(Meters.REQUESTS.id(), Picture::errors))),
                lanes(plotter, devices),
                List.of(plotter.plot("queue depth", SeriesColor.ACTUAL, Style.AREA, frames, frame -> frame.gauge(Meters.QUEUE_DEPTH.id())),
                        plotter.plot("batch size", SeriesColor.FORECAST, Style.STEP, frames,
                                frame -> frame.distribution(Meters.BATCH_SIZE.id()).mean())),
                beyond(profile, windows), judged, histories(of.recent),
                memoryOf(frames.isEmpty() ? "" : busiest(frames.getLast()), devices),
                frames.stream().anyMatch(frame -> DerivedMeters.requests(frame) > 0), span.past);
    }

    private static Map<Signal, List<LaneChart.Lane>> lanes(Plotter plotter, List<GpuDevice> devices) {
        List<GpuDevice> gpus = devices.stream().filter(device -> !device.isInstance()).toList();
        Map<Signal, List<LaneChart.Lane>> lanes = new EnumMap<>(Signal.class);
        if (gpus.size() == 1) {
            GpuDevice only = gpus.getFirst();
            lanes.put(Signal.GPU, List.of(plotter.lane("util", SeriesColor.ACTUAL, "%", 100, gauge(GpuMeters.UTILIZATION, only)),
                    plotter.lane("mem", SeriesColor.FORECAST, "%", 100, gauge(Meters.MEMORY, only)),
                    plotter.lane("power", SeriesColor.RESERVED, "W", only.limit(Limit.POWER_MAX).orElse(1), gauge(GpuMeters.POWER, only)),
                    plotter.lane("temp", SeriesColor.EXTREME, "°C", 100, gauge(GpuMeters.TEMPERATURE, only))));
        } else if (!gpus.isEmpty()) {
            lanes.put(Signal.UTILIZATION, each(plotter, gpus, devices, SeriesColor.ACTUAL, "%", GpuMeters.UTILIZATION));
            lanes.put(Signal.MEMORY, each(plotter, gpus, devices, SeriesColor.FORECAST, "%", Meters.MEMORY));
            lanes.put(Signal.POWER, each(plotter, gpus, devices, SeriesColor.RESERVED, "W", GpuMeters.POWER));
        }
        lanes.put(Signal.HOST, List.of(plotter.lane("host CPU", SeriesColor.ACTUAL, "%", 100, frame -> frame.gauge(Meters.HOST_CPU.id())),
                plotter.lane("node CPU", SeriesColor.RESERVED, "%", 100, frame -> frame.gauge(Meters.PROCESS_CPU.id())),
                plotter.lane("memory", SeriesColor.FORECAST, "%", 100, frame -> frame.greatest(Meters.MEMORY.id())),
                plotter.lane("heap", SeriesColor.EXTREME, "MiB", 64, frame -> frame.gauge(Meters.HEAP.id()) / MEBIBYTE)));
        return lanes;
    }

    private static List<LaneChart.Lane> each(Plotter plotter, List<GpuDevice> gpus, List<GpuDevice> all, SeriesColor color, String unit,
            Meter meter) {
        return gpus.stream().map(gpu -> plotter.lane(DeviceWords.place(gpu, all), color, unit,
                unit.equals("%") ? 100 : gpu.limit(Limit.POWER_MAX).orElse(1), gauge(meter, gpu))).toList();
    }

    private static ToDoubleFunction<Frame> gauge(Meter meter, GpuDevice device) {
        Series series = meter.series(device.id());
        return frame -> frame.gauge(series);
    }

    /// `Host`, `GPU`, or which of several.
    private static String memoryOf(String device, List<GpuDevice> devices) {
        return devices.stream().filter(one -> one.id().equals(device)).findFirst()
                .map(one -> devices.size() == 1 ? "GPU" : DeviceWords.place(one, devices)).orElse("Host");
    }

    /// When the p95 missed its target. What was not recorded is not called a miss: a band ends where a gap begins.
    static List<TimePicture.Band> beyond(Profile profile, List<Frame> windows) {
        double bound = profile.target(DerivedMeters.LATENCY_P95).map(Target::bound).orElse(Double.POSITIVE_INFINITY);
        List<TimePicture.Band> bands = new ArrayList<>();
        boolean open = false;
        for (int i = 0; i < windows.size(); i++) {
            Frame window = windows.get(i);
            open = open && !isGap(windows, i);
            boolean over = window.distribution(Meters.RESPONSE.id()).percentile(95) > bound;
            long end = window.end().toEpochMilli();
            if (open) {
                // Stretches a few seconds apart are one.
                TimePicture.Band last = bands.getLast();
                if (over) {
                    bands.set(bands.size() - 1, new TimePicture.Band(last.from(), end));
                } else {
                    open = end - last.to() < WINDOW.toMillis();
                }
            } else if (over) {
                bands.add(new TimePicture.Band(end, end));
                open = true;
            }
        }
        return bands;
    }

    /// Windows overlap by design; a gap is where even so nothing connects two of them.
    private static boolean isGap(List<Frame> windows, int i) {
        return FrameHistory.isGap(windows.get(i - 1), windows.get(i));
    }

    private record Plotter(List<Frame> frames) {
        LaneChart.Lane lane(String name, SeriesColor color, String unit, double full, ToDoubleFunction<Frame> value) {
            return new LaneChart.Lane(FrameHistory.line(name, color, Style.LINE, frames, frames, value), unit, full);
        }

        Plot plot(String name, SeriesColor color, Style style, List<Frame> values, ToDoubleFunction<Frame> value) {
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

    /// Older frames are coarser, so their windows are longer. The first few are shorter than they should be, and not counted.
    private static String windowWords(List<Frame> windows) {
        long shortest = WINDOW.toSeconds();
        long longest = Math.round(windows.stream().mapToDouble(Frame::seconds).max().orElse(shortest));
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
