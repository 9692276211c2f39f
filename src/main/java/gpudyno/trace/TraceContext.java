package gpudyno.trace;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// A W3C trace context, version 00, as in the header `traceparent`.
///
/// @param high first eight bytes of the trace id
/// @param low last eight; one of the two is not zero
/// @param span id of the caller's span, not zero
record TraceContext(long high, long low, long span) {
    private static final int LENGTH = 55;

    /// Null for anything that is no such header: a wrong one is no reason to refuse a request, and the standard asks for a new trace then.
    /// A later version may be longer; what is known of it is read.
    static @Nullable TraceContext parse(@Nullable String header) {
        if (header == null || header.length() < LENGTH || header.charAt(2) != '-' || header.charAt(35) != '-' || header.charAt(52) != '-'
                || header.startsWith("ff") || (header.startsWith("00")
                        ? header.length() > LENGTH
                        : header.length() > LENGTH
                                && header.charAt(LENGTH) != '-')) {
            return null;
        }
        for (int i = 0; i < LENGTH; i++) {
            if (i != 2 && i != 35 && i != 52 && !isLowerHex(header.charAt(i))) {
                return null;
            }
        }
        TraceContext read = new TraceContext(hex(header, 3), hex(header, 19), hex(header, 36));
        return (read.high | read.low) == 0 || read.span == 0 ? null : read;
    }

    private static boolean isLowerHex(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
    }

    private static long hex(String header, int from) {
        return HexFormat.fromHexDigitsToLong(header, from, from + 16);
    }

    static String traceId(long high, long low) {
        return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }

    static String spanId(long span) {
        return HexFormat.of().toHexDigits(span);
    }
}
