package gpudyno.node.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.Connection;

/// The listener's open connections: at most [#MOST] in all and [#MOST_AN_ADDRESS] from one address (this machine's own address may use all
/// of them). A connection that begins a request but does not complete its headers within three seconds is closed.
final class Connections implements Connection.Listener, AutoCloseable {
    static final int MOST = 16_384;
    static final int MOST_AN_ADDRESS = 1_024;
    private static final Duration HEADERS = Duration.ofSeconds(3);

    private final Map<Connection, Long> openedAt = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> byAddress = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final ScheduledExecutorService sweeper = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("connection-sweeper").daemon().factory());

    Connections() {
        sweeper.scheduleWithFixedDelay(this::sweep, 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public void onOpened(Connection connection) {
        openedAt.put(connection, System.nanoTime());
        InetAddress peer = peer(connection);
        int same = byAddress.computeIfAbsent(name(peer), _ -> new AtomicInteger()).incrementAndGet();
        boolean here = peer != null && peer.isLoopbackAddress();
        if (open.incrementAndGet() > MOST || !here && same > MOST_AN_ADDRESS) {
            connection.getEndPoint().close();
        }
    }

    @Override
    public void onClosed(Connection connection) {
        if (openedAt.remove(connection) != null) {
            open.decrementAndGet();
            byAddress.computeIfPresent(name(peer(connection)), (_, count) -> count.decrementAndGet() <= 0 ? null : count);
        }
    }

    /// How many are open.
    int open() {
        return open.get();
    }

    private void sweep() {
        long now = System.nanoTime();
        openedAt.forEach((connection, since) -> {
            if (now - since > HEADERS.toNanos() && connection.getBytesIn() > 0 && connection.getMessagesIn() == 0) {
                connection.getEndPoint().close();
            }
        });
    }

    private static @org.jspecify.annotations.Nullable InetAddress peer(Connection connection) {
        SocketAddress remote = connection.getEndPoint().getRemoteSocketAddress();
        return remote instanceof InetSocketAddress internet ? internet.getAddress() : null;
    }

    private static String name(@org.jspecify.annotations.Nullable InetAddress address) {
        return address == null ? "" : address.getHostAddress();
    }

    @Override
    public void close() {
        sweeper.shutdownNow();
    }
}
