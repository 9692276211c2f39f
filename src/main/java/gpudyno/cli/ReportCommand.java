package gpudyno.cli;

import com.fasterxml.jackson.databind.JsonNode;
import gpudyno.model.load.RunReport;
import gpudyno.model.tune.SessionReport;
import gpudyno.report.RunComparison;
import gpudyno.report.RunPage;
import gpudyno.report.SessionSummary;
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

/// `gpudyno report`: shows load runs from their JSON, and says what differs between them; or a tuning session on one page.
@Command(name = "report", description = "Show load runs that --json has written. With several, compare each with the first and say what differs. "
        + "With --summary and a session.json: one page for the person who pays.", mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;
    @Parameters(paramLabel = "FILE.json", arity = "1..*", description = "reports written by gpudyno load --json, or one session.json of gpudyno session")
    private List<Path> files = List.of();
    @Option(names = "--html", paramLabel = "F", description = "write an HTML page: of runs, charts of the first and a comparison "
            + "of the others with it; of a session, its summary")
    private @Nullable Path html;
    @Option(names = "--summary", description = "print each run's figures before the comparison; "
            + "of a session: before, after, what a thousand requests cost, what to do")
    private boolean summary;
    @Option(names = "--price-per-hour", paramLabel = "P", description = "what an hour of the machine costs, for the cost in a session's summary")
    private @Nullable Double pricePerHour;
    @Option(names = "--currency", paramLabel = "C", description = "of that price (default: ${DEFAULT-VALUE})")
    private String currency = "USD";

    @Override
    public Integer call() throws IOException {
        if (isSession(files.getFirst())) {
            return summarize(files.getFirst());
        }
        if (pricePerHour != null) {
            throw new IllegalArgumentException("--price-per-hour belongs to the summary of a tuning session");
        }
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

    private Integer summarize(Path file) throws IOException {
        if (!summary || files.size() > 1) {
            throw new IllegalArgumentException(file + " is a tuning session's report: it is shown alone, with --summary");
        }
        SessionSummary.Price price = pricePerHour == null ? null : new SessionSummary.Price(pricePerHour, currency);
        SessionReport report = read(file, "gpudyno session", SessionReport.class);
        if (report.message() == null || report.started() == null) {
            throw new IllegalArgumentException(file + " is no report of gpudyno session: it has no message or no start");
        }
        SessionSummary page = new SessionSummary(report, price);
        spec.commandLine().getOut().print(page.text());
        spec.commandLine().getOut().flush();
        if (html != null) {
            Files.writeString(html, page.html());
        }
        return Exit.FINISHED;
    }

    private static boolean isSession(Path file) {
        JsonNode report = read(file, "gpudyno load --json or gpudyno session", JsonNode.class);
        return report.has("targets") && report.has("trials");
    }

    private static <T> T read(Path file, String writer, Class<T> type) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new IllegalArgumentException(file + " cannot be read");
        }
        try {
            return Json.read(Files.readString(file), type);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(file + " is no report of " + writer + ": " + e.getMessage(), e);
        }
    }

    private static RunReport read(Path file) {
        RunReport report = read(file, "gpudyno load --json", RunReport.class);
        if (report.scenario() == null || report.latency() == null) {
            throw new IllegalArgumentException(file + " is no report of gpudyno load --json: it has no scenario or no latency");
        }
        return report;
    }
}
