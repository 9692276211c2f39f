package gpudyno.tune;

import gpudyno.model.knob.Configuration;
import gpudyno.model.tune.Measurement;
import gpudyno.model.tune.Trial.Purpose;
import gpudyno.model.tune.TrialFailure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// Finds which of a few good configurations is the cheapest: all are measured again in turn, at one offered rate, and their means are judged.
final class CostContest {
    private static final int ROUNDS = 3;

    private final Trials trials;
    private final Budget budget;
    private final double share;
    private final double seconds;

    CostContest(Trials trials, Budget budget, double share, double seconds) {
        this.trials = trials;
        this.budget = budget;
        this.share = share;
        this.seconds = seconds;
    }

    /// @param configurations best first, at least one
    Configuration among(List<Configuration> configurations, double offered, Comparator<Map<String, Double>> bestFirst)
            throws InterruptedException {
        Map<Configuration, List<Map<String, Double>>> measured = new LinkedHashMap<>();
        configurations.forEach(one -> measured.put(one, new ArrayList<>()));
        for (int round = 0; round < ROUNDS && measured.size() > 1 && budget.lasts(share); round++) {
            for (Configuration one : List.copyOf(measured.keySet())) {
                measure(one, offered, measured);
            }
        }
        return measured.entrySet().stream().filter(one -> !one.getValue().isEmpty())
                .min(Comparator.comparing(one -> means(one.getValue()), bestFirst)).map(Map.Entry::getKey)
                .orElse(configurations.getFirst());
    }

    /// A configuration that fails to run, or is stopped early, leaves the contest; its trial records the reason.
    private void measure(Configuration one, double offered, Map<Configuration, List<Map<String, Double>>> measured)
            throws InterruptedException {
        try {
            Measurement measurement = trials.run(one, Purpose.HELD_RATE, offered, seconds);
            if (!measurement.wasStopped()) {
                Objects.requireNonNull(measured.get(one)).add(measurement.meters());
                return;
            }
        } catch (TrialFailure _) {
            // As above.
        }
        measured.remove(one);
    }

    /// Of the meters that every repeat has.
    private static Map<String, Double> means(List<Map<String, Double>> repeats) {
        Map<String, Double> means = new TreeMap<>(repeats.getFirst());
        means.replaceAll(
                (meter, _) -> repeats.stream().mapToDouble(repeat -> repeat.getOrDefault(meter, Double.NaN)).average().orElseThrow());
        means.values().removeIf(mean -> mean.isNaN());
        return means;
    }
}
