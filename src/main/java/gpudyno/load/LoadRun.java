package gpudyno.load;

import gpudyno.model.load.RunCourse;
import gpudyno.model.load.RunReport;
import gpudyno.model.load.RunTally;
import gpudyno.model.load.Scenario;
import io.netty.channel.EventLoop;
import java.lang.management.ManagementFactory;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// One run on one event loop: it sends the requests, handles their answers, and decides when the run ends. All its state belongs to the
/// loop's thread; [#stop] and [#result] may be used from any.
///
/// In the open model a request has an intended time from the schedule. When that comes it takes an idle connection, or opens one, or, at
/// the limit, waits for one; all of that counts on the intended clock. The schedule does not wait for that.
public final class LoadRun {
    private static final long SNAPSHOT_SECONDS = 2;
    private static final long SWEEP_MILLIS = 50;
    private static final long RETRY_MILLIS = 10;
    /// A target that accepts no connection for this long after the start counts as unreachable.
    private static final long GIVE_UP_NANOS = TimeUnit.SECONDS.toNanos(3);
    /// The clock starts without the first connections if they take longer than this.
    private static final long OPENING_SECONDS = 1;
    /// After the last answer, connections stay open this long to detect answers that nobody asked for.
    private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /// @param intended nanoseconds from the start of the run
    /// @param measured whether it lies after the warm-up
    /// @param again it is sent for the second time
    record Request(long intended, boolean measured, Body body, boolean again) {
        Request(long intended, boolean measured, Body body) {
            this(intended, measured, body, false);
        }

        @Nullable
        Conversation conversation() {
            return body.conversation();
        }
    }

    private final LoadPlan plan;
    private final boolean closedLoop;
    private final RunStatistics statistics;
    private final ConnectionPool connections;
    private final EventLoop loop;
    private final CompletableFuture<RunReport> result = new CompletableFuture<>();

    private final Departures departures;
    private final @Nullable SteadyState steady;
    private final @Nullable Scraping scraping;
    private long origin = System.nanoTime();
    private long cpuAtStart;
    private int opening;
    private boolean begun;
    private long doneAt = -1;
    private long lastAnswer;
    private boolean interrupted;
    private @Nullable String aborted;
    private boolean finished;
    private int second;
    /// Set before the result is.
    private volatile RunStatistics.@Nullable End end;

    LoadRun(LoadPlan plan) {
        if (plan.scenario() instanceof Scenario.FindMax) {
            throw new IllegalArgumentException("find-max is a series of runs; start it through FindMax");
        }
        this.plan = plan;
        closedLoop = plan.scenario() instanceof Scenario.ClosedLoop;
        statistics = new RunStatistics(plan);
        steady = plan.warmup().untilSteady() ? new SteadyState() : null;
        scraping = plan.scrape().isEmpty() ? null : new Scraping(plan.scrape());
        connections = new ConnectionPool(this, plan);
        loop = connections.loop();
        departures = new Departures(this, plan, statistics, connections);
    }

    void start() {
        try {
            connections.resolve();
        } catch (UnknownHostException e) {
            connections.end();
            result.completeExceptionally(
                    new TargetUnreachableException(
                            plan.endpoint().address() + " cannot be reached: " + plan.endpoint().host() + " is unknown"));
            return;
        }
        if (scraping != null) {
            scraping.rehearse();
        }
        loop.execute(orFail(this::openFirst));
    }

    /// The connections that the first requests will take are open before the clock starts: the time to open them must not count as latency
    /// of the first request. No more than that, because a server that handles one connection at a time would wait for an idle one.
    private void openFirst() {
        opening = Math.min(plan.limits().connections(), FirstConnections.of(plan.scenario(), plan.part().of()));
        Instant start = plan.part().start();
        if (start != null) {
            loop.schedule(orFail(this::begin), Math.max(0, Duration.between(Instant.now(), start).toNanos()), TimeUnit.NANOSECONDS);
        } else {
            loop.schedule(orFail(this::begin), OPENING_SECONDS, TimeUnit.SECONDS);
        }
        connections.openIdle(opening, this::opened);
    }

    private void opened() {
        if (--opening == 0 && plan.part().start() == null) {
            begin();
        }
    }

