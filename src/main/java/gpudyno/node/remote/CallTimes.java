package gpudyno.node.remote;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Request;
import okhttp3.Response;

/// Follows one call: whether the node may have got it, and how long it took.
final class CallTimes extends EventListener {
    static final String CLOCK = "GPUDyno-Clock";
    /// About the year 2255; sums of such times do not overflow.
    private static final long LATEST_MICROS = 9_000_000_000_000_000L;

    private final RoundTrips trips;
    private volatile boolean sent;
    private volatile long sentMicros;
    private volatile long sentNanos;

    CallTimes(RoundTrips trips) {
        this.trips = trips;
    }

    /// Whether any part of the request may have reached the node.
    boolean sent() {
        return sent;
    }

    @Override
    public void requestHeadersStart(Call call) {
        sent = true;
    }

    @Override
    public void requestHeadersEnd(Call call, Request request) {
        mark();
    }

    @Override
    public void requestBodyEnd(Call call, long byteCount) {
        mark();
    }

    private void mark() {
        sentMicros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        sentNanos = System.nanoTime();
    }

    @Override
    public void responseHeadersEnd(Call call, Response response) {
        long tookMicros = (System.nanoTime() - sentNanos) / 1_000;
        String clock = response.header(CLOCK);
        String[] times = clock == null ? new String[0] : clock.split(" ", 3);
        if (times.length == 2) {
            trips.add(sentMicros, micros(times[0]), micros(times[1]), sentMicros + tookMicros);
        }
    }

    /// @return -1 for what is no time
    private static long micros(String text) {
        try {
            long micros = Long.parseLong(text);
            return micros > LATEST_MICROS ? -1 : micros;
        } catch (NumberFormatException _) {
            return -1;
        }
    }
}
