import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Copies the program's jars for a package: without the native libraries of other platforms, which are half of their size.
///
/// `java PackagedJars.java PLATFORM TO JAR|FOLDER...` with a platform of `linux-x64`, `linux-aarch64`, `macos-aarch64`, `macos-x64`,
/// `windows-x64`. Module descriptors are left out too: these jars lie on the class path, and jdeps would take them for modules.
/// The same input gives the same bytes.
public final class PackagedJars {
    /// How libraries name the folder of a platform; SQLite spells it in two folders.
    private static final Map<String, List<String>> FOLDERS = Map.of(
            "linux-x64", List.of("linux-x64", "linux-x86_64", "linux-x86-64", "linux/x86_64"),
            "linux-aarch64", List.of("linux-aarch64", "linux-arm64", "linux/aarch64"),
            "macos-x64", List.of("osx-x64", "apple-x86_64", "osx-x86_64", "darwin-x86-64", "mac/x86_64"),
            "macos-aarch64", List.of("osx-aarch64", "apple-arm64", "darwin-aarch64", "mac/aarch64"),
            "windows-x64", List.of("win-x64", "windows-x86_64", "win-x86_64", "win32-x86-64", "windows/x86_64"));

    private static final Pattern NATIVE = Pattern.compile(".*\\.(so|dll|dylib|jnilib|a)");
    private static final Pattern ANY_PLATFORM = Pattern.compile(
            "(^|/)(linux|linux-musl|win|win32|windows|osx|mac|darwin|freebsd|openbsd|dragonflybsd|sunos|aix)(-[a-z0-9_-]+)?/");

    /// JCuda's libraries for what we do not call: a compiler of PTX, which is 24 MB, and the runtime API.
    private static final Pattern NEVER_CALLED = Pattern.compile("lib/libj(nvptxcompiler|cudaruntime)-.*");
    /// JCuda and JOCL name the platform at the end of a library's name.
    private static final Pattern OF_PLATFORM = Pattern.compile("lib/(lib)?(jcudadriver|jnvrtc|jocl).*-(linux|windows|apple)-.*");

    private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

    private PackagedJars() {
    }

    public static void main(String[] arguments) throws IOException {
        List<String> own = arguments.length < 3 ? null : FOLDERS.get(arguments[0]);
        if (own == null) {
            System.err.println("usage: PackagedJars PLATFORM TO JAR|FOLDER...   with a platform of " + FOLDERS.keySet().stream().sorted().toList());
            System.exit(2);
        }
        Path to = Files.createDirectories(Path.of(arguments[1]));
        for (String from : List.of(arguments).subList(2, arguments.length)) {
            if (!Files.isDirectory(Path.of(from))) {
                copy(Path.of(from), to, own);
                continue;
            }
            try (DirectoryStream<Path> jars = Files.newDirectoryStream(Path.of(from), "*.jar")) {
                for (Path jar : jars) {
                    copy(jar, to, own);
                }
            }
        }
    }

    private static void copy(Path jar, Path folder, List<String> own) throws IOException {
        Path copy = folder.resolve(jar.getFileName());
        try (ZipFile from = new ZipFile(jar.toFile())) {
            List<? extends ZipEntry> wanted = from.stream().filter(entry -> isWanted(entry.getName(), own)).toList();
            if (wanted.size() == from.size()) {
                Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
            } else {
                try (ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(copy))) {
                    for (ZipEntry entry : wanted) {
                        copy(from, entry, to);
                    }
                }
            }
        }
        // An AOT cache compares the times of its jars, and archives keep whole seconds only.
        Files.setLastModifiedTime(copy, FileTime.fromMillis(Files.getLastModifiedTime(jar).toMillis() / 1000 * 1000));
    }

    private static void copy(ZipFile from, ZipEntry entry, ZipOutputStream to) throws IOException {
        ZipEntry copied = new ZipEntry(entry.getName());
        copied.setTimeLocal(TIME);
        to.putNextEntry(copied);
        try (InputStream bytes = from.getInputStream(entry)) {
            bytes.transferTo(to);
        }
        to.closeEntry();
    }

    private static boolean isWanted(String name, List<String> own) {
        if (name.equals("module-info.class") || name.endsWith("/module-info.class")) {
            return false;
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (NEVER_CALLED.matcher(lower).matches()) {
            return false;
        }
        if (OF_PLATFORM.matcher(lower).matches()) {
            return own.stream().anyMatch(folder -> lower.matches(".*-" + folder + "\\.[a-z]+"));
        }
        return !NATIVE.matcher(lower).matches() || !ANY_PLATFORM.matcher(lower).find()
                || own.stream().anyMatch(folder -> ("/" + lower).contains("/" + folder + "/"));
    }
}
