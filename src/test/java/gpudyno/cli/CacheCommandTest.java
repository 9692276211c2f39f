package gpudyno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CacheCommandTest {
    /// LRU holds two of three keys: only the second a is a hit. Whoever knows the future keeps a and b.
    private static final String KEYS = "a\nb\na\n\nc\nb\r\nа-кириллица\n";

    @TempDir
    private Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int replay(Object... arguments) {
        CommandLine line = Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        String[] all = new String[arguments.length + 2];
        Arrays.setAll(all, i -> i == 0 ? "cache" : i == 1 ? "replay" : arguments[i - 2].toString());
        return line.execute(all);
    }

    private static byte[] zipped(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void hitsAreCountedByPolicyOnPlainAndOnCompressedFiles() throws IOException {
        Path json = folder.resolve("out.json");
        Path plain = Files.writeString(folder.resolve("keys.txt"), KEYS);
        Path zip = Files.write(folder.resolve("keys.gz"), zipped(KEYS));
        for (Path file : new Path[]{plain, zip}) {
            assertThat(replay(file, "--capacity", 2, "--json", json)).as(err.toString()).isZero();
            JsonNode read = new ObjectMapper().readTree(Files.readString(json));
            assertThat(read.path("policies").path("lru")).hasToString("{\"hits\":1,\"requests\":6,\"percent\":16.666666666666668}");
            assertThat(read.path("policies").path("optimum").path("hits").asInt()).isEqualTo(2);
            assertThat(read.path("policies").fieldNames()).toIterable().containsExactly("lru", "w-tinylfu", "s3-fifo", "sieve", "arc",
                    "lirs",
                    "adaptive", "optimum");
        }
        assertThat(out.toString()).contains("6 requests, a cache of 2 keys", "adaptive followed w-tinylfu");
    }

    @Test
    void jsonOnStandardOutputIsNothingButJson() throws IOException {
        Path file = Files.writeString(folder.resolve("keys.txt"), KEYS);
        assertThat(replay(file, "--capacity", 1, "--json", "-")).isZero();
        assertThat(new ObjectMapper().readTree(out.toString()).path("capacity").asInt()).isEqualTo(1);
    }

    @Test
    void whatCannotBeReadIsExitCodeTwoAndSaidInASentence() throws IOException {
        byte[] zip = zipped("key\n".repeat(1000));
        Path keys = Files.writeString(folder.resolve("keys.txt"), KEYS);
        refused("cannot be read", folder.resolve("absent"), "--capacity", 5);
        refused("cannot be read", folder, "--capacity", 5);
        refused("has no keys", Files.writeString(folder.resolve("empty"), "\n\n"), "--capacity", 5);
        refused("after line 0: not text in UTF-8", Files.write(folder.resolve("binary"), new byte[]{(byte) 0xC3, 0x28, 0}), "--capacity",
                5);
        refused("the compressed file ends too early", Files.write(folder.resolve("cut.gz"), Arrays.copyOf(zip, zip.length - 12)),
                "--capacity", 5);
        refused("--capacity must lie from 1 to", keys, "--capacity", 0);
        refused("--capacity must lie from 1 to", keys, "--capacity", Integer.MAX_VALUE);
        refused("--capacity", keys);
        refused("'x' is not", keys, "--capacity", "x");
        refused("cannot be written", keys, "--capacity", 5, "--json", folder.resolve("no/such/folder"));
    }

    private void refused(String sentence, Object... arguments) {
        err.getBuffer().setLength(0);
        assertThat(replay(arguments)).isEqualTo(2);
        assertThat(err.toString()).startsWith("gpudyno: ").contains(sentence).doesNotContain("Exception").hasLineCount(1);
    }
}
