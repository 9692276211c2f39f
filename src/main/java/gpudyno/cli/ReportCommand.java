package gpudyno.cli;

import gpudyno.model.load.RunReport;
import gpudyno.report.RunComparison;
import gpudyno.report.RunPage;
import gpudyno.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `gpudyno report`: shows load runs from their JSON, and says what differs between them.
@Command(name = "report", description = "Show load runs that --json has written. With several, compare each with the first and say what differs.", mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;
    @Parameters(paramLabel = "RUN.json", arity = "1..*", description = "reports written by gpudyno load --json")
    private List<Path> files = List.of();
    @Option(names = "--html", paramLabel = "F", description = "write an HTML page with charts of the first run and a comparison of the others with it")
    private @Nullable Path html;
    @Option(names = "--summary", description = "print each run's figures before the comparison")
    private boolean summary;

    @Override
    public Integer call() throws IOException {
        List<RunReport> reports = files.stream().map(ReportCommand::read).toList();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < reports.size() && (summary || reports.size() == 1); i++) {
            text.append(files.get(i)).append(System.lineSeparator()).append(LoadSummary.of(reports.get(i)));
        }
        for (int i = 1; i < reports.size(); i++) {
            text.append(RunComparison.text(files.getFirst().toString(), files.get(i).toString(),
                    RunComparison.of(reports.getFirst(), reports.get(i))));
            List<String> settings = RunComparison.settings(reports.getFirst(), reports.get(i));
            text.append(settings.isEmpty() ? "" : "Set up differently: " + String.join("; ", settings) + System.lineSeparator());
        }
        spec.commandLine().getOut().print(text);
        spec.commandLine().getOut().flush();
        if (html != null) {
            List<RunPage.Compared> others = IntStream.range(1, reports.size()).mapToObj(i -> new RunPage.Compared(files.get(i).toString(),
                    RunComparison.of(reports.getFirst(), reports.get(i)))).toList();
            Files.writeString(html, RunPage.of(reports.getFirst(), files.getFirst().toString(), others));
        }
        return Exit.FINISHED;
    }

    private static RunReport read(Path file) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new IllegalArgumentException(file + " cannot be read");
        }
        try {
            RunReport report = Json.read(Files.readString(file), RunReport.class);
            if (report.scenario() == null || report.latency() == null) {
                throw new IllegalArgumentException("it has no scenario or no latency");
            }
            return report;
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(file + " is no report of gpudyno load --json: " + e.getMessage(), e);
        }
    }
}
