package gpudyno.cache.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Prints the hits of every policy on generated streams, in percent. Run by `packaging/bench/cache-policies`.
public final class PolicyBench {
    private PolicyBench() {
    }

    /// @param arguments the capacities, separated by commas, and a seed
    public static void main(String[] arguments) {
        long seed = Long.parseLong(arguments[1]);
        for (String capacity : arguments[0].split(",")) {
            table(Integer.parseInt(capacity), seed);
        }
    }

    private static void table(int capacity, long seed) {
        System.out.printf(Locale.ROOT, "%ncapacity %,d; lru* and optimum* are of an independent simulator%n%-14s", capacity, "");
        for (PolicyKind kind : PolicyKind.values()) {
            System.out.printf(Locale.ROOT, "%10s", kind.id());
        }
        System.out.printf(Locale.ROOT, "%10s%10s%10s%10s%n", "optimum", "lru*", "optimum*", "adaptive");
        List<double[]> rows = new ArrayList<>();
        for (String name : Streams.names()) {
            double[] row = row(Streams.of(name, capacity, Math.max(200_000, 100 * capacity), seed), capacity);
            rows.add(row);
            print(name, row);
        }
        double[] mean = new double[rows.getFirst().length];
        Arrays.setAll(mean, i -> rows.stream().mapToDouble(row -> row[i]).average().orElseThrow());
        print("mean", mean);
        System.out.printf(Locale.ROOT,
                "mean of adaptive beyond the better mean of lru and w-tinylfu: %+.2f points; worst stream: %+.2f points%n",
                beyond(mean), rows.stream().mapToDouble(PolicyBench::beyond).min().orElseThrow());
    }

    private static double[] row(long[] keys, int capacity) {
        PolicyReplay replay = new PolicyReplay(capacity);
        for (long key : keys) {
            replay.request(key);
        }
        List<Double> row = new ArrayList<>();
        replay.outcome().policies().values().forEach(score -> row.add(score.percent()));
        row.add(100.0 * IndependentCaches.lruHits(keys, capacity) / keys.length);
        row.add(100.0 * IndependentCaches.beladyHits(keys, capacity) / keys.length);
        return row.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double beyond(double[] row) {
        return of(row, PolicyKind.ADAPTIVE) - Math.max(of(row, PolicyKind.LRU), of(row, PolicyKind.W_TINY_LFU));
    }

    private static double of(double[] row, PolicyKind kind) {
        return row[List.of(PolicyKind.values()).indexOf(kind)];
    }

    private static void print(String name, double[] row) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-14s", name));
        for (double value : row) {
            line.append(String.format(Locale.ROOT, "%10.2f", value));
        }
        System.out.printf(Locale.ROOT, "%s%+10.2f%n", line, beyond(row));
    }
}
