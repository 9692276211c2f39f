package gpudyno.load;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.HdrHistogram.Histogram;

/// A histogram as text: HdrHistogram's compressed form, in Base64. What is read may come from a hostile node, so its head is looked at before
/// memory is taken for it.
final class EncodedHistogram {
    private static final int COMPRESSED_HEAD = 8;
    private static final int HEAD = 40;
    private static final int DIGITS_AT = 12;
    private static final int HIGHEST_AT = 24;
    private static final int MOST_DIGITS = 3;

    private EncodedHistogram() {
    }

    static String of(Histogram histogram) {
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(buffer);
        return Base64.getEncoder().encodeToString(java.util.Arrays.copyOf(buffer.array(), length));
    }

    /// Adds what the text holds.
    ///
    /// @throws IllegalArgumentException if it is no histogram of latencies
    static void add(String text, Histogram to) {
        byte[] bytes = Base64.getDecoder().decode(text);
        try {
            check(bytes);
            to.add(Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(bytes), 0));
        } catch (DataFormatException | RuntimeException e) {
            throw new IllegalArgumentException("a generator told a histogram that cannot be read: " + e.getMessage(), e);
        }
    }

    private static void check(byte[] bytes) throws DataFormatException {
        if (bytes.length <= COMPRESSED_HEAD) {
            throw new IllegalArgumentException("it has only " + bytes.length + " bytes");
        }
        ByteBuffer head = ByteBuffer.allocate(HEAD);
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(bytes, COMPRESSED_HEAD, bytes.length - COMPRESSED_HEAD);
            int read = inflater.inflate(head.array());
            if (read < HEAD || head.getInt(DIGITS_AT) > MOST_DIGITS || head.getLong(HIGHEST_AT) > RunStatistics.MAX_MICROS) {
                throw new IllegalArgumentException("it is larger than any of latencies up to an hour");
            }
        }
    }
}
