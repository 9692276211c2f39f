package gpudyno.cli;

import gpudyno.load.AbortRule;
import gpudyno.load.Endpoint;
import gpudyno.load.Expectation;
import gpudyno.load.FindMax;
import gpudyno.load.LoadGenerator;
import gpudyno.load.LoadPlan;
import gpudyno.load.LoadRun;
import gpudyno.load.RequestSource;
import gpudyno.load.TargetUnreachableException;
import gpudyno.model.load.RunReport;
import gpudyno.model.load.RunRequest;
import gpudyno.model.load.Scenario;
import gpudyno.model.load.Slo;
import gpudyno.model.load.SloVerdict;
import gpudyno.model.net.Address;
import gpudyno.node.Node;
import gpudyno.node.NodeUnreachableException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `gpudyno load`: applies load to an HTTP server and reports what came back, on both clocks.
@Command(name = "load", description = "Send load to an HTTP server and report the latency, measured both from the intended and from the actual send time.", mixinStandardHelpOptions = true, sortOptions = false)
final class LoadCommand implements Callable<Integer> {
    /// The time limit of a run that is bounded only by its number of requests.
    private static final Duration UNBOUNDED = Duration.ofDays(7);
    private static final int ABORT_SECONDS = 3;

    @Spec
    private CommandSpec spec;
    @Parameters(paramLabel = "URL", description = "the address to send requests to, as the machine sees it that sends, such as http://127.0.0.1:7070/v1/embeddings")
    private String target;
    @ArgGroup(exclusive = false, heading = "%nShape of the load:%n", multiplicity = "1")
    private ShapeOptions shape;
    @ArgGroup(exclusive = false, heading = "%nRequests:%n")
    private RequestOptions request = new RequestOptions();
    @ArgGroup(exclusive = false, heading = "%nPrompts:%n")
    private PromptOptions prompts = new PromptOptions();
    @Option(names = "--slo", paramLabel = "BOUNDS", description = "bounds the run must meet, such as p95=500ms,errors=1%%; the exit code is 1 if one is missed")
    private @Nullable String slo;
    @Option(names = "--seed", paramLabel = "N", description = "random seed; the same seed gives the same schedule and the same requests (default: ${DEFAULT-VALUE})")
    private long seed = 42;
    @Option(names = "--abort", paramLabel = "BOUNDS", description = "bounds that end the run early when one is exceeded for three seconds, such as errors=50%%,p99=5s; errors, p50, p95 and p99 are allowed")
    private @Nullable String abort;
    @Option(names = "--scrape", paramLabel = "URL", description = "a Prometheus metrics address to read every second; its values appear in the report at the run's times; may be repeated")
    private List<String> scrape = List.of();
    @Option(names = "--generators", paramLabel = "A,B", description = "nodes that send the load together, each its share of one schedule: addresses of attached nodes, pairing lines, @ and the name of a file that holds one, or local for this process. A node loads a server on another machine only if its gpudyno.yaml lists it in loadTargets")
    private @Nullable String generators;
    @Mixin
    private NodeAccess node = new NodeAccess();
    @ArgGroup(exclusive = false, heading = "%nReports:%n")
    private RunFiles files = new RunFiles();

    private final LiveView live = new LiveView();

    @Override
    public Integer call() throws IOException, InterruptedException, SetupException {
        if (generators != null || node.named().isPresent()) {
            return spread();
        }
        LoadPlan plan = plan();
        files.check(plan.scenario());
        // Collects garbage now, so that objects from start-up are moved to the old generation. Otherwise the first collection during the
        // measurement would copy them, a pause of tens of milliseconds.
        System.gc();
        try (Interruption interruption = Interruption.watch()) {
            RunReport report;
            if (plan.scenario() instanceof Scenario.FindMax scenario) {
                FindMax search = Flag.read("--slo", () -> new FindMax(plan, scenario));
                interruption.onInterrupt(search::stop);
                live.show(running(plan, Duration.ZERO), search::soFar);
                report = search.run();
            } else {
                LoadRun run = LoadGenerator.start(plan);
                interruption.onInterrupt(run::stop);
                live.show(running(plan, shape.requests() > 0 ? Duration.ZERO : plan.scenario().duration().plus(plan.warmup().most())),
                        run::soFar);
                report = LoadGenerator.await(run);
                files.writeHistogram(run);
            }
            return told(report, plan.endpoint().address().toString(), interruption);
        } catch (TargetUnreachableException e) {
            live.end();
            spec.commandLine().getErr().println("gpudyno: " + e.getMessage());
            return Exit.UNREACHABLE;
        }
    }

