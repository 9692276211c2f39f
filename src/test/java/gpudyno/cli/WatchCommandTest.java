package gpudyno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class WatchCommandTest {
    @TempDir
    private Path folder;
    private Path series = Path.of("");
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void writeASeries() throws IOException {
        series = Files.writeString(folder.resolve("series.csv"), "timestamp,value\n2014-05-14 01:14:00,1\n2014-05-14 01:19:00,2\n");
    }

    private int replay(Path from, Path to) {
        CommandLine line = Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return line.execute("watch", "replay", from.toString(), "--out", to.toString());
    }

    @Test
    void aSeriesGetsItsScores() throws IOException {
        Path scores = folder.resolve("scores.csv");
        assertThat(replay(series, scores)).isZero();
        assertThat(Files.readAllLines(scores)).hasSize(3).first().isEqualTo("timestamp,value,score");
        assertThat(out.toString()).contains("2 values scored in ");
    }

    @Test
    void whatIsUnusableIsExitCodeTwoAndNamed() throws IOException {
        Path scores = folder.resolve("scores.csv");
        assertThat(replay(folder.resolve("none.csv"), scores)).isEqualTo(2);
        assertThat(replay(series, series)).isEqualTo(2);
        assertThat(replay(series, folder.resolve("none").resolve("scores.csv"))).isEqualTo(2);
        assertThat(replay(Files.writeString(folder.resolve("bad.csv"), "timestamp,value\nnever,1\n"), scores)).isEqualTo(2);
        assertThat(replay(Files.write(folder.resolve("bytes.csv"), new byte[]{(byte) 0xff, (byte) 0xfe, 10}), scores)).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(5);
        assertThat(err.toString()).contains("none.csv cannot be read", "it would be overwritten", "cannot be written", "bad.csv, line 2: ",
                "is no text in UTF-8");
        assertThat(Files.readAllLines(series)).hasSize(3);
    }
}
