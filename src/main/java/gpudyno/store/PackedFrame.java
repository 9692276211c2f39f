package gpudyno.store;

import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Histogram;
import gpudyno.model.meter.Reading;
import gpudyno.model.meter.Series;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// A frame as bytes, without the names of its series: those stand in a [FrameLayout] that many frames share.
///
/// A frame of eight GPUs with forty processes has about 800 series. As JSON that is 117 KB, most of it names: 2 GB in the two days of
/// ten-second frames that a node keeps. Packed it is 14 KB at most, and figures are exact (`packaging/bench/flight-recorder`). Each reading has a byte that says what it is; whole
/// numbers follow as varints, others as eight bytes. Series that the layout does not hold, such as those of a new process, stand at the end with
/// their names. All is deflated.
public final class PackedFrame {
    private static final byte VERSION = 1;
    private static final int MOST_BYTES = 64 << 20;
    private static final int GAUGE = 1;
    private static final int COUNTER = 2;
    private static final int DISTRIBUTION = 3;
    private static final int KIND = 3;
    /// Of a gauge: least, mean and greatest are one value.
    private static final int LEVEL = 4;
    /// Of a gauge: it has another number of samples than most.
    private static final int OWN_SAMPLES = 8;
    /// The first of three values is a whole number; the next bits tell of the others.
    private static final int WHOLE = 16;

    private PackedFrame() {
    }

    /// @param layout that [FrameLayout#suits] it; any other works and takes more room
    public static byte[] pack(Frame frame, FrameLayout layout) {
        Writer writer = new Writer();
        writer.varint(frame.sequence());
        Instant start = frame.start();
        writer.varint(start.getEpochSecond());
        writer.varint(start.getNano());
        writer.varint(frame.length().toNanos());
        long samples = mostSamples(frame);
        writer.varint(samples);
        List<Map.Entry<Series, Reading>> others = frame.readings().entrySet().stream().filter(entry -> !layout.holds(entry.getKey()))
                .toList();
        writer.varint(others.size());
        others.forEach(entry -> writer.text(entry.getKey().toString()));
        for (int i = 0; i < layout.size(); i++) {
            writer.reading(frame.reading(layout.series(i)), samples);
        }
        others.forEach(entry -> writer.reading(entry.getValue(), samples));
        return deflated(writer.bytes());
    }

