package gpudyno.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// A link to a port of this machine that is as bad as it is told to be: it delays, loses packets, and can be cut.
///
/// A lost packet shows as it does to a program over TCP: nothing arrives until it was sent again, after the retransmission timeout.
public final class BadLink implements AutoCloseable {
    private static final int PACKET = 1448;
    private static final int MOST_UNDER_WAY = 512;
    /// The least that Linux waits before it sends a packet again.
    private static final Duration RETRANSMISSION = Duration.ofMillis(200);

    private final int target;
    private final Duration delay;
    private final double loss;
    private final Random random;
    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong requests = new AtomicLong();
    private boolean cut;

    private record Packet(long due, byte[] bytes) {}

    /// @param delay of the round trip
    /// @param loss share of packets lost, 0 to 1
    public BadLink(int target, Duration delay, double loss, long seed) throws IOException {
        this.target = target;
        this.delay = delay.dividedBy(2);
        this.loss = loss;
        random = new Random(seed);
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::listen);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /// Requests that went through so far, streams included.
    public long requests() {
        return requests.get();
    }

    /// Nothing passes from now on, and nobody is told so.
    public synchronized void cut() {
        cut = true;
    }

    /// What was under way arrives late.
    public synchronized void mend() {
        cut = false;
        notifyAll();
    }

    /// Breaks every connection; what is under way is lost.
    public void reset() {
        sockets.forEach(BadLink::end);
    }

    private void listen() {
        while (!listener.isClosed()) {
            try {
                Socket from = listener.accept();
                Socket to = new Socket(InetAddress.getLoopbackAddress(), target);
                from.setTcpNoDelay(true);
                to.setTcpNoDelay(true);
                sockets.add(from);
                sockets.add(to);
                pass(from, to, true);
                pass(to, from, false);
            } catch (IOException _) {
                // The link or its target was closed; who connects is refused or reset.
            }
        }
    }

    private void pass(Socket from, Socket to, boolean counted) {
        BlockingQueue<Packet> underWay = new ArrayBlockingQueue<>(MOST_UNDER_WAY);
        Thread.ofVirtual().start(() -> {
            byte[] buffer = new byte[PACKET];
            try (InputStream in = from.getInputStream()) {
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    if (counted && count > 4 && (buffer[0] == 'G' || buffer[0] == 'P')) {
                        requests.incrementAndGet();
                    }
                    underWay.put(new Packet(System.nanoTime() + delay.toNanos(), Arrays.copyOf(buffer, count)));
                }
                underWay.put(new Packet(System.nanoTime() + delay.toNanos(), new byte[0]));
            } catch (IOException _) {
                end(to);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        Thread.ofVirtual().start(() -> {
            try (to; from; OutputStream out = to.getOutputStream()) {
                for (Packet packet = underWay.take(); packet.bytes.length > 0; packet = underWay.take()) {
                    TimeUnit.NANOSECONDS.sleep(packet.due - System.nanoTime() + lost());
                    awaitMended();
                    out.write(packet.bytes);
                }
            } catch (IOException _) {
                end(from);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } finally {
                sockets.remove(from);
                sockets.remove(to);
            }
        });
    }

    private synchronized long lost() {
        return random.nextDouble() < loss ? RETRANSMISSION.toNanos() + delay.toNanos() : 0;
    }

    private synchronized void awaitMended() throws InterruptedException {
        while (cut) {
            wait();
        }
    }

    private static void end(Socket socket) {
        try {
            // Resets rather than ends, as a firewall that forgot the connection does.
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException _) {
            // Closed already.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        mend();
        reset();
    }
}
