package gpudyno.cli;

import gpudyno.load.FindMax;
import gpudyno.load.LoadGenerator;
import gpudyno.load.LoadPlan;
import gpudyno.load.LoadRun;
import gpudyno.load.RequestSource;
import gpudyno.load.SecondSample;
import gpudyno.load.Slo;
import gpudyno.load.TargetUnreachableException;
import gpudyno.model.load.LatencySummary;
import gpudyno.model.load.RunReport;
import gpudyno.model.load.Scenario;
import gpudyno.model.load.SloVerdict;
import gpudyno.model.load.Workload;
import gpudyno.serve.backend.MiniLm;
import gpudyno.store.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "load", description = "Load an HTTP endpoint and report latency from the intended and from the actual send time.", mixinStandardHelpOptions = true)
final class LoadCommand implements Callable<Integer> {
    @Parameters(paramLabel = "URL", description = "The endpoint, http://HOST:PORT/PATH.")
    private String url = "";

    @Option(names = "--scenario", defaultValue = "constant", description = "constant, poisson, closed or find-max (default ${DEFAULT-VALUE}).")
    private String scenario = "";

    @Option(names = "--rate", converter = Quantities.RateConverter.class, description = "Requests per second: 500, 500/s, 30/m.")
    private @Nullable Double rate;

    @Option(names = "--duration", converter = Quantities.DurationConverter.class, description = "Measured time: 10s, 5m (find-max: of each probe).")
    private @Nullable Duration duration;

    @Option(names = "--requests", description = "Measured requests instead of a duration.")
    private long requests;

    @Option(names = "--warmup", converter = Quantities.DurationConverter.class, description = "Load before the figures begin (default 2s with --duration, none with --requests).")
    private @Nullable Duration warmup;

    @Option(names = "--connections", defaultValue = "256", description = "Most connections (closed: exactly so many; default ${DEFAULT-VALUE}).")
    private int connections;

    @Option(names = "--timeout", converter = Quantities.DurationConverter.class, defaultValue = "10s", description = "After which a request counts as failed (default ${DEFAULT-VALUE}).")
    private Duration timeout = Duration.ZERO;

    @Option(names = "--api", defaultValue = "http", description = "http, or openai-embeddings to send the built-in corpus (default ${DEFAULT-VALUE}).")
    private String api = "";

    @Option(names = "--method", description = "HTTP method (default GET, or POST with a body).")
    private @Nullable String method;

    @Option(names = "--body", paramLabel = "@FILE|TEXT", description = "The body of every request.")
    private @Nullable String body;

    @Option(names = "--header", paramLabel = "NAME: VALUE", description = "A header of every request; may be given several times.")
    private List<String> headers = List.of();

    @Option(names = "--expect-status", split = ",", defaultValue = "200", description = "Statuses that count as correct (default ${DEFAULT-VALUE}).")
    private Set<Integer> expectStatus = Set.of();

    @Option(names = "--slo", paramLabel = "p95=500ms,errors=1%", description = "Bounds to judge; missing one exits with 1.")
    private @Nullable String slo;

    @Option(names = "--seed", defaultValue = "42", description = "Seed of arrivals and requests (default ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the report as JSON.")
    private @Nullable Path json;

    @Option(names = "--csv", paramLabel = "FILE", description = "Write a line a second as CSV.")
    private @Nullable Path csv;

    private final StringBuilder seconds = new StringBuilder(
            "second,offered,correct,errors,in_flight,p50_ms,p95_ms,p99_ms,service_p95_ms\n");

    @Override
    public Integer call() throws SetupException, InterruptedException, IOException {
        LoadPlan plan = plan();
        try {
            RunReport report = plan.scenario() instanceof Scenario.FindMax findMax ? new FindMax(plan, findMax).run() : runStoppable(plan);
            write(report);
            print(report);
            return report.interrupted()
                    ? Exit.INTERRUPTED
                    : report.slo().stream().allMatch(SloVerdict::met) ? Exit.FINISHED : Exit.BOUND_MISSED;
        } catch (TargetUnreachableException e) {
            System.err.println("gpudyno: " + e.getMessage());
            return Exit.UNREACHABLE;
        }
    }

