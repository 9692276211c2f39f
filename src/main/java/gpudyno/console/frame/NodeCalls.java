package gpudyno.console.frame;

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.application.Platform;

/// Calls of a node, which may block, off the thread of the screen; their results come back on it.
public final class NodeCalls {
    private final Executor background;
    private final Executor screen;

    public NodeCalls(Executor background, Executor screen) {
        this.background = background;
        this.screen = screen;
    }

    /// One virtual thread a call, results on the JavaFX thread.
    public static NodeCalls onVirtualThreads() {
        return new NodeCalls(work -> Thread.ofVirtual().name("console-call").start(work), Platform::runLater);
    }

    /// @param failed gets one line for people: what the node said
    public <T> void call(Callable<T> work, Consumer<T> done, Consumer<String> failed) {
        background.execute(() -> {
            try {
                T result = work.call();
                screen.execute(() -> done.accept(result));
            } catch (Exception e) {
                String line = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
                screen.execute(() -> failed.accept(line));
            }
        });
    }
}
