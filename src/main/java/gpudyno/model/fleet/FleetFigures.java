package gpudyno.model.fleet;

import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.target.JudgedWindow.Outcome;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// Figures of several nodes together. Only those that are heard count, but for how many there are. Percentiles are those of the merged
/// response times; rates, bytes and watts add up; NaN where no node tells.
///
/// @param connected of `nodes`
/// @param judged whose targets say anything now
/// @param allMet of those judged
/// @param targetsMet targets that are met
/// @param targetsJudged targets that are met or missed
/// @param p95 milliseconds
/// @param throughput correct answers per second
/// @param heldRate of the nodes that know theirs
/// @param servedOfHeld throughput of those nodes alone
/// @param worstMemoryPercent of the node with the fullest GPU
/// @param joulesPerRequest of the nodes whose GPUs tell their energy
public record FleetFigures(int nodes, int connected, int judged, int allMet, int targetsMet, int targetsJudged, double p95,
        double throughput, double heldRate, double servedOfHeld, double memoryUsed, double memoryTotal, double worstMemoryPercent,
        double power, double powerLimit, double joulesPerRequest) {

    public static FleetFigures of(Collection<FleetNode> all) {
        List<FleetNode> heard = all.stream().filter(node -> node.link().isConnected()).toList();
        List<FleetNode> judged = heard.stream().filter(FleetNode::isJudged).toList();
        List<Outcome> outcomes = judged.stream().flatMap(node -> node.outcomes().stream()).toList();
        int met = (int) outcomes.stream().filter(Outcome.MET::equals).count();
        int missed = (int) outcomes.stream().filter(Outcome.MISSED::equals).count();
        List<FleetNode> holding = heard.stream().filter(node -> !Double.isNaN(node.about().heldRate())).toList();
        List<FleetNode> metered = heard.stream().filter(node -> !Double.isNaN(node.serving().joules())).toList();
        double requests = sum(metered, node -> node.serving().window().requests());
        return new FleetFigures(all.size(), heard.size(), judged.size(),
                (int) judged.stream().filter(node -> !node.serving().window().misses(node.profile())).count(), met, met + missed,
                Latencies.merge(heard.stream().map(node -> node.serving().latencies()).toList()).percentile(95),
                sum(heard, node -> node.figure(DerivedMeters.THROUGHPUT)), sum(holding, node -> node.about().heldRate()),
                sum(holding, node -> node.figure(DerivedMeters.THROUGHPUT)), sum(heard, node -> node.hardware().memoryUsed()),
                sum(heard, node -> node.hardware().memoryTotal()),
                heard.stream().mapToDouble(node -> node.figure(DerivedMeters.MEMORY_PERCENT)).filter(Double::isFinite).max()
                        .orElse(Double.NaN),
                sum(heard, node -> node.hardware().power()), sum(heard, node -> node.hardware().powerLimit()),
                requests > 0 ? sum(metered, node -> node.serving().joules()) / requests : Double.NaN);
    }

    private static double sum(List<FleetNode> nodes, ToDoubleFunction<FleetNode> figure) {
        double[] told = nodes.stream().mapToDouble(figure).filter(Double::isFinite).toArray();
        return told.length == 0 ? Double.NaN : Arrays.stream(told).sum();
    }

    /// Memory in use of all GPUs together, in percent.
    public double memoryPercent() {
        return 100 * memoryUsed / memoryTotal;
    }

    /// Throughput as a part of the held rate, in percent, of the nodes that know theirs.
    public double heldPercent() {
        return 100 * servedOfHeld / heldRate;
    }
}
