package gpudyno.cli;

import gpudyno.load.LoadRun;
import gpudyno.load.SecondSample;
import gpudyno.model.load.RunReport;
import gpudyno.model.load.Scenario;
import gpudyno.report.RunPage;
import gpudyno.store.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Files a run's figures go to.
final class RunFiles {
    private static final String CSV_HEAD = "second,offered,correct,errors,in_flight,p50_ms,p95_ms,p99_ms,service_p95_ms,ttft_p50_ms\n";

    @Option(names = "--json", paramLabel = "F", description = "write the report as JSON to this file; - for standard output")
    private @Nullable Path json;
    @Option(names = "--csv", paramLabel = "F", description = "write one line of figures per second, warm-up included")
    private @Nullable Path csv;
    @Option(names = "--hgrm", paramLabel = "F", description = "write latency percentiles from the intended send time, in the format that HdrHistogram plotters read")
    private @Nullable Path histogram;

    @Option(names = "--html", paramLabel = "F", description = "write the report as an HTML page with charts, in one file")
    private @Nullable Path html;

    /// Checks before the run that the files can be written, so that this does not fail after it.
    void check(Scenario scenario) throws IOException {
        if (histogram != null && scenario instanceof Scenario.FindMax) {
            throw new IllegalArgumentException("--hgrm is for one run; find-max makes many");
        }
        for (Path file : Stream.of(jsonToStandardOutput() ? null : json, csv, histogram, html).filter(Objects::nonNull).toList()) {
            Path folder = file.toAbsolutePath().getParent();
            if (Files.isDirectory(file) || folder == null || !Files.isWritable(folder)) {
                throw new IllegalArgumentException(file + " cannot be written");
            }
        }
        if (csv != null) {
            Files.writeString(csv, CSV_HEAD);
        }
    }

    boolean jsonToStandardOutput() {
        return json != null && json.toString().equals("-");
    }

    /// Appends a second to the CSV file; called from the generator's thread.
    void second(SecondSample sample) {
        if (csv == null) {
            return;
        }
        String line = String.format(Locale.ROOT, "%d,%d,%d,%d,%d,%s,%s,%s,%s,%s%n", sample.second(), sample.offered(), sample.correct(),
                sample.errors(), sample.inFlight(), figure(sample.p50()), figure(sample.p95()), figure(sample.p99()),
                figure(sample.serviceP95()), figure(sample.ttftP50()));
        try {
            Files.writeString(csv, line, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(csv + " cannot be written", e);
        }
    }

    private static String figure(double millis) {
        return Double.isNaN(millis) ? "" : String.format(Locale.ROOT, "%.3f", millis);
    }

    void writeHistogram(LoadRun run) throws IOException {
        if (histogram != null) {
            try (OutputStream stream = Files.newOutputStream(histogram);
                    PrintStream out = new PrintStream(stream, false, StandardCharsets.UTF_8)) {
                run.latencyFromIntended().outputPercentileDistribution(out, 1000.0);
            }
        }
    }

    /// @param target what was loaded
    void write(RunReport report, String target) throws IOException {
        if (html != null) {
            Files.writeString(html, RunPage.of(report, target));
        }
        if (json == null) {
            return;
        }
        if (jsonToStandardOutput()) {
            System.out.println(Json.pretty(report));
        } else {
            Files.write(json, List.of(Json.pretty(report)));
        }
    }
}
