package gpudyno.console.settings;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Which build of the program runs.
final class Build {
    private static final int DIGITS = 12;

    private Build() {
    }

    /// The first digits of the SHA-256 of the program's jar, so that equal words mean equal programs; `from class files` where it runs without
    /// one.
    static String id() throws IOException, NoSuchAlgorithmException, URISyntaxException {
        CodeSource source = Build.class.getProtectionDomain().getCodeSource();
        Path place = source == null ? null : Path.of(source.getLocation().toURI());
        if (place == null || Files.isDirectory(place)) {
            return "from class files";
        }
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(place));
        return HexFormat.of().formatHex(digest).substring(0, DIGITS);
    }
}
