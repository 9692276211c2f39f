package gpudyno.load;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// Text as other systems write it: UTF-8 with or without a byte-order mark, or UTF-16 with one; compressed by gzip or not.
public final class TextFile {
    /// Characters of one line.
    private static final int LONGEST_LINE = 16 << 20;

    private TextFile() {
    }

    /// @throws IOException if it cannot be read; reading throws one too where the text is malformed or the compressed file is unsound
    public static BufferedReader open(Path file) throws IOException {
        InputStream bytes = new BufferedInputStream(Files.newInputStream(file));
        bytes.mark(2);
        boolean zipped = bytes.read() == 0x1F && bytes.read() == 0x8B;
        bytes.reset();
        if (zipped) {
            bytes = new BufferedInputStream(new GZIPInputStream(bytes));
        }
        bytes.mark(3);
        int first = bytes.read();
        int second = bytes.read();
        int third = bytes.read();
        bytes.reset();
        Charset charset = StandardCharsets.UTF_8;
        if (first == 0xEF && second == 0xBB && third == 0xBF) {
            bytes.skipNBytes(3);
        } else if (first == 0xFF && second == 0xFE || first == 0xFE && second == 0xFF) {
            charset = first == 0xFF ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
            bytes.skipNBytes(2);
        }
        return new BufferedReader(new InputStreamReader(bytes,
                charset.newDecoder().onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT)), 1 << 16);
    }

    /// The next line without its end, be that LF, CR LF or CR; null at the end.
    ///
    /// @param text reused from line to line
    public static @Nullable String line(Reader reader, StringBuilder text) throws IOException {
        text.setLength(0);
        int c = reader.read();
        if (c < 0) {
            return null;
        }
        while (c >= 0 && c != '\n' && c != '\r') {
            text.append((char) c);
            if (text.length() > LONGEST_LINE) {
                throw new IOException("a line is longer than " + LONGEST_LINE + " characters");
            }
            c = reader.read();
        }
        if (c == '\r') {
            reader.mark(1);
            if (reader.read() != '\n') {
                reader.reset();
            }
        }
        return text.toString();
    }
}
