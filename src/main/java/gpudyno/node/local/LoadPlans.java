package gpudyno.node.local;

import gpudyno.load.AnswerForm;
import gpudyno.load.BodyFields;
import gpudyno.load.BodyTemplate;
import gpudyno.load.Endpoint;
import gpudyno.load.Expectation;
import gpudyno.load.FireTimes;
import gpudyno.load.KServeModel;
import gpudyno.load.LoadPlan;
import gpudyno.load.PromptSource;
import gpudyno.load.RequestFormat;
import gpudyno.load.RequestSource;
import gpudyno.load.Tls;
import gpudyno.load.Trace;
import gpudyno.model.load.RunPlan;
import gpudyno.model.load.RunRequest;
import gpudyno.model.load.RunTarget;
import gpudyno.model.load.Scenario;
import gpudyno.model.load.Slo;
import gpudyno.model.net.Address;
import gpudyno.store.PrivateFiles;
import gpudyno.store.StoreException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Turns a request for a load run into a plan for the generator.
final class LoadPlans {
    /// Number of points in a plan's preview.
    private static final int PARTS = 120;
    /// The most arrivals counted for a preview. The rest of a longer schedule is not shown.
    private static final int MOST_COUNTED = 2_000_000;

    /// The text input's name for a model whose metadata names no inputs; the same as in `gpudyno load --api kserve`.
    private static final String KSERVE_INPUT = "text";

    private final String model;
    private final Path traceFile;
    /// Servers on other machines that runs may load.
    private volatile Set<String> allowed = Set.of();

    /// @param model the node serves
    /// @param folder of the node's own data
    LoadPlans(String model, Path folder) {
        this.model = model;
        traceFile = folder.resolve("replayed.trace");
    }

    /// Lets runs load servers on other machines.
    ///
    /// @param servers of which host and port count
    void allow(Collection<Address> servers) {
        allowed = servers.stream().map(LoadPlans::place).collect(Collectors.toUnmodifiableSet());
    }

    private static String place(Address server) {
        return server.host().toLowerCase(Locale.ROOT) + ":" + server.port();
    }

    private void check(@Nullable RunTarget target) {
        if (target == null || Address.isThisMachine(Address.of(target.address()).host())) {
            return;
        }
        Address server = Address.of(target.address());
        if (!allowed.contains(place(server))) {
            throw new IllegalArgumentException("target '" + target.address() + "': this node loads itself, a server on its own machine"
                    + " (127.0.0.1, localhost, [::1]), or one that its operator lists in gpudyno.yaml, as loadTargets: [http"
                    + (server.secure() ? "s" : "")
                    + "://" + server.authority() + "]");
        }
    }

    /// @param own the node's endpoint
    LoadPlan plan(RunRequest request, URI own) {
        RunTarget target = request.target();
        Scenario scenario = request.scenario();
        PromptSource prompts = PromptSource.corpus(request.workload());
        if (scenario instanceof Scenario.Replay replay) {
            Trace trace = trace(replay, request);
            prompts = PromptSource.recorded(trace);
            scenario = new Scenario.Replay(keep(request).toString(), replay.timeScale(), length(replay, trace));
        }
        Duration warmup = scenario instanceof Scenario.Replay ? Duration.ZERO : request.warmup();
        LoadPlan plan = LoadPlan
                .of(target == null ? own : target.address(), source(target, prompts, request.workload().seed()), scenario, warmup,
                        request.workload().seed())
                .within(LoadPlan.Limits.ofSilence(request.connections(), request.timeout()))
                .withSlos(request.slo().isBlank() ? List.of() : Slo.parse(request.slo())).sharing(request.part());
        return target == null ? plan : of(target, plan);
    }

    private RequestSource source(@Nullable RunTarget target, PromptSource prompts, long seed) {
        return target == null ? RequestSource.of(prompts, RequestFormat.embeddings(model)) : switch (target.api()) {
            case HTTP -> RequestSource.same(new byte[0]);
            case POST -> RequestSource.of(prompts, template(target, seed));
            case KSERVE -> RequestSource.of(prompts, RequestFormat.kserve(inputs(target), BodyFields.NONE));
            case EMBEDDINGS -> RequestSource.of(prompts, RequestFormat.embeddings(target.model()));
            case CHAT -> RequestSource.of(prompts, RequestFormat.chat(target.model(), target.outputTokens(), true, false));
            case COMPLETIONS -> RequestSource.of(prompts, RequestFormat.completions(target.model(), target.outputTokens(), true, false));
        };
    }

