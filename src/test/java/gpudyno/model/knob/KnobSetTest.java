package gpudyno.model.knob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpudyno.model.knob.KnobSet.Turned;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KnobSetTest {
    private final List<Turned> changes = new ArrayList<>();
    private Configuration now = Configuration.EMPTY.with("a", 1).with("b", 1);

    private void turn(String by, String knob, Object value) {
        Configuration before = now.only(List.of(knob));
        now = now.with(knob, value);
        changes.addFirst(new Turned(changes.size() + 1L, Instant.EPOCH.plusSeconds(changes.size()),
                new KnobChange(before, now.only(List.of(knob)), by)));
    }

    @Test
    void aVersionHoldsKnobsThatWereTurnedOnlyLater() {
        turn("user", "a", 2);
        turn("user", "b", 5);
        assertThat(KnobSet.back(now, changes, 10)).extracting(set -> set.values().toString()).containsExactly("a=2 b=5", "a=2 b=1");
        assertThat(KnobSet.back(now, changes, 1)).extracting(KnobSet::version).containsExactly(2L);
    }

    @Test
    void theTrialsOfASessionAreOneVersionAndASessionThatLeftNothingIsNone() {
        turn("session 1", "a", 7);
        turn("session 1", "a", 1);
        turn("user", "b", 2);
        turn("session 2", "a", 7);
        turn("session 2", "b", 3);
        turn("session 2", "a", 9);
        List<KnobSet> sets = KnobSet.back(now, changes, 10);
        assertThat(sets).extracting(set -> set.change().by()).containsExactly("session 2", "user");
        assertThat(sets.getFirst().change().before()).hasToString("a=1 b=2");
        assertThat(sets.getFirst().change().after()).hasToString("a=9 b=3");
        assertThat(sets.getLast().values()).hasToString("a=1 b=2");
    }

    @Test
    void aStartIsNoVersionAndAKnobThatIsGoneIsNotPutBack() {
        turn("user", "a", 2);
        changes.addFirst(new Turned(2, Instant.EPOCH, new KnobChange(Configuration.EMPTY.with("a", 1), Configuration.EMPTY.with("a", 2),
                KnobSet.START)));
        assertThat(KnobSet.back(Configuration.EMPTY.with("b", 1), changes, 10)).extracting(KnobSet::values)
                .containsExactly(Configuration.EMPTY.with("b", 1));
        assertThat(KnobSet.back(now, changes, 10)).extracting(KnobSet::version).containsExactly(1L);
    }

    @Test
    void aListIsBounded() {
        assertThatThrownBy(() -> KnobSet.back(now, changes, 0)).hasMessageContaining("1 to 500, got 0");
    }
}
