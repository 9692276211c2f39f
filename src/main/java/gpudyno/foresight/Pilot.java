package gpudyno.foresight;

import gpudyno.model.foresight.AheadAction;
import gpudyno.model.foresight.AheadAction.Verdict;
import gpudyno.model.foresight.Outlook;
import gpudyno.model.foresight.Outlook.Ahead;
import gpudyno.model.foresight.Outlook.Reach;
import gpudyno.model.knob.Configuration;
import gpudyno.model.memory.Forecast.Band;
import gpudyno.model.memory.Mode;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.node.Recommendation;
import gpudyno.model.node.Recommendation.Gain;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The predictive optimizer: turns knobs before the load comes that needs them. It moves between configurations that a tuning session has
/// verified, and nowhere else, so it explores nothing that was not found safe. One thread.
///
/// Each action is compared, a minute later, with what was forecast if nothing was done. Where three of the last five lost, it stops by itself.
public final class Pilot {
    /// Id of the knob that holds its mode.
    public static final String KNOB = "foresight.optimizer";
    private static final Duration NEAR = Duration.ofMinutes(1);
    private static final Duration SOON = Duration.ofMinutes(5);
    /// Of the rate a configuration holds: beyond it the next one is prepared.
    private static final double FULL = 0.7;
    /// Below it, for five minutes, the smaller one will do.
    private static final double EMPTY = 0.4;
    private static final int CALM_STEPS = 30;
    private static final Duration REST = Duration.ofMinutes(1);
    private static final int JUDGED = 5;
    private static final int MOST_LOST = 3;
    /// Where a forecast has no error of its own yet.
    private static final double USUAL_ERROR = 0.1;

    /// A configuration that a session has verified.
    ///
    /// @param heldRate requests per second at which it kept the targets
    /// @param p95 that it had then, in ms; null where it was not measured
    public record Verified(Configuration config, double heldRate, @Nullable Double p95) {}

    /// What it asks of the node.
    public interface Host {
        Mode mode();

        /// Of the newest session; empty where none found a better configuration.
        List<Verified> verified();

        Configuration current();

        /// @throws RuntimeException if the knobs cannot be turned now
        void turn(Configuration change);

        /// Gives unused memory back.
        ///
        /// @return memory in percent after it; empty where nothing can be given back
        Optional<Double> trim();

        /// An action was taken, or its effect is known.
        void did(AheadAction action);

        /// It stopped by itself.
        void stopped(String why);
    }

    /// What it would do.
    private record Plan(Configuration change, String title, String reason, String figure, double without, double predicted) {}

    private final Host host;
    private final Deque<Verdict> verdicts = new ArrayDeque<>();
    private volatile Optional<Recommendation> recommendation = Optional.empty();
    private @Nullable AheadAction pending;
    private double error;
    private Instant rested = Instant.EPOCH;
    private int calm;
    private long lastId;
    private Mode before = Mode.OFF;

    /// @param lastId the greatest id that was given before
    public Pilot(long lastId, Host host) {
        this.lastId = lastId;
        this.host = host;
    }

    /// Looks at new forecasts; every ten seconds.
    public void accept(Instant now, List<Outlook> outlooks) {
        judge(now, outlooks);
        Mode mode = host.mode();
        if (mode == Mode.AUTOMATIC && before != Mode.AUTOMATIC) {
            verdicts.clear();
        }
        before = mode;
        Optional<Plan> plan = mode == Mode.OFF ? Optional.empty() : plan(outlooks);
        recommendation = plan.filter(one -> !one.change.values().isEmpty()).map(Pilot::recommended);
        if (mode == Mode.AUTOMATIC && plan.isPresent() && pending == null && !now.isBefore(rested)) {
            act(plan.get(), now, outlooks);
        }
    }

    private void act(Plan plan, Instant now, List<Outlook> outlooks) {
        rested = now.plus(REST);
        double predicted = plan.predicted;
        if (plan.change.values().isEmpty()) {
            Optional<Double> after = host.trim();
            if (after.isEmpty()) {
                return;
            }
            predicted = after.get();
        } else {
            host.turn(plan.change);
        }
        error = find(outlooks, plan.figure).flatMap(one -> Optional.ofNullable(one.ahead(NEAR))).map(Ahead::pastError)
                .orElse(USUAL_ERROR);
        AheadAction action = new AheadAction(++lastId, now, plan.change, plan.reason, plan.figure, plan.without, predicted, null, null);
        pending = action;
        host.did(action);
    }

    private void judge(Instant now, List<Outlook> outlooks) {
        AheadAction action = pending;
        if (action == null || Duration.between(action.at(), now).compareTo(NEAR) < 0) {
            return;
        }
        pending = null;
        Optional<Outlook> figure = find(outlooks, action.figure());
        if (figure.isEmpty()) {
            return;
        }
        double became = figure.get().now();
        double slack = error * Math.abs(action.withoutIt());
        // A hit ratio is good when it is high; latency and memory when they are low.
        double gained = (action.figure().equals(DerivedMeters.CACHE_HIT_PERCENT) ? 1 : -1) * (became - action.withoutIt());
        Verdict verdict = gained > slack ? Verdict.WON : gained < -slack ? Verdict.LOST : Verdict.EVEN;
        host.did(action.judged(became, verdict));
        verdicts.addLast(verdict);
        if (verdicts.size() > JUDGED) {
            verdicts.removeFirst();
        }
        long lost = verdicts.stream().filter(one -> one == Verdict.LOST).count();
        if (host.mode() == Mode.AUTOMATIC && lost >= MOST_LOST) {
            verdicts.clear();
            host.stopped(lost + " of its last " + JUDGED + " actions were worse than doing nothing");
        }
    }

