package gpudyno.load;

import gpudyno.model.load.RunPart;
import gpudyno.model.load.Scenario;
import gpudyno.model.load.Slo;
import gpudyno.model.net.Address;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Everything a run needs to know. [#of] gives the usual settings; the rest is named by the methods that change one each.
///
/// @param requests at most this many measured requests; 0 for no bound
/// @param warmup load at the start that is not measured
/// @param limits connections and times
/// @param slos bounds judged at the end
/// @param onSecond called once a second from the generator's thread with what that second saw; must be quick
/// @param scrape Prometheus addresses read once a second, their figures reported on the run's clock
/// @param part what is sent of the schedule, where several generators share it
public record LoadPlan(Endpoint endpoint, RequestSource source, Expectation expectation, Scenario scenario, long requests, WarmUp warmup,
        Limits limits, long seed, List<Slo> slos, Consumer<SecondSample> onSecond, AbortRule abort,
        List<Address> scrape, RunPart part) {
    public LoadPlan {
        if (requests < 0) {
            throw new IllegalArgumentException("the number of requests must be at least 1, got " + requests);
        }
        slos = List.copyOf(slos);
        scrape = List.copyOf(scrape);
        if (warmup.untilSteady() && !(scenario instanceof Scenario.Constant || scenario instanceof Scenario.Poisson
                || scenario instanceof Scenario.Gamma || scenario instanceof Scenario.Soak || scenario instanceof Scenario.ClosedLoop)) {
            throw new IllegalArgumentException(
                    "warm-up until the load is steady: " + scenario.name() + " has no steady state to wait for; give a duration");
        }
    }

    /// Of the one generator of a run.
    public LoadPlan(Endpoint endpoint, RequestSource source, Expectation expectation, Scenario scenario, long requests, WarmUp warmup,
            Limits limits, long seed, List<Slo> slos, Consumer<SecondSample> onSecond, AbortRule abort, List<Address> scrape) {
        this(endpoint, source, expectation, scenario, requests, warmup, limits, seed, slos, onSecond, abort, scrape, RunPart.WHOLE);
    }

    /// Load at the start that is not measured.
    ///
    /// @param most how long, or with `untilSteady` how long at most
    /// @param untilSteady ends as soon as throughput and latency have settled
    public record WarmUp(Duration most, boolean untilSteady) {
        public WarmUp {
            if (most.isNegative() || most.compareTo(Duration.ofDays(7)) > 0) {
                throw new IllegalArgumentException("the warm-up must not be negative and at most 7 days, got " + most);
            }
        }
    }

    /// @param connections the most connections open at the same time; the wait for a free one counts as latency from the intended send time
    /// @param silence time without any data, since the actual send or the last bytes of the answer, after which a request counts as failed
    /// @param whole time from the actual send after which a request counts as failed, even if bytes still arrive
    /// @param pacing how much CPU time may be used for exact send times
    public record Limits(int connections, Duration silence, Duration whole, Pacing pacing) {
        public static final int MAX_CONNECTIONS = 20_000;
        /// The default limit for a whole answer: long streams are normal, endless ones are not.
        public static final Duration USUAL_WHOLE = Duration.ofMinutes(10);
        private static final Duration LONGEST = Duration.ofHours(1);

        public Limits {
            if (connections < 1 || connections > MAX_CONNECTIONS) {
                throw new IllegalArgumentException("connections must lie from 1 to " + MAX_CONNECTIONS + ", got " + connections);
            }
            if (silence.isNegative() || silence.isZero() || silence.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("the timeout must be above 0 and at most 1h, got " + silence);
            }
            if (whole.compareTo(silence) < 0 || whole.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(
                        "the deadline must be at least the timeout of " + silence + " and at most 1h, got " + whole);
            }
        }

        /// For a generator that shares its cores with what it measures.
        ///
        /// @param timeout of a whole answer
        public Limits(int connections, Duration timeout) {
            this(connections, timeout, timeout, Pacing.LIGHT);
        }

        /// Bounds silence, and a whole answer by [#USUAL_WHOLE].
        public static Limits ofSilence(int connections, Duration silence) {
            return new Limits(connections, silence, silence.compareTo(USUAL_WHOLE) > 0 ? silence : USUAL_WHOLE, Pacing.LIGHT);
        }
    }

    /// A plan with the usual settings: JSON posted, 256 connections, 10 s timeout, only 200 is correct, no bounds.
    public static LoadPlan of(URI target, RequestSource source, Scenario scenario, Duration warmup, long seed) {
        Endpoint endpoint = new Endpoint(target, "POST", Map.of("Content-Type", "application/json"), Tls.PLATFORM);
        return new LoadPlan(endpoint, source, Expectation.OK, scenario, 0, new WarmUp(warmup, false),
                new Limits(256, Duration.ofSeconds(10)), seed, List.of(), _ -> {}, AbortRule.never(), List.of());
    }

    public LoadPlan withScenario(Scenario other, Duration otherWarmup, long otherSeed) {
        return new LoadPlan(endpoint, source, expectation, other, requests, new WarmUp(otherWarmup, false), limits, otherSeed, slos,
                onSecond, abort, scrape, part);
    }

    /// The same of which only a part is sent.
    ///
    /// @throws IllegalArgumentException if the plan ends by a count of requests or at a steady state, which the generators see differently
    public LoadPlan sharing(RunPart its) {
        if (its.of() > 1 && (requests > 0 || warmup.untilSteady())) {
            throw new IllegalArgumentException("several generators share a run whose length and warm-up are durations");
        }
        return new LoadPlan(endpoint, source, expectation, scenario, requests, warmup, limits, seed, slos, onSecond, abort, scrape, its);
    }

    public LoadPlan withRequests(long most) {
        return new LoadPlan(endpoint, source, expectation, scenario, most, warmup, limits, seed, slos, onSecond, abort, scrape, part);
    }

    public LoadPlan withLimits(int connections, Duration timeout) {
        return new LoadPlan(endpoint, source, expectation, scenario, requests, warmup, new Limits(connections, timeout), seed, slos,
                onSecond, abort, scrape, part);
    }

    public LoadPlan within(Limits other) {
        return new LoadPlan(endpoint, source, expectation, scenario, requests, warmup, other, seed, slos, onSecond, abort, scrape, part);
    }

    /// The same of another endpoint.
    /// Tells the node under load which of its runs the requests belong to, so that their traces can be found by it.
    public LoadPlan ofRun(long id) {
        Map<String, String> headers = new LinkedHashMap<>(endpoint.headers());
        headers.put("tracestate", "gpudyno=run:" + id);
        return at(new Endpoint(endpoint.address(), endpoint.method(), headers, endpoint.tls()));
    }

    LoadPlan at(Endpoint other) {
        return new LoadPlan(other, source, expectation, scenario, requests, warmup, limits, seed, slos, onSecond, abort, scrape, part);
    }

    public LoadPlan withSlos(List<Slo> bounds) {
        return new LoadPlan(endpoint, source, expectation, scenario, requests, warmup, limits, seed, bounds, onSecond, abort, scrape, part);
    }

    public LoadPlan expecting(Expectation other) {
        return new LoadPlan(endpoint, source, other, scenario, requests, warmup, limits, seed, slos, onSecond, abort, scrape, part);
    }

    public LoadPlan onSecond(Consumer<SecondSample> consumer) {
        return new LoadPlan(endpoint, source, expectation, scenario, requests, warmup, limits, seed, slos, consumer, abort, scrape, part);
    }

    public LoadPlan abortWhen(Predicate<SecondSample> condition) {
        return abortBy(second -> condition.test(second) ? "abort condition" : null);
    }

    public LoadPlan abortBy(AbortRule rule) {
        return new LoadPlan(endpoint, source, expectation, scenario, requests, warmup, limits, seed, slos, onSecond, rule, scrape, part);
    }
}
