package gpudyno.console.load;

import gpudyno.console.frame.NodeCalls;
import gpudyno.model.load.Run;
import gpudyno.model.load.RunDifference;
import gpudyno.model.load.RunPlan;
import gpudyno.model.load.RunRequest;
import gpudyno.model.node.Event;
import gpudyno.node.Activity;
import gpudyno.node.Node;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private static final String UNREAD = "The runs could not be read: ";

    private final NodeCalls calls;
    private final Supplier<String> unavailable;
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(State.EMPTY);
    private final ReadOnlyObjectWrapper<Optional<Comparison>> comparison = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Plan> plan = new ReadOnlyObjectWrapper<>(Plan.NONE);
    private final ReadOnlyStringWrapper error = new ReadOnlyStringWrapper("");
    private Optional<Node> node = Optional.empty();
    /// The run in view; 0 follows the newest.
    private long opened;
    private long planned;
    private boolean asking;
    private boolean busy;

    /// @param known whether the node has answered yet
    /// @param runs newest first, without their courses
    /// @param shown the run in view, with its course
    /// @param events what happened on the node of late
    record State(boolean known, List<Run> runs, Optional<Activity> activity, Optional<Run> shown, List<Event> events) {
        static final State EMPTY = new State(false, List.of(), Optional.empty(), Optional.empty(), List.of());

        Optional<Run> running() {
            return runs.stream().filter(run -> run.ended() == null).findFirst();
        }
    }

    /// Two ended runs and what the node says of them.
    record Comparison(Run older, Run newer, List<RunDifference> differences) {}

    /// The schedule the node would keep, or why it would not; both empty while it has not answered.
    record Plan(Optional<RunPlan> schedule, String refusal) {
        static final Plan NONE = new Plan(Optional.empty(), "");
    }

    /// A trace read on this machine, to be sent to the node.
    record TraceText(String name, String text) {}

    /// @param unavailable why nothing can be asked of the node now; empty while it answers
    LoadViewModel(NodeCalls calls, Supplier<String> unavailable) {
        this.calls = calls;
        this.unavailable = unavailable;
    }

    ReadOnlyObjectProperty<State> state() {
        return state.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Optional<Comparison>> comparison() {
        return comparison.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Plan> plan() {
        return plan.getReadOnlyProperty();
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
            opened = 0;
            asking = false;
            error.set("");
            comparison.set(Optional.empty());
            plan.set(Plan.NONE);
            state.set(State.EMPTY);
        }
        poll();
    }

    /// Opens a run of the list; 0 follows the newest again.
    void open(long id) {
        if (opened != id) {
            opened = id;
            asking = false;
            poll();
        }
    }

    /// Asks the node once, unless the last question is still open.
    void poll() {
        if (asking || node.isEmpty()) {
            return;
        }
        asking = true;
        Node asked = node.get();
        long wanted = opened;
        State held = state.get();
        calls.call(() -> ask(asked, wanted, held), answer -> {
            if (node.filter(asked::equals).isPresent() && opened == wanted) {
                asking = false;
                if (error.get().startsWith(UNREAD)) {
                    error.set("");
                }
                state.set(answer);
            }
        }, line -> {
            asking = false;
            error.set(UNREAD + line);
        });
    }

    /// An ended run does not change: it crosses the network once.
    private static State ask(Node node, long wanted, State held) {
        List<Run> runs = node.runs();
        long id = wanted != 0 || runs.isEmpty() ? wanted : runs.getFirst().id();
        Optional<Run> known = held.shown().filter(run -> run.id() == id && run.ended() != null);
        if (known.isPresent() || id == 0) {
            return new State(true, runs, node.activity(), known, held.events());
        }
        return new State(true, runs, node.activity(), node.run(id), node.events());
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

    void start(RunRequest request) {
        act("The run did not start", at -> at.startRun(request), _ -> {
            comparison.set(Optional.empty());
            opened = 0;
        });
    }

    void stop() {
        state.get().running().ifPresent(run -> act("The run could not be stopped", at -> {
            at.stopRun(run.id());
            return run.id();
        }, _ -> {}));
    }

    /// Asks for the schedule of a run that may be started; an answer to an earlier question is dropped.
    void plan(RunRequest request) {
        long question = ++planned;
        node.filter(_ -> unavailable.get().isEmpty()).ifPresent(at -> calls.call(() -> at.planRun(request),
                answer -> planned(question, new Plan(Optional.of(answer), "")),
                line -> planned(question, new Plan(Optional.empty(), line))));
    }

    private void planned(long question, Plan answer) {
        if (question == planned) {
            plan.set(answer);
        }
    }

    /// The fields make no run, so there is no schedule.
    void noPlan() {
        planned++;
        plan.set(Plan.NONE);
    }

    void compare(long older, long newer) {
        act("The runs could not be compared",
                at -> new Comparison(full(at, older), full(at, newer), at.compareRuns(older, newer)),
                made -> comparison.set(Optional.of(made)));
    }

    private static Run full(Node node, long id) {
        return node.run(id).orElseThrow(() -> new IllegalArgumentException("there is no run " + id));
    }

    void endComparison() {
        comparison.set(Optional.empty());
    }

    /// Reads a trace on this machine.
    void readTrace(Path file, Consumer<TraceText> read, Consumer<String> refused) {
        calls.call(() -> trace(file), read, refused);
    }

    private static TraceText trace(Path file) throws IOException {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new IllegalArgumentException(file + " is no file that can be read");
        }
        if (Files.size(file) > RunRequest.LONGEST_TRACE) {
            throw new IllegalArgumentException(
                    file.getFileName() + " is larger than the 3 MB a node takes; gpudyno load replays longer ones");
        }
        try {
            return new TraceText(String.valueOf(file.getFileName()), Files.readString(file));
        } catch (MalformedInputException e) {
            throw new IllegalArgumentException(file.getFileName() + " is no text", e);
        }
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
                asking = false;
                poll();
            }, line -> {
                busy = false;
                error.set(failure + ": " + line);
            });
        });
    }
}