    /// Ctrl-C ends the run, and the partial report is written before the process goes.
    private RunReport runStoppable(LoadPlan plan) throws InterruptedException, TargetUnreachableException {
        LoadRun run = LoadGenerator.start(plan);
        Thread main = Thread.currentThread();
        Thread hook = new Thread(() -> {
            run.stop();
            try {
                main.join(Duration.ofSeconds(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, "interrupted");
        Runtime.getRuntime().addShutdownHook(hook);
        RunReport report = LoadGenerator.await(run);
        if (!report.interrupted()) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
        return report;
    }

    private LoadPlan plan() throws SetupException, IOException {
        RequestSource source = switch (api) {
            case "http" -> RequestSource.same(bodyBytes());
            case "openai-embeddings" ->
                body != null ? RequestSource.same(bodyBytes()) : RequestSource.embeddings(Workload.DEFAULT, MiniLm.NAME);
            default -> throw new SetupException("--api " + api + ": http or openai-embeddings is allowed");
        };
        boolean carries = body != null || api.equals("openai-embeddings");
        Map<String, String> named = namedHeaders(carries);
        String verb = method != null ? method : carries ? "POST" : "GET";
        Duration settle = warmup != null ? warmup : requests > 0 ? Duration.ZERO : Duration.ofSeconds(2);
        Consumer<SecondSample> onSecond = this::second;
        List<Slo> slos = slo == null ? List.of() : Slo.parse(slo);
        return new LoadPlan(target(), verb, named, source, scenario(), requests, settle, connections, timeout, seed, expectStatus, slos,
                onSecond, _ -> false);
    }

    private URI target() throws SetupException {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new SetupException("URL '" + url + "': " + e.getMessage(), e);
        }
    }

    private Scenario scenario() throws SetupException {
        if (duration == null && requests <= 0) {
            throw new SetupException("--duration or --requests is needed");
        }
        Duration length = duration != null ? duration : Duration.ofDays(1);
        return switch (scenario) {
            case "constant" -> new Scenario.Constant(neededRate(), length);
            case "poisson" -> new Scenario.Poisson(neededRate(), length);
            case "closed" -> new Scenario.ClosedLoop(connections, length);
            case "find-max" -> new Scenario.FindMax(rate == null ? 10 : rate, length);
            default -> throw new SetupException("--scenario " + scenario + ": constant, poisson, closed or find-max is allowed");
        };
    }

    private double neededRate() throws SetupException {
        if (rate == null) {
            throw new SetupException("--rate is needed with --scenario " + scenario);
        }
        return rate;
    }

    private byte[] bodyBytes() throws SetupException, IOException {
        if (body == null) {
            return new byte[0];
        }
        if (!body.startsWith("@")) {
            return body.getBytes(StandardCharsets.UTF_8);
        }
        Path file = Path.of(body.substring(1));
        if (!Files.isReadable(file)) {
            throw new SetupException("--body " + body + ": the file cannot be read");
        }
        return Files.readAllBytes(file);
    }

    private Map<String, String> namedHeaders(boolean json) throws SetupException {
        Map<String, String> named = new LinkedHashMap<>();
        if (json) {
            named.put("Content-Type", "application/json");
        }
        for (String header : headers) {
            int colon = header.indexOf(':');
            if (colon <= 0 || header.indexOf('\n') >= 0 || header.indexOf('\r') >= 0) {
                throw new SetupException("--header '" + header + "': 'Name: value' on one line is needed");
            }
            named.put(header.substring(0, colon).strip(), header.substring(colon + 1).strip());
        }
        return named;
    }

    private void second(SecondSample sample) {
        seconds.append(String.format(Locale.ROOT, "%d,%d,%d,%d,%d,%s,%s,%s,%s%n", sample.second(), sample.offered(), sample.correct(),
                sample.errors(), sample.inFlight(),
                cell(sample.p50()), cell(sample.p95()), cell(sample.p99()), cell(sample.serviceP95())));
        java.io.Console console = System.console();
        if (console != null && console.isTerminal()) {
            System.err.printf(Locale.ROOT, "\r%4d s  offered %d/s  correct %d/s  errors %d  p95 %s ms   ", sample.second() + 1,
                    sample.offered(), sample.correct(),
                    sample.errors(), cell(sample.p95()));
        }
    }

    private static String cell(double millis) {
        return Double.isNaN(millis) ? "" : String.format(Locale.ROOT, "%.3f", millis);
    }

    private void write(RunReport report) throws IOException {
        if (json != null) {
            Files.writeString(json, Json.pretty(report));
        }
        if (csv != null) {
            Files.writeString(csv, seconds);
        }
    }

    private static void print(RunReport report) {
        System.out.printf(Locale.ROOT, "%n%s, seed %d%s%n", report.scenario(), report.seed(),
                report.interrupted() ? " (interrupted, partial)" : "");
        System.out.printf(Locale.ROOT, "offered   %10.1f req/s  %d requests%n", report.offered().rate(), report.offered().requests());
        System.out.printf(Locale.ROOT, "achieved  %10.1f req/s  %d correct, %.2f %% errors %s%n", report.achieved().rate(),
                report.achieved().requests(),
                report.errors().percent(), report.errors().byKind().isEmpty() ? "" : report.errors().byKind());
        System.out.printf("%-10s %9s %9s %9s %9s %9s %9s%n", "ms", "mean", "p50", "p95", "p99", "p99.9", "max");
        row("intended", report.latency().intended());
        row("service", report.latency().service());
        System.out.printf(Locale.ROOT, "send lag   p50 %.3f ms, p99 %.3f ms, max %.3f ms; generator %.1f %% of the processors%s%n",
                report.lag().p50(), report.lag().p99(),
                report.lag().max(), report.generatorCpuPercent() == null ? 0 : report.generatorCpuPercent(),
                report.clientLimited() ? "; CLIENT LIMITED" : "");
        if (report.findMax() != null) {
            System.out.printf(Locale.ROOT, "find-max  %.1f req/s [%.1f, %.1f], bound by %s%n", report.findMax().rate(),
                    report.findMax().interval().getFirst(),
                    report.findMax().interval().getLast(), report.findMax().binding());
        }
        report.slo().forEach(verdict -> System.out.printf(Locale.ROOT, "%s %s <= %s: %s%n", verdict.met() ? "met   " : "MISSED",
                verdict.meter(), verdict.bound(), verdict.value()));
    }

    private static void row(String clock, @Nullable LatencySummary latency) {
        if (latency != null) {
            System.out.printf(Locale.ROOT, "%-10s %9.2f %9.2f %9.2f %9.2f %9.2f %9.2f%n", clock, latency.mean(), latency.p50(),
                    latency.p95(), latency.p99(), latency.p999(),
                    latency.max());
        }
    }
}
