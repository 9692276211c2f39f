package gpudyno.tune.command;

import gpudyno.load.AbortRule;
import gpudyno.load.AnswerForm;
import gpudyno.load.Endpoint;
import gpudyno.load.Expectation;
import gpudyno.load.FindMax;
import gpudyno.load.LoadGenerator;
import gpudyno.load.LoadPlan;
import gpudyno.load.PromptSource;
import gpudyno.load.RequestFormat;
import gpudyno.load.RequestSource;
import gpudyno.load.TargetUnreachableException;
import gpudyno.load.Tls;
import gpudyno.model.load.RunReport;
import gpudyno.model.load.Scenario;
import gpudyno.model.load.Slo;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The load of every trial. Equal seeds give all configurations the same requests.
///
/// @param api openai-chat, openai-completions or openai-embeddings
/// @param model named in requests
/// @param warmup load before it that no figure holds
/// @param timeout of one request
public record TrialLoad(String api, String model, Scenario scenario, Duration warmup, PromptSource prompts, Duration timeout) {
    private static final int CONNECTIONS = 1024;
    private static final int MAX_TOKENS = 128;
    /// If the load fails this much for this many seconds, continuing gives no more information.
    private static final List<Slo> HARD = Slo.parse("errors=10%");
    private static final int HARD_SECONDS = 3;

    public TrialLoad {
        if (!List.of("openai-chat", "openai-completions", "openai-embeddings").contains(api)) {
            throw new IllegalArgumentException(
                    "load.api: there are openai-chat, openai-completions and openai-embeddings, got '" + api + "'");
        }
    }

    boolean findsMax() {
        return scenario instanceof Scenario.FindMax;
    }

    /// Loads the server and reports.
    ///
    /// @param server its address without a path
    /// @param abort may end it early, besides errors that last
    RunReport run(URI server, List<Slo> bounds, long seed, Race.Lap lap) throws InterruptedException, TargetUnreachableException {
        LoadPlan plan = plan(server, bounds, seed, lap);
        return scenario instanceof Scenario.FindMax search ? new FindMax(plan, search).run() : LoadGenerator.run(plan);
    }

    private LoadPlan plan(URI server, List<Slo> bounds, long seed, Race.Lap lap) {
        Endpoint endpoint = new Endpoint(server.resolve(path()), "POST", Map.of("Content-Type", "application/json"), Tls.PLATFORM);
        AnswerForm form = api.equals("openai-embeddings") ? AnswerForm.ANY : AnswerForm.TOKEN_STREAM;
        int connections = scenario instanceof Scenario.ClosedLoop closed ? closed.connections() : CONNECTIONS;
        return new LoadPlan(endpoint, RequestSource.of(prompts, format()), Expectation.of(form), scenario, 0,
                new LoadPlan.WarmUp(warmup, false), new LoadPlan.Limits(connections, timeout), seed, bounds, _ -> {},
                either(AbortRule.broken(HARD, HARD_SECONDS), lap), List.of());
    }

    private static AbortRule either(AbortRule hard, Race.Lap lap) {
        return second -> {
            // Both are called every second, because both keep counts.
            String broken = hard.reason(second);
            String dropped = lap.reason(second);
            if (broken == null) {
                return dropped;
            }
            lap.fail();
            return broken;
        };
    }

    private String path() {
        return switch (api) {
            case "openai-chat" -> "/v1/chat/completions";
            case "openai-completions" -> "/v1/completions";
            default -> "/v1/embeddings";
        };
    }

    private RequestFormat format() {
        return switch (api) {
            case "openai-chat" -> RequestFormat.chat(model, MAX_TOKENS, true, true);
            case "openai-completions" -> RequestFormat.completions(model, MAX_TOKENS, true, true);
            default -> RequestFormat.embeddings(model);
        };
    }
}
