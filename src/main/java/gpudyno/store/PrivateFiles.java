package gpudyno.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Files and folders that only their owner may read and write: mode 600 and 700, or stricter where somebody made one stricter. On a file
/// system without modes, they keep its defaults.
public final class PrivateFiles {
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_FOLDER = PosixFilePermissions.fromString("rwx------");

    private PrivateFiles() {
    }

    /// Writes a file completely or not at all: first to a temporary file beside it, which is then moved over it. A stricter mode of the
    /// file that was there is kept.
    public static Path write(Path file, String text) throws IOException {
        return write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /// As [#write(Path, String)].
    public static Path write(Path file, byte[] content) throws IOException {
        return write(file, new ByteArrayInputStream(content));
    }

    /// As [#write(Path, String)]; what is written may be larger than the heap.
    static Path write(Path file, InputStream content) throws IOException {
        // Where the file is a link, what it points to is written and the link stays.
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path folder = java.util.Objects.requireNonNull(target.getParent(), "a file has a folder");
        folder(folder);
        Path part = Files.createTempFile(folder, "." + target.getFileName() + "-", ".part", attributes(target, OWNER));
        try {
            try (OutputStream to = Files.newOutputStream(part)) {
                content.transferTo(to);
            }
            keepMode(target, part);
            move(part, target);
        } finally {
            Files.deleteIfExists(part);
        }
        return file;
    }

    private static void move(Path part, Path target) throws IOException {
        try {
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException _) {
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void keepMode(Path target, Path part) throws IOException {
        PosixFileAttributeView before = view(target);
        PosixFileAttributeView fresh = view(part);
        if (before != null && fresh != null && Files.exists(target)) {
            fresh.setPermissions(common(before.readAttributes().permissions(), OWNER));
        }
    }

    /// Creates an empty file if there is none; removes the access rights of other users from an existing one.
    public static void create(Path file) throws IOException {
        try {
            Files.createFile(file, attributes(file, OWNER));
        } catch (FileAlreadyExistsException _) {
            tighten(file);
        }
    }

    /// Creates a folder and its parents if they do not exist.
    public static void folder(Path folder) throws IOException {
        Path absolute = folder.toAbsolutePath();
        if (!Files.isDirectory(absolute)) {
            Files.createDirectories(absolute, attributes(absolute, OWNER_FOLDER));
        }
    }

    /// Removes the access rights of other users from a file or folder of this user; does nothing if it does not exist.
    public static void tighten(Path path) throws IOException {
        PosixFileAttributeView view = view(path);
        if (view == null || !Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Set<PosixFilePermission> now = view.readAttributes().permissions();
        Set<PosixFilePermission> kept = common(now, OWNER_FOLDER);
        if (!kept.equals(now)) {
            view.setPermissions(kept);
        }
    }

    private static Set<PosixFilePermission> common(Set<PosixFilePermission> one, Set<PosixFilePermission> other) {
        Set<PosixFilePermission> both = EnumSet.noneOf(PosixFilePermission.class);
        both.addAll(one);
        both.retainAll(other);
        return both;
    }

    private static @Nullable PosixFileAttributeView view(Path path) {
        return Files.getFileAttributeView(path, PosixFileAttributeView.class);
    }

    private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> mode) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[]{PosixFilePermissions.asFileAttribute(mode)}
                : new FileAttribute<?>[0];
    }
}
