package gpudyno.tune;

import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.target.Profile;
import gpudyno.model.target.Target;
import gpudyno.model.tune.Goal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// Compares measured meters with a profile.
///
/// @param missed meters whose target is missed or was not measured
/// @param violation sum of the relative distances to the missed bounds, each at most 10; zero when all are met
/// @param worth what the goal seeks, more is better: the throughput, or what money buys
/// @param steps how finely differences of worth count: steps by a factor of e
record Judgement(List<String> missed, double violation, double throughput, double worth, int steps, double p95) {
    /// A target missed by a factor of ten only means "far away". Without a cap, one hopeless meter would hide all others.
    private static final double WORST = 10;
    /// A bound missed by its whole size (log1p(1) = 0.69) costs as much as four times the throughput gains: targets come first.
    private static final double VIOLATION_WEIGHT = 2;
    /// Latency decides only between otherwise equal configurations: halving p95 counts as much as 3.5 % more throughput.
    private static final double LATENCY_WEIGHT = 0.05;
    /// The search aims for values 5 % inside a bound, which is about the error of one measurement of a level or latency.
    private static final double ROOM = 0.05;
    /// For a percentage near 100 % there is little room, so half of the room is used.
    private static final double SHARE_ROOM = 0.5;
    /// Smaller differences between violations mean nothing: a short measurement of a percentage has an error of about 2 % of the bound.
    private static final double ALIKE = 0.02;
    /// The largest difference of costs that one measurement cannot distinguish.
    static final double NOISE = 0.05;

    /// Throughput counts in steps of 5 %, or noise would decide.
    private static final int THROUGHPUT_STEPS = 20;
    /// Cost counts in steps of 1 %: at one offered rate it follows the power, which varies less from one measurement to the next.
    private static final int COST_STEPS = 100;
    /// A measurement without answers counts as this many a second.
    private static final double LEAST_THROUGHPUT = 1e-3;
    /// What costs more is not told apart; a thousand requests may cost thousands, as currencies go.
    private static final double LEAST_WORTH = 1e-9;

    /// Smaller violations first (to two percent of a bound), then more of what the goal seeks (in steps), then lower p95.
    static final Comparator<Judgement> BEST_FIRST = Comparator.comparingLong(Judgement::level)
            .thenComparing(Comparator
                    .<Judgement>comparingDouble(judgement -> Math.round(Math.log(Math.max(judgement.worth, LEAST_WORTH)) * judgement.steps))
                    .reversed())
            .thenComparingDouble(Judgement::p95);

    /// By throughput.
    static Judgement of(Map<String, Double> meters, Profile profile, String ignored) {
        return of(meters, profile, ignored, Goal.HELD_RATE);
    }

    /// @param ignored a meter whose target does not count (the cache hit, among configurations without a cache); empty for none
    static Judgement of(Map<String, Double> meters, Profile profile, String ignored, Goal goal) {
        List<String> missed = new ArrayList<>();
        double violation = 0;
        for (Target target : profile.targets()) {
            if (target.meter().equals(ignored)) {
                continue;
            }
            Double value = meters.get(target.meter());
            if (value == null || !target.isMetBy(value)) {
                missed.add(target.meter());
                violation += value == null ? WORST : Math.min(WORST, -target.margin(value) / Math.max(Math.abs(target.bound()), 1e-9));
            }
        }
        double throughput = meters.getOrDefault(DerivedMeters.THROUGHPUT, 0.0);
        double worth = switch (goal) {
            case HELD_RATE -> Math.max(throughput, LEAST_THROUGHPUT);
            // What was not counted is worth nothing: it must not win.
            case COST -> 1 / meters.getOrDefault(costMeter(meters), Double.POSITIVE_INFINITY);
        };
        return new Judgement(List.copyOf(missed), violation, throughput, worth, goal == Goal.COST ? COST_STEPS : THROUGHPUT_STEPS,
                meters.getOrDefault(DerivedMeters.LATENCY_P95, Double.POSITIVE_INFINITY));
    }

    /// The meter by which cost is compared: money where it was counted, else energy.
    static String costMeter(Map<String, Double> meters) {
        return meters.containsKey(DerivedMeters.COST_PER_THOUSAND) ? DerivedMeters.COST_PER_THOUSAND : DerivedMeters.ENERGY_PER_THOUSAND;
    }

    /// The profile with stricter bounds: for percentages by half of the room to 100 %, otherwise by 5 %. A configuration that a short
    /// measurement shows just inside a bound is outside just as often. The search looks for one that stays inside.
    static Profile drawnIn(Profile profile) {
        return new Profile(profile.id(), profile.title(), profile.label(), profile.targets().stream().map(Judgement::drawnIn).toList(),
                profile.modules());
    }

    private static Target drawnIn(Target target) {
        double bound = target.bound();
        double drawnIn = target.comparison() != Target.Comparison.AT_LEAST
                ? bound * (1 - ROOM)
                : target.meter().equals(DerivedMeters.THROUGHPUT) ? bound * (1 + ROOM) : bound + SHARE_ROOM * (100 - bound);
        return new Target(target.meter(), target.comparison(), drawnIn);
    }

    /// The cost for strategies (less is better): the order of [#BEST_FIRST] as one number, on a logarithmic scale.
    double cost() {
        return VIOLATION_WEIGHT * Math.log1p(violation) - Math.log(Math.max(worth, LEAST_WORTH))
                + LATENCY_WEIGHT * Math.log(Math.clamp(p95, 0.1, 1e6));
    }

    /// The distance from the targets, in steps that measurements can distinguish; 0 is as good as all targets met.
    long level() {
        return Math.round(violation / ALIKE);
    }

    boolean feasible() {
        return missed.isEmpty();
    }
}
