package gpudyno.model.tune;

import java.time.Duration;

/// How to load a subject for one measurement.
///
/// @param rate offered requests per second, Poisson
/// @param duration measured time, after the warm-up
/// @param warmup load time that is not measured
/// @param seed of arrivals and request sequence; equal seeds give every configuration the same requests
public record MeasureRequest(double rate, Duration duration, Duration warmup, long seed) {}
