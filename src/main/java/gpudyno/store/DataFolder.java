package gpudyno.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The folder a node keeps its data in, held by one process at a time.
public final class DataFolder implements AutoCloseable {
    private static final Logger LOG = System.getLogger(DataFolder.class.getName());
    private static final Map<Class<?>, String> WORDS = Map.of(AccessDeniedException.class, "permission denied", NoSuchFileException.class,
            "a folder above it is missing", FileAlreadyExistsException.class, "a file is in its place", NotDirectoryException.class,
            "a file is in its place");
    static final String NATIVE = "native";
    private static final String ADDRESS = "gpudyno.address";
    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;

    private DataFolder(Path path, FileChannel channel, FileLock lock) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
    }

    /// The user's default folder for it.
    public static Path platformDefault() {
        return UserFolders.data();
    }

    /// Creates the folder if needed and takes its lock.
    ///
    /// @throws StoreException if it cannot be written, or another process holds it; the message says which
    public static DataFolder open(Path path) {
        Path lockFile = path.resolve("gpudyno.lock");
        try {
            PrivateFiles.folder(path);
            PrivateFiles.create(lockFile);
            tightenAll(path);
            FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                return held(path, channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new StoreException(
                    "the data folder " + path + " cannot be written (" + reason(e) + "); set GPUDYNO_DATA to a folder that can",
                    e);
        }
    }

    private static DataFolder held(Path path, FileChannel channel) throws IOException {
        FileLock lock = tryLock(channel);
        if (lock == null) {
            throw new FolderInUseException("the data folder " + path + " is in use by process " + holder(path)
                    + "; stop it, or set GPUDYNO_DATA to another folder");
        }
        // That of a process that was killed: nobody listens there any more.
        Files.deleteIfExists(path.resolve(ADDRESS));
        PrivateFiles.write(path.resolve("gpudyno.pid"), Long.toString(ProcessHandle.current().pid()));
        return new DataFolder(path, channel, lock);
    }

    /// Removes the access rights of other users from the folder and the files directly in it, if they belong to this user. Earlier versions
    /// left the system's default rights.
    private static void tightenAll(Path path) throws IOException {
        try (Stream<Path> inside = Files.list(path)) {
            for (Path each : Stream.concat(Stream.of(path), inside).toList()) {
                if (Files.isRegularFile(each) || each.equals(path)) {
                    tighten(each);
                }
            }
        }
    }

    private static void tighten(Path path) throws IOException {
        try {
            PrivateFiles.tighten(path);
        } catch (FileSystemException e) {
            LOG.log(Level.DEBUG, "the mode of " + path + " stays as it is: " + e);
        }
    }

    /// The reason of the failure, with the operating system's message if there is one.
    static String reason(IOException e) {
        return e instanceof FileSystemException failure
                ? failure.getReason() == null ? WORDS.getOrDefault(failure.getClass(), failure.toString()) : failure.getReason()
                : e.getMessage() == null ? e.toString() : e.getMessage();
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

    /// Records the address of this process's node for other processes that find the folder in use.
    public void listeningAt(URI address) {
        try {
            PrivateFiles.write(path.resolve(ADDRESS), address.toString());
        } catch (IOException e) {
            throw new StoreException("the data folder " + path + " cannot be written: " + e.getMessage(), e);
        }
    }

    /// The recorded address of the node whose process holds a folder.
    public static Optional<URI> listening(Path path) {
        try {
            return Files.exists(path.resolve(ADDRESS))
                    ? Optional.of(URI.create(Files.readString(path.resolve(ADDRESS)).strip()))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException _) {
            // A half-written or foreign file counts as absent.
            return Optional.empty();
        }
    }

    /// Where native libraries are unpacked.
    public Path nativeLibraries() {
        return path.resolve(NATIVE);
    }

    public Path path() {
        return path;
    }

    /// Gives the folder back; does nothing when called again.
    @Override
    public void close() {
        if (!channel.isOpen()) {
            return;
        }
        try (channel; lock) {
            Files.deleteIfExists(path.resolve(ADDRESS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
