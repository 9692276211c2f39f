package gpudyno.node.server;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Slows callers that try tokens. Answers to an address with more than [#FREE] wrong tokens in a minute are delayed, each longer than the
/// one before, up to a second. A right token is never delayed, so that nobody can shut others out who share an address.
final class FailedLogins {
    static final int FREE = 20;
    /// How many wrong tokens from one address are told as an event, and told again when there are ten times as many.
    private static final int TOLD = 10;
    private static final long STEP_MILLIS = 50;
    private static final long LONGEST_MILLIS = 1_000;
    /// How many answers may be delayed at the same time; a delayed one holds its connection.
    private static final int MOST_DELAYED = 256;

    private final Cache<String, AtomicInteger> byAddress = Caffeine.newBuilder().maximumSize(10_000)
            .expireAfterWrite(Duration.ofMinutes(1)).build();
    private final Semaphore delayed = new Semaphore(MOST_DELAYED);
    private final Consumer<String> tell;

    /// @param tell gets a line for people
    FailedLogins(Consumer<String> tell) {
        this.tell = tell;
    }

    /// Notes a wrong token and waits as long as its answer is to be delayed.
    void wrong(String address) throws InterruptedException {
        int count = byAddress.get(address, _ -> new AtomicInteger()).incrementAndGet();
        for (int told = TOLD; told <= count; told *= 10) {
            if (count == told) {
                tell.accept(count + " requests with a wrong token came from " + address + " within a minute");
            }
        }
        if (count > FREE && delayed.tryAcquire()) {
            try {
                Thread.sleep(delayMillis(count));
            } finally {
                delayed.release();
            }
        }
    }

    static long delayMillis(int count) {
        return Math.clamp((count - FREE) * STEP_MILLIS, 0, LONGEST_MILLIS);
    }
}
