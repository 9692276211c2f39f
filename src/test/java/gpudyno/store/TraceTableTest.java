package gpudyno.store;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.model.node.RecordKind;
import gpudyno.model.trace.Kept;
import gpudyno.model.trace.Stage;
import gpudyno.model.trace.StageSpan;
import gpudyno.model.trace.Trace;
import gpudyno.model.trace.TraceList;
import gpudyno.model.trace.TraceQuery;
import gpudyno.model.trace.TraceSummary;
import gpudyno.model.trace.Typical;
import gpudyno.model.trace.Typical.Range;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceTableTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Typical TYPICAL = new Typical(500, 12, Map.of(Stage.QUEUE, new Range(0.1, 1, 4), Stage.INFERENCE,
            new Range(5, 9, 14)));

    @TempDir
    private Path folder;

    private DataFolder held;
    private Store store;

    @BeforeEach
    void open() {
        held = DataFolder.open(folder);
        store = Store.open(held);
    }

    @AfterEach
    void close() {
        store.close();
        held.close();
    }

    private static Trace trace(int i, Kept kept, Stage slow) {
        List<StageSpan> spans = List.of(new StageSpan(Stage.QUEUE, 0.2, slow == Stage.QUEUE ? 600 : 1),
                new StageSpan(Stage.INFERENCE, 601, slow == Stage.INFERENCE ? 700 : 9));
        return new Trace(id(i), HexFormat.of().toHexDigits((long) i), null, NOON.plusMillis(i), 600 + i / 1000.0, "POST /v1/embeddings",
                kept == Kept.FAILED ? 503 : 200, kept, kept == Kept.FAILED ? "No answer within the deadline." : null,
                i % 2 == 0 ? "7" : null, spans, TYPICAL, null,
                Map.of(Trace.INPUTS, Integer.toString(i % 5 + 1), "gen_ai.request.model", "m"));
    }

    private static String id(int i) {
        return HexFormat.of().toHexDigits((long) i) + HexFormat.of().toHexDigits(0xabcdef0000000000L + i);
    }

    private static TraceQuery query(@org.jspecify.annotations.Nullable Kept kept, @org.jspecify.annotations.Nullable Stage stage,
            double longer, String text) {
        return new TraceQuery(NOON, NOON.plusSeconds(1000), kept, stage, longer, text, 100);
    }

    @Test
    void tracesAreFoundByEachFilterAndComeBackWhole() {
        List<Trace> all = List.of(trace(1, Kept.SLOW, Stage.QUEUE), trace(2, Kept.SLOW, Stage.INFERENCE),
                trace(3, Kept.FAILED, Stage.QUEUE));
        store.traces().put(all);
        TraceList found = store.traces().find(query(null, null, 0, ""));
        assertThat(found.traces()).extracting(TraceSummary::id).containsExactly(id(3), id(2), id(1));
        assertThat(found.traces()).isEqualTo(all.reversed().stream().map(Trace::summary).toList());
        assertThat(found.kept()).isEqualTo(Map.of(Kept.SLOW, 2, Kept.FAILED, 1));
        assertThat(found.slow()).isEqualTo(Map.of(Stage.QUEUE, 1, Stage.INFERENCE, 1));
        assertThat(ids(query(Kept.FAILED, null, 0, ""))).containsExactly(id(3));
        assertThat(ids(query(null, Stage.INFERENCE, 0, ""))).containsExactly(id(2));
        assertThat(ids(query(null, null, 600.0021, ""))).containsExactly(id(3));
        assertThat(ids(query(null, null, 0, id(1).substring(0, 16)))).containsExactly(id(1));
        assertThat(ids(query(null, null, 0, "DEADLINE"))).containsExactly(id(3));
        assertThat(ids(query(null, null, 0, "run:7"))).containsExactly(id(2));
        assertThat(ids(query(null, null, 0, "gpudyno.inputs=3"))).containsExactly(id(2));
        assertThat(ids(query(null, null, 0, "it's \"quoted\"=%' OR 1=1"))).isEmpty();
        assertThat(store.traces().find(id(2))).contains(all.get(1));
        assertThat(store.traces().find(id(9))).isEmpty();
    }

    private List<String> ids(TraceQuery query) {
        return store.traces().find(query).traces().stream().map(TraceSummary::id).toList();
    }

    /// With `-Dgpudyno.traces=100000` the same at the size that the product is measured at.
    @Test
    void howeverManyAreOfferedTheNewestOfEachKindStayAndTheFailedAreNotPushedOut() throws Exception {
        int many = Integer.getInteger("gpudyno.traces", Math.toIntExact(RecordKind.TRACES.usual()) + 600);
        store.traces().put(List.of(trace(0, Kept.FAILED, Stage.QUEUE)));
        List<Trace> some = new ArrayList<>();
        long began = System.nanoTime();
        for (int i = 1; i <= many; i++) {
            some.add(trace(i, Kept.SLOW, Stage.QUEUE));
            if (some.size() == 100 || i == many) {
                store.traces().put(some);
                some.clear();
            }
        }
        long written = System.nanoTime();
        assertThat(store.traces().count()).isBetween(Math.toIntExact(RecordKind.TRACES.usual()),
                Math.toIntExact(RecordKind.TRACES.usual()) + 400);
        assertThat(store.traces().find(id(0))).as("the only failed one").isPresent();
        assertThat(store.traces().find(id(1))).as("the oldest slow one").isEmpty();
        assertThat(store.traces().find(id(many))).isPresent();
        long asked = System.nanoTime();
        int listed = store.traces().find(TraceQuery.between(NOON, NOON.plusSeconds(1_000_000))).traces().size();
        long told = System.nanoTime();
        assertThat(listed).isEqualTo(TraceQuery.MOST);
        long bytes = Files.size(folder.resolve(Store.FILE));
        assertThat(bytes).isLessThan(40L << 20);
        System.out.printf("%d traces offered in %.1f s, %d kept in %.1f MB; a list of %d in %.0f ms%n", many, (written - began) / 1e9,
                store.traces().count(), bytes / 1e6, listed, (told - asked) / 1e6);
    }
}
