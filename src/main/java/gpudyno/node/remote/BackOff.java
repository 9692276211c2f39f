package gpudyno.node.remote;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// How long to wait before the next try: twice as long each time up to a limit, and each time a random share of it from a half to the whole.
/// The random part keeps many consoles from asking a node all at once when a link comes back.
final class BackOff {
    private final Duration first;
    private final Duration longest;
    private Duration next;

    BackOff(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
        next = first;
    }

    Duration next() {
        Duration whole = next;
        Duration twice = whole.multipliedBy(2);
        next = twice.compareTo(longest) < 0 ? twice : longest;
        return Duration.ofNanos(ThreadLocalRandom.current().nextLong(whole.toNanos() / 2, whole.toNanos() + 1));
    }

    /// Whether it waits as long as it ever does.
    boolean isLongest() {
        return next.equals(longest);
    }

    void reset() {
        next = first;
    }
}
