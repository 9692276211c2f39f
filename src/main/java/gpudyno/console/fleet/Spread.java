package gpudyno.console.fleet;

import gpudyno.console.frame.Facts;
import gpudyno.console.frame.NodeCalls;
import gpudyno.console.frame.NodeViewModel;
import gpudyno.console.kit.KnobWords;
import gpudyno.model.knob.ChangeCost;
import gpudyno.model.knob.Knob;
import gpudyno.model.knob.KnobState;
import gpudyno.model.target.Profiles;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// One change on many nodes: what it will do on each, told before anything is done, and what came of it on each. A node that refuses or
/// cannot be reached keeps no other from it. Belongs to the JavaFX thread.
final class Spread {
    private final List<NodeViewModel> nodes;
    private final NodeCalls calls;
    private final Map<NodeViewModel, Step> steps = new LinkedHashMap<>();
    private final Map<NodeViewModel, Map<String, Object>> before = new LinkedHashMap<>();
    private Change change;

    /// What is wanted.
    sealed interface Change {
        /// Written values by the ids of their knobs.
        record Knobs(Map<String, String> values) implements Change {}

        /// @param id of a targets profile
        record Targets(String id) implements Change {}

        /// The knobs of another node, as far as both have them. Those of GPUs stay: they are of one device each.
        record CopyOf(NodeViewModel source) implements Change {}
    }

    /// How the change stands on a node.
    enum State {
        /// It will be made.
        PLANNED,
        /// There is nothing to change.
        SAME,
        /// It cannot be made, whatever is done.
        REFUSED,
        AT_WORK,
        DONE,
        FAILED
    }

    /// The change on one node.
    ///
    /// @param words what moves, or why it does not
    /// @param cost to the node's users; empty where nothing moves
    record Step(NodeViewModel node, State state, String words, Optional<ChangeCost> cost, Map<String, Object> moved) {
        private Step now(State next, String said) {
            return new Step(node, next, said, cost, moved);
        }
    }

    Spread(List<NodeViewModel> nodes, Change change, NodeCalls calls) {
        this.nodes = List.copyOf(nodes);
        this.calls = calls;
        this.change = change;
        plan(change);
    }

    /// What the change will do, from what the nodes have told.
    void plan(Change wanted) {
        change = wanted;
        steps.clear();
        before.clear();
        nodes.forEach(node -> steps.put(node, step(node)));
    }

    List<Step> steps() {
        return List.copyOf(steps.values());
    }

    private Step step(NodeViewModel node) {
        Optional<Facts> told = node.facts().get();
        if (told.isEmpty() || !node.reach().get().connected()) {
            return none(node, State.REFUSED, "does not answer");
        }
        return switch (change) {
            case Change.Targets(String id) -> targets(node, told.get().targets(), id);
            case Change.Knobs(Map<String, String> values) -> knobs(node, told.get().knobs(), values);
            case Change.CopyOf(NodeViewModel source) -> source.equals(node)
                    ? none(node, State.SAME, "the knobs are copied from here")
                    : knobs(node, told.get().knobs(), copied(source, told.get().knobs()));
        };
    }

    private static Step none(NodeViewModel node, State state, String words) {
        return new Step(node, state, words, Optional.empty(), Map.of());
    }

    private static Step targets(NodeViewModel node, String now, String wanted) {
        return now.equals(wanted)
                ? none(node, State.SAME, "is judged by " + Profiles.named(wanted).name() + " already")
                : new Step(node, State.PLANNED, Profiles.named(now).name() + " → " + Profiles.named(wanted).name(),
                        Optional.of(ChangeCost.FREE), Map.of());
    }

    private static Map<String, Object> copied(NodeViewModel source, List<KnobState> there) {
        Map<String, Object> values = new TreeMap<>();
        source.facts().get().map(Facts::knobs).orElse(List.of()).stream().filter(state -> !state.knob().id().startsWith("gpu."))
                .filter(state -> there.stream().anyMatch(other -> other.knob().id().equals(state.knob().id())))
                .forEach(state -> values.put(state.knob().id(), state.value()));
        return values;
    }

