package gpudyno.tune;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// The signed-rank test of pairs that are looked at while they come in, each pair's order drawn by a coin.
///
/// If only the coins gave the signs, the differences seen so far could as well have had any other signs. That is played out: many courses of coins
/// go along, each as likely as the one that was drawn, and at every look the bound is set where no more of them cross it than this look may
/// spend; those that crossed are out. So all looks together are wrong as often as stated, to within the tenth that so many courses leave
/// open, however alike the looks are and whatever the noise is. Dividing the error among looks as if they had nothing in common would be
/// wrong far less often, and find less.
///
/// The looks spend by the power family (Kim and DeMets, 1987) with exponent 3, which keeps most for the end.
final class SequentialSignedRank {
    private static final int COURSES = 50_000;
    private static final double EXPONENT = 3;

    private final double error;
    private final int most;
    /// One bit a pair, of each course that has not crossed yet: whether its coin puts the difference above zero.
    private List<long[]> courses;

    /// @param error probability that equals are told apart, over all looks together
    /// @param most pairs there can be
    SequentialSignedRank(double error, int most) {
        this.error = error;
        this.most = most;
        SplittableRandom coins = new SplittableRandom(1);
        courses = IntStream.range(0, COURSES).mapToObj(_ -> coins.longs(Math.ceilDiv(most, Long.SIZE)).toArray()).toList();
    }

    /// A look: whether the differences lie above zero.
    ///
    /// @param differences of the look before, and those since
    /// @param last whether no look comes after it, so that all that is left is spent
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
