package gpudyno.tune.command;

import gpudyno.store.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A record on disk of the processes that this program has started and not ended yet. If this program is killed, its next start ends them.
///
/// A process is identified by its number and its start time, because the system reuses numbers. There is one file for each tuning program,
/// named by its own number and start time, so that two programs at the same time do not disturb each other.
public final class StartedProcesses {
    private static final String SUFFIX = ".started";
    /// How far the start time of one process may differ between two readings: it is computed from the boot time, which changes when the
    /// system's clock is set.
    private static final Duration CLOCK = Duration.ofSeconds(2);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Path folder;
    private final Path file;

    /// @param folder of all such files
    public StartedProcesses(Path folder) {
        this.folder = folder;
        this.file = folder.resolve(identity(ProcessHandle.current()) + SUFFIX);
    }

    /// `pid-milliseconds` of its start; a start the system does not tell is 0, which no process matches.
    private static String identity(ProcessHandle handle) {
        return handle.pid() + "-" + handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private static Optional<ProcessHandle> process(String identity) {
        String[] parts = identity.strip().split("-", 2);
        if (parts.length < 2 || !parts[0].matches("\\d{1,18}") || !parts[1].matches("\\d{1,18}")) {
            return Optional.empty();
        }
        Instant start = Instant.ofEpochMilli(Long.parseLong(parts[1]));
        return ProcessHandle.of(Long.parseLong(parts[0])).filter(ProcessHandle::isAlive).filter(handle -> handle.info().startInstant()
                .filter(told -> Duration.between(start, told).abs().compareTo(CLOCK) <= 0).isPresent());
    }

    /// Writes down what runs now; durable when this returns.
    ///
    /// @throws UncheckedIOException if that is not possible
    void record(Collection<ProcessHandle> running) {
        try {
            if (running.isEmpty()) {
                Files.deleteIfExists(file);
                return;
            }
            PrivateFiles.write(file,
                    running.stream().map(StartedProcesses::identity).map(line -> line + "\n").collect(Collectors.joining()));
        } catch (IOException e) {
            throw new UncheckedIOException("started processes cannot be written down in " + folder + ": " + e, e);
        }
    }

    /// Ends the processes that earlier programs, no longer running, have left, with everything those started.
    ///
    /// @return the numbers of the processes ended
    /// @throws UncheckedIOException if the folder cannot be read
    public List<Long> endLeftovers() throws InterruptedException {
        List<Path> files;
        try (Stream<Path> all = Files.isDirectory(folder) ? Files.list(folder) : Stream.<Path>empty()) {
            files = all.filter(path -> path.toString().endsWith(SUFFIX)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be read: " + e, e);
        }
        List<Long> ended = new ArrayList<>();
        for (Path left : files) {
            String name = String.valueOf(left.getFileName());
            if (process(name.substring(0, name.length() - SUFFIX.length())).isEmpty()) {
                ended.addAll(end(left));
            }
        }
        return ended;
    }

    private static List<Long> end(Path left) throws InterruptedException {
        try {
            List<ProcessHandle> tree = Files.readAllLines(left).stream().map(StartedProcesses::process).flatMap(Optional::stream)
                    .flatMap(root -> Stream.concat(Stream.of(root), root.descendants())).distinct().toList();
            tree.forEach(ProcessHandle::destroy);
            long deadline = System.nanoTime() + GRACE.toNanos();
            for (ProcessHandle handle : tree) {
                awaitEnd(handle, deadline - System.nanoTime());
            }
            tree.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
            Files.deleteIfExists(left);
            return tree.stream().map(ProcessHandle::pid).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(left + " cannot be read: " + e, e);
        }
    }

    private static void awaitEnd(ProcessHandle handle, long nanos) throws InterruptedException {
        try {
            handle.onExit().get(Math.max(0, nanos), java.util.concurrent.TimeUnit.NANOSECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            // Ended by force below.
            return;
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
