package gpudyno.console.page;

import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javafx.application.Platform;

/// Work for a node, off the JavaFX thread: each call on a virtual thread, its outcome back on the JavaFX thread.
public final class Background {
    private Background() {
    }

    /// @param failed gets the message of what went wrong
    public static <T> void ask(Callable<T> question, Consumer<T> answered, Consumer<String> failed) {
        Thread.ofVirtual().name("console").start(() -> {
            try {
                T answer = question.call();
                Platform.runLater(() -> answered.accept(answer));
            } catch (Exception e) {
                String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
                Platform.runLater(() -> failed.accept(message));
            }
        });
    }
}
