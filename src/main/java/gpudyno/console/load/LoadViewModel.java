package gpudyno.console.load;

import gpudyno.console.frame.Facts;
import gpudyno.console.frame.NodeCalls;
import gpudyno.console.frame.NodeViewModel;
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
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.util.Subscription;

/// The state of the Load page, without a screen. Belongs to the thread of the screen.
final class LoadViewModel {
    private static final String UNREAD = "The runs could not be read: ";

    private final NodeCalls calls;
    private final Supplier<String> unavailable;
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(State.EMPTY);
    private final ReadOnlyObjectWrapper<Optional<Comparison>> comparison = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Plan> plan = new ReadOnlyObjectWrapper<>(Plan.NONE);
    private final ReadOnlyStringWrapper error = new ReadOnlyStringWrapper("");
    private Optional<NodeViewModel> node = Optional.empty();
    private Subscription following = Subscription.EMPTY;
    private List<Run> told = List.of();
    private long snapshot;
    private long question;
    private boolean again;
    private boolean paused;
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

    /// What the node tells is followed until [#leave]; the list and the run in view are asked for once.
    void choose(Optional<NodeViewModel> chosen) {
        leave();
        if (!chosen.equals(node)) {
            node = chosen;
            opened = 0;
            question++;
            asking = false;
            error.set("");
            comparison.set(Optional.empty());
            plan.set(Plan.NONE);
            state.set(State.EMPTY);
        }
        told = List.of();
        snapshot = 0;
        ask();
        node.ifPresent(model -> following = model.facts().subscribe(now -> now.ifPresent(this::follow)));
    }

    /// Nobody looks any more.
    void leave() {
        following.unsubscribe();
        following = Subscription.EMPTY;
    }

    /// A screen that stands still follows nothing, and asks once when it goes on.
    void pause(boolean now) {
        boolean goesOn = paused && !now;
        paused = now;
        if (goesOn) {
            ask();
        }
    }

    private void follow(Facts now) {
        if (paused) {
            return;
        }
        List<Run> before = told;
        told = now.runs();
        List<Run> news = told.stream().filter(run -> !before.contains(run)).toList();
        State held = state.get();
        State next = new State(held.known(), merged(held.runs(), news), now.activity(), held.shown(), now.events());
        if (!next.equals(held)) {
            state.set(next);
        }
        boolean missed = snapshot != 0 && now.snapshot() != snapshot;
        snapshot = now.snapshot();
        if (missed || news.stream().anyMatch(this::isInView)) {
            ask();
        }
    }

    /// The course of a run is not told: the one in view is read again when it went on.
    private boolean isInView(Run run) {
        return opened == 0 ? state.get().runs().stream().allMatch(known -> known.id() <= run.id()) : opened == run.id();
    }

    private static List<Run> merged(List<Run> held, List<Run> news) {
        if (news.isEmpty()) {
            return held;
        }
        TreeMap<Long, Run> byId = new TreeMap<>(Comparator.reverseOrder());
        held.forEach(run -> byId.put(run.id(), run));
        // While a run is on, lists have it without a report.
        news.forEach(run -> byId.put(run.id(), run.ended() == null ? run.with(null, null, run.failure()) : run));
        return List.copyOf(byId.values());
    }

    /// Opens a run of the list; 0 follows the newest again.
    void open(long id) {
        if (opened != id) {
            opened = id;
            asking = false;
            ask();
        }
    }

    /// Asks the node once for its runs and the one in view. A question that comes while one is open is asked after it.
    void ask() {
        if (node.isEmpty()) {
            return;
        }
        if (asking) {
            again = true;
            return;
        }
        asking = true;
        again = false;
        Node asked = node.get().node();
        long wanted = opened;
        State held = state.get();
        long now = ++question;
        calls.call(() -> answer(asked, wanted, held), answer -> {
            if (now == question) {
                asking = false;
                if (error.get().startsWith(UNREAD)) {
                    error.set("");
                }
                Optional<Facts> facts = node.flatMap(model -> model.facts().get());
                state.set(new State(true, answer.runs, facts.flatMap(Facts::activity), answer.shown,
                        facts.map(Facts::events).orElse(List.of())));
                askAgain();
            }
        }, line -> {
            if (now == question) {
                asking = false;
                error.set(UNREAD + line);
                askAgain();
            }
        });
    }

    private void askAgain() {
        if (again) {
            ask();
        }
    }

    private record Answer(List<Run> runs, Optional<Run> shown) {}

    /// An ended run does not change: it crosses the network once.
    private static Answer answer(Node node, long wanted, State held) {
        List<Run> runs = node.runs().list();
        long id = wanted != 0 || runs.isEmpty() ? wanted : runs.getFirst().id();
        Optional<Run> known = held.shown().filter(run -> run.id() == id && run.ended() != null);
        return new Answer(runs, known.isPresent() || id == 0 ? known : node.runs().run(id));
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
        act("The run did not start", at -> at.runs().start(request), _ -> {
            comparison.set(Optional.empty());
            opened = 0;
        });
    }

    void stop() {
        state.get().running().ifPresent(run -> stop(run.id()));
    }

    /// The same with the run of an id, also one that this screen has not been told of while it stood still.
    void stop(long run) {
        act("The run could not be stopped", at -> {
            at.runs().stop(run);
            return run;
        }, _ -> {});
    }

    /// Asks for the schedule of a run that may be started; an answer to an earlier question is dropped.
    void plan(RunRequest request) {
        long question = ++planned;
        node.filter(_ -> unavailable.get().isEmpty()).ifPresent(at -> calls.call(() -> at.node().runs().plan(request),
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
                at -> new Comparison(full(at, older), full(at, newer), at.runs().compare(older, newer)),
                made -> comparison.set(Optional.of(made)));
    }

    private static Run full(Node node, long id) {
        return node.runs().run(id).orElseThrow(() -> new IllegalArgumentException("there is no run " + id));
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
            Callable<T> work = () -> wish.of(at.node());
            calls.call(work, result -> {
                busy = false;
                done.accept(result);
                asking = false;
                ask();
            }, line -> {
                busy = false;
                error.set(failure + ": " + line);
            });
        });
    }
}
