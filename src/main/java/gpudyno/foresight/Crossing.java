package gpudyno.foresight;

import java.util.OptionalDouble;

/// When a series is expected to reach a threshold, in steps from now. Each is absent if it lies beyond the longest horizon.
///
/// @param earliest when the upper bound of the 95 % range reaches it
/// @param expected when the forecast reaches it
/// @param latest when the lower bound of the 95 % range reaches it
public record Crossing(OptionalDouble earliest, OptionalDouble expected, OptionalDouble latest) {}
