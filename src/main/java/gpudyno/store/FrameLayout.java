package gpudyno.store;

import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Series;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The series that packed frames have in common, in their order: see [PackedFrame].
public final class FrameLayout {
    /// A frame may have a fifth of its series elsewhere, or lack that many, before a new layout takes less.
    private static final double DIFFERENT = 0.2;
    private final List<Series> series;
    private final Map<Series, Integer> places;

    private FrameLayout(List<Series> series) {
        this.series = List.copyOf(series);
        places = HashMap.newHashMap(series.size());
        for (int i = 0; i < series.size(); i++) {
            places.put(series.get(i), i);
        }
    }

    public static FrameLayout of(Frame frame) {
        return new FrameLayout(frame.readings().keySet().stream().sorted().toList());
    }

    /// Whether it says which series a frame has at less cost than a layout of its own.
    public boolean suits(Frame frame) {
        long known = frame.readings().keySet().stream().filter(places::containsKey).count();
        return frame.readings().size() - known <= DIFFERENT * frame.readings().size() && series.size() - known <= DIFFERENT * series.size();
    }

    int size() {
        return series.size();
    }

    Series series(int place) {
        return series.get(place);
    }

    boolean holds(Series one) {
        return places.containsKey(one);
    }

    /// As bytes that [#read] takes.
    byte[] write() {
        StringBuilder names = new StringBuilder();
        series.forEach(one -> names.append(one.toString().replace("\\", "\\\\").replace("\n", "\\n")).append('\n'));
        return PackedFrame.deflated(names.toString().getBytes(StandardCharsets.UTF_8));
    }

    /// @throws IllegalArgumentException if the bytes are not those of a layout
    static FrameLayout read(byte[] bytes) {
        return new FrameLayout(new String(PackedFrame.inflated(bytes, 0), StandardCharsets.UTF_8).lines()
                .map(line -> Series.parse(unescaped(line))).toList());
    }

    private static String unescaped(String line) {
        if (line.indexOf('\\') < 0) {
            return line;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && i + 1 < line.length()) {
                char next = line.charAt(++i);
                text.append(next == 'n' ? '\n' : next);
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }
}
