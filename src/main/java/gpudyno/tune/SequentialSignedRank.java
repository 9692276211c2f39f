package gpudyno.tune;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// A signed-rank test that is repeated while pairs come in. The order within each pair is drawn at random.
///
/// If the two sides are equal, the signs of the differences depend only on the random order, so any other signs would have been as likely.
/// This is simulated with many random sequences of signs. At every test, the bound is set so that no more sequences cross it than the error
/// assigned to this test allows; sequences that crossed are removed. So the error of all tests together is as stated, within 10 % of that
/// because the number of sequences is limited, for noise of any kind. Dividing the error among the tests as if they were independent would
/// be too strict and would find fewer gains.
///
/// The error is assigned to the tests by the power family of spending functions (Kim and DeMets, 1987) with exponent 3, which leaves most
/// of it for the end.
final class SequentialSignedRank {
    private static final int COURSES = 50_000;
    private static final double EXPONENT = 3;

    private final double error;
    private final int most;
    /// For each sequence that has not crossed the bound: one bit per pair that says whether its difference is positive.
    private List<long[]> courses;

    /// @param error probability of a wrong decision for equal sides, over all tests together
    /// @param most pairs there can be
    SequentialSignedRank(double error, int most) {
        this.error = error;
        this.most = most;
        SplittableRandom coins = new SplittableRandom(1);
        courses = IntStream.range(0, COURSES).mapToObj(_ -> coins.longs(Math.ceilDiv(most, Long.SIZE)).toArray()).toList();
    }

    /// One test: whether the differences are above zero.
    ///
    /// @param differences of the test before, and those since
    /// @param last whether this is the last test, which may use all the remaining error
    boolean isAbove(List<Double> differences, boolean last) {
        if (differences.size() > most) {
            throw new IllegalArgumentException("planned for " + most + " pairs, got " + differences.size());
        }
        int[] ranks = ranks(differences);
        int[] sums = courses.stream().mapToInt(coins -> sum(ranks, coins)).toArray();
        int bound = bound(sums, mayCross(last ? 1 : differences.size() / (double) most));
        List<long[]> left = new ArrayList<>(courses.size());
        for (int course = 0; course < sums.length; course++) {
            if (sums[course] < bound) {
                left.add(courses.get(course));
            }
        }
        courses = left;
        return IntStream.range(0, ranks.length).filter(pair -> differences.get(pair) > 0).map(pair -> ranks[pair]).sum() >= bound;
    }

    /// @param information the share of the planned pairs that is there
    private int mayCross(double information) {
        double spent = error * Math.pow(information, EXPONENT) * COURSES;
        return (int) spent - (COURSES - courses.size());
    }

    /// The least sum that at most so many reach.
    private static int bound(int[] sums, int most) {
        int[] ascending = sums.clone();
        Arrays.sort(ascending);
        return most <= 0 ? Integer.MAX_VALUE : ascending[ascending.length - most - 1] + 1;
    }

    /// Of each difference by its size, 1 the smallest.
    private static int[] ranks(List<Double> differences) {
        int[] ranks = new int[differences.size()];
        List<Integer> bySize = IntStream.range(0, ranks.length).boxed()
                .sorted(Comparator.comparingDouble(pair -> Math.abs(differences.get(pair)))).toList();
        for (int rank = 1; rank <= ranks.length; rank++) {
            ranks[bySize.get(rank - 1)] = rank;
        }
        return ranks;
    }

    private static int sum(int[] ranks, long[] coins) {
        int sum = 0;
        for (int pair = 0; pair < ranks.length; pair++) {
            if ((coins[pair / Long.SIZE] >>> pair & 1) == 1) {
                sum += ranks[pair];
            }
        }
        return sum;
    }
}
