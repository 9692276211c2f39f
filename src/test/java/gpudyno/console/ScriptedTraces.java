package gpudyno.console;

import gpudyno.model.trace.Batch;
import gpudyno.model.trace.Kept;
import gpudyno.model.trace.OpenedTrace;
import gpudyno.model.trace.Stage;
import gpudyno.model.trace.StageSpan;
import gpudyno.model.trace.Trace;
import gpudyno.model.trace.TraceList;
import gpudyno.model.trace.TraceQuery;
import gpudyno.model.trace.Typical;
import gpudyno.model.trace.Typical.Range;
import gpudyno.node.Traces;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// A quarter of an hour of seeded traces: a surge in the middle in which requests wait in the queue, some of them with long inputs besides.
final class ScriptedTraces implements Traces {
    private static final Typical TYPICAL = new Typical(8_192, 95,
            Map.of(Stage.ADMISSION, new Range(0.1, 0.3, 0.8), Stage.TOKENISE, new Range(1.4, 2.8, 4), Stage.CACHE_L1,
                    new Range(0.1, 0.2, 0.4), Stage.QUEUE, new Range(4.1, 9.8, 31), Stage.BATCH, new Range(0.2, 4.2, 5), Stage.INFERENCE,
                    new Range(58, 74, 121), Stage.WRITE, new Range(0.6, 0.9, 1.8)));
    private static final int COUNT = 240;

    private final List<Trace> traces = new ArrayList<>();
    private final long offered;

    ScriptedTraces(boolean loaded, Instant end) {
        offered = loaded ? 57_600 : 0;
        Random random = new Random(5);
        for (int i = 0; loaded && i < COUNT; i++) {
            double second = i < COUNT / 2 ? random.nextDouble() * 890 : 500 + random.nextGaussian() * 40;
            traces.add(trace(random, end.minusMillis((long) (1000 * Math.clamp(second, 1, 890))), i));
        }
        traces.sort(Comparator.comparing(Trace::at).reversed());
    }

    private static Trace trace(Random random, Instant at, int i) {
        boolean failed = i % 19 == 0;
        boolean odd = i % 23 == 0;
        int inputs = 1 << random.nextInt(7);
        Map<Stage, Double> took = new EnumMap<>(Stage.class);
        took.put(Stage.ADMISSION, 0.4);
        took.put(Stage.TOKENISE, 3.1 + (odd ? 40 : 0));
        took.put(Stage.CACHE_L1, 0.2);
        took.put(Stage.QUEUE, failed ? 10_000 : odd ? 9 : 380 + 90 * random.nextDouble());
        if (!failed) {
            took.put(Stage.BATCH, 5.0);
            took.put(Stage.INFERENCE, i % 3 == 0 ? 196.0 : 80 + 30 * random.nextDouble());
            took.put(Stage.WRITE, 1.3);
        }
        List<StageSpan> spans = new ArrayList<>();
        double start = 0;
        for (Map.Entry<Stage, Double> one : took.entrySet()) {
            spans.add(new StageSpan(one.getKey(), start, one.getValue()));
            start += one.getValue() + 0.1;
        }
        byte[] id = new byte[16];
        random.nextBytes(id);
        Batch batch = failed ? null : new Batch(91_204 + i, HexFormat.of().formatHex(id, 0, 8), 4, 4, 507, 512);
        return new Trace(HexFormat.of().formatHex(id), HexFormat.of().formatHex(id, 8, 16), HexFormat.of().formatHex(id, 4, 12), at, start,
                "POST /v1/embeddings", failed ? 503 : 200, failed ? Kept.FAILED : odd ? Kept.ANOMALOUS : Kept.SLOW,
                failed ? "No answer within the deadline of 10000 ms." : null, "214", spans, TYPICAL, batch, attributes(inputs, failed));
    }

    private static Map<String, String> attributes(int inputs, boolean failed) {
        Map<String, String> all = new HashMap<>(Map.of("gen_ai.operation.name", "embeddings", "gen_ai.provider.name", "gpudyno",
                "gen_ai.request.model", "all-MiniLM-L6-v2", "gen_ai.usage.input_tokens", Integer.toString(inputs * 40), Trace.INPUTS,
                Integer.toString(inputs), "gpudyno.cache.hits", "0", "gpudyno.queue.ahead", "33", "http.response.status_code",
                failed ? "503" : "200"));
        all.put("http.route", "/v1/embeddings");
        return all;
    }

    @Override
    public Tally tally() {
        Map<Kept, Long> kept = new EnumMap<>(Kept.class);
        traces.forEach(trace -> kept.merge(trace.kept(), 1L, Long::sum));
        return new Tally(true, 500, offered, kept, 0,
                "every failed, slow and anomalous one, at most 25 of each a second; one a second of the rest",
                offered > 0 ? "traces to collector.example: 812 spans sent" : "");
    }

    @Override
    public String tryExport() {
        return "The collector at collector.example took the test span.";
    }

    @Override
    public TraceList find(TraceQuery query) {
        Map<Kept, Integer> kept = new EnumMap<>(Kept.class);
        Map<Stage, Integer> slow = new EnumMap<>(Stage.class);
        traces.forEach(trace -> {
            kept.merge(trace.kept(), 1, Integer::sum);
            if (trace.kept() == Kept.SLOW) {
                slow.merge(trace.leading().orElseThrow(), 1, Integer::sum);
            }
        });
        return new TraceList(kept, slow, traces.stream().filter(trace -> is(query.kept(), trace.kept()))
                .filter(trace -> is(query.stage(), trace.leading().orElseThrow())).filter(trace -> trace.millis() >= query.longerThan())
                .filter(trace -> query.text().isEmpty() || trace.id().startsWith(query.text())
                        || ("run:" + trace.run()).equals(query.text()))
                .limit(query.most()).map(Trace::summary).toList());
    }

    private static <E> boolean is(@Nullable E wanted, E value) {
        return wanted == null || wanted.equals(value);
    }

    @Override
    public Optional<OpenedTrace> trace(String id) {
        return traces.stream().filter(trace -> trace.id().equals(id)).findFirst().map(OpenedTrace::of);
    }
}
