package gpudyno.node.demo;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.model.alert.Alert;
import gpudyno.model.knob.KnobSet;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.meter.Frame;
import gpudyno.model.node.Event;
import gpudyno.model.tune.SessionSummary;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoPastTest {
    private static final Duration QUARTER = Duration.ofMinutes(15);
    private final Instant now = Instant.now();

    @TempDir
    private Path folder;

    private DemoNode node(String name) {
        DemoMachine machine = DemoMachine.all().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
        return new DemoNode(machine, folder, now, QUARTER);
    }

    @Test
    void aMachineComesWithASessionKnobChangesAndAlertsThatItsFramesShow() {
        try (DemoNode node = node("lab-a100")) {
            SessionSummary session = node.sessions().list().getFirst();
            assertThat(session.message()).startsWith("Simulated. p95 ");
            assertThat(session.trials()).isEqualTo(4);
            assertThat(session.started()).isBetween(now.minus(QUARTER), now);
            List<KnobSet> sets = node.knobs().past(100);
            assertThat(sets).as("of the session's trials nothing is left").extracting(set -> set.change().by())
                    .containsOnly("an operator (simulated)").hasSize(2);
            KnobSet small = sets.stream().filter(set -> Objects.equals(1L << 20, set.change().after().get("cache.maxBytes"))).findFirst()
                    .orElseThrow();
            assertThat(hits(node, small.at().plusSeconds(20))).isLessThan(hits(node, small.at().minusSeconds(60)) - 5);
            List<Alert> ended = node.alerting().board().ended();
            assertThat(ended).isNotEmpty().allSatisfy(alert -> assertThat(alert.since()).isBetween(now.minus(QUARTER), now));
            assertThat(ended).anySatisfy(alert -> assertThat(alert.since()).isBetween(small.at(), small.at().plusSeconds(90)));
        }
    }

    private static double hits(DemoNode node, Instant from) {
        List<Frame> frames = node.frames().history(from, from.plusSeconds(40), Duration.ofSeconds(10), Set.of());
        return DerivedMeters.of(Frame.rollUp(frames)).getOrDefault(DerivedMeters.CACHE_HIT_PERCENT, Double.NaN);
    }

    /// The demo shows some machines in trouble among healthy ones.
    @Test
    void thePastOfAHealthyMachineDoesNotAlarmItsPresent() {
        for (String name : List.of("lab-a100", "lab-h100", "fra-1", "fra-2")) {
            try (DemoNode node = node(name)) {
                for (int i = 0; i < 60; i++) {
                    node.pass(now.plusSeconds(i));
                }
                assertThat(node.alerting().board().active()).as(name).isEmpty();
            }
        }
    }

    @Test
    void theSameSeedHasTheSamePast() {
        try (DemoNode one = node("fra-1"); DemoNode other = node("fra-1")) {
            assertThat(one.journal().events()).extracting(Event::text)
                    .containsExactlyElementsOf(other.journal().events().stream().map(Event::text).toList()).hasSizeGreaterThan(5);
            assertThat(one.sessions().list()).isEqualTo(other.sessions().list()).isNotEmpty();
            assertThat(one.alerting().board().ended()).isEqualTo(other.alerting().board().ended());
        }
    }

    @Test
    void anIdleMachineHasNoSessionAndTheKnobsStandWhereTheyStood() {
        try (DemoNode idle = node("fra-5"); DemoNode busy = node("lab-h100")) {
            assertThat(idle.sessions().list()).isEmpty();
            assertThat(busy.knobs().states()).filteredOn(state -> state.knob().id().equals("serve.batch.maxSize")).singleElement()
                    .satisfies(state -> assertThat(state.value()).isEqualTo(32L));
        }
    }
}
