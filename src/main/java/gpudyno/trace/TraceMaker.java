package gpudyno.trace;

import gpudyno.model.trace.Batch;
import gpudyno.model.trace.Kept;
import gpudyno.model.trace.Stage;
import gpudyno.model.trace.StageSpan;
import gpudyno.model.trace.Trace;
import gpudyno.model.trace.Typical;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes a trace of the instants of a request that is kept.
@SuppressWarnings("EnumOrdinal") // a stage's place in the arrays of times
final class TraceMaker {
    private static final Stage[] STAGES = Stage.values();

    private final String model;

    TraceMaker(String model) {
        this.model = model;
    }

    Trace make(RequestTrace request, Kept kind, Optional<Typical> typical) {
        Instant arrival = Instant.now().minusNanos(System.nanoTime() - request.arrival);
        return new Trace(TraceContext.traceId(request.high, request.low), TraceContext.spanId(request.span),
                request.parent == 0 ? null : TraceContext.spanId(request.parent), arrival, request.nanos / 1e6, request.route,
                request.status, kind, request.failure, request.run, stages(request), typical.orElse(null), batch(request.batch),
                attributes(request));
    }

    private static List<StageSpan> stages(RequestTrace request) {
        List<StageSpan> spans = new ArrayList<>();
        for (Stage stage : STAGES) {
            if ((request.met & 1 << stage.ordinal()) != 0) {
                spans.add(new StageSpan(stage, request.begun[stage.ordinal()] / 1e6, request.took[stage.ordinal()] / 1e6));
            }
        }
        spans.sort(Comparator.comparingDouble(StageSpan::start));
        return spans;
    }

    private static @Nullable Batch batch(@Nullable BatchTrace ride) {
        return ride == null
                ? null
                : new Batch(ride.id, TraceContext.spanId(ride.span), ride.items, ride.cap, ride.tokens, ride.padded);
    }

    /// The names are those of OpenTelemetry's conventions for HTTP and for generative models where they have one.
    private Map<String, String> attributes(RequestTrace request) {
        Map<String, String> all = new HashMap<>();
        int space = request.route.indexOf(' ');
        all.put("http.request.method", request.route.substring(0, Math.max(0, space)));
        all.put("http.route", request.route.substring(space + 1));
        all.put("http.response.status_code", Integer.toString(request.status));
        all.put("gen_ai.operation.name", "embeddings");
        all.put("gen_ai.provider.name", "gpudyno");
        all.put("gen_ai.request.model", model);
        if (request.failure != null) {
            all.put("error.type", Integer.toString(request.status));
        }
        if (request.inputs > 0) {
            all.put(Trace.INPUTS, Integer.toString(request.inputs));
            all.put("gpudyno.cache.hits", Integer.toString(request.hits));
            all.put("gen_ai.usage.input_tokens", Integer.toString(request.tokens));
        }
        if (request.ahead >= 0) {
            all.put("gpudyno.queue.ahead", Integer.toString(request.ahead));
        }
        if (request.joined) {
            all.put("gpudyno.coalesced", "true");
        }
        if (request.run != null) {
            all.put("gpudyno.run", request.run);
        }
        return all;
    }
}
