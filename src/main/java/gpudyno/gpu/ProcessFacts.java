package gpudyno.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What the operating system says of processes: who runs them, which program, since when. Kept for half a minute.
///
/// Arguments are never read out: they may hold passwords and keys.
public final class ProcessFacts {
    /// `USER_HZ`, in which `/proc/PID/stat` counts: 100 on every architecture of Linux that has GPUs.
    private static final long TICKS_PER_SECOND = 100;
    private static final int START_TIME = 19;
    private static final int MOST = 5000;
    /// Numbers of processes are given again.
    private static final long ASK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Path proc;
    private final Map<Long, Known> known = new ConcurrentHashMap<>();

    /// @param command file name of the program; each part is null where the system does not tell
    public record Facts(@Nullable String user, @Nullable String command, @Nullable Instant started) {
        static final Facts NONE = new Facts(null, null, null);
    }

    private record Known(Facts facts, long askedNanos) {}

    /// @param proc where Linux shows its processes, `/proc`; where there is no such folder the JDK is asked
    public ProcessFacts(Path proc) {
        this.proc = proc;
    }

    /// May block while the process's memory is locked.
    public Facts of(long pid) {
        if (known.size() > MOST) {
            known.clear();
        }
        Known found = known.get(pid);
        if (found == null || System.nanoTime() - found.askedNanos > ASK_AGAIN_NANOS) {
            found = new Known(ask(pid), System.nanoTime());
            known.put(pid, found);
        }
        return found.facts;
    }

    private Facts ask(long pid) {
        if (!Files.isDirectory(proc)) {
            Optional<ProcessHandle.Info> info = ProcessHandle.of(pid).map(ProcessHandle::info);
            return new Facts(info.flatMap(ProcessHandle.Info::user).orElse(null),
                    info.flatMap(ProcessHandle.Info::command).map(ProcessFacts::fileName).orElse(null),
                    info.flatMap(ProcessHandle.Info::startInstant).orElse(null));
        }
        Path folder = proc.resolve(String.valueOf(pid));
        return Files.isDirectory(folder) ? new Facts(user(folder), command(folder), started(folder)) : Facts.NONE;
    }

    private static @Nullable String user(Path folder) {
        try {
            return Files.getOwner(folder).getName();
        } catch (IOException | UnsupportedOperationException e) {
            // The process has ended, or its user is not to be seen.
            return null;
        }
    }

    /// The program as it was called, else the kernel's name of it, which is cut off at 15 characters.
    private static @Nullable String command(Path folder) {
        String called = SysFile.text(folder.resolve("cmdline"));
        int end = called.indexOf('\0');
        String program = fileName((end < 0 ? called : called.substring(0, end)).strip());
        String name = program.isEmpty() ? SysFile.text(folder.resolve("comm")) : program;
        return name.isEmpty() ? null : name;
    }

    /// Without folders; some programs write their whole title, with arguments, where the path should be.
    public static String fileName(String path) {
        String first = path.indexOf(' ') > 0 && path.charAt(0) != '/' ? path.substring(0, path.indexOf(' ')) : path;
        String name = first.substring(Math.max(first.lastIndexOf('/'), first.lastIndexOf('\\')) + 1);
        return name.endsWith(":") ? name.substring(0, name.length() - 1) : name;
    }

    private @Nullable Instant started(Path folder) {
        // The name, in brackets, may hold blanks and brackets.
        String stat = SysFile.text(folder.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split("\\s+");
        Optional<String> boot = SysFile.text(proc.resolve("stat")).lines().filter(line -> line.startsWith("btime ")).findFirst();
        try {
            return fields.length <= START_TIME || boot.isEmpty()
                    ? null
                    : Instant.ofEpochSecond(Long.parseLong(boot.get().substring(6).strip())
                            + Long.parseLong(fields[START_TIME]) / TICKS_PER_SECOND);
        } catch (NumberFormatException | DateTimeException e) {
            return null;
        }
    }
}
