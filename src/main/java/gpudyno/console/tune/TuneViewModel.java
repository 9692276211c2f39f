package gpudyno.console.tune;

import gpudyno.console.frame.Facts;
import gpudyno.console.frame.NodeCalls;
import gpudyno.console.frame.NodeViewModel;
import gpudyno.console.frame.SessionCourse;
import gpudyno.console.kit.Dialogs;
import gpudyno.console.kit.Dialogs.Confirmation;
import gpudyno.console.kit.KnobWords;
import gpudyno.model.knob.KnobChange;
import gpudyno.model.knob.KnobState;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionReport.Column;
import gpudyno.model.tune.SessionReport.Phase;
import gpudyno.model.tune.SessionReport.Verdict;
import gpudyno.model.tune.SessionRequest;
import gpudyno.model.tune.SessionSummary;
import gpudyno.node.Node;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.util.Subscription;

/// The state of the Tune page and what can be done on it; without a screen. Belongs to the thread of the screen.
public final class TuneViewModel {
    private static final String UNANSWERED = "The node did not answer: ";

    private final NodeCalls calls;
    private final Dialogs dialogs;
    private final Supplier<String> unavailable;
    private final ReadOnlyObjectWrapper<Optional<SessionReport>> session = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<List<SessionSummary>> previous = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<List<KnobState>> knobs = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyStringWrapper error = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper applying = new ReadOnlyBooleanWrapper(false);
    private Optional<NodeViewModel> node = Optional.empty();
    private Subscription following = Subscription.EMPTY;
    private List<SessionCourse> told = List.of();
    private long snapshot;
    private long question;
    private boolean again;
    /// The session that is open; 0 follows the newest.
    private long opened;
    private boolean asking;
    private boolean paused;

    private record Answer(List<SessionSummary> sessions, Optional<SessionReport> open) {}

    /// @param unavailable why nothing can be asked of the node now; empty while it answers
    public TuneViewModel(NodeCalls calls, Dialogs dialogs, Supplier<String> unavailable) {
        this.unavailable = unavailable;
        this.calls = calls;
        this.dialogs = dialogs;
    }

    /// The session that is open, with its trials.
    public ReadOnlyObjectProperty<Optional<SessionReport>> session() {
        return session.getReadOnlyProperty();
    }

