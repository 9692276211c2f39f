package gpudyno.tune;

import java.util.Arrays;
import java.util.List;

/// The signed-rank test (Wilcoxon, 1945) and the estimate that belongs to it (Hodges and Lehmann, 1963), both from the Walsh averages: the
/// means of every two differences and of each with itself. Exact for any number of differences; a few outliers have little influence.
///
/// If the order within each pair was drawn at random, the test's distribution follows from that alone. The test is then valid for noise of
/// any kind: drifting, autocorrelated or heavy-tailed (a randomisation test; Fisher, 1935).
final class SignedRank {
    private final double[] walsh;
    /// Probability of each sum of ranks when only chance gives the signs.
    private final double[] chance;

    /// @param differences at least one, finite
    SignedRank(List<Double> differences) {
        int n = differences.size();
        if (n == 0) {
            throw new IllegalArgumentException("a signed-rank test needs a difference");
        }
        walsh = new double[n * (n + 1) / 2];
        int next = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i; j < n; j++) {
                walsh[next++] = (differences.get(i) + differences.get(j)) / 2;
            }
        }
        Arrays.sort(walsh);
        chance = chance(n);
    }

    /// Every rank is in the sum or not, each with probability one half.
    private static double[] chance(int n) {
        double[] probability = new double[n * (n + 1) / 2 + 1];
        probability[0] = 1;
        for (int rank = 1; rank <= n; rank++) {
            for (int sum = rank * (rank + 1) / 2; sum >= 0; sum--) {
                probability[sum] = (probability[sum] + (sum >= rank ? probability[sum - rank] : 0)) / 2;
            }
        }
        return probability;
    }

    /// The middle of the Walsh averages.
    double estimate() {
        int middle = walsh.length / 2;
        return walsh.length % 2 == 1 ? walsh[middle] : (walsh[middle - 1] + walsh[middle]) / 2;
    }

    /// Lower confidence bound of the true difference; negative infinity if there are too few differences.
    ///
    /// @param error one minus the confidence
    double lower(double error) {
        double below = 0;
        int rank = 0;
        while (rank < walsh.length && below + chance[rank] <= error) {
            below += chance[rank++];
        }
        return rank == 0 ? Double.NEGATIVE_INFINITY : walsh[rank - 1];
    }

    /// Upper confidence bound of the true difference.
    double upper(double error) {
        double below = 0;
        int rank = 0;
        while (rank < walsh.length && below + chance[rank] <= error) {
            below += chance[rank++];
        }
        return rank == 0 ? Double.POSITIVE_INFINITY : walsh[walsh.length - rank];
    }
}
