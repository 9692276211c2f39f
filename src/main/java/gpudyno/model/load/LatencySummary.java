package gpudyno.model.load;

/// Latency of a run in milliseconds.
public record LatencySummary(double mean, double p50, double p90, double p95, double p99, double p999, double max) {}
