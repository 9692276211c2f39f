package gpudyno.load;

import gpudyno.model.load.Slo;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Ends a run early. Asked once a second, on the generator's thread.
@FunctionalInterface
public interface AbortRule {
    /// Why the run must end now; null to go on.
    @Nullable
    String reason(SecondSample second);

    static AbortRule never() {
        return _ -> null;
    }

    /// Ends a run if a bound is exceeded in a given number of consecutive seconds. Bounds may be on `errors`, `p50`, `p95` and `p99`;
    /// seconds with fewer than five finished requests are ignored.
    static AbortRule broken(List<Slo> bounds, int seconds) {
        for (Slo bound : bounds) {
            if (!List.of("errors", "p50", "p95", "p99").contains(bound.meter())) {
                throw new IllegalArgumentException(bound.meter() + ": a second is judged by errors, p50, p95 or p99");
            }
        }
        return new AbortRule() {
            private final int[] broken = new int[bounds.size()];

            @Override
            public @Nullable String reason(SecondSample second) {
                long finished = second.correct() + second.errors();
                for (int i = 0; i < broken.length && finished >= 5; i++) {
                    Slo bound = bounds.get(i);
                    double value = value(second, bound.meter());
                    broken[i] = value > bound.bound() ? broken[i] + 1 : 0;
                    if (broken[i] >= seconds) {
                        return String.format(Locale.ROOT, "%s at %.1f, above %s for %d s", bound.meter(), value,
                                bound.bound(), seconds);
                    }
                }
                return null;
            }
        };
    }

    private static double value(SecondSample second, String meter) {
        return switch (meter) {
            case "errors" -> 100.0 * second.errors() / (second.correct() + second.errors());
            case "p50" -> second.p50();
            case "p95" -> second.p95();
            default -> second.p99();
        };
    }
}
