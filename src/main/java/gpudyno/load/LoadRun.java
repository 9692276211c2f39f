package gpudyno.load;

import gpudyno.model.load.RunReport;
import gpudyno.model.load.Scenario;
import io.netty.channel.EventLoop;
import java.lang.management.ManagementFactory;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
    private static final long SNAPSHOT_SECONDS = 2;
    /// Waiting awake, answers are looked for this often: each look costs a system call and some garbage.
    private static final long TURN_NANOS = TimeUnit.MICROSECONDS.toNanos(20);
    private static final int MAX_WAITING = 1_000_000;
    private static final long SWEEP_MILLIS = 50;
    private static final long RETRY_MILLIS = 10;
    /// A target that took no connection for so long from the start is unreachable.
    private static final long GIVE_UP_NANOS = TimeUnit.SECONDS.toNanos(3);

    /// @param intended nanoseconds from the start of the run
    /// @param measured whether it lies after the warm-up
    record Request(long intended, boolean measured, Body body) {
        @Nullable
        Conversation conversation() {
            return body.conversation();
        }
    }

    private final LoadPlan plan;
    private final boolean closedLoop;
    private final Supplier<Body> bodies;
    private final RequestEncoder encoder;
    private final RunStatistics statistics;
    private final Transport transport;
    private final EventLoop loop;
    private final CompletableFuture<RunReport> result = new CompletableFuture<>();

    private final @Nullable FireTimes schedule;
    private final FollowUps followUps = new FollowUps();
    private final Pacer pacer;
    private final Runnable pump = orFail(this::pump);
    private final @Nullable SteadyState steady;
    private final @Nullable Scraping scraping;
    private final ArrayDeque<LoadConnection> idle = new ArrayDeque<>();
    private final Set<LoadConnection> busy = new HashSet<>();
    private final ArrayDeque<Request> waiting = new ArrayDeque<>();
    private long warmupNanos;
    private long endNanos;
    private long origin;
    private long cpuAtStart;
    private int open;
    /// Turns after the first of their conversation that were sent.
    private long turns;
    private boolean everConnected;
    private long nextArrival;
    private long measuredSent;
    private long lastFire;
    private long lastAnswer;
    private boolean sending = true;
    private boolean interrupted;
    private @Nullable String aborted;
    private boolean finished;
    private int second;
    private String connectFailure = "";

    LoadRun(LoadPlan plan) {
        if (plan.scenario() instanceof Scenario.FindMax) {
            throw new IllegalArgumentException("find-max is a series of runs; start it through FindMax");
        }
        this.plan = plan;
        closedLoop = plan.scenario() instanceof Scenario.ClosedLoop;
        bodies = plan.source().bodies(plan.seed());
        encoder = new RequestEncoder(plan.endpoint());
        statistics = new RunStatistics(plan);
        warmupNanos = plan.warmup().most().toNanos();
        endNanos = warmupNanos + plan.scenario().duration().toNanos();
        schedule = closedLoop ? null : FireTimes.of(plan.scenario(), plan.warmup().most(), plan.seed());
        pacer = new Pacer(plan.limits().pacing());
        steady = plan.warmup().untilSteady() ? new SteadyState() : null;
        scraping = plan.scrape().isEmpty() ? null : new Scraping(plan.scrape());
        transport = new Transport(plan.endpoint(), plan.limits().timeout().toMillis(),
                () -> new LoadConnection(this, plan.expectation().newAnswer()));
        loop = transport.loop();
    }

    void start() {
        try {
            transport.resolve();
        } catch (UnknownHostException e) {
            transport.shutDown();
            result.completeExceptionally(
                    new TargetUnreachableException(
                            plan.endpoint().uri() + " cannot be reached: " + plan.endpoint().host() + " is unknown"));
            return;
        }
        loop.execute(orFail(() -> {
            cpuAtStart = cpuTime();
            origin = System.nanoTime();
            if (scraping != null) {
                scraping.start(origin);
            }
            loop.scheduleAtFixedRate(orFail(this::closeSecond), 1, 1, TimeUnit.SECONDS);
            loop.scheduleAtFixedRate(orFail(this::sweep), SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
            if (plan.scenario() instanceof Scenario.ClosedLoop(int connections, var _)) {
                for (int i = 0; i < connections; i++) {
                    fire(now(), bodies.get());
                }
            } else {
                nextArrival = Objects.requireNonNull(schedule).next();
                pump();
            }
        }));
    }

    /// A prompt that cannot be made or a file that cannot be written ends the run with that.
    private Runnable orFail(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                finished = true;
                result.completeExceptionally(e);
                transport.shutDown();
            }
        };
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

    /// How the run stands, from any thread: the loop copies what it has measured, the caller makes the report of it. Verdicts are those the
    /// run would get if it ended now; steps, recovery and drift are only told at the end. Empty once it has ended.
    public Optional<RunReport> soFar() throws InterruptedException {
        CompletableFuture<Optional<Supplier<RunReport>>> standing = new CompletableFuture<>();
        try {
            loop.execute(() -> standing.complete(finished ? Optional.empty() : Optional.of(standing())));
            return standing.get(SNAPSHOT_SECONDS, TimeUnit.SECONDS).map(Supplier::get);
        } catch (RejectedExecutionException | TimeoutException | ExecutionException _) {
            // It ended meanwhile, or its loop has no time to tell.
            return Optional.empty();
        }
    }

    private Supplier<RunReport> standing() {
        double warmup = Math.min(warmupNanos, now()) / 1e9;
        double measured = Math.max(1e-3, (now() - warmupNanos) / 1e9);
        double cpu = 100.0 * (cpuTime() - cpuAtStart) / Math.max(1, now()) / Runtime.getRuntime().availableProcessors();
        Measured copy = statistics.standing();
        RunStatistics.End until = new RunStatistics.End(warmup, measured, measured, cpu, false, null, List.of(), null);
        RunReport.Findings findings = new RunReport.Findings(null, null, statistics.saturation(), null);
        return () -> copy.report(until, null, findings);
    }

    private static long cpuTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    long now() {
        return System.nanoTime() - origin;
    }

    // The schedule

    private boolean enough() {
        return plan.requests() > 0 && measuredSent >= plan.requests();
    }

    private long nextFire() {
        return Math.min(nextArrival, followUps.next());
    }

    private boolean sendsMore() {
        sending = sending && !finished && nextFire() < endNanos && !enough();
        return sending;
    }

    private void pump() {
        pacer.awoke(now());
        for (int burst = 0; sendsMore() && nextFire() <= now(); burst++) {
            if (burst == BURST) {
                pumpIn(0);
                return;
            }
            fireNext();
        }
        if (sending) {
            long sleep = pacer.sleep(now(), nextFire());
            if (sleep == 0) {
                long turnEnds = Math.min(nextFire(), now() + TURN_NANOS);
                while (now() < turnEnds) {
                    Thread.onSpinWait();
                }
            }
            pumpIn(sleep);
        } else {
            finishWhenDone();
        }
    }

    /// Always by way of the timer: a task that hands itself to the loop again keeps it from reading answers.
    private void pumpIn(long nanos) {
        loop.schedule(pump, Math.max(1, nanos), TimeUnit.NANOSECONDS);
    }

    private void fireNext() {
        if (followUps.next() < nextArrival) {
            fireTurn();
        } else {
            // Drawn here, not when it is sent: the n-th request carries the n-th body, whatever the connections do.
            fire(nextArrival, bodies.get());
            nextArrival = Objects.requireNonNull(schedule).next();
        }
    }

    private void fire(long intended, Body body) {
        Request request = offer(intended, body);
        Conversation conversation = body.conversation();
        if (conversation != null) {
            followUps.begin();
            followUps.after(intended, conversation);
        }
        dispatch(request);
    }

    private void fireTurn() {
        long intended = followUps.next();
        Conversation conversation = followUps.take();
        if (conversation == null) {
            return;
        }
        if (conversation.canGoOn()) {
            dispatch(offer(intended, conversation.next(turns++)));
        } else {
            conversation.await(offer(intended, Body.NONE));
        }
        followUps.after(intended, conversation);
    }

    private Request offer(long intended, Body body) {
        boolean measured = intended >= warmupNanos;
        if (measured) {
            measuredSent++;
        }
        lastFire = intended;
        Request request = new Request(intended, measured, body);
        statistics.offered(request, now() - intended);
        return request;
    }

    private void dispatch(Request request) {
        LoadConnection connection = idle.poll();
        if (connection != null) {
            send(connection, request);
        } else if (open < plan.limits().connections()) {
            connect(request);
        } else if (waiting.size() < MAX_WAITING) {
            waiting.add(request);
        } else {
            error(request, ErrorKind.NO_CONNECTION);
        }
    }

    private void error(Request request, String kind) {
        statistics.error(request, kind);
        Conversation conversation = request.conversation();
        if (conversation != null) {
            followUps.broken(conversation);
            for (Request turn = conversation.takeWaiting(); turn != null; turn = conversation.takeWaiting()) {
                statistics.error(turn, ErrorKind.TURN_BEFORE_FAILED);
            }
        }
    }

    /// A turn that was due already goes now.
    private void goOn(Conversation conversation, Answer answer) {
        followUps.answered(conversation, answer.text(), answer.outputTokens());
        Request due = conversation.takeWaiting();
        if (due != null) {
            dispatch(new Request(due.intended, due.measured, conversation.next(turns++)));
        }
    }

    // Connections; LoadConnection calls back on the loop

    private void connect(Request request) {
        open++;
        transport.connect(connection -> {
            everConnected = true;
            send(connection, request);
        }, (cause, wasActive) -> {
            // One that failed in its TLS handshake gives its place back in closed().
            open -= wasActive ? 0 : 1;
            connectFailure = ErrorKind.of(cause) + (cause.getMessage() == null ? "" : ", " + cause.getMessage());
            lost(request, ErrorKind.of(cause));
            if (!wasActive && open == 0) {
                while (!waiting.isEmpty()) {
                    error(waiting.remove(), ErrorKind.of(cause));
                }
            }
            finishWhenDone();
        });
    }

    private void send(LoadConnection connection, Request request) {
        if (finished) {
            connection.close();
            return;
        }
        busy.add(connection);
        connection.send(request, now(), encoder.encode(request.body));
    }

    void answered(LoadConnection connection, Request request, long sentAt, int status, @Nullable Answer output) {
        busy.remove(connection);
        lastAnswer = now();
        boolean expected = plan.expectation().statuses().contains(status);
        String problem = expected && output != null && status == 200 ? output.problem() : null;
        if (expected && problem == null) {
            statistics.correct(request, lastAnswer - request.intended, lastAnswer - sentAt, status == 200 ? output : null,
                    sentAt - request.intended);
            Conversation conversation = request.conversation();
            if (conversation != null && output != null) {
                goOn(conversation, output);
            }
        } else {
            error(request, problem != null ? problem : "status " + status);
        }
        if (closedLoop) {
            // After the connection has gone back to the idle ones.
            loop.execute(orFail(this::fireAgain));
        }
        finishWhenDone();
    }

    void failed(LoadConnection connection, Request request, String kind) {
        busy.remove(connection);
        lost(request, kind);
        finishWhenDone();
    }

    private void lost(Request request, String kind) {
        lastAnswer = now();
        error(request, kind);
        if (closedLoop && !finished) {
            // A server that refuses at once must not turn the loop into a busy one.
            loop.schedule(orFail(this::fireAgain), RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void fireAgain() {
        sending = sending && !finished && now() < endNanos && !enough();
        if (sending) {
            fire(now(), bodies.get());
        } else {
            finishWhenDone();
        }
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

    // The end

    private void finishWhenDone() {
        if (!sending && busy.isEmpty() && waiting.isEmpty() && open == idle.size()) {
            finish();
        }
    }

    private void sweep() {
        long latest = now() - plan.limits().timeout().toNanos();
        for (LoadConnection connection : Set.copyOf(busy)) {
            if (connection.sentAt() < latest) {
                connection.fail(ErrorKind.TIMEOUT);
            }
        }
        if (closedLoop) {
            sending = sending && now() < endNanos;
        }
        if (!sending && lastFire < latest) {
            while (!waiting.isEmpty()) {
                error(waiting.remove(), ErrorKind.NO_CONNECTION);
            }
        }
        if (!everConnected && !connectFailure.isEmpty() && now() > GIVE_UP_NANOS) {
            finish();
        }
        finishWhenDone();
    }

    private void closeSecond() {
        if (finished) {
            return;
        }
        SecondSample sample = statistics.closeSecond(second++, busy.size() + waiting.size());
        plan.onSecond().accept(sample);
        if (steady != null && now() < warmupNanos && steady.reachedBy(sample)) {
            endNanos -= warmupNanos - now();
            warmupNanos = now();
        }
        aborted = plan.abort().reason(sample);
        if (aborted != null) {
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
        if (!everConnected && !connectFailure.isEmpty()) {
            result.completeExceptionally(new TargetUnreachableException(plan.endpoint().uri() + " cannot be reached: " + connectFailure));
        } else {
            double warmup = Math.min(warmupNanos, now()) / 1e9;
            result.complete(statistics.report(new RunStatistics.End(warmup, offeredSeconds(), achievedSeconds(), cpu, interrupted, aborted,
                    scraping == null ? List.of() : scraping.stop(), followUps.report())));
        }
        Set.copyOf(busy).forEach(LoadConnection::close);
        Set.copyOf(idle).forEach(LoadConnection::close);
        transport.shutDown();
    }

    private double offeredSeconds() {
        boolean byCount = plan.requests() > 0 && enough();
        return Math.max(1e-3, ((interrupted || byCount ? Math.max(lastFire, byCount ? nextFire() : 0) : endNanos) - warmupNanos) / 1e9);
    }

    /// Answers that came after the last request left took their time too: an overloaded server is not credited with them.
    private double achievedSeconds() {
        return Math.max(offeredSeconds(), (lastAnswer - warmupNanos) / 1e9);
    }
}
