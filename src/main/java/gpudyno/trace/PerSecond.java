package gpudyno.trace;

import java.util.concurrent.atomic.AtomicLong;

/// Admits at most so many in each second; no thread waits for another.
final class PerSecond {
    private static final int COUNT_BITS = 16;

    private final int most;
    private final AtomicLong state = new AtomicLong();

    /// @param most 1 to 65,535
    PerSecond(int most) {
        this.most = most;
    }

    boolean take(long nanoTime) {
        long second = nanoTime / 1_000_000_000L << COUNT_BITS;
        while (true) {
            long present = state.get();
            boolean same = present >> COUNT_BITS << COUNT_BITS == second;
            if (same && (present & (1 << COUNT_BITS) - 1) >= most) {
                return false;
            }
            if (state.compareAndSet(present, same ? present + 1 : second + 1)) {
                return true;
            }
        }
    }
}
