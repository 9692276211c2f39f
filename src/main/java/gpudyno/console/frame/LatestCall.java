package gpudyno.console.frame;

import java.util.concurrent.Callable;
import java.util.function.Consumer;

/// Asks a node for one thing again and again. An answer that was overtaken by a later question is dropped. Thread of the screen.
public final class LatestCall {
    private final NodeCalls calls;
    private int question;

    public LatestCall(NodeCalls calls) {
        this.calls = calls;
    }

    /// See [NodeCalls#call].
    public <T> void call(Callable<T> work, Consumer<T> done, Consumer<String> failed) {
        int own = ++question;
        calls.call(work, result -> {
            if (own == question) {
                done.accept(result);
            }
        }, line -> {
            if (own == question) {
                failed.accept(line);
            }
        });
    }

    /// Nobody waits for the last answer any more.
    public void drop() {
        question++;
    }
}
