package gpudyno.load;

import gpudyno.model.load.RunReport;
import gpudyno.model.load.Scenario;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
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
import java.lang.management.ManagementFactory;
import java.net.ConnectException;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// One run on one event loop. All its state belongs to the loop's thread; [#stop] and [#result] may be used from any.
///
/// In the open model a request has an intended time from the schedule. When that comes it takes an idle connection, or opens one, or, at
/// the limit, waits for one; all of that counts on the intended clock. The schedule goes on regardless.
public final class LoadRun {
    /// Requests sent in one turn of the loop before answers get theirs.
    private static final int BURST = 64;
    private static final long COARSE_NANOS = TimeUnit.MILLISECONDS.toNanos(8);
    private static final long SPIN_NANOS = TimeUnit.MICROSECONDS.toNanos(60);
    private static final int MAX_WAITING = 1_000_000;
    private static final long SWEEP_MILLIS = 50;

    /// One request.
    ///
    /// @param intended nanoseconds from the start of the run
    /// @param measured whether it lies after the warm-up
    record Request(long intended, boolean measured) {}

    private final LoadPlan plan;
    private final Supplier<byte[]> bodies;
    private final RequestEncoder encoder;
    private final RunStatistics statistics;
    private final @Nullable StepStatistics steps;
    private final MultiThreadIoEventLoopGroup group;
    private final EventLoop loop;
    private final Bootstrap bootstrap;
    private final CompletableFuture<RunReport> result = new CompletableFuture<>();

    private final @Nullable FireTimes schedule;
    private final ArrayDeque<LoadConnection> idle = new ArrayDeque<>();
    private final Set<LoadConnection> busy = new HashSet<>();
    private final ArrayDeque<Request> waiting = new ArrayDeque<>();
    private final long warmupNanos;
    private final long endNanos;
    private long origin;
    private long cpuAtStart;
    private int open;
    private long nextFire;
    private long measuredSent;
    private long lastFire;
    private long lastAnswer;
    private boolean sending = true;
    private boolean interrupted;
    private boolean finished;
    private int second;
    private String connectFailure = "";