    private static KServeModel inputs(RunTarget target) {
        return KServeModel.ask(new Endpoint(target.address(), "POST", Map.of(), Tls.PLATFORM)).orElse(KServeModel.text(KSERVE_INPUT));
    }

    /// @throws IllegalArgumentException naming a variable that is not known
    private static BodyTemplate template(RunTarget target, long seed) {
        return new BodyTemplate(target.body(), target.model(), target.outputTokens(), seed);
    }

    private static LoadPlan of(RunTarget target, LoadPlan plan) {
        return switch (target.api()) {
            case HTTP -> new LoadPlan(new Endpoint(target.address(), "GET", Map.of(), plan.endpoint().tls()), plan.source(),
                    plan.expectation(), plan.scenario(), plan.requests(), plan.warmup(), plan.limits(), plan.seed(), plan.slos(),
                    plan.onSecond(), plan.abort(), plan.scrape(), plan.part());
            case EMBEDDINGS, POST, KSERVE -> plan;
            case CHAT, COMPLETIONS -> plan.expecting(new Expectation(AnswerForm.TOKEN_STREAM, Set.of(200), List.of()));
        };
    }

    private static Trace trace(Scenario.Replay replay, RunRequest request) {
        return Trace.parse(replay.trace(), String.valueOf(request.trace()));
    }

    private static Duration length(Scenario.Replay replay, Trace trace) {
        return replay.duration().isZero() ? trace.length(replay.timeScale()) : replay.duration();
    }

    /// The scenario as it is stored and shown. A replay has the trace's own name and its length.
    Scenario shown(RunRequest request) {
        if (request.scenario() instanceof Scenario.FindMax && request.slo().isBlank()) {
            throw new IllegalArgumentException(
                    "find-max needs bounds in slo, such as p95=500ms: it looks for the highest rate that keeps them");
        }
        check(request.target());
        if (request.target() != null && request.target().api() == RunTarget.Api.POST) {
            template(request.target(), 0);
        }
        return request.scenario() instanceof Scenario.Replay replay
                ? new Scenario.Replay(replay.trace(), replay.timeScale(), length(replay, trace(replay, request)))
                : request.scenario();
    }

    /// The generator reads its schedule from a file. One file is enough, because there is one run at a time.
    private Path keep(RunRequest request) {
        try {
            return PrivateFiles.write(traceFile, String.valueOf(request.trace()));
        } catch (IOException e) {
            throw new StoreException("the trace could not be kept for the run: " + e.getMessage(), e);
        }
    }

    /// The schedule of an open scenario; without rates if they depend on the results of the run.
    RunPlan preview(RunRequest request) {
        Scenario scenario = shown(request);
        if (scenario instanceof Scenario.ClosedLoop || scenario instanceof Scenario.FindMax) {
            return new RunPlan(scenario.duration().plus(request.warmup()), 0, List.of());
        }
        Duration length = scenario instanceof Scenario.Replay ? scenario.duration() : scenario.duration().plus(request.warmup());
        long[] counts = new long[PARTS];
        long requests = 0;
        if (scenario instanceof Scenario.Replay replay) {
            for (Iterator<Trace.Arrival> arrivals = trace(replay, request).arrivals(); arrivals.hasNext();) {
                requests += count(counts, Math.round(arrivals.next().seconds() * replay.timeScale() * 1e9), length);
            }
        } else {
            FireTimes times = FireTimes.of(scenario, request.warmup(), request.workload().seed());
            for (long at = times.next(); requests < MOST_COUNTED && at < length.toNanos(); at = times.next()) {
                requests += count(counts, at, length);
            }
        }
        List<Double> rates = new ArrayList<>();
        for (long count : counts) {
            rates.add(count * PARTS * 1e9 / length.toNanos());
        }
        return new RunPlan(length, requests, rates);
    }

    private static int count(long[] counts, long at, Duration length) {
        if (at >= length.toNanos()) {
            return 0;
        }
        counts[(int) Math.min(PARTS - 1, (double) at / length.toNanos() * PARTS)]++;
        return 1;
    }
}
