package gpudyno.load;

import java.util.Arrays;
import java.util.SplittableRandom;

/// Draws ranks 0 to n-1 with probability proportional to `1/(rank+1)^exponent`, by binary search in the cumulative distribution.
public final class Zipf {
    private final double[] cumulative;
    private final SplittableRandom random;

    public Zipf(int n, double exponent, long seed) {
        cumulative = new double[n];
        double sum = 0;
        for (int rank = 0; rank < n; rank++) {
            sum += Math.pow(rank + 1.0, -exponent);
            cumulative[rank] = sum;
        }
        random = new SplittableRandom(seed);
    }

    public int next() {
        int found = Arrays.binarySearch(cumulative, random.nextDouble() * cumulative[cumulative.length - 1]);
        return Math.min(found >= 0 ? found : -found - 1, cumulative.length - 1);
    }
}
