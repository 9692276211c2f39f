package gpudyno.cache;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// One vector and its bytes as they go over the wire, serialised once: JSON at birth, Base64 when first asked for.
public final class Embedding {
    private final float[] vector;
    private final byte[] json;
    private volatile byte @Nullable [] base64;

    public Embedding(float[] vector) {
        this.vector = vector;
        this.json = writeJson(vector);
    }

    /// Not to be changed.
    public float[] vector() {
        return vector;
    }

    /// `[0.1,-0.2,...]`; not to be changed.
    public byte[] json() {
        return json;
    }

    /// A JSON string of the Base64 of the vector as little-endian 32-bit floats, quotes included; not to be changed.
    public byte[] base64() {
        byte[] known = base64;
        if (known == null) {
            ByteBuffer floats = ByteBuffer.allocate(4 * vector.length).order(ByteOrder.LITTLE_ENDIAN);
            floats.asFloatBuffer().put(vector);
            known = ('"' + Base64.getEncoder().encodeToString(floats.array()) + '"').getBytes(StandardCharsets.US_ASCII);
            base64 = known;
        }
        return known;
    }

    /// Bytes it holds; the Base64 form counts from the start so that an entry's weight never changes.
    public int bytes() {
        return 16 * 4 + 4 * vector.length + json.length + (4 * vector.length + 2) / 3 * 4;
    }

    private static byte[] writeJson(float[] vector) {
        StringBuilder text = new StringBuilder(vector.length * 13).append('[');
        for (int i = 0; i < vector.length; i++) {
            if (i > 0) {
                text.append(',');
            }
            text.append(vector[i]);
        }
        return text.append(']').toString().getBytes(StandardCharsets.US_ASCII);
    }
}
