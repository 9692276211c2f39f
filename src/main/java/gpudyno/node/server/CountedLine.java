package gpudyno.node.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/// Counts events that outside clients cause and logs them, at most one line every ten seconds, so that a client cannot fill the disk with
/// log lines.
final class CountedLine {
    private static final Logger LOG = System.getLogger("gpudyno.node");
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final Level level;
    private final String one;
    private final String many;
    private long untold;
    private long toldAt = System.nanoTime() - PAUSE.toNanos();

    /// @param one the line for a single event, such as `1 client left`
    /// @param many the line for several, with `%d` for how many
    CountedLine(Level level, String one, String many) {
        this.level = level;
        this.one = one;
        this.many = many;
    }

    /// @param from the peer's address
    synchronized void add(String from) {
        untold++;
        long now = System.nanoTime();
        if (now - toldAt >= PAUSE.toNanos()) {
            LOG.log(level, (untold == 1 ? one : many.replace("%d", Long.toString(untold))) + ", the last from " + from);
            untold = 0;
            toldAt = now;
        }
    }
}
