package gpudyno.node.local;

import gpudyno.node.Activity;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Who has the node to itself: at most one session or load run at a time, and nobody turns knobs while a session does.
final class Workplace implements Watching.Tests {
    private volatile @Nullable URI address;
    private volatile @Nullable Work work;
    private volatile long tests;

    /// What loads the node, from its beginning until it is given up.
    interface Work {
        Activity activity();

        /// Whether nobody else may turn knobs now.
        boolean turnsKnobs();

        /// Whether it is this node that it loads.
        boolean loadsThisNode();

        /// Ends it and waits until it has put back what it changed.
        void stop();
    }

    /// Begins something, given this node's own endpoint.
    interface Beginning<T> {
        T at(URI endpoint);
    }

    /// Where the node's listener answers, from now on.
    void listeningAt(URI listening) {
        address = listening;
    }

    Optional<URI> address() {
        return Optional.ofNullable(address);
    }

    /// Begins work while nothing else is on; `begin` takes the node by [#take].
    ///
    /// @throws IllegalStateException if something is on, or the node does not listen so that nothing can load it
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

    /// Gives the node to work that begins.
    synchronized void take(Work begun) {
        work = begun;
        if (begun.loadsThisNode()) {
            tests++;
        }
    }

    /// Gives the node up; nothing happens if others have it.
    synchronized void giveUp(Work ended) {
        if (ended.equals(work)) {
            work = null;
        }
    }

    /// Turns knobs unless a session does.
    synchronized <T> T turning(Supplier<T> turn) {
        Work on = work;
        if (on != null && on.turnsKnobs()) {
            throw new IllegalStateException("a session is turning the knobs; stop it first");
        }
        return turn.get();
    }

    /// What loads a server now, this node's or another.
    Optional<Activity> activity() {
        return Optional.ofNullable(work).map(Work::activity);
    }

    /// How many tests have begun to load this node since it started.
    @Override
    public long begun() {
        return tests;
    }

    /// Whether what this node serves now is a test's.
    @Override
    public boolean isTesting() {
        Work on = work;
        return on != null && on.loadsThisNode();
    }

    /// Stops what is on.
    void stop() {
        Work on = work;
        if (on != null) {
            on.stop();
        }
    }
}
