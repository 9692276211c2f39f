package gpudyno.cache;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Entries of L1 as bytes, so that a cache can begin with those of an earlier process. They hold the token ids of the inputs, from which texts
/// can be rebuilt: whoever stores them keeps them as private as the texts.
///
/// The form, with big-endian numbers: [#MAGIC], the model's name (16-bit length, UTF-8), the floats of a vector (32 bits), the time of writing
/// (64 bits, ms since 1970), the number of entries (32 bits); for each entry its age (64 bits, ms), the number of its token ids (16 bits), the
/// ids (32 bits each) and its vector as little-endian 32-bit floats; at the end the SHA-256 of everything before. No number of the file is
/// trusted before the checksum and its own range have been checked.
public final class SavedEntries {
    /// The most entries that are written or read.
    public static final int MOST_ENTRIES = 10_000;
    /// The most bytes that are written or read.
    public static final int MOST_BYTES = 4 << 20;
    private static final byte[] MAGIC = "GPUDYNO-CACHE-1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int CHECKSUM = 32;
    private static final int ENTRY_HEADER = Long.BYTES + Short.BYTES;

    private final Model model;

    /// Whose answers they are.
    ///
    /// @param name with the revision, so that vectors of other weights are not taken for its own
    /// @param dimensions floats of a vector
    /// @param maxTokens most ids of an input
    /// @param vocabulary ids run from 0 to below it
    public record Model(String name, int dimensions, int maxTokens, int vocabulary) {}

    /// @param content of the file
    /// @param entries that are in it
    public record Written(byte[] content, int entries) {}

    /// @param entries that may still be used, oldest first, with their ages as of now
    /// @param expired how many were too old
    public record Read(List<EmbeddingCache.Held> entries, int expired) {}

    /// The bytes are not those of entries that can be used; the message says why.
    public static final class UnusableException extends Exception {
        UnusableException(String reason) {
            super(reason);
        }
    }

    public SavedEntries(Model model) {
        this.model = model;
    }

    /// @param entries the more valuable first; as many as fit are written
    public Written write(List<EmbeddingCache.Held> entries, Instant now) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream to = new DataOutputStream(bytes)) {
            List<EmbeddingCache.Held> fitting = fitting(entries);
            to.write(MAGIC);
            byte[] name = model.name.getBytes(StandardCharsets.UTF_8);
            to.writeShort(name.length);
            to.write(name);
            to.writeInt(model.dimensions);
            to.writeLong(now.toEpochMilli());
            to.writeInt(fitting.size());
            for (EmbeddingCache.Held entry : fitting) {
                to.writeLong(Math.max(0, entry.age().toMillis()));
                to.writeShort(entry.key().length());
                for (int id : entry.key().ids()) {
                    to.writeInt(id);
                }
                to.write(entry.value().floats());
            }
            to.write(checksum(bytes.toByteArray()));
            return new Written(bytes.toByteArray(), fitting.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<EmbeddingCache.Held> fitting(List<EmbeddingCache.Held> entries) {
        long left = MOST_BYTES - MAGIC.length - 512L - CHECKSUM;
        List<EmbeddingCache.Held> fitting = new ArrayList<>();
        for (EmbeddingCache.Held entry : entries) {
            left -= ENTRY_HEADER + (long) Integer.BYTES * entry.key().length() + vectorBytes();
            if (left < 0 || fitting.size() == MOST_ENTRIES) {
                break;
            }
            fitting.add(entry);
        }
        return fitting;
    }

    private int vectorBytes() {
        return Float.BYTES * model.dimensions;
    }

    /// @param ttl entries that are as old are left out
    /// @throws UnusableException if the bytes are cut off, changed, or of another model
    public Read read(byte[] content, Instant now, Duration ttl) throws UnusableException {
        if (content.length > MOST_BYTES) {
            throw new UnusableException("it is larger than " + (MOST_BYTES >> 20) + " MiB");
        }
        if (content.length < MAGIC.length + CHECKSUM || !Arrays.equals(content, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new UnusableException("it is no file of cached entries, or one of another version");
        }
        int end = content.length - CHECKSUM;
        byte[] body = Arrays.copyOf(content, end);
        if (!MessageDigest.isEqual(checksum(body), Arrays.copyOfRange(content, end, content.length))) {
            throw new UnusableException("its checksum is wrong, so it is cut off or damaged");
        }
        try {
            return entries(ByteBuffer.wrap(body, MAGIC.length, end - MAGIC.length), now, ttl);
        } catch (BufferUnderflowException _) {
            throw new UnusableException("it ends in the middle of an entry");
        }
    }

    private Read entries(ByteBuffer from, Instant now, Duration ttl) throws UnusableException {
        byte[] name = new byte[within("the length of the model's name", Short.toUnsignedInt(from.getShort()), 0, from.remaining())];
        from.get(name);
        if (!new String(name, StandardCharsets.UTF_8).equals(model.name) || from.getInt() != model.dimensions) {
            throw new UnusableException("it is of another model than " + model.name);
        }
        long past = now.toEpochMilli() - from.getLong();
        if (past < 0) {
            throw new UnusableException("it was written later than now, so the ages of its entries are not known");
        }
        int count = within("the number of entries", from.getInt(), 0, MOST_ENTRIES);
        List<EmbeddingCache.Held> read = new ArrayList<>();
        int expired = 0;
        for (int i = 0; i < count; i++) {
            long age = from.getLong();
            if (age < 0) {
                throw new UnusableException("an entry has the age " + age + " ms");
            }
            TokenKey key = key(from);
            Embedding value = vector(from);
            // Compared before the sum: an age may be as large as a number can be.
            if (age >= ttl.toMillis() || age + past >= ttl.toMillis()) {
                expired++;
            } else {
                read.add(new EmbeddingCache.Held(key, value, Duration.ofMillis(age + past)));
            }
        }
        if (from.hasRemaining()) {
            throw new UnusableException("bytes follow its last entry");
        }
        read.sort((one, other) -> other.age().compareTo(one.age()));
        return new Read(read, expired);
    }

    private TokenKey key(ByteBuffer from) throws UnusableException {
        int[] ids = new int[within("the number of token ids", Short.toUnsignedInt(from.getShort()), 1, model.maxTokens)];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = within("a token id", from.getInt(), 0, model.vocabulary - 1);
        }
        return new TokenKey(ids);
    }

    private Embedding vector(ByteBuffer from) throws UnusableException {
        byte[] bytes = new byte[vectorBytes()];
        from.get(bytes);
        float[] vector = new float[model.dimensions];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
        for (float value : vector) {
            if (!Float.isFinite(value)) {
                throw new UnusableException("a vector holds what is no number");
            }
        }
        return new Embedding(vector);
    }

    private static int within(String what, int value, int least, int most) throws UnusableException {
        if (value < least || value > most) {
            throw new UnusableException(what + " is " + value + "; " + least + " to " + most + " are allowed");
        }
        return value;
    }

    private static byte[] checksum(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Java without SHA-256", e);
        }
    }
}