    /// Sessions of the node, newest first, without trials.
    public ReadOnlyObjectProperty<List<SessionSummary>> previous() {
        return previous.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<List<KnobState>> knobs() {
        return knobs.getReadOnlyProperty();
    }

    /// What the node last refused, and why; empty when it did as asked.
    public ReadOnlyStringProperty error() {
        return error.getReadOnlyProperty();
    }

    /// Whether knobs are being turned, or a session is being started or stopped, right now.
    public ReadOnlyBooleanProperty applying() {
        return applying.getReadOnlyProperty();
    }

    /// Every page shows the chosen node: another node's sessions take the place of the last one's. What it tells is followed until
    /// [#leave]; the list and the open session are asked for once.
    public void choose(Optional<NodeViewModel> chosen) {
        leave();
        if (!chosen.equals(node)) {
            node = chosen;
            opened = 0;
            question++;
            asking = false;
            session.set(Optional.empty());
            previous.set(List.of());
            knobs.set(List.of());
            error.set("");
        }
        told = List.of();
        snapshot = 0;
        ask();
        node.ifPresent(model -> following = model.facts().subscribe(now -> now.ifPresent(this::follow)));
    }

    /// Nobody looks any more.
    public void leave() {
        following.unsubscribe();
        following = Subscription.EMPTY;
    }

    /// A screen that stands still follows nothing, and takes what it missed when it goes on. What a person does meanwhile is shown.
    public void pause(boolean now) {
        boolean goesOn = paused && !now;
        paused = now;
        if (goesOn) {
            ask();
            node.flatMap(model -> model.facts().get()).ifPresent(this::follow);
        }
    }

    private void follow(Facts now) {
        if (paused && !knobs.get().isEmpty()) {
            return;
        }
        knobs.set(now.knobs());
        List<SessionCourse> before = told;
        told = now.sessions();
        boolean missed = snapshot != 0 && now.snapshot() != snapshot;
        snapshot = now.snapshot();
        if (missed) {
            // What was told during the gap is not told again.
            ask();
        }
        told.stream().filter(course -> !before.contains(course)).forEach(this::take);
    }

    private void take(SessionCourse course) {
        SessionReport report = course.report();
        Optional<SessionReport> open = session.get().filter(known -> known.id() == report.id());
        Optional<SessionReport> full = course.over(open.orElse(report));
        boolean inView = opened == report.id()
                || opened == 0 && previous.get().stream().allMatch(known -> known.id() <= report.id());
        list(SessionSummary.of(full.orElse(report)));
        if (inView && full.isPresent() && (course.whole() || open.isPresent())) {
            session.set(full);
        } else if (inView) {
            ask();
        }
    }

    private void list(SessionSummary summary) {
        TreeMap<Long, SessionSummary> byId = new TreeMap<>(Comparator.reverseOrder());
        previous.get().forEach(known -> byId.put(known.id(), known));
        byId.put(summary.id(), summary);
        previous.set(List.copyOf(byId.values()));
    }

    /// Asks the node once for its sessions and the open one. A question that comes while one is open is asked after it.
    public void ask() {
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
        long now = ++question;
        calls.call(() -> answer(asked, wanted), answer -> {
            if (now == question) {
                asking = false;
                answered(answer);
                askAgain();
            }
        }, line -> {
            if (now == question) {
                asking = false;
                error.set(UNANSWERED + line);
                askAgain();
            }
        });
    }

    private void askAgain() {
        if (again) {
            ask();
        }
    }

    private static Answer answer(Node node, long wanted) {
        List<SessionSummary> sessions = node.sessions().list();
        long id = wanted != 0 || sessions.isEmpty() ? wanted : sessions.getFirst().id();
        return new Answer(sessions, id == 0 ? Optional.empty() : node.sessions().report(id));
    }

    private void answered(Answer answer) {
        if (error.get().startsWith(UNANSWERED)) {
            error.set("");
        }
        previous.set(answer.sessions);
        if (opened == 0 || answer.open.filter(report -> report.id() == opened).isPresent()) {
            session.set(answer.open);
        }
    }

    /// Opens a session of the list.
    public void open(long id) {
        opened = id;
        ask();
    }

    public boolean isRunning() {
        return previous.get().stream().anyMatch(report -> !report.phase().isEnd());
    }

    /// The session that runs, with the trials that are known, also while another is open.
    public Optional<SessionReport> running() {
        return session.get().filter(report -> !report.phase().isEnd())
                .or(() -> told.stream().map(SessionCourse::report).filter(report -> !report.phase().isEnd()).findFirst());
    }

    /// Why a session cannot start now; empty if it can.
    public String refusal() {
        if (node.isEmpty()) {
            return "No node is chosen";
        }
        return unavailable.get().isEmpty() && isRunning() ? "A session is running" : unavailable.get();
    }

    /// Why a session cannot be stopped, applied or rolled back now whatever it found; empty while the node answers.
    public String unavailable() {
        return unavailable.get();
    }

    public void start(SessionRequest request) {
        act("The session did not start", at -> at.sessions().start(request), id -> open(id));
    }

    /// Whether the open session was cut off and nothing runs, so that it can go on from its trials.
    public boolean canResume() {
        return !isRunning() && session.get().filter(SessionReport::canResume).isPresent();
    }

    public void resume() {
        session.get().filter(_ -> canResume()).ifPresent(report -> act("The session was not resumed", at -> {
            at.sessions().resume(report.id());
            return report.id();
        }, id -> open(id)));
    }

    /// Stops the running session and puts the knobs back, once the user agrees.
    public void stop() {
        previous.get().stream().filter(report -> !report.phase().isEnd()).findFirst().ifPresent(running -> stop(running.id()));
    }

    /// The same with the session of an id, also one that this screen has not been told of while it stood still.
    public void stop(long running) {
        dialogs.confirm(new Confirmation("Stop session #" + running + "?",
                "The trial that runs is dropped and all knobs go back to where they stood before the session.",
                "Stop and roll back", true), () -> act("The session could not be stopped", at -> {
                    at.sessions().stop(running);
                    return running;
                }, id -> dialogs.say("Session #" + id + " is stopped; the knobs are back")));
    }

    /// Whether the open session has a best that won in verification and is not applied.
    public boolean canApply() {
        return session.get().filter(report -> report.phase().isEnd() && report.verdict() == Verdict.BETTER && !report.applied()
                && report.best() != null).isPresent();
    }

    public boolean canRollBack() {
        return session.get().filter(report -> report.phase() == Phase.FINISHED && report.applied()).isPresent();
    }

    public void applyBest() {
        session.get().filter(_ -> canApply()).ifPresent(report -> dialogs.confirm(
                new Confirmation("Apply the best of session #" + report.id() + "?",
                        KnobWords.count(toTurn(report)) + (toTurn(report) == 1 ? " turns" : " turn")
                                + " now. Roll back puts them where they stood before the session.",
                        "Apply best", false),
                () -> node.ifPresent(at -> act(at, "The best was not applied", to -> to.sessions().applyBest(report.id()),
                        change -> dialogs.done(turned("Applied", change), () -> undo(at, report.id()))))));
    }

    public void rollBack() {
        session.get().filter(_ -> canRollBack()).ifPresent(report -> dialogs.confirm(
                new Confirmation("Roll back session #" + report.id() + "?",
                        "The knobs go back to where they stood before the session. Apply best turns them again.", "Roll back", false),
                () -> node.ifPresent(at -> act(at, "Nothing was rolled back", to -> to.sessions().rollBack(report.id()),
                        change -> dialogs.done(turned("Rolled back", change), () -> redo(at, report.id()))))));
    }

    /// On the node it was applied on, whichever is in view by then.
    private void undo(NodeViewModel on, long id) {
        act(on, "Nothing was rolled back", at -> at.sessions().rollBack(id), change -> dialogs.say(turned("Rolled back", change)));
    }

    private void redo(NodeViewModel on, long id) {
        act(on, "The best was not applied", at -> at.sessions().applyBest(id), change -> dialogs.say(turned("Applied", change)));
    }

    /// How many knobs stand elsewhere than the best of a session has them.
    private int toTurn(SessionReport report) {
        Column best = report.best();
        if (best == null || knobs.get().isEmpty()) {
            return KnobMoves.of(report).size();
        }
        return (int) knobs.get().stream().filter(state -> {
            Object wanted = best.knobs().get(state.knob().id());
            return wanted != null && !wanted.equals(state.value());
        }).count();
    }

    private static String turned(String did, KnobChange change) {
        return did + " " + KnobWords.count(change.after().values().size());
    }

    private interface Wish<T> {
        T of(Node node) throws Exception;
    }

    private <T> void act(String failure, Wish<T> wish, java.util.function.Consumer<T> done) {
        node.ifPresent(at -> act(at, failure, wish, done));
    }

    private <T> void act(NodeViewModel on, String failure, Wish<T> wish, java.util.function.Consumer<T> done) {
        boolean inView = isInView(on);
        if (inView) {
            applying.set(true);
            error.set("");
        }
        Callable<T> work = () -> wish.of(on.node());
        calls.call(work, result -> {
            applying.set(false);
            done.accept(result);
            if (isInView(on)) {
                ask();
            }
        }, line -> {
            applying.set(false);
            if (isInView(on)) {
                error.set(failure + ": " + line);
            } else {
                dialogs.say(on.name() + ": " + failure + ": " + line);
            }
        });
    }

    private boolean isInView(NodeViewModel one) {
        return node.filter(one::equals).isPresent();
    }
}
