package gpudyno.console.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.console.ScriptedNode;
import gpudyno.console.fleet.Spread.Change;
import gpudyno.console.fleet.Spread.State;
import gpudyno.console.frame.NodeCalls;
import gpudyno.console.frame.NodeViewModel;
import gpudyno.model.knob.ChangeCost;
import gpudyno.model.knob.Configuration;
import gpudyno.model.knob.Knob;
import gpudyno.model.knob.KnobChange;
import gpudyno.model.knob.KnobSet;
import gpudyno.model.knob.KnobState;
import gpudyno.model.knob.KnobType;
import gpudyno.node.Knobs;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpreadTest {
    private static final NodeCalls CALLS = new NodeCalls(Runnable::run, Runnable::run);
    private static final String BATCH = "serve.batch.maxSize";

    /// A node with one knob.
    private static final class OneKnob extends ScriptedNode {
        private final List<Object> turned = new ArrayList<>();
        private final long most;
        private long value;
        private String refusal = "";

        OneKnob(long value, long most) {
            super(false);
            this.value = value;
            this.most = most;
            drivenByTest();
        }

        @Override
        public Knobs knobs() {
            return new Knobs() {
                @Override
                public List<KnobState> states() {
                    return List
                            .of(new KnobState(new Knob(BATCH, new KnobType.Whole(1, most, KnobType.Scale.LINEAR), "1", "", ChangeCost.PAUSE,
                                    true), value));
                }

                @Override
                public KnobChange turn(Map<String, ?> wanted, String by) {
                    if (!refusal.isEmpty()) {
                        throw new IllegalStateException(refusal);
                    }
                    turned.add(wanted.get(BATCH));
                    value = ((Number) Objects.requireNonNull(wanted.get(BATCH))).longValue();
                    return new KnobChange(Configuration.EMPTY, Configuration.EMPTY, by);
                }

                @Override
                public List<KnobSet> past(int most) {
                    return List.of();
                }
            };
        }
    }

    private static NodeViewModel model(ScriptedNode node, String name) {
        NodeViewModel model = new NodeViewModel(node, Optional.of(URI.create("https://" + name)), CALLS);
        model.tick(Instant.now());
        return model;
    }

    private static List<State> states(Spread spread) {
        return spread.steps().stream().map(Spread.Step::state).toList();
    }

    @Test
    void eachNodeTellsBeforehandWhatTheChangeDoesThere() {
        List<NodeViewModel> nodes = List.of(model(new OneKnob(8, 64), "a"), model(new OneKnob(16, 64), "b"),
                model(new OneKnob(8, 10), "c"), model(new ScriptedNode(false), "d"));
        Spread spread = new Spread(nodes, new Change.Knobs(Map.of(BATCH, "16")), CALLS);
        assertThat(states(spread)).containsExactly(State.PLANNED, State.SAME, State.REFUSED, State.REFUSED);
        assertThat(spread.steps().getFirst().words()).isEqualTo(BATCH + " 8 → 16");
        assertThat(spread.steps().getFirst().cost()).contains(ChangeCost.PAUSE);
        assertThat(spread.steps().get(2).words()).contains("10");
        assertThat(spread.steps().get(3).words()).isEqualTo("has no knob " + BATCH);
        assertThat(spread.open()).isEqualTo(1);
        nodes.forEach(node -> ((ScriptedNode) node.node()).close());
    }

    @Test
    void aNodeThatRefusesKeepsNoOtherFromTheChangeAndCanBeTriedAgainAlone() {
        OneKnob good = new OneKnob(8, 64);
        OneKnob bad = new OneKnob(8, 64);
        bad.refusal = "a session runs";
        Spread spread = new Spread(List.of(model(bad, "bad"), model(good, "good")), new Change.Knobs(Map.of(BATCH, "32")), CALLS);
        List<String> told = new ArrayList<>();
        spread.apply(() -> told.add(spread.summary()));
        assertThat(states(spread)).containsExactly(State.FAILED, State.DONE);
        assertThat(spread.steps().getFirst().words()).isEqualTo("a session runs");
        assertThat(told.getLast()).isEqualTo("Changed on 1 of 2; failed on bad");
        bad.refusal = "";
        spread.apply(() -> {});
        assertThat(states(spread)).containsExactly(State.DONE, State.DONE);
        assertThat(good.turned).as("turned once").containsExactly(32L);
        spread.undo(told::add);
        assertThat(good.value).isEqualTo(8);
        assertThat(bad.value).isEqualTo(8);
    }

    @Test
    void knobsAreCopiedFromTheNodeThatIsTheSource() {
        OneKnob source = new OneKnob(48, 64);
        OneKnob other = new OneKnob(8, 64);
        NodeViewModel from = model(source, "source");
        Spread spread = new Spread(List.of(from, model(other, "other")), new Change.CopyOf(from), CALLS);
        assertThat(states(spread)).containsExactly(State.SAME, State.PLANNED);
        spread.apply(() -> {});
        assertThat(other.value).isEqualTo(48);
        assertThat(source.turned).isEmpty();
    }

    @Test
    void aProfileThatIsInForceAlreadyIsNoChange() {
        Spread spread = new Spread(List.of(model(new OneKnob(8, 64), "a")), new Change.Targets("option-2"), CALLS);
        assertThat(states(spread)).containsExactly(State.SAME);
        spread.plan(new Change.Targets("option-3"));
        assertThat(states(spread)).containsExactly(State.PLANNED);
    }
}
