package gpudyno.cache;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Keys that were looked up, until somebody has the time to note it: many threads write, one at a time reads. What finds no room is lost.
final class ReadBuffer {
    private static final int ROOM = 32;

    private final AtomicReferenceArray<@Nullable TokenKey> keys = new AtomicReferenceArray<>(ROOM);
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong read = new AtomicLong();

    /// @return whether it is time to drain: this one took the last place, or found none
    boolean offer(TokenKey key) {
        long place = written.get();
        long used = place - read.get();
        if (used >= ROOM) {
            return true;
        }
        // Whoever loses the place to another thread does not try again: a look-up must not wait.
        if (written.compareAndSet(place, place + 1)) {
            keys.setRelease((int) (place % ROOM), key);
        }
        return used >= ROOM - 1;
    }

    /// Takes everything out, in its order. By one thread at a time.
    void drain(Consumer<TokenKey> to) {
        long end = written.get();
        long at = read.get();
        while (at < end) {
            TokenKey key = keys.getAndSet((int) (at % ROOM), null);
            if (key == null) {
                // Its place is taken, but it is not written yet.
                break;
            }
            to.accept(key);
            at++;
        }
        read.set(at);
    }
}
