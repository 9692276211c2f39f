package gpudyno.node.remote;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Optional;

/// Round trips to a node, and how far its clock is ahead of this one, by the four times of NTP (RFC 5905): a request is sent, comes, is
/// answered, and the answer is received. Of the last eight the one with the shortest round trip tells the offset best; the error is at most
/// half of that round trip.
final class RoundTrips {
    private static final int KEPT = 8;

    private final ArrayDeque<Measured> last = new ArrayDeque<>();

    private record Measured(Duration roundTrip, Duration ahead) {}

    /// Takes a measurement, in microseconds since 1970. One that cannot be is ignored: a node's clock may jump, and a node may lie.
    ///
    /// @param sent by this clock
    /// @param came by the node's clock
    /// @param answered likewise
    /// @param received by this clock
    synchronized void add(long sent, long came, long answered, long received) {
        long there = answered - came;
        if (came <= 0 || answered <= 0 || there < 0 || there > received - sent) {
            return;
        }
        if (last.size() == KEPT) {
            last.removeFirst();
        }
        last.add(new Measured(micros(received - sent - there), micros((came - sent + answered - received) / 2)));
    }

    private static Duration micros(long micros) {
        return Duration.ofNanos(Math.multiplyExact(micros, 1_000L));
    }

    /// Zero before the first.
    synchronized Duration latest() {
        return last.isEmpty() ? Duration.ZERO : last.getLast().roundTrip;
    }

    synchronized Optional<Duration> ahead() {
        return last.stream().min(Comparator.comparing(Measured::roundTrip)).map(Measured::ahead);
    }
}
