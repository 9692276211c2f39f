package gpudyno.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Ctrl-C during a run: stops it and keeps the process alive until its partial report is written.
///
/// On SIGINT, the JVM runs the shutdown hooks and then exits with 130. So the hook waits for [#close].
final class Interruption implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 10;

    private final CountDownLatch written = new CountDownLatch(1);
    private final Thread hook = new Thread(this::interrupt, "interrupted");
    private volatile @Nullable Runnable stop;
    private volatile boolean happened;

    private Interruption() {
    }

    static Interruption watch() {
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    void onInterrupt(Runnable action) {
        stop = action;
        if (happened) {
            action.run();
        }
    }

    boolean happened() {
        return happened;
    }

    private void interrupt() {
        happened = true;
        Runnable action = stop;
        if (action != null) {
            action.run();
        }
        try {
            if (!written.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("the partial report could not be written in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        written.countDown();
        if (!happened) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }
}
