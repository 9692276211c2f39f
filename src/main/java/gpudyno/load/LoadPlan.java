package gpudyno.load;

import gpudyno.model.load.Scenario;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Everything a run needs to know.
///
/// @param requests at most this many measured requests; 0 for no bound
/// @param warmup load at the start that no figure holds
/// @param connections most connections open at once; a request that waits for one waits on the intended clock
/// @param timeout after which a request counts as failed, from its actual send
/// @param answers what answers are made of, and so what is looked for in them
/// @param expectedStatus statuses that count as correct
/// @param slos bounds judged at the end
/// @param onSecond called once a second from the generator's thread with what that second saw; must be quick
/// @param abortWhen ends the run early when a second matches
public record LoadPlan(URI target, String method, Map<String, String> headers, RequestSource source, AnswerForm answers, Scenario scenario,
        long requests,
        Duration warmup,
        int connections, Duration timeout, long seed, Set<Integer> expectedStatus, List<Slo> slos, Consumer<SecondSample> onSecond,
        Predicate<SecondSample> abortWhen) {
    public static final int MAX_CONNECTIONS = 20_000;

    public LoadPlan {
        headers = Map.copyOf(headers);
        expectedStatus = Set.copyOf(expectedStatus);
        slos = List.copyOf(slos);
        if (!"http".equals(target.getScheme()) || target.getHost() == null) {
            throw new IllegalArgumentException("target '" + target + "': an http:// address with a host is needed");
        }
        if (connections < 1 || connections > MAX_CONNECTIONS) {
            throw new IllegalArgumentException("connections must lie from 1 to " + MAX_CONNECTIONS + ", got " + connections);
        }
        if (warmup.isNegative() || timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("warm-up must not be negative and the timeout must be positive");
        }
    }

    /// A plan with the usual settings: 256 connections, 10 s timeout, only 200 is correct, no bounds.
    public static LoadPlan of(URI target, RequestSource source, Scenario scenario, Duration warmup, long seed) {
        return new LoadPlan(target, "POST", Map.of("Content-Type", "application/json"), source, AnswerForm.ANY, scenario, 0, warmup, 256,
                Duration.ofSeconds(10), seed, Set.of(200),
                List.of(), _ -> {}, _ -> false);
    }

    public LoadPlan withScenario(Scenario other, Duration otherWarmup, long otherSeed) {
        return new LoadPlan(target, method, headers, source, answers, other, requests, otherWarmup, connections, timeout, otherSeed,
                expectedStatus,
                slos, onSecond, abortWhen);
    }

    public LoadPlan onSecond(Consumer<SecondSample> consumer) {
        return new LoadPlan(target, method, headers, source, answers, scenario, requests, warmup, connections, timeout, seed,
                expectedStatus, slos,
                consumer, abortWhen);
    }

    public LoadPlan abortWhen(Predicate<SecondSample> condition) {
        return new LoadPlan(target, method, headers, source, answers, scenario, requests, warmup, connections, timeout, seed,
                expectedStatus, slos,
                onSecond, condition);
    }
}
