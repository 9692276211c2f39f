package gpudyno.cache;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/// One vector as it goes over the wire, serialised once, in the two forms an answer can have. An answer copies them; the numbers themselves are
/// not kept.
///
/// A vector of 384 floats is 2,048 characters as Base64 and about 4,300 as JSON. JSON needs thirteen characters alone (digits, `-`, `.` and
/// `,`), so two of them share a byte here, which halves the larger part of an entry. The text's first half is in the low four bits and its
/// second half in the high four, so that eight bytes at a time become two times eight characters by a mask and an addition.
public final class Embedding {
    /// The first of the characters from `,` to `9`; their distance to it fits four bits.
    private static final char FIRST = ',';
    private static final char LAST = '9';
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW_BITS = 0x0f0f0f0f0f0f0f0fL;
    private static final long EIGHT_FIRST = 0x0101010101010101L * FIRST;
    private static final int OBJECT_HEADERS = 16 + 8 + 2 * 16;

    private final byte[] base64;
    private final byte[] packed;
    private final int textLength;

    /// @throws IllegalArgumentException if a value is infinite or not a number
    public Embedding(float[] vector) {
        ByteBuffer floats = ByteBuffer.allocate(Float.BYTES * vector.length).order(ByteOrder.LITTLE_ENDIAN);
        floats.asFloatBuffer().put(vector);
        base64 = Base64.getEncoder().encode(floats.array());
        CharSequence text = text(vector);
        textLength = text.length();
        packed = pack(text);
    }

    private static CharSequence text(float[] vector) {
        StringBuilder text = new StringBuilder(vector.length * 13);
        for (int i = 0; i < vector.length; i++) {
            if (!Float.isFinite(vector[i])) {
                throw new IllegalArgumentException("value " + i + " of a vector is " + vector[i]);
            }
            if (i > 0) {
                text.append(',');
            }
            String value = Float.toString(vector[i]);
            // Small numbers come as 1.0E-4; written out they need no further character.
            text.append(value.indexOf('E') < 0 ? value : new BigDecimal(value).toPlainString());
        }
        return text;
    }

    private static byte[] pack(CharSequence text) {
        int half = (text.length() + 1) / 2;
        byte[] packed = new byte[half];
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < FIRST || c > LAST) {
                throw new IllegalStateException("'" + c + "' in a vector's text");
            }
            packed[i < half ? i : i - half] |= (byte) (i < half ? c - FIRST : (c - FIRST) << 4);
        }
        return packed;
    }

    /// How many bytes [#writeJson] writes.
    public int jsonLength() {
        return textLength + 2;
    }

    /// Writes `[0.1,-0.2,...]`.
    ///
    /// @param at where in `to` it begins
    /// @return where it ends
    public int writeJson(byte[] to, int at) {
        to[at] = '[';
        int low = at + 1;
        int high = low + packed.length;
        int highCount = textLength - packed.length;
        int i = 0;
        for (; i <= highCount - Long.BYTES; i += Long.BYTES) {
            long eight = (long) EIGHT.get(packed, i);
            EIGHT.set(to, low + i, (eight & LOW_BITS) + EIGHT_FIRST);
            EIGHT.set(to, high + i, (eight >>> 4 & LOW_BITS) + EIGHT_FIRST);
        }
        for (; i < packed.length; i++) {
            to[low + i] = (byte) ((packed[i] & 15) + FIRST);
            if (i < highCount) {
                to[high + i] = (byte) ((packed[i] >> 4 & 15) + FIRST);
            }
        }
        int end = high + highCount;
        to[end] = ']';
        return end + 1;
    }

    /// How many bytes [#writeBase64] writes.
    public int base64Length() {
        return base64.length + 2;
    }

    /// Writes a JSON string of the Base64 of the vector as little-endian 32-bit floats, quotes included.
    ///
    /// @param at where in `to` it begins
    /// @return where it ends
    public int writeBase64(byte[] to, int at) {
        to[at] = '"';
        System.arraycopy(base64, 0, to, at + 1, base64.length);
        int end = at + 1 + base64.length;
        to[end] = '"';
        return end + 1;
    }

    /// The vector as little-endian 32-bit floats.
    public byte[] floats() {
        return Base64.getDecoder().decode(base64);
    }

    /// Bytes it holds on the heap.
    public int bytes() {
        return OBJECT_HEADERS + base64.length + packed.length;
    }
}
