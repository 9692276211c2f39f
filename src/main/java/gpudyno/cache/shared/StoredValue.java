package gpudyno.cache.shared;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// A value as it lies on the server: a header of [#HEADER] bytes, then the body.
///
/// | bytes | what |
/// |---|---|
/// | 0–1 | `GD` |
/// | 2 | version of this format |
/// | 3 | 1 if the body is deflated, else 0 |
/// | 4–7 | CRC-32C of the key and of everything behind this field |
/// | 8–11 | length of the body as it was given |
/// | 12–15 | what it cost to compute, in µs |
/// | 16–23 | when it was written, in ms since 1970 by the writer's clock |
/// | 24–27 | its time to live in s |
/// | 28–31 | random, so that two writes differ |
///
/// The key is part of the checksum, so a value copied to another key is refused. Bodies from [#COMPRESS_FROM] bytes are deflated, and kept so
/// if that saves a tenth: text does, float vectors hardly.
///
/// @param written ms since 1970
/// @param timeToLive of the value when it was written
/// @param cost what it took to compute
record StoredValue(byte[] body, long written, Duration timeToLive, Duration cost) {
    static final int HEADER = 32;
    /// The largest body that is stored. Larger ones would hold up the small ones behind them on the same connection.
    static final int MOST_BYTES = 8 << 20;
    static final int COMPRESS_FROM = 1024;
    private static final double LEAST_LEAD = 1.0 / 64;
    private static final byte VERSION = 1;
    private static final int CHECKED_FROM = 8;

    /// The bytes to store, or empty if the body is larger than [#MOST_BYTES].
    Optional<byte[]> seal(String key, int nonce) {
        if (body.length > MOST_BYTES) {
            return Optional.empty();
        }
        byte[] deflated = body.length < COMPRESS_FROM ? body : deflate(body);
        boolean smaller = deflated.length < body.length - body.length / 10;
        byte[] kept = smaller ? deflated : body;
        ByteBuffer sealed = ByteBuffer.allocate(HEADER + kept.length);
        sealed.put((byte) 'G').put((byte) 'D').put(VERSION).put((byte) (smaller ? 1 : 0)).putInt(0).putInt(body.length)
                .putInt((int) Math.min(Integer.MAX_VALUE, cost.toNanos() / 1000)).putLong(written)
                .putInt((int) Math.min(Integer.MAX_VALUE, timeToLive.toSeconds())).putInt(nonce).put(kept);
        sealed.putInt(4, checksum(key, sealed.array()));
        return Optional.of(sealed.array());
    }

    /// Reads what [#seal] wrote; empty if it was changed, cut short, written by another version, or is of another key.
    static Optional<StoredValue> open(String key, byte[] sealed) {
        if (sealed.length < HEADER || sealed[0] != 'G' || sealed[1] != 'D' || sealed[2] != VERSION) {
            return Optional.empty();
        }
        ByteBuffer header = ByteBuffer.wrap(sealed);
        int length = header.getInt(8);
        if (header.getInt(4) != checksum(key, sealed) || length < 0 || length > MOST_BYTES) {
            return Optional.empty();
        }
        byte[] kept = Arrays.copyOfRange(sealed, HEADER, sealed.length);
        return (sealed[3] == 1 ? inflate(kept, length) : Optional.of(kept)).filter(body -> body.length == length)
                .map(body -> new StoredValue(body, header.getLong(16), Duration.ofSeconds(header.getInt(24)),
                        Duration.ofNanos(1000L * header.getInt(12))));
    }

    /// Whether it is to be computed anew now, although it lives on: the probability rises as the end comes near, the sooner the more the value
    /// costs, so that of many readers one renews it in time. From Vattani, Chierichetti, Lowenstein: Optimal Probabilistic Cache Stampede
    /// Prevention, VLDB 2015, with β = 1. What costs less than [#LEAST_LEAD] of its time to live is renewed as if it cost that: it would
    /// otherwise be renewed within its last milliseconds, in which hardly anybody asks.
    ///
    /// @param random uniform in 0 to 1
    boolean isDue(long nowMillis, double random) {
        double leftMillis = written + timeToLive.toMillis() - (double) nowMillis;
        double lead = Math.max(cost.toNanos() / 1e6, LEAST_LEAD * timeToLive.toMillis());
        return -Math.log(1 - random) * lead >= leftMillis;
    }

    private static int checksum(String key, byte[] sealed) {
        CRC32C sum = new CRC32C();
        sum.update(key.getBytes(StandardCharsets.UTF_8));
        sum.update(sealed, CHECKED_FROM, sealed.length - CHECKED_FROM);
        sum.update(sealed, 2, 2);
        return (int) sum.getValue();
    }

    private static byte[] deflate(byte[] body) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            deflater.setInput(body);
            deflater.finish();
            // What does not fit in here is not worth being kept.
            byte[] out = new byte[body.length];
            int length = deflater.deflate(out);
            return deflater.finished() ? Arrays.copyOf(out, length) : body;
        } finally {
            deflater.end();
        }
    }

    private static Optional<byte[]> inflate(byte[] deflated, int length) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(deflated);
            byte[] body = new byte[length];
            int read = inflater.inflate(body);
            return read == length && inflater.inflate(new byte[1]) == 0 && inflater.finished() ? Optional.of(body) : Optional.empty();
        } catch (DataFormatException _) {
            return Optional.empty();
        } finally {
            inflater.end();
        }
    }
}
