package gpudyno.tune.command;

import gpudyno.model.load.LatencySummary;
import gpudyno.model.load.RunReport;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The figure of a run that is sought to be as great, or as small, as can be.
///
/// @param meter one that [#meters] may hold
public record Objective(String meter, boolean maximize) {
    /// Every figure a run can be judged by, for messages.
    static final String KNOWN = "throughput.rps, tokens.rate, goodput.rps, held.rate, latency.p50.ms, latency.p95.ms, latency.p99.ms, the same"
            + " after ttft and tpot, and errors.percent";
    private static final java.util.regex.Pattern NAME = java.util.regex.Pattern
            .compile("throughput\\.rps|tokens\\.rate|goodput\\.rps|held\\.rate|errors\\.percent|(latency|ttft|tpot)\\.(p50|p95|p99)\\.ms");

    public Objective {
        if (!NAME.matcher(meter).matches()) {
            throw new IllegalArgumentException("objective '" + meter + "' is not known; there are " + KNOWN);
        }
    }

    /// What a strategy makes small. Reciprocal for what is to be great, so that both are ratios.
    double cost(double value) {
        return maximize ? 1 / value : value;
    }

    /// The figures of a run: latencies in milliseconds on the intended clock, rates per second. What was not measured is absent.
    static Map<String, Double> meters(RunReport report) {
        Map<String, Double> meters = new TreeMap<>();
        latency(meters, "latency", report.latency().intended());
        latency(meters, "ttft", report.ttft() == null ? null : report.ttft().intended());
        latency(meters, "tpot", report.tpot());
        meters.put("throughput.rps", report.achieved().rate());
        meters.put("offered.rps", report.offered().rate());
        meters.put("errors.percent", report.errors().percent());
        if (report.tokens() != null) {
            meters.put("tokens.rate", report.tokens().rate());
        }
        if (report.goodput() != null) {
            meters.put("goodput.rps", report.goodput().rate());
        }
        if (report.findMax() != null) {
            meters.put("held.rate", report.findMax().rate());
        }
        return meters;
    }

    private static void latency(Map<String, Double> meters, String name, @Nullable LatencySummary summary) {
        if (summary != null) {
            meters.put(name + ".p50.ms", summary.p50());
            meters.put(name + ".p95.ms", summary.p95());
            meters.put(name + ".p99.ms", summary.p99());
        }
    }
}