    /// The number of samples that most gauges have.
    private static long mostSamples(Frame frame) {
        Map<Long, Integer> counts = new HashMap<>();
        frame.readings().values().forEach(reading -> {
            if (reading instanceof Reading.Gauge gauge) {
                counts.merge(gauge.samples(), 1, Integer::sum);
            }
        });
        return counts.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey).orElse(1L);
    }

    /// @param meters ids of the meters wanted; empty for all
    /// @throws IllegalArgumentException if the bytes are not those of a packed frame of that layout
    public static Frame unpack(byte[] packed, FrameLayout layout, Set<String> meters) {
        return unpack(packed, 0, layout, meters);
    }

    static Frame unpack(byte[] packed, int from, FrameLayout layout, Set<String> meters) {
        try {
            Reader reader = new Reader(inflated(packed, from));
            long sequence = reader.varint();
            Instant start = Instant.ofEpochSecond(reader.varint(), reader.varint());
            Duration length = Duration.ofNanos(reader.varint());
            long samples = reader.varint();
            int count = Math.toIntExact(reader.varint());
            List<Series> others = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                others.add(Series.parse(reader.text()));
            }
            List<Map.Entry<Series, Reading>> readings = new ArrayList<>(meters.isEmpty() ? layout.size() + count : 64);
            for (int i = 0; i < layout.size() + count; i++) {
                Series series = i < layout.size() ? layout.series(i) : others.get(i - layout.size());
                Reading reading = reader.reading(samples, meters.isEmpty() || meters.contains(series.meter()));
                if (reading != null) {
                    readings.add(Map.entry(series, reading));
                }
            }
            return new Frame(sequence, start, length, immutable(readings));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("not a packed frame: " + e.getMessage(), e);
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Map<Series, Reading> immutable(List<Map.Entry<Series, Reading>> readings) {
        return Map.ofEntries(readings.toArray(Map.Entry[]::new));
    }

    static byte[] deflated(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            deflater.setInput(bytes);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 2 + 64);
            byte[] part = new byte[4096];
            while (!deflater.finished()) {
                out.write(part, 0, deflater.deflate(part));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    static byte[] inflated(byte[] bytes, int from) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(bytes, from, bytes.length - from);
            byte[] out = new byte[Math.max(256, 4 * bytes.length)];
            int length = 0;
            while (!inflater.finished()) {
                int more = inflater.inflate(out, length, out.length - length);
                length += more;
                if (more == 0 && !inflater.finished() && (inflater.needsInput() || inflater.needsDictionary())) {
                    throw new IllegalArgumentException("it is cut off");
                }
                if (length == out.length) {
                    if (length >= MOST_BYTES) {
                        throw new IllegalArgumentException("it is longer than " + MOST_BYTES + " bytes");
                    }
                    out = Arrays.copyOf(out, 2 * length);
                }
            }
            return Arrays.copyOf(out, length);
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("it is not deflated: " + e.getMessage(), e);
        } finally {
            inflater.end();
        }
    }

    /// What each reading is stands apart from whole numbers and from others: like bytes deflate best beside like ones.
    private static final class Writer {
        private final ByteArrayOutputStream kinds = new ByteArrayOutputStream();
        private final ByteArrayOutputStream wholes = new ByteArrayOutputStream();
        private final ByteArrayOutputStream others = new ByteArrayOutputStream();

        /// Zigzag: small numbers below zero are short too.
        void varint(long value) {
            varint(wholes, value << 1 ^ value >> 63);
        }

        private static void varint(ByteArrayOutputStream to, long bits) {
            long left = bits;
            while ((left & ~0x7fL) != 0) {
                to.write((int) (left & 0x7f | 0x80));
                left >>>= 7;
            }
            to.write((int) left);
        }

        void text(String text) {
            bytes(text.getBytes(StandardCharsets.UTF_8));
        }

        private void bytes(byte[] bytes) {
            varint(bytes.length);
            others.writeBytes(bytes);
        }

        void reading(@org.jspecify.annotations.Nullable Reading reading, long samples) {
            switch (reading) {
                case null -> kinds.write(0);
                case Reading.Gauge(double min, double mean, double max, long own) -> {
                    boolean level = Double.compare(min, mean) == 0 && Double.compare(mean, max) == 0;
                    int kind = GAUGE | (level ? LEVEL : 0) | (own == samples ? 0 : OWN_SAMPLES);
                    kinds.write(kind | values(level ? new double[]{mean} : new double[]{min, mean, max}));
                    if (own != samples) {
                        varint(own);
                    }
                }
                case Reading.Counter(double sum) -> kinds.write(COUNTER | values(sum));
                case Reading.Distribution(Histogram values) -> {
                    kinds.write(DISTRIBUTION);
                    bytes(Base64.getDecoder().decode(values.encode()));
                }
            }
        }

        /// @return which of them are whole numbers
        private int values(double... values) {
            int whole = 0;
            for (int i = 0; i < values.length; i++) {
                long rounded = (long) values[i];
                if (Double.doubleToRawLongBits(rounded) == Double.doubleToRawLongBits(values[i])) {
                    whole |= WHOLE << i;
                    varint(rounded);
                } else {
                    others.writeBytes(ByteBuffer.allocate(Double.BYTES).putDouble(values[i]).array());
                }
            }
            return whole;
        }

        byte[] bytes() {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.write(VERSION);
            varint(all, kinds.size());
            varint(all, wholes.size());
            all.writeBytes(kinds.toByteArray());
            all.writeBytes(wholes.toByteArray());
            all.writeBytes(others.toByteArray());
            return all.toByteArray();
        }
    }

    private static final class Reader {
        private final ByteBuffer kinds;
        private final ByteBuffer wholes;
        private final ByteBuffer others;

        Reader(byte[] bytes) {
            ByteBuffer all = ByteBuffer.wrap(bytes);
            int version = all.get();
            if (version != VERSION) {
                throw new IllegalArgumentException("it is of version " + version + ", this one reads " + VERSION);
            }
            int kindsLength = Math.toIntExact(bits(all));
            int wholesLength = Math.toIntExact(bits(all));
            int start = all.position();
            kinds = all.slice(start, kindsLength);
            wholes = all.slice(start + kindsLength, wholesLength);
            others = all.slice(start + kindsLength + wholesLength, bytes.length - start - kindsLength - wholesLength);
        }

        private static long bits(ByteBuffer from) {
            long bits = 0;
            for (int shift = 0; shift < 64; shift += 7) {
                byte next = from.get();
                bits |= (next & 0x7fL) << shift;
                if (next >= 0) {
                    return bits;
                }
            }
            throw new IllegalArgumentException("a number has too many bytes");
        }

        long varint() {
            long bits = bits(wholes);
            return bits >>> 1 ^ -(bits & 1);
        }

        String text() {
            return new String(bytes(), StandardCharsets.UTF_8);
        }

        private byte[] bytes() {
            int length = Math.toIntExact(varint());
            if (length < 0 || length > others.remaining()) {
                throw new IllegalArgumentException("it is cut off");
            }
            byte[] bytes = new byte[length];
            others.get(bytes);
            return bytes;
        }

        /// @return null where there is none, or none is wanted
        @org.jspecify.annotations.Nullable
        Reading reading(long samples, boolean wanted) {
            int kind = kinds.get();
            return switch (kind & KIND) {
                case 0 -> null;
                case GAUGE -> {
                    double first = value(kind, 0);
                    boolean level = (kind & LEVEL) != 0;
                    double mean = level ? first : value(kind, 1);
                    double max = level ? first : value(kind, 2);
                    long own = (kind & OWN_SAMPLES) == 0 ? samples : varint();
                    yield wanted ? new Reading.Gauge(first, mean, max, own) : null;
                }
                case COUNTER -> {
                    double sum = value(kind, 0);
                    yield wanted ? new Reading.Counter(sum) : null;
                }
                default -> {
                    byte[] values = bytes();
                    yield wanted ? new Reading.Distribution(Histogram.decode(Base64.getEncoder().encodeToString(values))) : null;
                }
            };
        }

        private double value(int kind, int place) {
            return (kind & WHOLE << place) != 0 ? varint() : others.getDouble();
        }
    }
}
