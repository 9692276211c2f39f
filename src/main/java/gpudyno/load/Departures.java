package gpudyno.load;

import gpudyno.model.load.RunReport;
import gpudyno.model.load.Scenario;
import io.netty.channel.EventLoop;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Sends requests at the times of a schedule or, in the closed loop, as soon as the previous answer has come. Used only on the event loop.
final class Departures {
    /// The most requests sent in one turn of the event loop before answers are read.
    private static final int BURST = 64;
    /// How often the generator reads answers while it waits without sleeping. Each read costs a system call and some garbage.
    private static final long TURN_NANOS = TimeUnit.MICROSECONDS.toNanos(20);
    private static final long LEAST_SPAN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final LoadRun run;
    private final LoadPlan plan;
    private final RunStatistics statistics;
    private final ConnectionPool connections;
    private final EventLoop loop;
    private final Supplier<Body> bodies;
    /// Null in the closed loop.
    private final @Nullable FireTimes schedule;
    private final FollowUps followUps = new FollowUps();
    private final Pacer pacer;
    private final Runnable pump;
    private long warmupNanos;
    private long endNanos;
    /// Turns after the first of their conversation that were sent.
    private long turns;
    private long nextArrival;
    /// Arrivals of the schedule so far, those of other generators included.
    private long arrivals;
    private long measuredSent;
    private long lastFire;
    private boolean sending = true;

    Departures(LoadRun run, LoadPlan plan, RunStatistics statistics, ConnectionPool connections) {
        this.run = run;
        this.plan = plan;
        this.statistics = statistics;
        this.connections = connections;
        loop = connections.loop();
        bodies = plan.source().bodies(plan.seed());
        boolean closedLoop = plan.scenario() instanceof Scenario.ClosedLoop;
        schedule = closedLoop ? null : FireTimes.of(plan.scenario(), plan.warmup().most(), plan.seed());
        pacer = new Pacer(plan.limits().pacing());
        pump = () -> run.guarded(this::pump);
        warmupNanos = plan.warmup().most().toNanos();
        endNanos = warmupNanos + plan.scenario().duration().toNanos();
    }

    /// The clock starts.
    void begin() {
        if (plan.scenario() instanceof Scenario.ClosedLoop(int most, var _)) {
            for (int i = 0; i < most; i++) {
                fire(run.now(), bodies.get());
            }
        } else {
            advance();
            pump();
        }
    }

    /// No request leaves from now on.
    void end() {
        sending = false;
    }

    /// Whether no more will leave.
    boolean hasEnded() {
        return !sending;
    }

    /// In the closed loop, if no answer comes, only the clock shows that the run is over.
    void endByTheClock() {
        if (schedule == null) {
            sending = sending && run.now() < endNanos;
        }
    }

    /// When the last request was due, nanoseconds from the start of the run.
    long last() {
        return lastFire;
    }

    /// Nanoseconds from the start of the run.
    long warmupEnds() {
        return warmupNanos;
    }

    /// Ends the warm-up early; the measured part keeps its length.
    void endWarmup() {
        endNanos -= warmupNanos - run.now();
        warmupNanos = run.now();
    }

    private boolean enough() {
        return plan.requests() > 0 && measuredSent >= plan.requests();
    }

    private long nextFire() {
        return Math.min(nextArrival, followUps.next());
    }

    private boolean sendsMore() {
        sending = sending && nextFire() < endNanos && !enough();
        return sending;
    }

    private void pump() {
        pacer.awoke(run.now());
        for (int burst = 0; sendsMore() && nextFire() <= run.now(); burst++) {
            if (burst == BURST) {
                pumpIn(0);
                return;
            }
            fireNext();
        }
        if (sending) {
            long sleep = pacer.sleep(run.now(), nextFire());
            if (sleep == 0) {
                long turnEnds = Math.min(nextFire(), run.now() + TURN_NANOS);
                while (run.now() < turnEnds) {
                    Thread.onSpinWait();
                }
            }
            pumpIn(sleep);
        } else {
            run.finishWhenDone();
        }
    }

