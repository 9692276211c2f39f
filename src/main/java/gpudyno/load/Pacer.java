package gpudyno.load;

import java.util.concurrent.TimeUnit;

/// How long to sleep before the next send time.
///
/// A sleeping thread wakes up late, because of the timer's slack and the time an idle core needs to wake up. It is worst on virtual
/// machines, where one wake-up in a hundred may be hundreds of microseconds late. So the sleep is shortened by the largest recent lateness.
/// This value is halved every [#HALF_LIFE], so that one unusual wake-up is forgotten. The rest of the wait is spent in turns of the event
/// loop, which read answers meanwhile. Used only on the event loop; not thread-safe.
final class Pacer {
    /// The smallest lateness of a wake-up that is assumed.
    private static final long LEAST = TimeUnit.MICROSECONDS.toNanos(60);
    private static final long MOST = TimeUnit.MILLISECONDS.toNanos(1);
    private static final double HALF_LIFE = 5e9;
    /// Netty rounds longer waits up to whole milliseconds.
    private static final long COARSE = TimeUnit.MILLISECONDS.toNanos(8);

    private final Pacing pacing;
    private double late = LEAST;
    private long lastSeen;
    private long wakeAt = Long.MAX_VALUE;

    Pacer(Pacing pacing) {
        this.pacing = pacing;
    }

    /// @param now nanoseconds on the clock of the send times
    /// @param due the next send time
    /// @return nanoseconds to sleep; 0 to continue immediately
    long sleep(long now, long due) {
        long wait = due - now;
        long sleep = wait > COARSE ? wait - COARSE / 2 : wait - awake(now);
        if (sleep <= 0) {
            wakeAt = Long.MAX_VALUE;
            return 0;
        }
        wakeAt = now + sleep;
        return sleep;
    }

    private long awake(long now) {
        if (pacing == Pacing.LIGHT) {
            return LEAST;
        }
        late = Math.max(LEAST, late * Math.pow(0.5, (now - lastSeen) / HALF_LIFE));
        lastSeen = now;
        return (long) late;
    }

    /// Called when the loop continues, after a sleep or without one.
    void awoke(long now) {
        if (wakeAt != Long.MAX_VALUE) {
            late = Math.clamp(now - wakeAt, late, MOST);
            wakeAt = Long.MAX_VALUE;
        }
    }
}
