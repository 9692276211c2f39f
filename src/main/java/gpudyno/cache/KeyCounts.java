package gpudyno.cache;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How often keys were asked for lately, in bounded memory: when there are too many, all counts are halved and those that reach 0 leave, so what
/// is asked for often stays and old times fade. Not safe for use by several threads.
final class KeyCounts {
    private static final int MOST_KEYS = 2_048;
    private static final double LEAST_COUNTED = 64;
    private static final double MOST_COUNTED = 1 << 20;

    private final Map<Long, Integer> counts = new HashMap<>();
    private double counted;

    void count(long key) {
        counts.merge(key, 1, Integer::sum);
        counted++;
        while (counts.size() > MOST_KEYS || counted > MOST_COUNTED) {
            counts.replaceAll((_, count) -> count / 2);
            counts.values().removeIf(count -> count == 0);
            counted /= 2;
        }
    }

    /// A key's share of all that was counted, in percent.
    double percent(long key) {
        return counted == 0 ? 0 : 100.0 * counts.getOrDefault(key, 0) / counted;
    }

    /// Whether enough was counted to tell a share.
    boolean isEnough() {
        return counted >= LEAST_COUNTED;
    }

    /// Most asked for first.
    List<Long> most(int limit) {
        return counts.entrySet().stream().sorted(Map.Entry.<Long, Integer>comparingByValue(Comparator.reverseOrder()).thenComparing(
                Map.Entry.comparingByKey())).limit(limit).map(Map.Entry::getKey).toList();
    }
}