    /// Always scheduled by the timer, because a task that submits itself to the loop again prevents the loop from reading answers.
    private void pumpIn(long nanos) {
        loop.schedule(pump, Math.max(1, nanos), TimeUnit.NANOSECONDS);
    }

    private void fireNext() {
        if (followUps.next() < nextArrival) {
            fireTurn();
        } else {
            // The body is drawn here, not when it is sent, so that the n-th request always has the n-th body, whatever the connections do.
            fire(nextArrival, bodies.get());
            advance();
        }
    }

    /// Goes on to the next arrival that this generator sends. What the others send is drawn too, so that the n-th arrival of the schedule has
    /// the n-th body whoever sends it.
    private void advance() {
        nextArrival = Objects.requireNonNull(schedule).next();
        while (!plan.part().sends(arrivals++) && nextArrival < endNanos) {
            var _ = bodies.get();
            nextArrival = schedule.next();
        }
    }

    private void fire(long intended, Body body) {
        LoadRun.Request request = offer(intended, body);
        Conversation conversation = body.conversation();
        if (conversation != null) {
            followUps.begin();
            followUps.after(intended, conversation);
        }
        connections.dispatch(request);
    }

    private void fireTurn() {
        long intended = followUps.next();
        Conversation conversation = followUps.take();
        if (conversation == null) {
            return;
        }
        if (conversation.canGoOn()) {
            connections.dispatch(offer(intended, conversation.next(turns++)));
        } else {
            conversation.await(offer(intended, Body.NONE));
        }
        followUps.after(intended, conversation);
    }

    private LoadRun.Request offer(long intended, Body body) {
        boolean measured = intended >= warmupNanos;
        if (measured) {
            measuredSent++;
        }
        lastFire = intended;
        LoadRun.Request request = new LoadRun.Request(intended, measured, body);
        statistics.offered(request, run.now() - intended);
        return request;
    }

    /// A request has failed, and its conversation with it.
    void failed(LoadRun.Request request) {
        Conversation conversation = request.conversation();
        if (conversation != null) {
            followUps.broken(conversation);
            for (LoadRun.Request turn = conversation.takeWaiting(); turn != null; turn = conversation.takeWaiting()) {
                statistics.error(turn, ErrorKind.TURN_BEFORE_FAILED, "");
            }
        }
    }

    /// A conversation has an answer; its next turn goes now where it was due already.
    void answered(Conversation conversation, Answer answer) {
        followUps.answered(conversation, answer.text(), answer.outputTokens());
        LoadRun.Request due = conversation.takeWaiting();
        if (due != null) {
            connections.dispatch(new LoadRun.Request(due.intended(), due.measured(), conversation.next(turns++)));
        }
    }

    /// An answer has come, or an error, and its place in the closed loop is free.
    void again() {
        sending = sending && run.now() < endNanos && !enough();
        if (sending) {
            fire(run.now(), bodies.get());
        } else {
            run.finishWhenDone();
        }
    }

    /// Over how long requests were offered.
    ///
    /// @param interrupted the run was ended before its time
    /// @param lastAnswer when it came, nanoseconds from the start of the run
    double seconds(boolean interrupted, long lastAnswer) {
        boolean byCount = plan.requests() > 0 && enough();
        // Until the time of the next request, if there is one; a trace has none after its last.
        long next = nextFire() == Long.MAX_VALUE ? 0 : nextFire();
        long until = interrupted || byCount ? Math.max(lastFire, byCount ? next : 0) : endNanos;
        // Arrivals at one instant have no rate, so the time that they took is used instead.
        boolean instant = until - warmupNanos < LEAST_SPAN_NANOS && measuredSent > 0;
        return Math.max(1e-3, ((instant ? Math.max(until, lastAnswer) : until) - warmupNanos) / 1e9);
    }

    /// The results of conversations; null if there were none.
    RunReport.@Nullable Conversations conversations() {
        return followUps.report();
    }
}
