package gpudyno.model.load;

import java.time.Duration;
import java.util.List;

/// The schedule a run would keep, before anything is sent.
///
/// @param length with its warm-up
/// @param requests that would be sent in it, warm-up included
/// @param rates arrivals per second in equal parts of the length
public record RunPlan(Duration length, long requests, List<Double> rates) {}
