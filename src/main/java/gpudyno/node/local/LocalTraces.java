package gpudyno.node.local;

import gpudyno.model.OneLine;
import gpudyno.model.knob.ChangeCost;
import gpudyno.model.knob.Knob;
import gpudyno.model.knob.KnobRegistry;
import gpudyno.model.knob.KnobType;
import gpudyno.model.knob.KnobType.Scale;
import gpudyno.model.net.Address;
import gpudyno.model.node.Readiness;
import gpudyno.model.node.Readiness.State;
import gpudyno.model.target.Module;
import gpudyno.model.trace.Kept;
import gpudyno.model.trace.OpenedTrace;
import gpudyno.model.trace.Trace;
import gpudyno.model.trace.TraceList;
import gpudyno.model.trace.TraceQuery;
import gpudyno.node.Traces;
import gpudyno.serve.ModelServer;
import gpudyno.store.Store;
import gpudyno.trace.TraceExport;
import gpudyno.trace.Tracer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The tracer of the node's gateway, and the traces it has kept.
final class LocalTraces implements Traces, NodeModule {
    private static final Duration EXPORT_EVERY = Duration.ofSeconds(2);

    private final Store store;
    private final Recorder recorder;
    private final Tracer tracer;
    private volatile @Nullable TraceExport export;

    LocalTraces(ModelServer server, KnobRegistry knobs, Store store, Recorder recorder) {
        this.store = store;
        this.recorder = recorder;
        tracer = new Tracer(server.modelName(), this::keep);
        knobs.register(new Knob("trace.on", new KnobType.Switch(), "", "Record where the time of each request goes",
                ChangeCost.FREE, false),
                tracer::isOn, on -> tracer.turn((Boolean) on));
        knobs.register(new Knob("trace.slow", new KnobType.Whole(1, 120_000, Scale.LOG), "ms",
                "Requests that take longer are kept as slow ones", ChangeCost.FREE, false), tracer::slowMillis,
                millis -> tracer.slow(((Number) millis).longValue()));
        server.traceWith(tracer);
    }

    /// On the tracer's thread.
    private void keep(List<Trace> traces) {
        recorder.write(to -> to.traces().put(traces));
        TraceExport to = export;
        if (to != null) {
            to.send(traces);
        }
    }

    void exportTo(Address collector, Map<String, String> headers, String node, String version) {
        export = new TraceExport(collector, headers, node, version, EXPORT_EVERY);
    }

    /// One answered trace of each size of latency.
    List<Trace> exemplars() {
        return tracer.exemplars().all();
    }

    @Override
    public String title() {
        return "Tracing";
    }

    @Override
    public Tally tally() {
        Map<Kept, Long> kept = new EnumMap<>(Kept.class);
        for (Kept kind : Kept.values()) {
            kept.put(kind, tracer.kept(kind));
        }
        TraceExport to = export;
        return new Tally(tracer.isOn(), tracer.slowMillis(), tracer.offered(), kept, tracer.leftOut(), Tracer.RULE,
                to == null ? "" : to.status());
    }

    @Override
    public String tryExport() {
        TraceExport to = export;
        return to == null ? "Traces are sent to no collector; the entry otlpTraces in gpudyno.yaml names one." : to.test();
    }

    @Override
    public TraceList find(TraceQuery query) {
        return store.traces().find(query);
    }

    @Override
    public Optional<OpenedTrace> trace(String id) {
        if (!id.matches("[0-9a-f]{32}")) {
            throw new IllegalArgumentException("a trace id has 32 digits of 0 to 9 and a to f, got '" + OneLine.shortened(id, 40) + "'");
        }
        return store.traces().find(id).map(OpenedTrace::of);
    }

    @Override
    public List<Readiness> readiness() {
        if (!tracer.isOn()) {
            return List.of(new Readiness(Module.DISTRIBUTED_TRACING, State.OFF, "trace.on is off"));
        }
        TraceExport to = export;
        String evidence = tracer.offered() + " requests traced, " + tracer.kept(Kept.SLOW) + " slow and " + tracer.kept(Kept.FAILED)
                + " failed kept" + (to == null ? "" : "; " + to.status());
        if (!tracer.problem().isEmpty() || to != null && to.isFailing()) {
            return List.of(new Readiness(Module.DISTRIBUTED_TRACING, State.DEGRADED, evidence
                    + (tracer.problem().isEmpty() ? "" : "; " + tracer.problem())));
        }
        return List.of(new Readiness(Module.DISTRIBUTED_TRACING, tracer.offered() == 0 ? State.LEARNING : State.WORKING, evidence));
    }

    @Override
    public void close() {
        tracer.close();
        TraceExport to = export;
        if (to != null) {
            to.close();
        }
    }
}
