package gpudyno.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The folder a node keeps its data in, held by one process at a time.
public final class DataFolder implements AutoCloseable {
    private static final String ADDRESS = "gpudyno.address";
    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;

    private DataFolder(Path path, FileChannel channel, FileLock lock) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
    }

    /// The platform's place for it: `GPUDYNO_DATA` if set, else by the rules of XDG, macOS or Windows.
    public static Path platformDefault() {
        String set = System.getenv("GPUDYNO_DATA");
        if (set != null && !set.isBlank()) {
            return Path.of(set);
        }
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        Path home = Path.of(System.getProperty("user.home"));
        if (system.contains("mac")) {
            return home.resolve("Library/Application Support/GPU Dyno");
        }
        if (system.contains("win")) {
            return orElse("LOCALAPPDATA", home.resolve("AppData/Local")).resolve("GPU Dyno");
        }
        return orElse("XDG_DATA_HOME", home.resolve(".local/share")).resolve("gpudyno");
    }

    private static Path orElse(String variable, Path otherwise) {
        String value = System.getenv(variable);
        return value == null || value.isBlank() ? otherwise : Path.of(value);
    }

    /// Creates the folder if needed and takes its lock.
    ///
    /// @throws StoreException if it cannot be written, or another process holds it; the message says which
    public static DataFolder open(Path path) {
        Path lockFile = path.resolve("gpudyno.lock");
        try {
            Files.createDirectories(path);
            FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new FolderInUseException("the data folder " + path + " is in use by process " + holder(path)
                        + "; stop it, or set GPUDYNO_DATA to another folder");
            }
            Files.writeString(path.resolve("gpudyno.pid"), Long.toString(ProcessHandle.current().pid()));
            return new DataFolder(path, channel, lock);
        } catch (IOException e) {
            throw new StoreException(
                    "the data folder " + path + " cannot be written (" + e.getClass().getSimpleName() + ": " + e.getMessage()
                            + "); set GPUDYNO_DATA to a folder that can",
                    e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held by this very process.
            return null;
        }
    }

    private static String holder(Path path) throws IOException {
        Path pid = path.resolve("gpudyno.pid");
        return Files.exists(pid) ? Files.readString(pid).strip() : "unknown";
    }

    /// Says where this process's node answers, to whoever finds the folder in use.
    public void listeningAt(URI address) {
        try {
            Files.writeString(path.resolve(ADDRESS), address.toString());
        } catch (IOException e) {
            throw new StoreException("the data folder " + path + " cannot be written: " + e.getMessage(), e);
        }
    }

    /// Where the node of the process that holds a folder said it answers.
    public static Optional<URI> listening(Path path) {
        try {
            return Files.exists(path.resolve(ADDRESS))
                    ? Optional.of(URI.create(Files.readString(path.resolve(ADDRESS)).strip()))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException _) {
            // Half-written or not ours: as good as absent.
            return Optional.empty();
        }
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
