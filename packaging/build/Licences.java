import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// Copies the licence and notice texts that jars carry: `java Licences.java TO FOLDER...`; each jar's lie in a folder of its name.
public final class Licences {
    private static final Pattern TEXT = Pattern.compile("(meta-inf/)?(licen[cs]es?/)?([^/]*(licen[cs]e|notice|copying)[^/]*)");

    private Licences() {
    }

    public static void main(String[] arguments) throws IOException {
        for (String folder : List.of(arguments).subList(1, arguments.length)) {
            try (DirectoryStream<Path> jars = Files.newDirectoryStream(Path.of(folder), "*.jar")) {
                for (Path jar : jars) {
                    copy(jar, Path.of(arguments[0], jar.getFileName().toString().replaceFirst("\\.jar$", "")));
                }
            }
        }
    }

    private static void copy(Path jar, Path to) throws IOException {
        try (ZipFile from = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : from.stream().filter(Licences::isText).toList()) {
                Files.createDirectories(to);
                try (InputStream text = from.getInputStream(entry)) {
                    Files.copy(text, to.resolve(entry.getName().replaceFirst(".*/", "")), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private static boolean isText(ZipEntry entry) {
        return !entry.isDirectory() && !entry.getName().endsWith(".class") && TEXT.matcher(entry.getName().toLowerCase(Locale.ROOT)).matches();
    }
}
