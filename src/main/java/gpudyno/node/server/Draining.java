package gpudyno.node.server;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Lets a node's work end before its listener does. Work is what the model server is asked and what changes the node. From [#begin] on new
/// work is refused with 503, work in progress goes on, and reading stays possible.
final class Draining {
    private static final String COUNTED = "gpudyno.work";
    private static final String RETRY_AFTER_SECONDS = "5";

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private int inProgress;
    private boolean on;

    void begin() {
        lock.lock();
        try {
            on = true;
        } finally {
            lock.unlock();
        }
    }

    boolean isOn() {
        lock.lock();
        try {
            return on;
        } finally {
            lock.unlock();
        }
    }

    /// Counts a request as work in progress, until [#leave].
    ///
    /// @param ownLoad whether it comes from a session or a load run of this node, which is stopped in another way
    /// @throws HttpResponseException 503 once the node drains
    void enter(Context context, boolean ownLoad) {
        lock.lock();
        try {
            if (on && !ownLoad) {
                throw refused(context);
            }
            inProgress++;
        } finally {
            lock.unlock();
        }
        context.attribute(COUNTED, true);
    }

    /// The answer to what begins too late.
    static HttpResponseException refused(Context context) {
        context.header("Retry-After", RETRY_AFTER_SECONDS).header("Connection", "close");
        return new HttpResponseException(503, "this node is stopping and takes no new work");
    }

    /// Called for every request at its end, counted or not.
    void leave(Context context) {
        if (context.attribute(COUNTED) == null) {
            return;
        }
        lock.lock();
        try {
            inProgress--;
            idle.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until no work is in progress.
    ///
    /// @return how many requests had not ended when `bound` was over
    int await(Duration bound) {
        long left = bound.toNanos();
        lock.lock();
        try {
            while (inProgress > 0 && left > 0) {
                left = idle.awaitNanos(left);
            }
            return inProgress;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return inProgress;
        } finally {
            lock.unlock();
        }
    }
}
