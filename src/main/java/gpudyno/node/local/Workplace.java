package gpudyno.node.local;

import gpudyno.node.Activity;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Ensures that at most one session or load run uses the node at a time, and that nobody else sets knobs during a session.
final class Workplace implements Watching.Tests {
    private volatile @Nullable URI address;
    private volatile @Nullable Work work;
    private volatile long tests;

    /// A session or load run, from its start until it releases the node.
    interface Work {
        Activity activity();

        /// Whether nobody else may set knobs now.
        boolean turnsKnobs();

        /// Whether it loads this node and not another server.
        boolean loadsThisNode();

        /// Stops it and waits until it has restored what it changed.
        void stop();
    }

    /// Starts work, given this node's own endpoint.
    interface Beginning<T> {
        T at(URI endpoint);
    }

    /// Sets the address of the node's listener, with the credentials that it takes.
    void listeningAt(URI listening) {
        address = listening;
    }

    /// Starts work if nothing else is running; `begin` reserves the node by [#take].
    ///
    /// @throws IllegalStateException if something is running, or the node has no listener that could be loaded
    synchronized <T> T begin(Beginning<T> begin) {
        Work on = work;
        if (on != null) {
            throw new IllegalStateException(on.activity().kind() == Activity.Kind.SESSION
                    ? "a session is running already; only one runs at a time"
                    : "a load run is running; stop it first");
        }
        URI at = address;
        if (at == null) {
            throw new IllegalStateException("this node does not listen, so nothing can load it");
        }
        return begin.at(at.resolve("/v1/embeddings"));
    }

    /// Reserves the node for work that starts.
    synchronized void take(Work begun) {
        work = begun;
        if (begun.loadsThisNode()) {
            tests++;
        }
    }

    /// Releases the node; does nothing if other work has it.
    synchronized void giveUp(Work ended) {
        if (ended.equals(work)) {
            work = null;
        }
    }

    /// Sets knobs, unless a session is running.
    synchronized <T> T turning(Supplier<T> turn) {
        Work on = work;
        if (on != null && on.turnsKnobs()) {
            throw new IllegalStateException("a session is turning the knobs; stop it first");
        }
        return turn.get();
    }

    /// The session or run in progress, whether it loads this node or another server.
    Optional<Activity> activity() {
        return Optional.ofNullable(work).map(Work::activity);
    }

    /// How many tests have begun to load this node since it started.
    @Override
    public long begun() {
        return tests;
    }

    /// Whether a test is loading this node now.
    @Override
    public boolean isTesting() {
        Work on = work;
        return on != null && on.loadsThisNode();
    }

    /// Whether a session is running.
    boolean isTuning() {
        Work on = work;
        return on != null && on.turnsKnobs();
    }

    /// Stops the work in progress.
    void stop() {
        Work on = work;
        if (on != null) {
            on.stop();
        }
    }
}
