package gpudyno.model.foresight;

import java.util.List;

/// How a node is, in one figure.
///
/// @param score 100 without any reason, at least 0
/// @param reasons what takes points away, the most first
public record HealthScore(int score, List<Reason> reasons) {
    /// @param points taken away
    public record Reason(int points, String text) {}

    public HealthScore {
        reasons = List.copyOf(reasons);
    }

    /// 100 less the points of its reasons.
    public static HealthScore of(List<Reason> reasons) {
        return new HealthScore(Math.max(0, 100 - reasons.stream().mapToInt(Reason::points).sum()),
                reasons.stream().sorted(java.util.Comparator.comparingInt(Reason::points).reversed()).toList());
    }
}
