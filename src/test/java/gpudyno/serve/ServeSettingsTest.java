package gpudyno.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpudyno.cache.policy.PolicyKind;
import gpudyno.model.knob.Configuration;
import gpudyno.model.knob.KnobRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServeSettingsTest {
    private final ServeSettings settings = new ServeSettings();
    private final KnobRegistry knobs = new KnobRegistry();
    private final List<String> rebuilds = new ArrayList<>();
    private final List<Long> cacheSizes = new ArrayList<>();
    private boolean refusing;

    @BeforeEach
    void register() {
        settings.register(knobs, () -> {}, (sessions, threads) -> {
            rebuilds.add(sessions + "x" + threads);
            if (refusing) {
                throw new IllegalStateException("no such backend");
            }
        }, () -> cacheSizes.add(settings.cacheMaxBytes));
        knobs.turn(Map.of("backend.intraOpThreads", 1), "test");
        rebuilds.clear();
    }

    @Test
    void theStockConfigurationIsWhereKnobsBegin() {
        ServeSettings fresh = new ServeSettings();
        KnobRegistry begins = new KnobRegistry();
        fresh.register(begins, () -> {}, (_, _) -> {}, () -> {});
        assertThat(begins.current()).isEqualTo(ServeSettings.STOCK);
    }

    @Test
    void aTurnOfSeveralKnobsRebuildsTheBackendAndTheCacheOnce() {
        knobs.turn(Map.of("backend.sessions", 2, "backend.intraOpThreads", ServeSettings.CORES, "cache.maxBytes", 2 << 20, "cache.ttl", 60,
                "cache.enabled", true, "cache.policy", "lru", "serve.batch.maxSize", 8), "test");
        assertThat(settings.cachePolicy).isEqualTo(PolicyKind.LRU);
        assertThat(rebuilds).containsExactly("2x" + ServeSettings.CORES);
        assertThat(cacheSizes).containsExactly(2L << 20);
        assertThat(settings.sessions).isEqualTo(2);
    }

    @Test
    void whereTheBackendRefusesEveryKnobStandsWhereItStoodAndItIsNotBuiltAgain() {
        Configuration before = knobs.current();
        refusing = true;
        assertThatThrownBy(() -> knobs.turn(Map.of("backend.sessions", 2, "cache.maxBytes", 2 << 20, "serve.batch.maxSize", 8,
                "backend.arena.shrink", true), "test")).hasMessage("no such backend");
        assertThat(knobs.current()).isEqualTo(before);
        assertThat(rebuilds).hasSize(1);
        assertThat(cacheSizes).isEmpty();
    }
}
