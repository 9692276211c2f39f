package gpudyno.console.history;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.console.ScriptedNode;
import gpudyno.console.kit.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import org.junit.jupiter.api.Test;

final class PastTest {
    private final Instant now = Instant.now();

    @Test
    void whatBeganBeforeThePeriodAndEndedInItBelongsToIt() {
        Entry lasting = entry(now.minusSeconds(100), now.minusSeconds(50));
        assertThat(lasting.touches(now.minusSeconds(60), now)).isTrue();
        assertThat(lasting.touches(now.minusSeconds(49), now)).isFalse();
        assertThat(lasting.touches(now.minusSeconds(200), now.minusSeconds(101))).isFalse();
        assertThat(new Entry(EntryKind.RUN, "1", now.minusSeconds(100), null, "#1", "", Status.SUCCESS, false)
                .touches(now.minusSeconds(10), now)).as("it still lasts").isTrue();
    }

    @Test
    void allKindsOfAPeriodAreThereInTheOrderOfTheirBegin() {
        Past past = Past.of(new KeptNode(now, 6), now.minus(Duration.ofHours(6)), now);
        assertThat(past.entries()).isSortedAccordingTo(Comparator.comparing(Entry::from));
        assertThat(past.entries()).extracting(Entry::kind).contains(EntryKind.values());
        assertThat(past.entries()).filteredOn(entry -> entry.kind() == EntryKind.RUN).hasSize(6).extracting(Entry::id)
                .doesNotContain("1");
        assertThat(past.entries()).filteredOn(entry -> entry.kind() == EntryKind.SESSION).singleElement()
                .satisfies(session -> assertThat(session.text()).contains("40 trials", "50 → 66", "applied"));
    }

    @Test
    void aLongerPeriodHoldsTheOlderRunToo() {
        Past past = Past.of(new KeptNode(now, 6), now.minus(Duration.ofDays(1)), now);
        assertThat(past.entries()).filteredOn(entry -> entry.kind() == EntryKind.RUN).hasSize(7);
    }

    @Test
    void aNodeWithoutSessionsAndRunsHasNone() {
        Past past = Past.of(new ScriptedNode(false), now.minus(Duration.ofHours(1)), now);
        assertThat(past.entries()).extracting(Entry::kind).doesNotContain(EntryKind.SESSION, EntryKind.RUN);
    }

    @Test
    void aSearchFindsWordsInAnyOrder() {
        Entry entry = new Entry(EntryKind.ALERT, "1", now, now, "Queue", "Queue is long: 31 waiting", Status.WARNING, false);
        assertThat(entry.holds("waiting queue")).isTrue();
        assertThat(entry.holds("alerts")).isTrue();
        assertThat(entry.holds("")).isTrue();
        assertThat(entry.holds("queue memory")).isFalse();
    }

    private static Entry entry(Instant from, Instant to) {
        return new Entry(EntryKind.RUN, "1", from, to, "#1", "", Status.SUCCESS, false);
    }
}
