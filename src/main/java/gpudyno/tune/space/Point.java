package gpudyno.tune.space;

import java.util.Arrays;

/// One combination of values, as the index of each parameter's value. Immutable; equal when all indexes are, ordered by the first
/// that differs.
public final class Point implements Comparable<Point> {
    private final int[] indexes;
    private final int hash;

    public Point(int... indexes) {
        this.indexes = indexes.clone();
        this.hash = Arrays.hashCode(indexes);
    }

    public int index(int parameter) {
        return indexes[parameter];
    }

    public int dimensions() {
        return indexes.length;
    }

    /// This point with one parameter at another value.
    public Point with(int parameter, int index) {
        int[] changed = indexes.clone();
        changed[parameter] = index;
        return new Point(changed);
    }

    @Override
    public int compareTo(Point other) {
        return Arrays.compare(indexes, other.indexes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Point point && Arrays.equals(indexes, point.indexes);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return Arrays.toString(indexes);
    }
}
