package gpudyno.cost;

import gpudyno.model.cost.Savings;
import gpudyno.model.cost.Savings.Part;
import gpudyno.model.cost.WhatIf;
import gpudyno.model.cost.WhatIf.Measured;
import gpudyno.model.knob.Configuration;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionReport.Column;
import gpudyno.model.tune.Trial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What tuning sessions tell about cost. The cost of a thousand requests is that at the held rate: what the machine's hour costs, by the requests
/// that it can answer in it while the targets hold. So a session's own figures and intervals carry over.
public final class SessionCosts {
    private static final double SECONDS_PER_HOUR = 3600;
    private static final double THOUSAND = 1000;
    private static final double JOULES_PER_KWH = 3.6e6;
    private static final double MOST_COALESCED = 99;
    /// Of Student's distribution at 97.5 %, from two degrees of freedom on.
    private static final double[] QUANTILES = {4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262};

    /// @param perHour price of an hour of all devices without their energy; null where none is declared
    /// @param perKwh of energy now; null likewise
    public record Rates(@Nullable Double perHour, @Nullable Double perKwh) {}

    private SessionCosts() {
    }

    /// @param perHour what an hour of the machine costs while it serves
    /// @param rate requests per second
    public static double perThousand(double perHour, double rate) {
        return THOUSAND * perHour / (SECONDS_PER_HOUR * rate);
    }

    /// What a session whose best is applied saves on the requests of a period, by held rates; empty for any other session.
    ///
    /// @param requests of the period
    public static Optional<Savings> savings(SessionReport session, double perHour, long requests) {
        Column baseline = session.baseline();
        Column best = session.best();
        if (!session.applied() || baseline == null || best == null) {
            return Optional.empty();
        }
        Double before = cost(perHour, baseline.heldRate());
        Double now = cost(perHour, best.heldRate());
        if (before == null || now == null) {
            return Optional.empty();
        }
        List<Part> parts = new ArrayList<>();
        Column uncached = session.bestCacheOff();
        Double without = uncached == null ? null : cost(perHour, uncached.heldRate());
        if (without == null) {
            parts.add(new Part("Settings", before - now));
        } else {
            parts.addAll(split(before, now, without, percent(uncached, DerivedMeters.COALESCED_PERCENT), best));
        }
        double saved = (before - now) * requests / THOUSAND;
        return Optional.of(new Savings(session.id(), before, now, parts, saved, interval(baseline, best, perHour, requests)));
    }

    /// Batching and the other settings are what is left of the difference where every input is computed: the cost with the cache off, with the
    /// coalesced inputs computed too. What inputs save that are not computed is split by how many of them were hits and how many coalesced.
    ///
    /// @param without cost with the cache off
    /// @param coalescedThere inputs that were coalesced there, in percent
    private static List<Part> split(double before, double now, double without, double coalescedThere, Column best) {
        double hits = percent(best, DerivedMeters.CACHE_HIT_PERCENT);
        double coalesced = percent(best, DerivedMeters.COALESCED_PERCENT);
        double computed = without / (1 - Math.min(coalescedThere, MOST_COALESCED) / 100);
        List<Part> parts = new ArrayList<>(List.of(new Part("Batching and the other settings", before - computed)));
        if (coalesced > 0) {
            parts.add(new Part(String.format(Locale.ROOT, "Coalesced, %.1f %% of inputs", coalesced),
                    (computed - now) * coalesced / (hits + coalesced)));
        }
        if (hits > 0 || coalesced == 0) {
            parts.add(new Part(hits > 0 ? String.format(Locale.ROOT, "Cache, %.0f %% hits", hits) : "Cache",
                    (computed - now) * (coalesced > 0 ? hits / (hits + coalesced) : 1)));
        }
        return parts;
    }

    private static double percent(@Nullable Column column, String meter) {
        return column == null ? 0 : column.meters().getOrDefault(meter, 0.0);
    }

    private static @Nullable Double cost(double perHour, @Nullable Double rate) {
        return rate == null || !(rate > 0) ? null : Double.valueOf(perThousand(perHour, rate));
    }

