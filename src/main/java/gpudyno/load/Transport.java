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
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Connections to one endpoint from one event loop; epoll where the system has it.
final class Transport {
    /// A connection did not come to be.
    @FunctionalInterface
    interface Failure {
        /// @param wasActive its channel was open, and tells of its own end as well
        void because(Throwable cause, boolean wasActive);
    }

    private final Endpoint endpoint;
    private final @Nullable SslContext tls;
    private final MultiThreadIoEventLoopGroup group;
    private final EventLoop loop;
    private final Bootstrap bootstrap;
    private @Nullable InetAddress address;

    Transport(Endpoint endpoint, long connectMillis, Supplier<ChannelHandler> handlers) {
        this.endpoint = endpoint;
        tls = endpoint.secure() ? endpoint.tls().context() : null;
        IoHandlerFactory io = Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        group = new MultiThreadIoEventLoopGroup(1, Thread.ofPlatform().name("load-", 0).daemon().factory(), io);
        loop = group.next();
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
                        channel.pipeline().addLast(new HttpResponseDecoder(), handlers.get());
                    }
                });
    }

    EventLoop loop() {
        return loop;
    }

    /// Looks the host up, once for all connections.
    void resolve() throws UnknownHostException {
        address = InetAddress.getByName(endpoint.host());
    }

    /// Opens a connection and, on `https`, makes it secure.
    ///
    /// @param ready called on the loop
    /// @param failed called on the loop
    void connect(Consumer<LoadConnection> ready, Failure failed) {
        var connecting = bootstrap.connect(address, endpoint.port());
        connecting.addListener(_ -> {
            Throwable cause = connecting.cause();
            SslHandler secure = cause == null ? connecting.channel().pipeline().get(SslHandler.class) : null;
            if (cause != null) {
                failed.because(cause, false);
            } else if (secure == null) {
                ready.accept(connecting.channel().pipeline().get(LoadConnection.class));
            } else {
                secure.handshakeFuture().addListener(shaking -> {
                    if (shaking.isSuccess()) {
                        ready.accept(connecting.channel().pipeline().get(LoadConnection.class));
                    } else {
                        failed.because(java.util.Objects.requireNonNull(shaking.cause()), true);
                    }
                });
            }
        });
    }

    void shutDown() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS);
    }
}
