package gpudyno.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/// Where native libraries are unpacked: a folder of the program's own, each library once.
///
/// By themselves SQLite and ONNX Runtime unpack theirs into the system's folder for temporary files anew at every start. No program may run
/// from there where it is mounted `noexec`, and nobody removes what a killed process leaves there.
public final class NativeFolder {
    private static final System.Logger LOG = System.getLogger(NativeFolder.class.getName());
    private static final String SQLITE_FOLDER = "org.sqlite.lib.path";

    private NativeFolder() {
    }

    /// Copies a library from the class path unless it is there already.
    ///
    /// @param resource its absolute name on the class path
    /// @return the file
    /// @throws IOException if it is not on the class path or cannot be written
    public static Path unpack(Class<?> owner, String resource, Path folder) throws IOException {
        URL url = owner.getResource(resource);
        if (url == null) {
            throw new FileNotFoundException(resource + " is not on the class path");
        }
        Path file = folder.resolve(resource.substring(resource.lastIndexOf('/') + 1));
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        try (InputStream library = connection.getInputStream()) {
            if (!Files.exists(file) || Files.size(file) != connection.getContentLengthLong()) {
                PrivateFiles.write(file, library);
            }
        }
        return file;
    }

    /// Makes SQLite load its library from a subfolder of the given folder, unless another one was set or the library is already loaded.
    ///
    /// @throws StoreException if the library cannot be unpacked there
    static void useForSqlite(Path folder) {
        if (System.getProperty(SQLITE_FOLDER) != null || System.getProperty("org.sqlite.tmpdir") != null) {
            return;
        }
        String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + LibraryLoaderUtil.getNativeLibName();
        if (SQLiteJDBCLoader.class.getResource(resource) == null) {
            // A system that SQLite carries no library for: it says so itself.
            return;
        }
        Path own = folder.resolve("sqlite-" + SQLiteJDBCLoader.getVersion());
        Path library;
        try {
            library = unpack(SQLiteJDBCLoader.class, resource, own);
        } catch (IOException e) {
            throw new StoreException("SQLite's library cannot be unpacked into " + own + " (" + DataFolder.reason(e)
                    + "); set GPUDYNO_DATA to a folder that can be written", e);
        }
        System.setProperty(SQLITE_FOLDER, own.toString());
        load(library, own);
    }

    /// By SQLite's own loader, which does nothing where the library is loaded already: two copies of it in one process would take each other's
    /// pointers.
    private static void load(Path library, Path folder) {
        try {
            SQLiteJDBCLoader.initialize();
        } catch (Exception e) {
            throw new StoreException(reason(library, folder, e), e);
        }
    }

    /// SQLite's loader does not tell why the library cannot be loaded; the attempt itself does.
    private static String reason(Path library, Path folder, Exception told) {
        try {
            System.load(library.toString());
        } catch (UnsatisfiedLinkError e) {
            return mayNotRun(folder) ? mayNotRunWords(folder) : "SQLite's library cannot be loaded: " + e.getMessage();
        }
        return "SQLite's library cannot be loaded: " + told.getMessage();
    }

    /// Whether no program may run from a folder, as of one on a file system mounted `noexec`.
    public static boolean mayNotRun(Path folder) {
        try {
            Path probe = Files.createTempFile(folder, "gpudyno", ".probe");
            try {
                // access(2) says no to execution there, whatever the file's mode.
                return probe.toFile().setExecutable(true) && !Files.isExecutable(probe);
            } finally {
                Files.delete(probe);
            }
        } catch (IOException _) {
            // A folder that cannot be written is another fault.
            return false;
        }
    }

    /// Has Netty and JNA load their libraries from below a folder where none may run from the system's folder for temporary files, unless
    /// somebody named others. Netty does without its library, slower; JNA without the machine's own meters.
    public static void useForNettyAndJna(Path folder) {
        if (mayNotRun(Path.of(System.getProperty("java.io.tmpdir")))) {
            for (Map.Entry<String, String> each : Map.of("io.netty.native.workdir", "netty", "jna.tmpdir", "jna").entrySet()) {
                name(each.getKey(), folder.resolve(each.getValue()));
            }
        }
    }

    private static void name(String property, Path folder) {
        try {
            if (System.getProperty(property) == null) {
                PrivateFiles.folder(folder);
                System.setProperty(property, folder.toAbsolutePath().toString());
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, folder + " cannot be made; libraries are tried where they usually are", e);
        }
    }

    /// The message for a folder from which no program may run.
    public static String mayNotRunWords(Path folder) {
        return "no program may run from " + folder + " (mounted noexec?), and native libraries are loaded from there; set GPUDYNO_DATA to a"
                + " folder on another file system";
    }
}
