package gpudyno.foresight;

import java.util.List;
import java.util.OptionalDouble;

/// Forecasts one series: simple forecasts, weighted by what each was off by lately, apart for each horizon. Constant memory; one thread.
public final class Forecaster {
    private final List<Candidate> candidates;
    private final List<Horizon> horizons;
    private final boolean neverNegative;

    /// @param steps the horizons, ascending, each at least 1
    /// @param period steps in a season, such as a day; 0 where none is known
    /// @param neverNegative whether the series cannot go below 0, as counts, shares and bytes
    public Forecaster(List<Integer> steps, int period, boolean neverNegative) {
        if (steps.isEmpty() || steps.getFirst() < 1) {
            throw new IllegalArgumentException("horizons: " + steps + ", at least one is needed and each is at least 1 step");
        }
        candidates = Candidates.of(period);
        horizons = steps.stream().map(ahead -> new Horizon(ahead, candidates.size())).toList();
        this.neverNegative = neverNegative;
    }

    /// Takes the next value, one step after the value before it.
    ///
    /// @throws IllegalArgumentException if it is not finite
    public void learn(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("value: " + value + ", a finite number is needed");
        }
        candidates.forEach(candidate -> candidate.learn(value));
        Horizon nearer = null;
        for (Horizon horizon : horizons) {
            horizon.learn(value, candidates, nearer);
            nearer = horizon;
        }
    }

    /// @return one forecast a horizon; none before the first value
    public List<Forecast> forecasts() {
        return horizons.stream().filter(Horizon::isReady).map(horizon -> horizon.forecast(neverNegative)).toList();
    }

    /// When the series reaches a threshold from below.
    ///
    /// @return steps from now; each is absent if it lies beyond the longest horizon
    public Crossing reaches(double threshold) {
        List<Forecast> all = forecasts();
        return new Crossing(first(all, threshold, Bound.HIGH), first(all, threshold, Bound.VALUE), first(all, threshold, Bound.LOW));
    }

    private enum Bound {
        LOW,
        VALUE,
        HIGH
    }

    private static OptionalDouble first(List<Forecast> all, double threshold, Bound bound) {
        double before = 0;
        double from = Double.NaN;
        for (Forecast forecast : all) {
            double to = switch (bound) {
                case LOW -> forecast.low95();
                case VALUE -> forecast.value();
                case HIGH -> forecast.high95();
            };
            if (to >= threshold) {
                double share = Double.isNaN(from) || to == from ? 1 : (threshold - from) / (to - from);
                return OptionalDouble.of(before + share * (forecast.steps() - before));
            }
            before = forecast.steps();
            from = to;
        }
        return OptionalDouble.empty();
    }
}