    private void begin() {
        if (begun || finished) {
            return;
        }
        begun = true;
        cpuAtStart = cpuTime();
        origin = System.nanoTime();
        if (plan.part().start() != null) {
            // The timer may be late; the schedule must not be, for the other generators' is not.
            origin += Duration.between(Instant.now(), plan.part().start()).toNanos();
        }
        if (scraping != null) {
            scraping.start(origin);
        }
        loop.scheduleAtFixedRate(orFail(this::closeSecond), 1, 1, TimeUnit.SECONDS);
        loop.scheduleAtFixedRate(orFail(this::sweep), SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
        departures.begin();
    }

    private Runnable orFail(Runnable task) {
        return () -> guarded(task);
    }

    /// Any failure, such as a prompt that cannot be made or a file that cannot be written, ends the run, so that it never hangs.
    void guarded(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            broken(e);
        }
    }

    /// Ends the run without a report, for a fault of this program or of what it was given.
    void broken(Throwable cause) {
        OutOfMemory.endsProcess(cause);
        finished = true;
        departures.end();
        result.completeExceptionally(cause);
        if (scraping != null) {
            scraping.stop();
        }
        connections.end();
    }

    /// The report, once the run has ended; fails with [TargetUnreachableException].
    CompletableFuture<RunReport> result() {
        return result;
    }

    /// Ends the run now; the report is marked interrupted and covers what was measured.
    public void stop() {
        if (!result.isDone()) {
            loop.execute(orFail(() -> {
                interrupted = !finished;
                finish();
            }));
        }
    }

    /// Latency of correct answers from the intended send time, in microseconds. Only once the run has ended.
    public Histogram latencyFromIntended() {
        if (!result.isDone()) {
            throw new IllegalStateException("the run has not ended");
        }
        return statistics.latencyFromIntended();
    }

    /// The state of the run, from any thread: the loop copies what it has measured, the caller makes the report of it. Verdicts are those
    /// that the run would get if it ended now; steps, recovery and drift are reported only at the end. Empty once it has ended.
    public Optional<RunReport> soFar() throws InterruptedException {
        CompletableFuture<Optional<Supplier<RunReport>>> standing = new CompletableFuture<>();
        try {
            loop.execute(() -> standing.complete(finished ? Optional.empty() : Optional.of(standing())));
            return standing.get(SNAPSHOT_SECONDS, TimeUnit.SECONDS).map(Supplier::get);
        } catch (RejectedExecutionException | TimeoutException | ExecutionException _) {
            // It has ended meanwhile, or its event loop is too busy to answer.
            return Optional.empty();
        }
    }

    /// What has been measured so far, to be added to what other generators have, from any thread. Empty before the clock starts, and while
    /// the event loop is too busy to answer.
    public Optional<RunTally> tally() throws InterruptedException {
        CompletableFuture<Optional<RunTally>> told = new CompletableFuture<>();
        try {
            if (!result.isDone()) {
                loop.execute(() -> told
                        .complete(finished || !begun ? Optional.empty() : Optional.of(statistics.tally(soFarEnd(), false))));
                return told.get(SNAPSHOT_SECONDS, TimeUnit.SECONDS);
            }
        } catch (RejectedExecutionException | TimeoutException | ExecutionException _) {
            // It has ended meanwhile, or its event loop is too busy to answer.
        }
        RunStatistics.End at = end;
        return result.isDone() && at != null ? Optional.of(statistics.tally(at, true)) : Optional.empty();
    }

    private RunStatistics.End soFarEnd() {
        double measured = Math.max(1e-3, (now() - departures.warmupEnds()) / 1e9);
        double cpu = 100.0 * (cpuTime() - cpuAtStart) / Math.max(1, now()) / Runtime.getRuntime().availableProcessors();
        return new RunStatistics.End(warmupSeconds(), measured, measured, cpu, false, null, List.of(), null);
    }

    private Supplier<RunReport> standing() {
        RunStatistics.End until = soFarEnd();
        Measured copy = statistics.standing();
        RunReport.Findings findings = new RunReport.Findings(null, null, statistics.saturation(), null);
        return () -> copy.report(until, null, findings);
    }

