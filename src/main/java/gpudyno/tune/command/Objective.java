package gpudyno.tune.command;

import gpudyno.model.load.LatencySummary;
import gpudyno.model.load.RunReport;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The figure of a run to be maximized or minimized.
///
/// @param meter one that [#meters] may hold
public record Objective(String meter, boolean maximize) {
    /// Every figure a run can be judged by, for messages.
    static final String KNOWN = "throughput.rps, tokens.rate, goodput.rps, held.rate, latency.p50.ms, latency.p95.ms, latency.p99.ms, the same"
            + " after ttft and tpot, errors.percent, memory.host.mb (of the server's processes) and cost.per1k (of 1000 requests, at"
            + " pricePerHour)";
    static final String MEMORY = "memory.host.mb";
    static final String COST = "cost.per1k";
    private static final java.util.regex.Pattern NAME = java.util.regex.Pattern
            .compile(
                    "throughput\\.rps|tokens\\.rate|goodput\\.rps|held\\.rate|errors\\.percent|memory\\.host\\.mb|cost\\.per1k|(latency|ttft|tpot)\\.(p50|p95|p99)\\.ms");

    public Objective {
        if (!NAME.matcher(meter).matches()) {
            throw new IllegalArgumentException("objective '" + meter + "' is not known; there are " + KNOWN);
        }
    }

    /// A goal in the usual direction: high rates, low values of everything else.
    static Objective natural(String meter) {
        return new Objective(meter, meter.endsWith(".rps") || meter.endsWith(".rate"));
    }

    /// The cost that a strategy minimizes. It is the reciprocal of a value to be maximized, so that both kinds of cost are ratios.
    double cost(double value) {
        return maximize ? 1 / value : value;
    }

    /// The figures of a run: latencies in milliseconds on the intended clock, rates per second, memory in MB (10^6 bytes), cost in the price's
    /// currency. What was not measured is absent.
    ///
    /// @param pricePerHour 0 where it is not known
    /// @param bytes resident in the server's processes; 0 where that is not known
    static Map<String, Double> meters(RunReport report, double pricePerHour, long bytes) {
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
        if (bytes > 0) {
            meters.put(MEMORY, bytes / 1e6);
        }
        double rate = report.findMax() == null ? report.achieved().rate() : report.findMax().rate();
        if (pricePerHour > 0 && rate > 0) {
            meters.put(COST, pricePerHour / 3600 / rate * 1000);
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
