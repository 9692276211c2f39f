package gpudyno.tune.strategy;

import java.util.random.RandomGenerator;

/// Points that fill the unit cube evenly: of every aligned block of 2^k, each of the 2^k equal intervals of each coordinate holds exactly one
/// (Sobol, 1967; direction numbers of Joe and Kuo, "Constructing Sobol sequences with better two-dimensional projections", 2008; a random
/// digital shift keeps that and makes seeds differ).
///
/// Beyond 21 dimensions coordinates are plain random.
final class SobolSequence {
    private static final int BITS = 31;
    /// For each dimension from the second on: degree of the primitive polynomial, its coefficients, then the first direction numbers.
    private static final int[][] JOE_KUO = {{1, 0, 1}, {2, 1, 1, 3}, {3, 1, 1, 3, 1}, {3, 2, 1, 1, 1}, {4, 1, 1, 1, 3, 3},
        {4, 4, 1, 3, 5, 13},
        {5, 2, 1, 1, 5, 5, 17}, {5, 4, 1, 1, 5, 5, 5}, {5, 7, 1, 1, 7, 11, 19}, {5, 11, 1, 1, 5, 1, 1}, {5, 13, 1, 1, 1, 3, 11},
        {5, 14, 1, 3, 5, 5, 31}, {6, 1, 1, 3, 3, 9, 7, 49}, {6, 13, 1, 1, 1, 15, 21, 21}, {6, 16, 1, 3, 1, 13, 27, 49},
        {6, 19, 1, 1, 1, 15, 7, 5}, {6, 22, 1, 3, 1, 15, 13, 25}, {6, 25, 1, 1, 5, 5, 19, 61}, {7, 1, 1, 3, 7, 11, 23, 15, 103},
        {7, 4, 1, 3, 7, 13, 13, 15, 69}};

    private final RandomGenerator random;
    private final int[][] directions;
    private final int[] state;
    private final int[] shift;
    private int count;

    SobolSequence(int dimensions, RandomGenerator random) {
        this.random = random;
        int even = Math.min(dimensions, JOE_KUO.length + 1);
        directions = new int[even][];
        for (int i = 0; i < even; i++) {
            directions[i] = i == 0 ? halves() : directions(JOE_KUO[i - 1]);
        }
        state = new int[dimensions];
        shift = random.ints(dimensions, 0, Integer.MAX_VALUE).toArray();
    }

    private static int[] halves() {
        int[] halves = new int[BITS];
        for (int bit = 0; bit < BITS; bit++) {
            halves[bit] = 1 << (BITS - 1 - bit);
        }
        return halves;
    }

    private static int[] directions(int[] row) {
        int degree = row[0];
        int[] directions = new int[BITS];
        for (int bit = 0; bit < BITS; bit++) {
            if (bit < degree) {
                directions[bit] = row[2 + bit] << (BITS - 1 - bit);
                continue;
            }
            int value = directions[bit - degree] ^ directions[bit - degree] >>> degree;
            for (int term = 1; term < degree; term++) {
                value ^= (row[1] >> (degree - 1 - term) & 1) * directions[bit - term];
            }
            directions[bit] = value;
        }
        return directions;
    }

    /// The next point, coordinates from 0 to below 1. Gray code order: one number a dimension changes (Antonov and Saleev, 1979).
    double[] next() {
        double[] point = new double[state.length];
        for (int i = 0; i < point.length; i++) {
            point[i] = i < directions.length ? (state[i] ^ shift[i]) / (double) (1L << BITS) : random.nextDouble();
        }
        int changed = Math.min(BITS - 1, Integer.numberOfTrailingZeros(~count));
        for (int i = 0; i < directions.length; i++) {
            state[i] ^= directions[i][changed];
        }
        count++;
        return point;
    }
}
