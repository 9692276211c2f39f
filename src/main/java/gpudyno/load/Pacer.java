package gpudyno.load;

import java.util.concurrent.TimeUnit;

/// How long to sleep before the next send time.
///
/// A thread that sleeps wakes late: by the timer's slack, by the time an idle core takes to come back, longest on virtual machines, where
/// one wake-up in a hundred may come hundreds of microseconds after its time. So the sleep ends early, by as much as wake-ups were late of
/// late: the largest lateness seen, halved every [#HALF_LIFE] so that one odd wake-up is forgotten and a quiet machine may sleep again.
/// What is left of the wait is spent in turns of the event loop, which read answers meanwhile. The loop's own; not thread-safe.
final class Pacer {
    /// No wake-up comes sooner after its time than this.
    private static final long LEAST = TimeUnit.MICROSECONDS.toNanos(60);
    private static final long MOST = TimeUnit.MILLISECONDS.toNanos(1);
    private static final double HALF_LIFE = 5e9;
    /// Netty rounds a farther wait up to whole milliseconds.
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
    /// @return nanoseconds to sleep; 0 to go on at once
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

    /// The loop goes on, after a sleep or without one.
    void awoke(long now) {
        if (wakeAt != Long.MAX_VALUE) {
            late = Math.clamp(now - wakeAt, late, MOST);
            wakeAt = Long.MAX_VALUE;
        }
    }
}
