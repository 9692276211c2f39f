package gpudyno.node.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Notices that one of a few files has changed, within a quarter of a second.
///
/// It looks at their attributes, because notices of the operating system do not come for every file system and would come for each write to
/// the store, which lies in the same folder.
final class FileWatch implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(200);

    private final List<Path> files;
    private final Runnable changed;
    private final ScheduledExecutorService looking = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("watch-files").daemon().factory());
    private List<String> seen;

    /// @param changed is called from a thread of its own; must not throw
    FileWatch(List<Path> files, Runnable changed) {
        this.files = List.copyOf(files);
        this.changed = changed;
        seen = states();
        looking.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        List<String> now = states();
        if (!now.equals(seen)) {
            seen = now;
            changed.run();
        }
    }

    private List<String> states() {
        return files.stream().map(FileWatch::state).toList();
    }

    private static String state(Path file) {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return now.lastModifiedTime() + " " + now.size() + " " + now.fileKey();
        } catch (IOException e) {
            return "cannot be read: " + e.getClass().getSimpleName();
        }
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
