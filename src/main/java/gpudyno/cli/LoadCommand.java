package gpudyno.cli;

import gpudyno.load.FindMax;
import gpudyno.load.LoadGenerator;
import gpudyno.load.LoadPlan;
import gpudyno.load.LoadRun;
import gpudyno.load.Slo;
import gpudyno.load.TargetUnreachableException;
import gpudyno.model.load.RunReport;
import gpudyno.model.load.Scenario;
import gpudyno.model.load.SloVerdict;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `gpudyno load`: applies load to an HTTP server and reports what came back, on both clocks.
@Command(name = "load", description = "Applies load to an HTTP server and reports latency from the intended and from the actual send time.", mixinStandardHelpOptions = true, sortOptions = false)
final class LoadCommand implements Callable<Integer> {
    /// A run bounded by its number of requests alone still ends.
    private static final Duration UNBOUNDED = Duration.ofDays(7);

    @Spec
    private CommandSpec spec;
    @Parameters(paramLabel = "URL", description = "what is loaded, such as http://127.0.0.1:7070/v1/embeddings")
    private URI target;
    @ArgGroup(exclusive = false, heading = "%nShape of the load:%n", multiplicity = "1")
    private ShapeOptions shape;
    @ArgGroup(exclusive = false, heading = "%nRequests:%n")
    private RequestOptions request = new RequestOptions();
    @Option(names = "--slo", paramLabel = "BOUNDS", description = "such as p95=500ms,errors=1%%; exit code 1 if one is missed")
    private @Nullable String slo;
    @Option(names = "--seed", paramLabel = "N", description = "equal seeds give equal schedules and requests (default: ${DEFAULT-VALUE})")
    private long seed = 42;
    @ArgGroup(exclusive = false, heading = "%nReports:%n")
    private RunFiles files = new RunFiles();

    private final LiveLine live = new LiveLine();

    @Override
    public Integer call() throws IOException, InterruptedException {
        LoadPlan plan = plan();
        files.check(plan.scenario());
        try (Interruption interruption = Interruption.watch()) {
            RunReport report;
            if (plan.scenario() instanceof Scenario.FindMax scenario) {
                FindMax search = new FindMax(plan, scenario);
                interruption.onInterrupt(search::stop);
                report = search.run();
            } else {
                LoadRun run = LoadGenerator.start(plan);
                interruption.onInterrupt(run::stop);
                report = LoadGenerator.await(run);
                files.writeHistogram(run);
            }
            live.end();
            files.write(report);
            if (!files.jsonToStandardOutput()) {
                spec.commandLine().getOut().print(LoadSummary.of(report));
                spec.commandLine().getOut().flush();
            }
            boolean kept = report.slo().stream().allMatch(SloVerdict::met);
            return interruption.happened() ? Exit.INTERRUPTED : kept || report.findMax() != null ? Exit.FINISHED : Exit.BOUND_MISSED;
        } catch (TargetUnreachableException e) {
            live.end();
            spec.commandLine().getErr().println("gpudyno: " + e.getMessage());
            return Exit.UNREACHABLE;
        }
    }

    private LoadPlan plan() throws IOException {
        Scenario scenario = shape.scenario(UNBOUNDED);
        List<Slo> slos = slo == null ? List.of() : Slo.parse(slo);
        return new LoadPlan(target, request.method(), request.headers(), request.source(seed), request.answers(), scenario,
                shape.requests(), shape.warmup(),
                shape.connections(), request.timeout(), seed, Set.copyOf(request.expectedStatus()), slos, second -> {
                    live.show(second);
                    files.second(second);
                }, _ -> false);
    }
}
