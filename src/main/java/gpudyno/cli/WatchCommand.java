package gpudyno.cli;

import gpudyno.foresight.SeriesReplay;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `gpudyno watch`: what the node's anomaly detection says of recorded series.
@Command(name = "watch", description = "Try the anomaly detection on recorded series.", mixinStandardHelpOptions = true, subcommands = WatchCommand.Replay.class, synopsisSubcommandLabel = "replay")
final class WatchCommand implements Callable<Integer> {
    @Override
    public Integer call() throws SetupException {
        throw new SetupException("watch what? `gpudyno watch replay F.csv --out G.csv` is there");
    }

    @Command(name = "replay", description = "Score each value of a series from 0 to 1, judged by the values before it alone.", mixinStandardHelpOptions = true)
    static final class Replay implements Callable<Integer> {
        @Spec
        private CommandSpec spec;
        @Parameters(paramLabel = "F.csv", description = "the series: a header with timestamp and value, then a line for each value")
        private Path file = Path.of("");
        @Option(names = "--out", paramLabel = "G.csv", required = true, description = "where timestamp, value and score are written")
        private @Nullable Path out;

        @Override
        public Integer call() throws IOException {
            Path target = Objects.requireNonNull(out);
            if (!Files.isReadable(file) || Files.isDirectory(file)) {
                throw new IllegalArgumentException(file + " cannot be read");
            }
            if (Files.exists(target) && Files.isSameFile(file, target)) {
                throw new IllegalArgumentException("--out names the series itself; it would be overwritten");
            }
            long scored;
            try (BufferedReader in = Files.newBufferedReader(file); Writer to = writer(target)) {
                scored = new SeriesReplay().replay(in, to);
            } catch (CharacterCodingException e) {
                throw new IllegalArgumentException(file + " is no text in UTF-8", e);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(file + ", " + e.getMessage(), e);
            }
            spec.commandLine().getOut().println(scored + " values scored in " + target);
            spec.commandLine().getOut().flush();
            return Exit.FINISHED;
        }

        private static Writer writer(Path target) {
            try {
                return Files.newBufferedWriter(target);
            } catch (IOException e) {
                throw new IllegalArgumentException("--out " + target + " cannot be written: " + e.getMessage(), e);
            }
        }
    }
}
