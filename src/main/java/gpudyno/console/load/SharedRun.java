package gpudyno.console.load;

import gpudyno.console.frame.NodeCalls;
import gpudyno.model.load.Run;
import gpudyno.model.load.RunRequest;
import gpudyno.node.Node;
import gpudyno.node.SharedLoads;
import gpudyno.node.SharedLoads.SharedLoad;
import java.util.Optional;
import java.util.SequencedMap;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// The last run that several nodes send or sent together, without a screen. It is the window's, so it stays in view whichever node is
/// chosen. Belongs to the thread of the screen.
final class SharedRun {
    private final NodeCalls calls;
    private final SharedLoads loads;
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(State.NONE);
    private Optional<SharedLoad> load = Optional.empty();
    private Optional<State> held = Optional.empty();
    private boolean paused;

    /// @param run as it stands or ended; empty where there was none
    /// @param viewed whether the page shows it, not a run of the chosen node
    /// @param busy whether an order to start or stop is under way
    /// @param error what was refused last, and why; empty when it was done
    record State(Optional<Run> run, boolean viewed, boolean busy, String error) {
        static final State NONE = new State(Optional.empty(), false, false, "");

        boolean running() {
            return run.filter(one -> one.ended() == null).isPresent();
        }

        /// The run, if the page shows it.
        Optional<Run> shown() {
            return run.filter(_ -> viewed);
        }

        private State view(boolean now) {
            return new State(run, now, busy, error);
        }

        private State asking() {
            return new State(run, viewed, true, "");
        }

        private State refused(String line) {
            return new State(run, viewed, false, line);
        }

        private State done() {
            return new State(run, viewed, false, error);
        }

        private State told(Run now) {
            return new State(Optional.of(now), viewed, busy, error);
        }
    }

    SharedRun(NodeCalls calls, SharedLoads loads) {
        this.calls = calls;
        this.loads = loads;
    }

    ReadOnlyObjectProperty<State> state() {
        return state.getReadOnlyProperty();
    }

    /// What is newest, whether the screen stands still or not.
    private State newest() {
        return held.orElseGet(state::get);
    }

    private void change(State now) {
        held = paused ? Optional.of(now) : Optional.empty();
        if (!paused) {
            state.set(now);
        }
    }

    /// A screen that stands still shows what was told meanwhile when it goes on.
    void pause(boolean now) {
        paused = now;
        held.filter(_ -> !now).ifPresent(this::change);
    }

    /// @param generators by what the window calls them
    void start(RunRequest request, SequencedMap<String, Node> generators) {
        change(newest().asking());
        calls.call(() -> loads.start(request, generators, run -> calls.call(() -> run, this::take, _ -> {})),
                begun -> {
                    load = Optional.of(begun);
                    change(newest().done().view(true));
                }, line -> change(newest().refused("The run did not start: " + line)));
    }

    /// Each is passed on by a thread of its own, so one from before the end may come after it.
    private void take(Run told) {
        boolean late = newest().run().filter(known -> known.ended() != null && known.started().equals(told.started())).isPresent();
        if (!late) {
            change(newest().told(told));
        }
    }

    void stop() {
        load.ifPresent(on -> {
            change(newest().asking());
            calls.call(() -> {
                on.stop();
                return on;
            }, _ -> change(newest().done()), line -> change(newest().refused("The run could not be stopped: " + line)));
        });
    }

    /// Shows it, or a run of the chosen node in its place.
    void view(boolean now) {
        if (newest().run().isPresent()) {
            change(newest().view(now));
        }
    }
}
