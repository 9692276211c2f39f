package gpudyno.console;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// What no code caught, on whichever thread, as long as it is open.
final class Uncaught implements AutoCloseable {
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();

    private Uncaught() {
    }

    static Uncaught watch() {
        Uncaught watch = new Uncaught();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            failure.printStackTrace();
            watch.failures.add(thread.getName() + ": " + failure);
        });
        return watch;
    }

    List<String> failures() {
        return failures;
    }

    @Override
    public void close() {
        Thread.setDefaultUncaughtExceptionHandler(before);
    }
}
