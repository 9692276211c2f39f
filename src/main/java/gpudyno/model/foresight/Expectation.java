package gpudyno.model.foresight;

import java.time.Instant;

/// What a meter read at an instant, and what was expected of it.
///
/// @param score how unusual that was, in [0, 1]
public record Expectation(Instant at, double value, double low, double high, double score) {}
