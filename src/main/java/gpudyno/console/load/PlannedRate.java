package gpudyno.console.load;

import gpudyno.model.load.Scenario;
import java.time.Duration;

/// The rate a scenario means to offer at each moment, as it is known before the start.
final class PlannedRate {
    private PlannedRate() {
    }

    /// Whether the rate is a setting; that of a closed loop, a trace or a search is a result.
    static boolean isKnown(Scenario scenario) {
        return !Double.isNaN(at(scenario, 0));
    }

    /// @param share of the scenario's duration, 0 to 1
    /// @return mean arrivals per second; NaN where only the run will tell
    static double at(Scenario scenario, double share) {
        return switch (scenario) {
            case Scenario.Constant constant -> constant.rate();
            case Scenario.Poisson poisson -> poisson.rate();
            case Scenario.Gamma gamma -> gamma.rate();
            case Scenario.Soak soak -> soak.rate();
            case Scenario.Ramp ramp -> ramp.from() + share * (ramp.to() - ramp.from());
            case Scenario.Step step -> step.start() + step.increment() * Math.min(step.steps() - 1, Math.floor(share * step.steps()));
            case Scenario.Spike spike -> share < 1 / 3.0 || share >= 2 / 3.0 ? spike.base() : spike.peak();
            case Scenario.ClosedLoop _,Scenario.Replay _,Scenario.FindMax _ -> Double.NaN;
        };
    }

    /// Expected number of requests, by the midpoint rule over parts that divide steps and thirds evenly.
    static double requests(Scenario scenario) {
        int parts = 3 * (scenario instanceof Scenario.Step step ? step.steps() : 100);
        double sum = 0;
        for (int i = 0; i < parts; i++) {
            sum += at(scenario, (i + 0.5) / parts);
        }
        return sum / parts * seconds(scenario.duration());
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    /// The rate in a few words: `64`, `32 – 96`; empty where it is a result.
    static String words(Scenario scenario) {
        double first = at(scenario, 0);
        double other = scenario instanceof Scenario.Spike spike ? spike.peak() : at(scenario, 1);
        if (Double.isNaN(first)) {
            return "";
        }
        return first == other ? words(first) : words(Math.min(first, other)) + " – " + words(Math.max(first, other));
    }

    private static String words(double rate) {
        return gpudyno.console.kit.Formats.number(rate);
    }
}