    private static long cpuTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    long now() {
        return System.nanoTime() - origin;
    }

    /// @param why text for people, reported for the first error of its kind
    void error(Request request, String kind, String why) {
        statistics.error(request, kind, why);
        departures.failed(request);
    }

    // The results of requests; ConnectionPool and LoadConnection call these methods on the loop

    void resent() {
        statistics.resent();
    }

    /// Whether answers of this status end with their headers.
    boolean bodiless(int status) {
        return status < 200 || status == 204 || status == 304 || plan.endpoint().method().equals("HEAD");
    }

    /// The connection has brought an answer to no request, and closes.
    void unasked(LoadConnection connection) {
        connections.released(connection);
        statistics.unasked(connection.beginning());
    }

    void answered(LoadConnection connection, Request request, long sentAt, int status, @Nullable Answer output) {
        connections.released(connection);
        lastAnswer = now();
        boolean expected = plan.expectation().statuses().contains(status);
        String problem = expected && output != null && status == 200 ? output.problem() : null;
        if (expected && problem == null) {
            statistics.correct(request, lastAnswer - request.intended, lastAnswer - sentAt, status == 200 ? output : null,
                    sentAt - request.intended);
            Conversation conversation = request.conversation();
            if (conversation != null && output != null) {
                departures.answered(conversation, output);
            }
        } else {
            error(request, problem != null ? problem : "status " + status,
                    problem != null && output != null ? output.why(connection.beginning()) : connection.beginning());
        }
        if (closedLoop) {
            // After the connection has gone back to the idle ones.
            loop.execute(orFail(departures::again));
        }
        finishWhenDone();
    }

    void failed(LoadConnection connection, Request request, String kind, String why) {
        connections.released(connection);
        lost(request, kind, why);
        finishWhenDone();
    }

    void lost(Request request, String kind, String why) {
        lastAnswer = now();
        error(request, kind, why);
        if (closedLoop && !finished) {
            // A delay, so that a server that refuses immediately does not keep a CPU core busy.
            loop.schedule(orFail(departures::again), RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    // The end

    void finishWhenDone() {
        if (!departures.hasEnded() || !begun || !connections.isQuiet()) {
            doneAt = -1;
        } else if (connections.isEmpty()) {
            finish();
        } else {
            // The sweep comes back.
            doneAt = doneAt < 0 ? now() : doneAt;
            if (now() - doneAt >= LINGER_NANOS) {
                finish();
            }
        }
    }

    private void sweep() {
        connections.cutLate();
        departures.endByTheClock();
        if (departures.hasEnded() && departures.last() < now() - plan.limits().silence().toNanos()) {
            connections.cutWaiting();
        }
        if (connections.unreachable() != null && now() > GIVE_UP_NANOS) {
            finish();
        }
        finishWhenDone();
    }

    private void closeSecond() {
        if (finished) {
            return;
        }
        SecondSample sample = statistics.closeSecond(second++, connections.inFlight());
        plan.onSecond().accept(sample);
        if (steady != null && now() < departures.warmupEnds() && steady.reachedBy(sample)) {
            departures.endWarmup();
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
        departures.end();
        double elapsed = (double) (System.nanoTime() - origin);
        double cpu = 100.0 * (cpuTime() - cpuAtStart) / elapsed / Runtime.getRuntime().availableProcessors();
        List<RunCourse.Scraped> scraped = scraping == null ? List.of() : scraping.stop();
        String unreachable = connections.unreachable();
        if (unreachable != null) {
            result.completeExceptionally(
                    new TargetUnreachableException(plan.endpoint().address() + " cannot be reached: " + unreachable));
        } else {
            double offered = departures.seconds(interrupted, lastAnswer);
            // The time until the last answer is included, so that an overloaded server does not seem faster than it is.
            double achieved = Math.max(offered, (lastAnswer - departures.warmupEnds()) / 1e9);
            RunStatistics.End at = new RunStatistics.End(warmupSeconds(), offered, achieved, cpu, interrupted, aborted, scraped,
                    departures.conversations());
            end = at;
            result.complete(statistics.report(at));
        }
        connections.end();
    }

    private double warmupSeconds() {
        return Math.min(departures.warmupEnds(), now()) / 1e9;
    }
}
