package gpudyno.console.load;

import gpudyno.console.frame.NodeCalls;
import gpudyno.model.load.Run;
import gpudyno.model.load.Scenario;
import gpudyno.model.load.Workload;
import gpudyno.model.meter.Frame;
import gpudyno.node.Activity;
import gpudyno.node.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/// The state of the Load page, without a screen. Belongs to the thread of the screen.
final class LoadViewModel {
    private final NodeCalls calls;
    private final Supplier<String> unavailable;
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(State.EMPTY);
    private final ReadOnlyStringWrapper error = new ReadOnlyStringWrapper("");
    private Optional<Node> node = Optional.empty();
    private boolean asking;
    private boolean busy;

    /// @param runs newest first
    /// @param frames of the node since the running run started, oldest first; empty while none runs
    record State(List<Run> runs, Optional<Activity> activity, List<Frame> frames) {
        static final State EMPTY = new State(List.of(), Optional.empty(), List.of());

        Optional<Run> running() {
            return runs.stream().filter(run -> run.ended() == null).findFirst();
        }
    }

    /// @param unavailable why nothing can be asked of the node now; empty while it answers
    LoadViewModel(NodeCalls calls, Supplier<String> unavailable) {
        this.calls = calls;
        this.unavailable = unavailable;
    }

    ReadOnlyObjectProperty<State> state() {
        return state.getReadOnlyProperty();
    }

    /// What the node last refused, and why; empty when it did as asked.
    ReadOnlyStringProperty error() {
        return error.getReadOnlyProperty();
    }

    boolean busy() {
        return busy;
    }

    void choose(Node chosen) {
        if (node.filter(chosen::equals).isEmpty()) {
            node = Optional.of(chosen);
            asking = false;
            error.set("");
            state.set(State.EMPTY);
        }
        poll();
    }

    /// Asks the node once, unless the last question is still open.
    void poll() {
        if (asking || node.isEmpty()) {
            return;
        }
        asking = true;
        Node asked = node.get();
        List<Frame> held = state.get().frames();
        calls.call(() -> ask(asked, held), answer -> {
            if (node.filter(asked::equals).isPresent()) {
                asking = false;
                state.set(answer);
            }
        }, line -> {
            asking = false;
            error.set("The runs could not be read: " + line);
        });
    }

    /// Only frames that are not held yet cross the network.
    private static State ask(Node node, List<Frame> held) {
        List<Run> runs = node.runs();
        Optional<Run> running = runs.stream().filter(run -> run.ended() == null).findFirst();
        if (running.isEmpty()) {
            return new State(runs, node.activity(), List.of());
        }
        Instant start = running.get().started();
        List<Frame> frames = new ArrayList<>(held.stream().filter(frame -> !frame.start().isBefore(start)).toList());
        Instant from = frames.isEmpty() ? start : frames.getLast().end();
        frames.addAll(node.history(from, Instant.now(), Duration.ofSeconds(1)).stream().filter(frame -> !frame.start().isBefore(from))
                .toList());
        return new State(runs, node.activity(), List.copyOf(frames));
    }

    /// Why no run can start now; empty if one can.
    String refusal() {
        if (!unavailable.get().isEmpty()) {
            return unavailable.get();
        }
        return state.get().activity().map(now -> now.kind() == Activity.Kind.SESSION
                ? "Session #" + now.id() + " loads the node"
                : "Load run #" + now.id() + " is on").orElse("");
    }

    /// Why no run can be stopped now; empty if one can.
    String noStop() {
        return !unavailable.get().isEmpty() ? unavailable.get() : state.get().running().isPresent() ? "" : "No load run is on";
    }

    void start(Scenario scenario, Workload workload) {
        act("The run did not start", at -> at.startRun(scenario, workload), _ -> {});
    }

    void stop() {
        state.get().running().ifPresent(run -> act("The run could not be stopped", at -> {
            at.stopRun(run.id());
            return run.id();
        }, _ -> {}));
    }

    private interface Wish<T> {
        T of(Node node) throws Exception;
    }

    private <T> void act(String failure, Wish<T> wish, Consumer<T> done) {
        node.ifPresent(at -> {
            busy = true;
            error.set("");
            Callable<T> work = () -> wish.of(at);
            calls.call(work, result -> {
                busy = false;
                done.accept(result);
                poll();
            }, line -> {
                busy = false;
                error.set(failure + ": " + line);
            });
        });
    }
}
