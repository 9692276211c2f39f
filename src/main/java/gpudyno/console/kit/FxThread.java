package gpudyno.console.kit;

import javafx.application.Platform;

/// The thread all of the screen belongs to.
public final class FxThread {
    private FxThread() {
    }

    /// An IllegalStateException naming the caller's thread unless it is the JavaFX thread.
    public static void require() {
        if (!Platform.isFxApplicationThread()) {
            throw new IllegalStateException("the screen changes on the JavaFX thread only, not on " + Thread.currentThread().getName());
        }
    }

    /// Runs a change of the screen on its thread, now if this is it.
    public static void run(Runnable change) {
        if (Platform.isFxApplicationThread()) {
            change.run();
        } else {
            Platform.runLater(change);
        }
    }
}
