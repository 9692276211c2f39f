package gpudyno.model.knob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KnobRegistryTest {
    private final Map<String, Object> values = new HashMap<>(Map.of("a.size", 4L, "b.on", true, "c.mode", "lru"));
    private final KnobRegistry registry = new KnobRegistry();

    @BeforeEach
    void knobs() {
        register("a.size", new KnobType.Whole(1, 64, KnobType.Scale.POWER_OF_TWO));
        register("b.on", new KnobType.Switch());
        register("c.mode", new KnobType.Choice(List.of("lru", "lfu")));
    }

    private void register(String id, KnobType type) {
        registry.register(knob(id, type, ChangeCost.FREE), () -> Objects.requireNonNull(values.get(id)), value -> values.put(id, value));
    }

    private static Knob knob(String id, KnobType type, ChangeCost cost) {
        return new Knob(id, type, "1", "test", cost, true);
    }

    /// Two knobs of one pool, which is rebuilt with both; what it was rebuilt with goes into `rebuilds`.
    private void registerPool(List<Configuration> rebuilds, List<Configuration> refused) {
        KnobType.Whole type = new KnobType.Whole(1, 8, KnobType.Scale.LINEAR);
        values.putAll(Map.of("pool.sessions", 1L, "pool.threads", 2L));
        registry.register(List.of(knob("pool.sessions", type, ChangeCost.PAUSE), knob("pool.threads", type, ChangeCost.PAUSE)),
                id -> Objects.requireNonNull(values.get(id)), wanted -> {
                    if (wanted.whole("pool.sessions") == 8) {
                        refused.add(wanted);
                        throw new IllegalStateException("no room for 8");
                    }
                    rebuilds.add(wanted);
                    values.putAll(wanted.values());
                });
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
    void turningToTheValueAKnobHasChangesNothingHoweverItIsWritten() {
        registry.beforeChange(_ -> {
            throw new IllegalStateException("nothing was to change");
        });
        assertThat(registry.turn(Map.of("a.size", 4.0, "b.on", "on", "c.mode", "lru"), "test").after()).isEqualTo(Configuration.EMPTY);
    }

    @Test
    void aKnobThatFailsToTurnTakesTheOthersBack() {
        for (Throwable stuck : List.of(new IllegalStateException("stuck"), new StackOverflowError("stuck"))) {
            registry.register(knob("d.broken" + stuck.hashCode(), new KnobType.Switch(), ChangeCost.FREE), () -> false, _ -> {
                throw sneaky(stuck);
            });
            assertThatThrownBy(() -> registry.turn(Map.of("a.size", 16, "d.broken" + stuck.hashCode(), true), "test")).hasMessage("stuck");
            assertThat(values).containsEntry("a.size", 4L);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException sneaky(Throwable failure) throws T {
        throw (T) failure;
    }

    @Test
    void aGroupIsTurnedOnceHoweverManyOfItsKnobsMove() {
        List<Configuration> rebuilds = new ArrayList<>();
        registerPool(rebuilds, new ArrayList<>());
        registry.turn(Map.of("pool.sessions", 4, "pool.threads", 1, "a.size", 8), "test");
        registry.turn(Map.of("pool.threads", 3), "test");
        registry.turn(Map.of("a.size", 16), "test");
        assertThat(rebuilds).containsExactly(Configuration.of(Map.of("pool.sessions", 4, "pool.threads", 1)),
                Configuration.of(Map.of("pool.sessions", 4, "pool.threads", 3)));
    }

    @Test
    void whereAGroupRefusesEveryKnobStandsWhereItStoodAndNothingIsRebuilt() {
        List<Configuration> rebuilds = new ArrayList<>();
        List<Configuration> refused = new ArrayList<>();
        registerPool(rebuilds, refused);
        Configuration before = registry.current();
        List<KnobChange> told = new ArrayList<>();
        registry.afterChange(told::add);
        assertThatThrownBy(
                () -> registry.turn(Map.of("a.size", 8, "b.on", false, "c.mode", "lfu", "pool.sessions", 8, "pool.threads", 1), "test"))
                .hasMessage("no room for 8");
        assertThat(registry.current()).isEqualTo(before);
        assertThat(refused).hasSize(1);
        assertThat(rebuilds).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void aStoredValueThatNoKnobTakesIsLeftOutAndNamed() {
        List<String> left = new ArrayList<>();
        Configuration taken = registry.taken(Configuration.of(Map.of("a.size", 8, "b.on", "maybe", "gone", 1)), left::add);
        assertThat(taken).isEqualTo(Configuration.of(Map.of("a.size", 8)));
        assertThat(left).hasSize(2).anyMatch(line -> line.contains("b.on")).anyMatch(line -> line.contains("gone"));
    }

    @Test
    void anObserverSeesAChangeBeforeItTakesEffectAndCanRefuseIt() {
        registry.beforeChange(_ -> {
            assertThat(values).containsEntry("a.size", 4L);
            throw new IllegalStateException("journal is full");
        });
        assertThatThrownBy(() -> registry.turn(Map.of("a.size", 2), "test")).hasMessage("journal is full");
        assertThat(values).containsEntry("a.size", 4L);
    }
}
