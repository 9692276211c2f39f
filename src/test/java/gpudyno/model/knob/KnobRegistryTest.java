package gpudyno.model.knob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KnobRegistryTest {
    private final Map<String, Object> values = new HashMap<>(Map.of("a.size", 4L, "b.on", true, "c.mode", "lru"));
    private final KnobRegistry registry = new KnobRegistry();

    @BeforeEach
    void knobs() {
        register("a.size", new KnobType.Whole(1, 64, KnobType.Scale.POWER_OF_TWO));
        register("b.on", new KnobType.Switch());
        register("c.mode", new KnobType.Choice(java.util.List.of("lru", "lfu")));
    }

    private void register(String id, KnobType type) {
        registry.register(new Knob(id, type, "1", "test", ChangeCost.FREE, true), () -> java.util.Objects.requireNonNull(values.get(id)),
                value -> values.put(id, value));
    }

    @Test
    void aChangeOfSeveralKnobsIsMadeWholeOrNotAtAll() {
        assertThatThrownBy(() -> registry.turn(Map.of("a.size", 8, "b.on", "perhaps"), "test")).hasMessageContaining("b.on")
                .hasMessageContaining("true or false");
        assertThatThrownBy(() -> registry.turn(Map.of("a.size", 65), "test")).hasMessageContaining("1 to 64");
        assertThatThrownBy(() -> registry.turn(Map.of("nope", 1), "test")).hasMessageContaining("unknown knob 'nope'")
                .hasMessageContaining("a.size");
        assertThat(values).containsEntry("a.size", 4L);
        assertThat(registry.turn(Map.of("a.size", "8", "b.on", "off"), "test").before().values()).containsEntry("a.size", 4L);
        assertThat(values).containsEntry("a.size", 8L).containsEntry("b.on", false);
    }

    @Test
    void aKnobThatFailsToTurnTakesTheOthersBack() {
        registry.register(new Knob("d.broken", new KnobType.Switch(), "", "test", ChangeCost.FREE, false), () -> false, value -> {
            throw new IllegalStateException("stuck");
        });
        assertThatThrownBy(() -> registry.turn(Map.of("a.size", 16, "d.broken", true), "test")).hasMessage("stuck");
        assertThat(values).containsEntry("a.size", 4L);
    }

    @Test
    void anObserverSeesAChangeBeforeItTakesEffectAndCanRefuseIt() {
        registry.beforeChange(change -> {
            assertThat(values).containsEntry("a.size", 4L);
            throw new IllegalStateException("journal is full");
        });
        assertThatThrownBy(() -> registry.turn(Map.of("a.size", 2), "test")).hasMessage("journal is full");
        assertThat(values).containsEntry("a.size", 4L);
    }
}
