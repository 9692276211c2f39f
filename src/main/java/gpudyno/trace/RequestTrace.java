package gpudyno.trace;

import gpudyno.model.trace.Stage;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// The instants of one request. Entering a stage ends the one before it, and [#end] ends whatever is open, so no stage stays open however a
/// request ends. Belongs to the request's thread until it has ended.
@SuppressWarnings("EnumOrdinal") // a stage's place in the arrays of times
public final class RequestTrace {
    static final int STAGES = Stage.values().length;
    private static final RequestTrace OFF = new RequestTrace();

    private final @Nullable Tracer tracer;
    final String route;
    final @Nullable String run;
    final long high;
    final long low;
    final long span;
    final long parent;
    final long arrival;
    /// Nanoseconds after the arrival.
    final long[] begun;
    final long[] took;
    int met;
    int inputs;
    int hits;
    int tokens;
    int ahead = -1;
    boolean joined;
    @Nullable
    BatchTrace batch;
    long nanos;
    int status;
    @Nullable
    String failure;
    private int open = -1;
    private long since;
    private boolean ended;

    private RequestTrace() {
        tracer = null;
        route = "";
        run = null;
        high = 0;
        low = 0;
        span = 0;
        parent = 0;
        arrival = 0;
        begun = new long[0];
        took = begun;
    }

    RequestTrace(Tracer tracer, String route, @Nullable TraceContext caller, @Nullable String run) {
        this.tracer = tracer;
        this.route = route;
        this.run = run;
        ThreadLocalRandom random = ThreadLocalRandom.current();
        high = caller == null ? random.nextLong() : caller.high();
        low = caller == null ? random.nextLong(1, Long.MAX_VALUE) : caller.low();
        parent = caller == null ? 0 : caller.span();
        span = random.nextLong(1, Long.MAX_VALUE);
        begun = new long[STAGES];
        took = new long[STAGES];
        arrival = System.nanoTime();
    }

    /// For a request that is not traced: every method does nothing.
    public static RequestTrace off() {
        return OFF;
    }

    /// The request comes to a stage.
    public void enter(Stage stage) {
        if (tracer != null) {
            long now = System.nanoTime() - arrival;
            leave(now);
            open(stage.ordinal(), now);
        }
    }

    private void open(int stage, long at) {
        open = stage;
        since = at;
        if ((met & 1 << stage) == 0) {
            met |= 1 << stage;
            begun[stage] = at;
        }
    }

    private void leave(long at) {
        if (open >= 0) {
            took[open] += Math.max(0, at - since);
            open = -1;
        }
    }

    /// What the request asks for.
    public void asks(int inputCount, int tokenCount) {
        if (tracer != null) {
            inputs = inputCount;
            tokens = tokenCount;
        }
    }

    /// How many of its inputs the cache had.
    public void found(int count) {
        if (tracer != null) {
            hits = count;
        }
    }

    /// How many items were queued before its own.
    public void queuedBehind(int items) {
        if (tracer != null) {
            ahead = items;
        }
    }

    /// The wait for its inputs is over: what it waited for is told by the batch of the last one.
    ///
    /// @param ride null if the item never left the queue
    /// @param others whether another request had sent that item
    public void waited(@Nullable BatchTrace ride, boolean others) {
        if (tracer == null || open != Stage.QUEUE.ordinal()) {
            return;
        }
        long now = System.nanoTime() - arrival;
        batch = ride;
        joined = others;
        long from = begun[open];
        if (others) {
            met &= ~(1 << open);
            begun[open] = 0;
            open(Stage.COALESCE_WAIT.ordinal(), from);
            leave(now);
        } else if (ride == null) {
            leave(now);
        } else {
            long taken = Math.clamp(ride.taken - arrival, from, now);
            leave(taken);
            open(Stage.BATCH.ordinal(), taken);
            long started = ride.started == 0 ? now : Math.clamp(ride.started - arrival, taken, now);
            leave(started);
            if (ride.started != 0) {
                open(Stage.INFERENCE.ordinal(), started);
                leave(ride.finished == 0 ? now : Math.clamp(ride.finished - arrival, started, now));
            }
        }
    }

    /// The request is answered. Only the first call counts.
    ///
    /// @param why what went wrong; null if nothing did
    public void end(int answered, @Nullable String why) {
        if (tracer != null && !ended) {
            ended = true;
            nanos = System.nanoTime() - arrival;
            leave(nanos);
            status = answered;
            failure = why;
            tracer.ended(this);
        }
    }

    /// The value of the header `traceresponse`, by which the caller finds the trace; null for one that is not recorded, and for one whose id
    /// the caller chose.
    public @Nullable String response() {
        return tracer == null || parent != 0 ? null : "00-" + TraceContext.traceId(high, low) + "-" + TraceContext.spanId(span) + "-01";
    }

    boolean isOpen() {
        return open >= 0;
    }

    /// Whether a model had to compute something for it.
    boolean computed() {
        return hits < inputs;
    }
}
