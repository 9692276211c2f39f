package gpudyno.console.kit;

import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.target.Profile;
import gpudyno.model.target.Target;
import java.util.stream.Collectors;

/// Targets and profiles in words, the same wherever they stand.
public final class TargetWords {
    private TargetWords() {
    }

    /// `p95 < 500 ms`.
    public static String of(Target target) {
        String name = switch (target.meter()) {
            case DerivedMeters.MEMORY_PERCENT -> "memory";
            case DerivedMeters.CACHE_HIT_PERCENT -> "cache hit";
            case DerivedMeters.LATENCY_P95 -> "p95";
            case DerivedMeters.ERRORS_PERCENT -> "errors";
            case DerivedMeters.THROUGHPUT -> "throughput";
            default -> target.meter();
        };
        return name + " " + Formats.target(target, unit(target.meter()));
    }

    /// The unit of a meter that targets are set on.
    public static String unit(String meter) {
        return switch (meter) {
            case DerivedMeters.LATENCY_P95 -> "ms";
            case DerivedMeters.THROUGHPUT -> "req/s";
            default -> "percent";
        };
    }

    /// All bounds of a profile in one line.
    public static String bounds(Profile profile) {
        return profile.targets().isEmpty()
                ? "no targets: the node is watched as it is, and nothing passes or fails"
                : profile.targets().stream().map(TargetWords::of).collect(Collectors.joining(", "));
    }
}