    /// From the ends of both held rates' intervals taken against each other: at least 95 %.
    private static List<Double> interval(Column baseline, Column best, double perHour, long requests) {
        List<Double> from = baseline.heldRateInterval();
        List<Double> to = best.heldRateInterval();
        if (from == null || to == null || from.size() < 2 || to.size() < 2 || !(from.getFirst() > 0) || !(to.getFirst() > 0)) {
            return List.of();
        }
        double least = perThousand(perHour, from.getLast()) - perThousand(perHour, to.getFirst());
        double most = perThousand(perHour, from.getFirst()) - perThousand(perHour, to.getLast());
        return List.of(least * requests / THOUSAND, most * requests / THOUSAND);
    }

    /// What the values of a knob cost, of the trials that differ from a session's best in that knob alone.
    ///
    /// @return empty with fewer than two values
    public static Optional<WhatIf> whatIf(SessionReport session, String knob, String unit, double now, Rates rates) {
        Column best = session.best();
        if (best == null) {
            return Optional.empty();
        }
        Map<String, Object> alike = others(best.knobs(), knob);
        Map<Double, List<Trial>> byValue = new TreeMap<>();
        for (Trial trial : session.trials()) {
            if (trial.status() == Trial.Status.FEASIBLE && trial.config().values().get(knob) instanceof Number value
                    && others(trial.config(), knob).equals(alike) && trial.meters().containsKey(DerivedMeters.LATENCY_P95)
                    && trial.meters().getOrDefault(DerivedMeters.THROUGHPUT, 0.0) > 0) {
                byValue.computeIfAbsent(value.doubleValue(), _ -> new ArrayList<>()).add(trial);
            }
        }
        if (byValue.size() < 2) {
            return Optional.empty();
        }
        List<Measured> points = new ArrayList<>();
        byValue.forEach((value, trials) -> points.add(measured(value, trials, rates)));
        return Optional.of(new WhatIf(knob, unit, now, points));
    }

    private static Map<String, Object> others(Configuration config, String knob) {
        Map<String, Object> others = new TreeMap<>(config.values());
        others.remove(knob);
        return others;
    }

    private static Measured measured(double value, List<Trial> trials, Rates rates) {
        double p95 = mean(trials, DerivedMeters.LATENCY_P95);
        // Every trial is offered the same load, so without their energy all would cost the same.
        boolean known = trials.stream().allMatch(trial -> trial.meters().containsKey(DerivedMeters.ENERGY_PER_REQUEST));
        Double deviceHours = rates.perHour();
        Double perKwh = rates.perKwh();
        Double joules = known ? Double.valueOf(mean(trials, DerivedMeters.ENERGY_PER_REQUEST)) : null;
        if (joules == null || deviceHours == null || perKwh == null) {
            return new Measured(value, null, joules, p95, List.of(), trials.size());
        }
        double[] costs = trials.stream().mapToDouble(trial -> perThousand(deviceHours, value(trial, DerivedMeters.THROUGHPUT))
                + THOUSAND * value(trial, DerivedMeters.ENERGY_PER_REQUEST) * perKwh / JOULES_PER_KWH).toArray();
        double mean = Arrays.stream(costs).average().orElseThrow();
        return new Measured(value, mean, joules, p95, interval(costs, mean), costs.length);
    }

    private static double mean(List<Trial> trials, String meter) {
        return trials.stream().mapToDouble(trial -> value(trial, meter)).average().orElseThrow();
    }

    private static double value(Trial trial, String meter) {
        return trial.meters().getOrDefault(meter, Double.NaN);
    }

    /// Student's 95 % interval of the mean; with more than nine values its quantile is a little too wide.
    private static List<Double> interval(double[] costs, double mean) {
        if (costs.length < 3) {
            return List.of();
        }
        double squares = Arrays.stream(costs).map(cost -> (cost - mean) * (cost - mean)).sum();
        double quantile = QUANTILES[Math.min(costs.length - 3, QUANTILES.length - 1)];
        double half = quantile * Math.sqrt(squares / (costs.length - 1) / costs.length);
        return List.of(mean - half, mean + half);
    }
}