    private int told(RunReport report, String address, Interruption interruption) throws IOException {
        live.end();
        files.write(report, address);
        if (!files.jsonToStandardOutput()) {
            spec.commandLine().getOut().print(LoadSummary.of(report));
            spec.commandLine().getOut().flush();
        }
        boolean kept = report.slo().stream().allMatch(SloVerdict::met);
        return interruption.happened() ? Exit.INTERRUPTED : kept || report.findMax() != null ? Exit.FINISHED : Exit.BOUND_MISSED;
    }

    /// Nodes send the load, not this process alone.
    private int spread() throws IOException, InterruptedException, SetupException {
        SharedRequest.check(spec.commandLine().getParseResult());
        Scenario scenario = shape.scenario(UNBOUNDED, FindMax.usualProbe(bounds("--slo", slo)));
        RunRequest asked = SharedRequest.of(target, scenario, request, prompts.workload(seed), slo == null ? "" : slo,
                shape.connections(), shape.warmup(scenario).most());
        files.check(scenario);
        try (Interruption interruption = Interruption.watch()) {
            return told(sent(asked, interruption), String.valueOf(Objects.requireNonNull(asked.target()).address()), interruption);
        } catch (NodeUnreachableException e) {
            live.end();
            spec.commandLine().getErr().println("gpudyno: " + e.getMessage());
            return Exit.UNREACHABLE;
        }
    }

    private RunReport sent(RunRequest asked, Interruption interruption) throws IOException, InterruptedException, SetupException {
        if (generators == null) {
            try (Node sender = node.attached().orElseThrow()) {
                return NodeLoad.send(sender, asked, live, interruption);
            }
        }
        if (node.named().isPresent()) {
            throw new SetupException("give either --node or --generators");
        }
        try (SpreadRun run = new SpreadRun(SharedRequest.names(generators), target, node.tokenFile())) {
            return run.send(asked, live, interruption, spec.commandLine().getErr());
        }
    }

    private static LiveView.Running running(LoadPlan plan, Duration length) {
        return new LiveView.Running(plan.scenario().name() + " on " + plan.endpoint().authority(), length);
    }

    private LoadPlan plan() throws IOException {
        List<Slo> bounds = bounds("--slo", slo);
        Scenario scenario = shape.scenario(UNBOUNDED, FindMax.usualProbe(bounds));
        prompts.replay(shape.replayedTrace());
        if (prompts.turns() != null && List.of("closed", "replay", "find-max").contains(scenario.name())) {
            throw new IllegalArgumentException("--turns: conversations need a scenario that begins them at a rate, not " + scenario.name());
        }
        Endpoint endpoint = request.endpoint(target);
        RequestSource source = request.source(prompts, endpoint, seed);
        LoadPlan.WarmUp warmup = shape.warmup(scenario);
        LoadPlan.Limits limits = request.limits(shape.connections(), shape.pacing());
        AbortRule rule = abortRule(abort);
        Expectation expectation = request.expectation();
        List<Address> scraped = scrape.stream().map(LoadCommand::scraped).toList();
        return Flag.read("--warmup", () -> new LoadPlan(endpoint, source, expectation, scenario, shape.requests(), warmup, limits,
                seed, bounds,
                second -> {
                    live.second(second);
                    files.second(second);
                }, rule, scraped));
    }

    private static AbortRule abortRule(@Nullable String text) {
        return text == null
                ? AbortRule.never()
                : Flag.read("--abort", () -> AbortRule.broken(Slo.parse(text), ABORT_SECONDS));
    }

    private static Address scraped(String text) {
        return Flag.read("--scrape", () -> Address.parse(text));
    }

    private static List<Slo> bounds(String option, @Nullable String text) {
        return text == null ? List.of() : Flag.read(option, () -> Slo.parse(text));
    }
}
