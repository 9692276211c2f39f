package gpudyno.foresight;

import java.util.ArrayList;
import java.util.List;

/// The candidates every series is forecast with.
final class Candidates {
    private Candidates() {
    }

    /// @param period steps in a season; 0 for none
    static List<Candidate> of(int period) {
        List<Candidate> all = new ArrayList<>(
                List.of(new WindowMean(1), new WindowMean(6), new WindowMean(12), new WindowMean(20), new WindowMean(60),
                        new ExponentialSmoothing(0.15, 0), new ExponentialSmoothing(0.3, 0), new ExponentialSmoothing(0.5, 0),
                        new ExponentialSmoothing(0.05, 0),
                        new ExponentialSmoothing(0.2, 0.05), new ExponentialSmoothing(0.4, 0.2), new LinearTrend(20), new LinearTrend(60),
                        new AutoRegression(3), new AutoRegression(6), new AutoRegression(12)));
        if (period >= 2) {
            all.add(new SeasonalNaive(period));
        }
        return List.copyOf(all);
    }
}