    private static Step knobs(NodeViewModel node, List<KnobState> knobs, Map<String, ?> wanted) {
        Map<String, Object> moved = new TreeMap<>();
        List<String> words = new ArrayList<>();
        List<ChangeCost> costs = new ArrayList<>();
        for (Map.Entry<String, ?> one : wanted.entrySet()) {
            Optional<KnobState> state = knobs.stream().filter(known -> known.knob().id().equals(one.getKey())).findFirst();
            if (state.isEmpty()) {
                return none(node, State.REFUSED, "has no knob " + one.getKey());
            }
            Knob knob = state.get().knob();
            try {
                Object value = knob.check(one.getValue());
                if (!value.equals(state.get().value())) {
                    moved.put(knob.id(), value);
                    costs.add(knob.cost());
                    words.add(knob.id() + " " + KnobWords.value(knob, state.get().value()) + " → " + KnobWords.value(knob, value));
                }
            } catch (IllegalArgumentException e) {
                return none(node, State.REFUSED, knob.id() + ": " + e.getMessage());
            }
        }
        return moved.isEmpty()
                ? none(node, State.SAME, "stands so already")
                : new Step(node, State.PLANNED, String.join(", ", words), costs.stream().max(Comparator.naturalOrder()), moved);
    }

    /// How many nodes it will change, or is to be tried again on.
    int open() {
        return (int) steps.values().stream().filter(step -> step.state == State.PLANNED || step.state == State.FAILED).count();
    }

    boolean isAtWork() {
        return steps.values().stream().anyMatch(step -> step.state == State.AT_WORK);
    }

    /// Makes the change on all nodes at once where it is planned or has failed.
    ///
    /// @param told runs after each node's outcome
    void apply(Runnable told) {
        List<Step> wanted = steps.values().stream().filter(step -> step.state == State.PLANNED || step.state == State.FAILED).toList();
        wanted.forEach(step -> steps.put(step.node, step.now(State.AT_WORK, step.words)));
        told.run();
        for (Step step : wanted) {
            Map<String, Object> stood = stood(step);
            calls.call(() -> {
                make(step.node, step.moved);
                return step;
            }, _ -> {
                before.put(step.node, stood);
                ended(step, State.DONE, step.words, told);
            }, line -> ended(step, State.FAILED, line, told));
        }
    }

    private void ended(Step step, State state, String words, Runnable told) {
        steps.put(step.node, step.now(state, words));
        told.run();
    }

    private Map<String, Object> stood(Step step) {
        Facts facts = step.node.facts().get().orElseThrow();
        return change instanceof Change.Targets
                ? Map.of("targets", facts.targets())
                : facts.knobs().stream().filter(state -> step.moved.containsKey(state.knob().id()))
                        .collect(Collectors.toMap(state -> state.knob().id(), KnobState::value));
    }

    private void make(NodeViewModel node, Map<String, Object> values) {
        if (change instanceof Change.Targets(String id)) {
            node.node().journal().setTargets(id);
        } else {
            node.node().knobs().turn(values, "fleet");
        }
    }

    /// Puts back what was changed.
    ///
    /// @param failed gets one line a node that could not be put back
    void undo(Consumer<String> failed) {
        boolean targets = change instanceof Change.Targets;
        before.forEach((node, values) -> calls.call(() -> {
            if (targets) {
                node.node().journal().setTargets((String) Objects.requireNonNull(values.get("targets")));
            } else {
                node.node().knobs().turn(values, "fleet");
            }
            return node;
        }, _ -> {}, line -> failed.accept(node.name() + " keeps the change: " + line)));
        before.clear();
    }

    /// What came of it, in one line: how many nodes have it, and which have not.
    String summary() {
        long done = count(State.DONE);
        String failed = steps.values().stream().filter(step -> step.state == State.FAILED).map(step -> step.node.name())
                .collect(Collectors.joining(", "));
        String refused = steps.values().stream().filter(step -> step.state == State.REFUSED).map(step -> step.node.name())
                .collect(Collectors.joining(", "));
        return "Changed on " + done + " of " + steps.size() + (failed.isEmpty() ? "" : "; failed on " + failed)
                + (refused.isEmpty() ? "" : "; not possible on " + refused);
    }

    private long count(State state) {
        return steps.values().stream().filter(step -> step.state == state).count();
    }
}