    private Optional<Plan> plan(List<Outlook> outlooks) {
        return memory(outlooks).or(() -> rate(outlooks)).or(() -> hits(outlooks));
    }

    private static Optional<Plan> memory(List<Outlook> outlooks) {
        Optional<Outlook> memory = find(outlooks, DerivedMeters.MEMORY_PERCENT);
        Reach reach = memory.map(Outlook::reach).orElse(null);
        Ahead soon = memory.map(one -> one.ahead(SOON)).orElse(null);
        if (reach == null || soon == null || reach.band() != Band.ACT_NOW) {
            return Optional.empty();
        }
        return Optional.of(new Plan(Configuration.EMPTY, "Give unused memory back",
                String.format(Locale.ROOT, "memory reaches %.0f %% in %d s", reach.threshold(), reach.expected().toSeconds()),
                DerivedMeters.MEMORY_PERCENT, soon.value(), soon.value()));
    }

    private Optional<Plan> rate(List<Outlook> outlooks) {
        Optional<Outlook> arrivals = find(outlooks, DerivedMeters.OFFERED);
        Ahead near = arrivals.map(one -> one.ahead(NEAR)).orElse(null);
        List<Verified> safe = host.verified().stream().sorted(Comparator.comparingDouble(Verified::heldRate)).toList();
        if (near == null || safe.size() < 2) {
            return Optional.empty();
        }
        Configuration current = host.current();
        Verified small = safe.getFirst();
        Verified large = safe.getLast();
        boolean atLarge = large.config.changedFrom(current).values().isEmpty();
        calm = near.high95() < EMPTY * small.heldRate ? calm + 1 : 0;
        if (!atLarge && near.high80() > FULL * small.heldRate) {
            return Optional.of(move(large, current, outlooks, String.format(Locale.ROOT,
                    "%.0f req/s are forecast for a minute from now, up to %.0f; the knobs hold %.0f as they stood in the baseline",
                    near.value(), near.high80(), small.heldRate), String.format(Locale.ROOT, "Prepare for %.0f req/s", near.high80())));
        }
        if (atLarge && calm >= CALM_STEPS) {
            return Optional.of(move(small, current, outlooks, String.format(Locale.ROOT,
                    "at most %.0f req/s are forecast for a minute from now, and were for five", near.high95()), "Return to the baseline"));
        }
        return Optional.empty();
    }

    /// Where the hit ratio is going to fall and a verified configuration has a larger cache.
    private Optional<Plan> hits(List<Outlook> outlooks) {
        Optional<Outlook> hits = find(outlooks, DerivedMeters.CACHE_HIT_PERCENT);
        Ahead soon = hits.map(one -> one.ahead(SOON)).orElse(null);
        if (soon == null || soon.value() > hits.orElseThrow().now() - 5) {
            return Optional.empty();
        }
        Configuration current = host.current();
        return host.verified().stream().filter(one -> one.config.get("cache.maxBytes") != null && current.get("cache.maxBytes") != null
                && one.config.whole("cache.maxBytes") > current.whole("cache.maxBytes")).findFirst()
                .map(one -> new Plan(one.config.only(List.of("cache.maxBytes")), "Enlarge the cache",
                        String.format(Locale.ROOT, "the hit ratio is forecast to fall to %.0f %%", soon.value()),
                        DerivedMeters.CACHE_HIT_PERCENT, soon.value(), hits.orElseThrow().now()));
    }

    private static Plan move(Verified to, Configuration current, List<Outlook> outlooks, String reason, String title) {
        Optional<Outlook> latency = find(outlooks, DerivedMeters.LATENCY_P95);
        Ahead near = latency.map(one -> one.ahead(NEAR)).orElse(null);
        double without = near == null ? 0 : near.value();
        Double measured = to.p95;
        return new Plan(to.config.changedFrom(current), title, reason, DerivedMeters.LATENCY_P95, without,
                measured == null ? without : measured);
    }

    private static Recommendation recommended(Plan plan) {
        Gain gain = plan.figure.equals(DerivedMeters.LATENCY_P95) && plan.without > 0
                ? new Gain("p95", "ms", plan.without, plan.predicted, List.of())
                : null;
        return new Recommendation(plan.title, plan.change, plan.reason, plan.reason, gain, null);
    }

    private static Optional<Outlook> find(List<Outlook> outlooks, String meter) {
        return outlooks.stream().filter(one -> one.meter().equals(meter)).findFirst();
    }

    /// What it would turn now; empty where nothing, or while it is off. Any thread.
    public List<Recommendation> recommendations() {
        return recommendation.map(List::of).orElse(List.of());
    }

    /// What people may want to know of it in a line.
    public static String words(Map<Verdict, Long> counts) {
        return String.format(Locale.ROOT, "%d actions won, %d even, %d lost", counts.getOrDefault(Verdict.WON, 0L),
                counts.getOrDefault(Verdict.EVEN, 0L), counts.getOrDefault(Verdict.LOST, 0L));
    }
}
