package gpudyno.tune.command;

import gpudyno.model.tune.TrialFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import oshi.SystemInfo;
import oshi.software.os.OSProcess;
import oshi.software.os.OperatingSystem;

/// A server started for one trial, with all it starts itself. Used by one thread.
final class ServerProcess implements AutoCloseable {
    private static final Pattern OUT_OF_MEMORY = Pattern.compile("out of memory|OutOfMemory|out_of_memory|cudaErrorMemoryAllocation"
            + "|No available memory for the cache blocks|not enough memory|cannot allocate memory|failed to allocate|bad_alloc",
            Pattern.CASE_INSENSITIVE);
    /// 128 and the number of SIGKILL.
    private static final int KILLED = 137;
    private static final int KEPT_OUTPUT = 32_768;
    private static final int SHOWN_LINE = 200;
    private static final Duration POLL = Duration.ofMillis(50);
    /// How long a server may take to end by itself before it is ended by force.
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final OperatingSystem SYSTEM = new SystemInfo().getOperatingSystem();
    private static final OkHttpClient CLIENT = new OkHttpClient.Builder().connectTimeout(Duration.ofSeconds(1))
            .readTimeout(Duration.ofSeconds(2)).retryOnConnectionFailure(false).followRedirects(false).build();

    private final Process process;
    private final StartedProcesses journal;
    /// All processes seen in the tree so far, because a child whose parent has ended can no longer be found from the root.
    private final Set<ProcessHandle> seen = new LinkedHashSet<>();
    /// The last part of its output; guarded by itself.
    private final StringBuilder output = new StringBuilder();
    private final Thread drain;

    private ServerProcess(Process process, StartedProcesses journal) {
        this.process = process;
        this.journal = journal;
        this.drain = Thread.ofVirtual().name("output of " + process.pid()).start(this::keepOutput);
    }

    /// @param journal records the process and everything it starts
    /// @throws IllegalArgumentException if the program cannot be started at all
    /// @throws java.io.UncheckedIOException if it cannot be journalled; then it is ended again
    static ServerProcess start(List<String> line, Map<String, String> environment, StartedProcesses journal) {
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File(nothing())));
        builder.environment().putAll(environment);
        ServerProcess server;
        try {
            server = new ServerProcess(builder.start(), journal);
        } catch (IOException e) {
            throw new IllegalArgumentException("'" + line.getFirst() + "' cannot be started: " + e.getMessage(), e);
        }
        try {
            server.look();
            return server;
        } catch (RuntimeException e) {
            server.end();
            throw e;
        }
    }

    private static String nothing() {
        return System.getProperty("os.name", "").startsWith("Windows") ? "NUL" : "/dev/null";
    }

    private void keepOutput() {
        byte[] buffer = new byte[8192];
        try (InputStream from = process.getInputStream()) {
            for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                keep(new String(buffer, 0, read, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            keep("\nits output could not be read further: " + e.getMessage());
        }
    }

    private void keep(String said) {
        synchronized (output) {
            output.append(said);
            if (output.length() > KEPT_OUTPUT) {
                output.delete(0, output.length() - KEPT_OUTPUT / 2);
            }
        }
    }

    private String said() {
        synchronized (output) {
            return output.toString();
        }
    }

    /// Records the processes it has started so far, also on disk in case this program is killed.
    private void look() {
        int before = seen.size();
        remember();
        if (seen.size() > before) {
            journal.record(seen);
        }
    }

    private void remember() {
        seen.add(process.toHandle());
        List.copyOf(seen).forEach(handle -> handle.descendants().forEach(seen::add));
    }

    /// Bytes of memory resident in it and in all it started; 0 where the system does not tell.
    long residentBytes() {
        remember();
        return seen.stream().filter(ProcessHandle::isAlive).map(handle -> SYSTEM.getProcess((int) handle.pid()))
                .filter(java.util.Objects::nonNull).mapToLong(OSProcess::getResidentSetSize).sum();
    }

    /// Waits until an address answers 200.
    ///
    /// @throws TrialFailure if the server ends before, or is not healthy in time; the message says which
    void awaitHealthy(URI health, Duration most) throws TrialFailure, InterruptedException {
        long deadline = System.nanoTime() + most.toNanos();
        String last = "no answer";
        while (System.nanoTime() < deadline) {
            if (process.waitFor(POLL)) {
                throw new TrialFailure(why("before it was healthy"));
            }
            look();
            try (Response response = CLIENT.newCall(new Request.Builder().url(health.toString()).build()).execute()) {
                if (response.code() == 200) {
                    return;
                }
                last = "status " + response.code();
            } catch (IOException e) {
                last = String.valueOf(e.getMessage());
            }
        }
        throw new TrialFailure("not healthy within " + most.toSeconds() + " s at " + health.getPath() + ": " + last);
    }

    /// @throws TrialFailure if it has ended
    void checkAlive(String when) throws TrialFailure {
        look();
        if (!process.isAlive()) {
            throw new TrialFailure(why(when));
        }
    }

    private String why(String when) {
        try {
            // Its last output may not have arrived yet.
            drain.join(Duration.ofMillis(500));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        int status = process.exitValue();
        String said = said();
        if (OUT_OF_MEMORY.matcher(said).find()) {
            return "out of memory " + when + ": " + lineOf(said, OUT_OF_MEMORY);
        }
        if (status == KILLED) {
            return "was killed " + when + ", as systems do when memory runs out";
        }
        String last = said.lines().filter(line -> !line.isBlank()).reduce("", (_, line) -> line);
        return "ended with status " + status + " " + when + (last.isEmpty() ? "" : ": " + shown(last));
    }

    private static String lineOf(String text, Pattern pattern) {
        return shown(text.lines().filter(line -> pattern.matcher(line).find()).findFirst().orElse(""));
    }

    private static String shown(String line) {
        String plain = line.strip().replaceAll("\\p{Cntrl}", " ");
        return plain.length() > SHOWN_LINE ? plain.substring(0, SHOWN_LINE) + "..." : plain;
    }

    /// Ends it and everything it started: first by request, then by force.
    ///
    /// @throws IllegalStateException if something of it cannot be ended
    @Override
    public void close() {
        end();
        journal.record(List.of());
    }

    private void end() {
        remember();
        seen.forEach(ProcessHandle::destroy);
        if (!ended(GRACE)) {
            remember();
            seen.forEach(ProcessHandle::destroyForcibly);
            if (!ended(GRACE)) {
                throw new IllegalStateException(
                        "could not be ended: process " + seen.stream().filter(ProcessHandle::isAlive).map(ProcessHandle::pid).toList());
            }
        }
    }

    private boolean ended(Duration most) {
        boolean interrupted = Thread.interrupted();
        try {
            CompletableFuture.allOf(seen.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new)).get(most.toMillis(),
                    TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            // A process that has ended but was not collected by its new parent still counts as running for onExit, but not for isAlive.
            return seen.stream().noneMatch(ProcessHandle::isAlive);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            // The wait was interrupted: end it by force at once.
            interrupted = true;
            return false;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
