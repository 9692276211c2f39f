package gpudyno.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Connections to one endpoint from one event loop; epoll where the system has it.
///
/// A host may have several addresses of which only some listen (`localhost` is 127.0.0.1 and ::1): each is tried, and the one that took a
/// connection is the first to be tried for the next.
final class Transport {
    /// A connection did not come to be.
    @FunctionalInterface
    interface Failure {
        /// @param wasActive whether its channel was open; the channel then also reports its own end
        void because(Throwable cause, boolean wasActive);
    }

    private final Endpoint endpoint;
    private final @Nullable SslContext tls;
    private final MultiThreadIoEventLoopGroup group;
    private final EventLoop loop;
    private final Bootstrap bootstrap;
    private List<InetAddress> addresses = List.of();
    /// Index of the address that took the last connection. The loop's own.
    private int preferred;

    Transport(Endpoint endpoint, long connectMillis, Supplier<ChannelHandler> handlers) {
        this.endpoint = endpoint;
        tls = endpoint.secure() ? endpoint.tls().context() : null;
        IoHandlerFactory io = Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        group = new MultiThreadIoEventLoopGroup(1, Thread.ofPlatform().name("load-", 0).daemon().factory(), io);
        loop = group.next();
        boolean head = endpoint.method().equals("HEAD");
        bootstrap = new Bootstrap().group(loop).channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true).option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.min(60_000, connectMillis))
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        if (tls != null) {
                            SslHandler secure = tls.newHandler(channel.alloc(), endpoint.host(), endpoint.port());
                            secure.setHandshakeTimeoutMillis(connectMillis);
                            channel.pipeline().addLast(secure);
                        }
                        channel.pipeline().addLast(head ? new HeadDecoder() : new HttpResponseDecoder(), handlers.get());
                    }
                });
    }

    /// Reads answers to HEAD, which end with their headers whatever length those state (RFC 9110, 9.3.2).
    private static final class HeadDecoder extends HttpResponseDecoder {
        @Override
        protected boolean isContentAlwaysEmpty(HttpMessage message) {
            return !(message instanceof HttpResponse response && response.status().code() < 200) || super.isContentAlwaysEmpty(message);
        }
    }

    EventLoop loop() {
        return loop;
    }

    /// Looks the host up, once for all connections.
    void resolve() throws UnknownHostException {
        List<InetAddress> found = new ArrayList<>(List.of(InetAddress.getAllByName(endpoint.host())));
        String name = endpoint.host().toLowerCase(Locale.ROOT);
        if (name.equals("localhost") || name.endsWith(".localhost")) {
            // RFC 6761: it is always loopback, whatever the hosts file lists.
            for (String loopback : List.of("127.0.0.1", "::1")) {
                InetAddress address = InetAddress.ofLiteral(loopback);
                if (!found.contains(address)) {
                    found.add(address);
                }
            }
        }
        addresses = List.copyOf(found);
    }

    /// Opens a connection and, on `https`, makes it secure.
    ///
    /// @param ready called on the loop
    /// @param failed called on the loop
    void connect(Consumer<LoadConnection> ready, Failure failed) {
        connect(preferred, 0, null, ready, failed);
    }

    /// @param first why the first address, the main one of the host name, accepted no connection
    private void connect(int index, int tried, @Nullable Throwable first, Consumer<LoadConnection> ready, Failure failed) {
        var connecting = bootstrap.connect(addresses.get(index), endpoint.port());
        connecting.addListener(_ -> {
            Throwable cause = connecting.cause();
            if (cause == null) {
                preferred = index;
                secure(connecting.channel().pipeline().get(LoadConnection.class),
                        connecting.channel().pipeline().get(SslHandler.class), ready, failed);
            } else if (tried + 1 < addresses.size()) {
                connect((index + 1) % addresses.size(), tried + 1, first == null ? cause : first, ready, failed);
            } else {
                failed.because(first == null ? cause : first, false);
            }
        });
    }

    private static void secure(LoadConnection connection, @Nullable SslHandler secure, Consumer<LoadConnection> ready, Failure failed) {
        if (secure == null) {
            ready.accept(connection);
            return;
        }
        secure.handshakeFuture().addListener(shaking -> {
            if (shaking.isSuccess()) {
                ready.accept(connection);
            } else {
                failed.because(Objects.requireNonNull(shaking.cause()), true);
            }
        });
    }

    void shutDown() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS);
    }
}
