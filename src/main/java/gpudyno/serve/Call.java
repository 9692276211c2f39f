package gpudyno.serve;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A request as it reached the node: its body, and the headers that serving uses.
///
/// @param body not to be changed
/// @param contentEncoding how the body is compressed; null where the header is not there
/// @param patienceNanos how long the caller will wait, in nanoseconds; the node's own deadline applies as well. [#UNTOLD] if the caller
///        does not say
/// @param traceparent the W3C header by which the caller's trace goes on here; null where it is not there
/// @param tracestate its companion; null where it is not there
/// @param key name of the API key it was admitted with; null for none
public record Call(byte[] body, @Nullable String contentEncoding, long patienceNanos, @Nullable String traceparent,
        @Nullable String tracestate, @Nullable String key) {
    /// A request that continues no trace.
    public Call(byte[] body, @Nullable String contentEncoding, long patienceNanos) {
        this(body, contentEncoding, patienceNanos, null, null, null);
    }

    /// The value for a caller that does not say how long it waits.
    public static final long UNTOLD = Long.MAX_VALUE;
    /// Whole seconds after which an OpenAI client gives up on its request; the official clients send it with each.
    private static final String TIMEOUT = "X-Stainless-Timeout";
    private static final int LONGEST_TIMEOUT = 9;

    /// Looks up a request's headers by name, in upper or lower case.
    public interface Headers {
        @Nullable
        String get(String name);
    }

    public static Call of(byte[] body, Headers headers) {
        return new Call(body, headers.get("Content-Encoding"), patience(headers.get(TIMEOUT)), headers.get("traceparent"),
                headers.get("tracestate"), null);
    }

    /// The same of a caller with an API key.
    ///
    /// @param name of the key; null for none
    public Call by(@Nullable String name) {
        return new Call(body, contentEncoding, patienceNanos, traceparent, tracestate, name);
    }

    /// A request without headers.
    public static Call of(byte[] body) {
        return new Call(body, null, UNTOLD);
    }

    /// Anything but whole seconds above zero is ignored: the header is optional, and a wrong one is no reason to refuse a request.
    private static long patience(@Nullable String seconds) {
        if (seconds == null || seconds.isEmpty() || seconds.length() > LONGEST_TIMEOUT
                || !seconds.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return UNTOLD;
        }
        long whole = Long.parseLong(seconds);
        return whole == 0 ? UNTOLD : TimeUnit.SECONDS.toNanos(whole);
    }

    boolean isCompressed() {
        return contentEncoding != null && !contentEncoding.isBlank()
                && !contentEncoding.strip().toLowerCase(Locale.ROOT).equals("identity");
    }
}
