package gpudyno.model.load;

import org.jspecify.annotations.Nullable;

/// Whether a run kept a stated bound.
///
/// @param meter what is bounded, such as `p95`, `ttft.p95`, `errors`
/// @param bound in milliseconds or percent
/// @param value as measured; null when the run gave none, which is not met
public record SloVerdict(String meter, double bound, @Nullable Double value, boolean met) {}
