package gpudyno.console.cache;

import gpudyno.console.chart.FrameHistory;
import gpudyno.console.chart.Line;
import gpudyno.console.chart.SplitBars.Bar;
import gpudyno.console.chart.TimePicture;
import gpudyno.console.kit.SeriesColor;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.SharedCacheMeters;
import gpudyno.model.target.Profile;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the frames of a range tell of the cache at one moment.
///
/// @param minute the last minute; empty where nothing was recorded in it
/// @param ratio hits in percent of all input items over time; empty without a single item in the range
/// @param near hits of L1 per second, for its card
/// @param shared likewise of L2
/// @param left entries that left per second: evicted below, expired above; empty where none left
/// @param evicted entries in the range
/// @param expired likewise
record Picture(Optional<Traffic> minute, Optional<TimePicture> ratio, double[] near, double[] shared, List<Bar> left, double evicted,
        double expired) {
    static final Set<String> METERS = Stream.of(Meters.CACHE_HITS, Meters.CACHE_MISSES, Meters.CACHE_COALESCED, Meters.CACHE_EVICTIONS,
            Meters.CACHE_EXPIRATIONS, Meters.CACHE_LOOKUP, SharedCacheMeters.LOOKUPS, SharedCacheMeters.TIME, SharedCacheMeters.UP)
            .map(Meter::id)
            .collect(Collectors.toUnmodifiableSet());
    private static final Duration WINDOW = Duration.ofSeconds(5);
    private static final Duration CARD = Duration.ofMinutes(1);
    private static final int BARS = 30;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("HH:mm:ss");

    static Picture of(FrameHistory history, Instant now, Duration range, Profile profile) {
        List<Frame> frames = history.last(range, now);
        List<Frame> last = history.last(CARD, now);
        List<Traffic> traffic = FrameHistory.windows(frames, WINDOW).stream().map(Traffic::new).toList();
        Optional<Traffic> minute = last.isEmpty() ? Optional.empty() : Optional.of(new Traffic(Frame.rollUp(last)));
        double evicted = frames.stream().mapToDouble(frame -> frame.counted(Meters.CACHE_EVICTIONS.id())).sum();
        double expired = frames.stream().mapToDouble(frame -> frame.counted(Meters.CACHE_EXPIRATIONS.id())).sum();
        return new Picture(minute, ratio(frames, traffic, now, range, profile), course(last, Traffic::nearRate),
                course(last, Traffic::sharedRate), evicted + expired == 0 ? List.of() : bars(frames, now, range), evicted, expired);
    }

    private static double[] course(List<Frame> frames, ToDoubleFunction<Traffic> of) {
        return frames.stream().map(Traffic::new).mapToDouble(of).toArray();
    }

    private static Optional<TimePicture> ratio(List<Frame> frames, List<Traffic> traffic, Instant now, Duration range, Profile profile) {
        Line near = line("L1", SeriesColor.ACTUAL, Line.Style.AREA, frames, traffic, Traffic::nearPercent);
        if (Arrays.stream(near.values()).allMatch(Double::isNaN)) {
            return Optional.empty();
        }
        List<Line> lines = new ArrayList<>(List.of(near));
        if (traffic.stream().anyMatch(window -> window.servers() > 0)) {
            lines.add(line("L1 + L2", SeriesColor.RESERVED, Line.Style.LINE, frames, traffic, Traffic::percent));
        }
        List<TimePicture.Level> targets = profile.target(DerivedMeters.CACHE_HIT_PERCENT).stream()
                .map(target -> new TimePicture.Level(target.bound(), "target ≥ " + Math.round(target.bound()) + " %")).toList();
        return Optional.of(TimePicture.of(now.minus(range).toEpochMilli(), now.toEpochMilli(), "%", lines).atLeast(100).targets(targets));
    }

    private static Line line(String name, SeriesColor color, Line.Style style, List<Frame> frames, List<Traffic> traffic,
            ToDoubleFunction<Traffic> of) {
        return FrameHistory.line(name, color, style, frames, traffic.stream().map(Traffic::frame).toList(),
                frame -> of.applyAsDouble(new Traffic(frame)));
    }

    /// Equal parts of the range that stand still while time goes on.
    private static List<Bar> bars(List<Frame> frames, Instant now, Duration range) {
        long part = range.toMillis() / BARS;
        long end = Math.ceilDiv(now.toEpochMilli(), part) * part;
        double[][] sums = new double[BARS][2];
        double[] seconds = new double[BARS];
        for (Frame frame : frames) {
            int at = BARS - 1 - (int) ((end - 1 - frame.start().toEpochMilli()) / part);
            if (at >= 0 && at < BARS) {
                seconds[at] += frame.seconds();
                sums[at][0] += frame.counted(Meters.CACHE_EVICTIONS.id());
                sums[at][1] += frame.counted(Meters.CACHE_EXPIRATIONS.id());
            }
        }
        DateTimeFormatter words = part < 60_000 && range.compareTo(Duration.ofMinutes(5)) <= 0 ? SECONDS : TIME;
        List<Bar> bars = new ArrayList<>();
        for (int i = 0; i < BARS; i++) {
            Instant from = Instant.ofEpochMilli(end - (BARS - i) * part);
            bars.add(
                    new Bar(words.format(from.atZone(ZoneId.systemDefault())), rate(sums[i][0], seconds[i]), rate(sums[i][1], seconds[i])));
        }
        return bars;
    }

    private static double rate(double count, double seconds) {
        return seconds > 0 ? count / seconds : 0;
    }
}
