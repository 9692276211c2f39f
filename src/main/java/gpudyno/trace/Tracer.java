package gpudyno.trace;

import gpudyno.model.trace.Kept;
import gpudyno.model.trace.Trace;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Begins traces, and decides at their end which are kept. The decision and everything before it runs on the request's thread, takes no lock
/// that another request may hold for long, and allocates nothing for a trace that is not kept.
public final class Tracer implements AutoCloseable {
    /// Which traces are kept, for people.
    public static final String RULE = "every failed, slow and anomalous one, at most 25 of each a second; one a second of the rest";
    /// Most traces of a kind kept in a second; of ordinary ones one.
    static final int A_SECOND = 25;
    private static final int QUEUE = 512;
    private static final long REFRESH_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final String RUN_STATE = "gpudyno=run:";
    private static final int LONGEST_RUN = 20;

    private final OrdinaryTimes computed;
    private final OrdinaryTimes fromCache;
    private final Map<Kept, PerSecond> bounds = new EnumMap<>(Kept.class);
    private final Map<Kept, LongAdder> kept = new EnumMap<>(Kept.class);
    private final LongAdder offered = new LongAdder();
    private final LongAdder left = new LongAdder();
    private final Exemplars exemplars = new Exemplars();
    private final TraceMaker maker;
    private final BlockingQueue<Trace> waiting = new ArrayBlockingQueue<>(QUEUE);
    private final Thread thread;
    private volatile String problem = "";
    private volatile boolean on = true;
    private volatile long slowNanos = TimeUnit.MILLISECONDS.toNanos(500);

    /// @param model what answers the requests, as its name stands in traces
    /// @param taker gets the traces that are kept, some at a time, on a thread of the tracer
    public Tracer(String model, Consumer<List<Trace>> taker) {
        this(model, taker, OrdinaryTimes.A_SECOND);
    }

    /// The same.
    ///
    /// @param sampled ordinary requests whose times are taken in a second, at most
    Tracer(String model, Consumer<List<Trace>> taker, int sampled) {
        computed = new OrdinaryTimes(sampled);
        fromCache = new OrdinaryTimes(sampled);
        maker = new TraceMaker(model);
        for (Kept kind : Kept.values()) {
            bounds.put(kind, new PerSecond(kind == Kept.ORDINARY ? 1 : A_SECOND));
            kept.put(kind, new LongAdder());
        }
        thread = Thread.ofVirtual().name("traces").start(() -> hand(taker));
    }

    /// Records requests from now on, or no longer.
    public void turn(boolean toOn) {
        on = toOn;
    }

    public boolean isOn() {
        return on;
    }

    /// Requests that take longer are slow.
    public void slow(long millis) {
        slowNanos = TimeUnit.MILLISECONDS.toNanos(millis);
    }

    public long slowMillis() {
        return TimeUnit.NANOSECONDS.toMillis(slowNanos);
    }

    /// A request arrives.
    ///
    /// @param route such as `POST /v1/embeddings`
    /// @param traceparent the header of that name; one that is no W3C trace context begins a new trace
    /// @param tracestate likewise
    public RequestTrace begin(String route, @Nullable String traceparent, @Nullable String tracestate) {
        return on ? new RequestTrace(this, route, TraceContext.parse(traceparent), run(tracestate)) : RequestTrace.off();
    }

    /// The load run that sent the request; our generator tells it.
    private static @Nullable String run(@Nullable String tracestate) {
        if (tracestate == null || !tracestate.startsWith(RUN_STATE)) {
            return null;
        }
        int end = tracestate.indexOf(',');
        String run = tracestate.substring(RUN_STATE.length(), end < 0 ? tracestate.length() : end);
        return run.length() <= LONGEST_RUN && !run.isEmpty() && run.chars().allMatch(c -> c >= '0' && c <= '9') ? run : null;
    }

    void ended(RequestTrace request) {
        offered.increment();
        long now = request.arrival + request.nanos;
        OrdinaryTimes times = request.computed() ? computed : fromCache;
        Kept kind = judge(request, times);
        if (kind == Kept.ORDINARY) {
            times.offer(request, now);
        }
        if (!Objects.requireNonNull(bounds.get(kind)).take(now)) {
            if (kind != Kept.ORDINARY) {
                left.increment();
            }
            return;
        }
        Trace trace = maker.make(request, kind, times.typical());
        if (waiting.offer(trace)) {
            Objects.requireNonNull(kept.get(kind)).increment();
            exemplars.add(trace);
        } else {
            left.increment();
        }
    }

    private Kept judge(RequestTrace request, OrdinaryTimes times) {
        if (request.failure != null) {
            return Kept.FAILED;
        }
        if (request.nanos > slowNanos) {
            return Kept.SLOW;
        }
        return times.isAnomalous(request) ? Kept.ANOMALOUS : Kept.ORDINARY;
    }

    private void hand(Consumer<List<Trace>> taker) {
        long refreshed = System.nanoTime();
        List<Trace> taken = new ArrayList<>();
        try {
            while (true) {
                Trace first = waiting.poll(1, TimeUnit.SECONDS);
                if (first != null) {
                    taken.add(first);
                    waiting.drainTo(taken, QUEUE);
                    give(taker, List.copyOf(taken));
                    taken.clear();
                }
                if (System.nanoTime() - refreshed >= REFRESH_NANOS) {
                    refresh();
                    refreshed = System.nanoTime();
                }
            }
        } catch (InterruptedException e) {
            // Closed.
            Thread.currentThread().interrupt();
        }
    }

    /// A fault of the taker costs the traces it was given, and no later ones.
    private void give(Consumer<List<Trace>> taker, List<Trace> traces) {
        try {
            taker.accept(traces);
            problem = "";
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            problem = traces.size() + " traces were lost: " + e;
        }
    }

    /// What went wrong with the traces handed on last; empty if nothing did.
    public String problem() {
        return problem;
    }

    /// Works out anew what is typical; done every five seconds.
    void refresh() {
        computed.refresh(System.nanoTime());
        fromCache.refresh(System.nanoTime());
    }

    /// Traced requests that have ended.
    public long offered() {
        return offered.sum();
    }

    public long kept(Kept kind) {
        return Objects.requireNonNull(kept.get(kind)).sum();
    }

    /// How many failed, slow and anomalous ones were left out because too many came in a second.
    public long leftOut() {
        return left.sum();
    }

    public Exemplars exemplars() {
        return exemplars;
    }

    @Override
    public void close() {
        on = false;
        thread.interrupt();
    }
}
