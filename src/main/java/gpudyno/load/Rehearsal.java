package gpudyno.load;

import gpudyno.model.load.Scenario;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;

/// A run against a peer of our own on loopback, once for each kind of plan in a process, before the first real one: the JVM loads and
/// compiles the code of a request (creating it, the event loop, TLS, reading streams) while nothing is measured. Otherwise the first
/// request, and all that wait behind it, would take some hundreds of milliseconds longer.
final class Rehearsal {
    private static final System.Logger LOG = System.getLogger(Rehearsal.class.getName());
    /// Requests are sent in rounds until a round gives the JVM's compilers little to do. No round begins later than this.
    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final Duration ROUND = Duration.ofMillis(400);
    private static final int ROUND_REQUESTS = 400;
    /// Share of a round's time that one compiler thread works.
    private static final double BUSY_COMPILERS = 0.2;
    private static final int CONNECTIONS = 2;
    private static final double RATE = 500;
    private static final int PAUSED = 50;
    private static final int MOST_BODY = 64 << 20;

    /// The properties that decide which code a run uses.
    private record Kind(boolean secure, AnswerForm form, boolean checked, String method, Class<?> source) {
        static Kind of(LoadPlan plan) {
            Expectation expectation = plan.expectation();
            return new Kind(plan.endpoint().secure(), expectation.form(), !expectation.checks().isEmpty(), plan.endpoint().method(),
                    plan.source().getClass());
        }
    }

    private static final Set<Kind> DONE = ConcurrentHashMap.newKeySet();

    private Rehearsal() {
    }

    /// Returns immediately if such a plan was rehearsed before.
    static void of(LoadPlan plan) {
        if (!DONE.add(Kind.of(plan))) {
            return;
        }
        try (Peer peer = new Peer(plan.endpoint().secure(), plan.expectation().form())) {
            Endpoint own = new Endpoint(peer.uri(), plan.endpoint().method(), plan.endpoint().headers(), new Tls(true, null));
            LoadPlan quiet = LoadPlan.of(peer.uri(), plan.source(), new Scenario.ClosedLoop(CONNECTIONS, ROUND), Duration.ZERO, plan.seed())
                    .at(own).expecting(plan.expectation());
            untilCompiled(quiet.withRequests(ROUND_REQUESTS));
            perform(quiet.withScenario(new Scenario.Poisson(RATE, ROUND), Duration.ZERO, plan.seed()).withRequests(PAUSED));
        } catch (IOException | ExecutionException e) {
            LOG.log(System.Logger.Level.WARNING, "the load path could not be rehearsed; a first request may be slow", e);
        } catch (InterruptedException _) {
            // The run itself will see it.
            Thread.currentThread().interrupt();
        }
    }

    /// The JVM compiles frequent code step by step, in the background, on cores that the run needs. Without rehearsal, the first answers of
    /// a stream took some milliseconds each to read, later only a fraction of one.
    private static void untilCompiled(LoadPlan round) throws InterruptedException, ExecutionException {
        @Nullable
        CompilationMXBean compilers = ManagementFactory.getCompilationMXBean();
        if (compilers == null) {
            // A JVM that only interprets has nothing to wait for.
            perform(round);
            return;
        }
        long end = System.nanoTime() + LONGEST.toNanos();
        double busy = 1;
        while (busy > BUSY_COMPILERS && System.nanoTime() < end) {
            long began = System.nanoTime();
            long compiled = compilers.getTotalCompilationTime();
            perform(round);
            double elapsed = (System.nanoTime() - began) / 1e6;
            busy = (compilers.getTotalCompilationTime() - compiled) / elapsed;
        }
    }

    private static void perform(LoadPlan plan) throws InterruptedException, ExecutionException {
        LoadRun run = new LoadRun(plan);
        run.start();
        run.result().get();
    }

    /// Answers every request immediately with what a plan expects.
    private static final class Peer implements AutoCloseable {
        private static final String WHOLE = "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"a b\"},\"text\":\"a b\","
                + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":2,\"completion_tokens\":2,\"total_tokens\":4}}";
        private static final String EVENTS = "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n"
                + "data: {\"choices\":[{\"index\":0,\"text\":\"a\",\"delta\":{\"content\":\"a\"}}]}\n\n".repeat(20)
                + "data: {\"choices\":[{\"index\":0,\"text\":\"b\",\"delta\":{\"content\":\"b\"},\"finish_reason\":\"stop\"}]}\n\n"
                + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":2,\"completion_tokens\":2}}\n\ndata: [DONE]\n\n";

        private final EventLoopGroup threads = new MultiThreadIoEventLoopGroup(1,
                Thread.ofPlatform().name("load-rehearsal-", 0).daemon().factory(), NioIoHandler.newFactory());
        private final boolean secure;
        private final Channel listener;

        Peer(boolean secure, AnswerForm form) throws IOException, InterruptedException {
            this.secure = secure;
            SslContext tls = secure ? tls() : null;
            var binding = new ServerBootstrap().group(threads).channel(NioServerSocketChannel.class)
                    .childHandler(new ChannelInitializer<SocketChannel>() {
                        @Override
                        protected void initChannel(SocketChannel channel) {
                            if (tls != null) {
                                channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                            }
                            channel.pipeline().addLast(new HttpServerCodec(), new HttpObjectAggregator(MOST_BODY), new Answering(form));
                        }
                    }).bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).await();
            Throwable cause = binding.cause();
            if (cause != null) {
                threads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
                throw new IOException("no port on loopback", cause);
            }
            listener = binding.channel();
        }

        private static SslContext tls() throws IOException {
            HeldCertificate own = new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
            return SslContextBuilder.forServer(own.keyPair().getPrivate(), own.certificate()).sslProvider(SslProvider.JDK).build();
        }

        URI uri() {
            InetSocketAddress bound = (InetSocketAddress) listener.localAddress();
            String host = bound.getAddress().getHostAddress();
            return URI
                    .create((secure ? "https://" : "http://") + (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + bound.getPort());
        }

        @Override
        public void close() {
            listener.close();
            threads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }

        private static final class Answering extends SimpleChannelInboundHandler<FullHttpRequest> {
            private final AnswerForm form;

            Answering(AnswerForm form) {
                this.form = form;
            }

            @Override
            protected void channelRead0(ChannelHandlerContext channel, FullHttpRequest request) {
                if (form == AnswerForm.TOKEN_STREAM) {
                    stream(channel);
                } else {
                    byte[] text = WHOLE.getBytes(StandardCharsets.UTF_8);
                    var answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(text));
                    answer.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/json").set(HttpHeaderNames.CONTENT_LENGTH, text.length);
                    channel.writeAndFlush(answer);
                }
            }

            private static void stream(ChannelHandlerContext channel) {
                var head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
                head.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream").set(HttpHeaderNames.TRANSFER_ENCODING,
                        HttpHeaderValues.CHUNKED);
                channel.write(head);
                for (String event : EVENTS.split("(?<=\n\n)")) {
                    channel.writeAndFlush(new DefaultHttpContent(Unpooled.copiedBuffer(event, StandardCharsets.UTF_8)));
                }
                channel.writeAndFlush(new DefaultLastHttpContent());
            }

            @Override
            public void exceptionCaught(ChannelHandlerContext channel, @Nullable Throwable cause) {
                channel.close();
            }
        }
    }
}