    LoadRun(LoadPlan plan) {
        this.plan = plan;
        bodies = plan.source().bodies(plan.seed());
        encoder = new RequestEncoder(plan);
        statistics = new RunStatistics(plan.slos());
        steps = plan.scenario() instanceof Scenario.Step step ? new StepStatistics(step, plan.warmup()) : null;
        warmupNanos = plan.warmup().toNanos();
        if (plan.scenario() instanceof Scenario.FindMax) {
            throw new IllegalArgumentException("find-max is a series of runs; start it through FindMax");
        }
        endNanos = warmupNanos + plan.scenario().duration().toNanos();
        schedule = plan.scenario() instanceof Scenario.ClosedLoop ? null : FireTimes.of(plan.scenario(), plan.warmup(), plan.seed());
        IoHandlerFactory io = Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        group = new MultiThreadIoEventLoopGroup(1, Thread.ofPlatform().name("load-", 0).daemon().factory(), io);
        loop = group.next();
        bootstrap = new Bootstrap().group(loop).channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.min(60_000, plan.timeout().toMillis()))
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new HttpResponseDecoder(), new LoadConnection(LoadRun.this, plan.answers()));
                    }
                }).remoteAddress(plan.target().getHost(), plan.target().getPort() < 0 ? 80 : plan.target().getPort());
    }

    void start() {
        loop.execute(() -> {
            cpuAtStart = cpuTime();
            origin = System.nanoTime();
            loop.scheduleAtFixedRate(this::closeSecond, 1, 1, TimeUnit.SECONDS);
            loop.scheduleAtFixedRate(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
            if (plan.scenario() instanceof Scenario.ClosedLoop(int connections, var _)) {
                for (int i = 0; i < connections; i++) {
                    fire(now());
                }
            } else {
                advance();
                pump();
            }
        });
    }

    /// The report, once the run has ended; fails with [TargetUnreachableException].
    CompletableFuture<RunReport> result() {
        return result;
    }

    /// Ends the run now; the report is marked interrupted and covers what was measured.
    public void stop() {
        loop.execute(() -> {
            interrupted = !finished;
            finish();
        });
    }

    /// Latency of correct answers from the intended send time, in microseconds. Only once the run has ended.
    public Histogram latencyFromIntended() {
        if (!result.isDone()) {
            throw new IllegalStateException("the run has not ended");
        }
        return statistics.latencyFromIntended();
    }

    private static long cpuTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    long now() {
        return System.nanoTime() - origin;
    }

    // The schedule

    private void advance() {
        nextFire = java.util.Objects.requireNonNull(schedule).next();
        sending = nextFire < endNanos && !enough();
    }

    private boolean enough() {
        return plan.requests() > 0 && measuredSent >= plan.requests();
    }

    private void pump() {
        while (sending && !finished && nextFire - now() > 0 && nextFire - now() <= SPIN_NANOS) {
            Thread.onSpinWait();
        }
        for (int burst = 0; sending && !finished && nextFire <= now(); burst++) {
            if (burst == BURST) {
                loop.execute(this::pump);
                return;
            }
            fire(nextFire);
            advance();
        }
        if (sending && !finished) {
            loop.schedule(this::pump, sleepBefore(nextFire - now()), TimeUnit.NANOSECONDS);
        }
    }

    /// Netty rounds a far wait up to whole milliseconds, and a thread wakes some tens of microseconds late: so sleep short of a far time,
    /// then precisely to just before it, and spin the rest.
    private static long sleepBefore(long nanos) {
        return Math.max(0, nanos > COARSE_NANOS ? nanos - COARSE_NANOS / 2 : nanos - SPIN_NANOS);
    }

    private void fire(long intended) {
        boolean measured = intended >= warmupNanos;
        if (measured) {
            measuredSent++;
        }
        lastFire = intended;
        Request request = new Request(intended, measured);
        statistics.offered(measured, now() - intended);
        if (steps != null && measured) {
            steps.offered(intended);
        }
        LoadConnection connection = idle.poll();
        if (connection != null) {
            send(connection, request);
        } else if (open < plan.connections()) {
            connect(request);
        } else if (waiting.size() < MAX_WAITING) {
            waiting.add(request);
        } else {
            statistics.error(measured, "no connection free");
        }
    }

    // Connections; LoadConnection calls back on the loop

    private void connect(Request request) {
        open++;
        ChannelFuture connecting = bootstrap.connect();
        connecting.addListener(_ -> {
            Channel channel = connecting.channel();
            if (connecting.isSuccess()) {
                send(channel.pipeline().get(LoadConnection.class), request);
            } else {
                open--;
                Throwable cause = java.util.Objects.requireNonNull(connecting.cause());
                connectFailure = String.valueOf(cause.getMessage());
                failed(request, ErrorKind.of(cause));
                if (!waiting.isEmpty() && !finished && !(cause instanceof ConnectException)) {
                    connect(waiting.remove());
                } else {
                    failWaiting(ErrorKind.of(cause));
                }
            }
        });
    }

    private void failWaiting(String kind) {
        while (open == 0 && !waiting.isEmpty()) {
            statistics.error(waiting.remove().measured, kind);
        }
        finishWhenDone();
    }

    private void send(LoadConnection connection, Request request) {
        if (finished) {
            connection.close();
            return;
        }
        long actual = now();
        busy.add(connection);
        connection.send(request, actual, encoder.encode(bodies.get()));
    }

    void answered(LoadConnection connection, Request request, long sentAt, int status, @Nullable TokenStream output) {
        busy.remove(connection);
        lastAnswer = now();
        String problem = output == null ? null : output.problem();
        if (plan.expectedStatus().contains(status) && problem == null) {
            statistics.correct(request.measured, lastAnswer - request.intended, lastAnswer - sentAt, output, sentAt - request.intended);
            if (steps != null && request.measured) {
                steps.correct(request.intended, lastAnswer - request.intended);
            }
        } else if (problem != null && plan.expectedStatus().contains(status)) {
            statistics.error(request.measured, problem);
        } else {
            statistics.error(request.measured, "status " + status);
        }
        afterOne();
    }

    void failed(Request request, String kind) {
        lastAnswer = now();
        statistics.error(request.measured, kind);
        afterOne();
    }

    /// A connection can take its next request.
    void free(LoadConnection connection) {
        Request next = waiting.poll();
        if (next != null) {
            send(connection, next);
        } else {
            idle.add(connection);
        }
    }

    void closed(LoadConnection connection) {
        open--;
        busy.remove(connection);
        idle.remove(connection);
        if (!waiting.isEmpty() && !finished) {
            connect(waiting.remove());
        }
    }

    private void afterOne() {
        if (plan.scenario() instanceof Scenario.ClosedLoop && !finished) {
            sending = now() < endNanos && !enough();
            if (sending) {
                // After the connection has gone back to the idle ones.
                loop.execute(() -> fire(now()));
            }
        }
        finishWhenDone();
    }

    // The end

    private void finishWhenDone() {
        if (!sending && busy.isEmpty() && waiting.isEmpty() && open == idle.size()) {
            finish();
        }
    }

    private void sweep() {
        long latest = now() - plan.timeout().toNanos();
        for (LoadConnection connection : Set.copyOf(busy)) {
            if (connection.sentAt() < latest) {
                busy.remove(connection);
                connection.fail("timeout");
            }
        }
        if (plan.scenario() instanceof Scenario.ClosedLoop) {
            sending = sending && now() < endNanos;
        }
        if (!sending && lastFire < latest) {
            while (!waiting.isEmpty()) {
                statistics.error(waiting.remove().measured, "no connection free");
            }
        }
        finishWhenDone();
    }

    private void closeSecond() {
        if (finished) {
            return;
        }
        SecondSample sample = statistics.closeSecond(second++, busy.size() + waiting.size());
        plan.onSecond().accept(sample);
        if (plan.abortWhen().test(sample)) {
            interrupted = true;
            finish();
        }
    }

    private void finish() {
        if (finished) {
            return;
        }
        finished = true;
        sending = false;
        double elapsed = (double) (System.nanoTime() - origin);
        double cpu = 100.0 * (cpuTime() - cpuAtStart) / elapsed / Runtime.getRuntime().availableProcessors();
        if (!statistics.sawAnswers() && open == 0 && !connectFailure.isEmpty()) {
            result.completeExceptionally(new TargetUnreachableException(plan.target() + " cannot be reached: " + connectFailure));
        } else {
            RunReport report = statistics.report(plan, offeredSeconds(), achievedSeconds(), cpu, interrupted);
            result.complete(steps == null ? report : report.withSteps(steps.report(plan.slos())));
        }
        Set.copyOf(busy).forEach(LoadConnection::close);
        Set.copyOf(idle).forEach(LoadConnection::close);
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS);
    }

    private double offeredSeconds() {
        boolean byCount = plan.requests() > 0 && enough();
        return Math.max(1e-3, ((interrupted || byCount ? Math.max(lastFire, byCount ? nextFire : 0) : endNanos) - warmupNanos) / 1e9);
    }

    /// Answers that came after the last request left took their time too: an overloaded server is not credited with them.
    private double achievedSeconds() {
        return Math.max(offeredSeconds(), (lastAnswer - warmupNanos) / 1e9);
    }
}
