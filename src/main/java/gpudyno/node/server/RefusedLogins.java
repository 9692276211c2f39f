package gpudyno.node.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/// Counts requests without this node's token and logs them, a line every ten seconds at most: whoever tries many must not fill a disk.
final class RefusedLogins {
    private static final Logger LOG = System.getLogger("gpudyno.node");
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private long untold;
    private long toldAt = System.nanoTime() - PAUSE.toNanos();

    /// @param from the peer's address, as the connection has it
    synchronized void add(String from) {
        untold++;
        long now = System.nanoTime();
        if (now - toldAt >= PAUSE.toNanos()) {
            LOG.log(Level.WARNING,
                    "Refused " + untold + (untold == 1 ? " request" : " requests") + " without this node's token, the last from "
                            + from);
            untold = 0;
            toldAt = now;
        }
    }
}
