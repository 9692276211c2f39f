package gpudyno.node.local;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.model.knob.ChangeCost;
import gpudyno.model.knob.Configuration;
import gpudyno.model.knob.Knob;
import gpudyno.model.knob.KnobRegistry;
import gpudyno.model.knob.KnobType;
import gpudyno.model.node.Recommendation;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionReport.Column;
import gpudyno.model.tune.SessionReport.Phase;
import gpudyno.store.Json;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecommendationsTest {
    private static final Configuration BEST = Configuration
            .of(Map.of("batch", 16, "bytes", 8L << 30, "share", 2.0, "mode", "lfu", "on", true));
    private final Map<String, Object> values = new HashMap<>(
            Map.of("batch", 1, "bytes", 1L << 20, "share", 0.5, "mode", "lru", "on", false));
    private final KnobRegistry knobs = new KnobRegistry();

    @BeforeEach
    void register() {
        register("batch", new KnobType.Whole(1, 64, KnobType.Scale.POWER_OF_TWO));
        register("bytes", new KnobType.Whole(1, 1L << 40, KnobType.Scale.LOG));
        register("share", new KnobType.Real(0, 10, KnobType.Scale.LINEAR));
        register("mode", new KnobType.Choice(List.of("lru", "lfu")));
        register("on", new KnobType.Switch());
    }

    private void register(String id, KnobType type) {
        knobs.register(new Knob(id, type, "1", "test", ChangeCost.FREE, true), () -> Objects.requireNonNull(values.get(id)),
                value -> values.put(id, value));
    }

    /// As the store gives it back.
    private static SessionReport stored(Configuration best) {
        Column baseline = new Column(Configuration.of(Map.of("batch", 1)), 100.0, null, Map.of(), Map.of());
        SessionReport report = SessionReport.builder(7, "option-2", Instant.EPOCH).phase(Phase.FINISHED, "done").progress(1)
                .ended(Instant.EPOCH)
                .baseline(baseline).best(new Column(best, 200.0, null, Map.of(), Map.of())).verdict(SessionReport.Verdict.BETTER).build();
        return Json.read(Json.write(report), SessionReport.class);
    }

    @Test
    void theBestIsOfferedUntilItIsApplied() {
        List<SessionReport> newest = List.of(stored(BEST));
        List<Recommendation> offered = Recommendations.of(newest, knobs);
        assertThat(offered).hasSize(1);
        assertThat(offered.getFirst().change()).isEqualTo(BEST);
        knobs.turn(offered.getFirst().change().values(), "test");
        assertThat(Recommendations.of(newest, knobs)).isEmpty();
        knobs.turn(Map.of("share", 1.5), "test");
        assertThat(Recommendations.of(newest, knobs).getFirst().change()).isEqualTo(Configuration.of(Map.of("share", 2)));
    }

    @Test
    void whatNoKnobTakesAnyMoreIsNotOfferedForEver() {
        List<SessionReport> newest = List.of(stored(BEST.with("gone", 5).with("batch", 1024)));
        knobs.turn(BEST.with("batch", 1).values(), "test");
        assertThat(Recommendations.of(newest, knobs)).isEmpty();
    }
}
