package gpudyno.model.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a request took beyond ordinary ones, stage by stage.
///
/// The excess of a stage is its time less the median of ordinary requests; its share is its part of all positive excesses. A stage is named
/// as a cause if it took longer than it does in 95 of 100 ordinary requests and explains a tenth of the excess or more; there are at most
/// three. Two delays in one request are therefore told as two.
///
/// @param excess sum of the positive excesses, in milliseconds
/// @param parts largest excess first; every stage that the request or ordinary ones met
/// @param causes largest first; none if nothing stands out
public record WhySlow(double excess, List<Part> parts, List<Stage> causes) {
    private static final double LEAST_SHARE = 0.1;
    private static final int MOST_CAUSES = 3;

    /// @param millis what the stage took in this request
    /// @param excess milliseconds beyond the median; negative if it took less
    /// @param share of the whole excess, 0 to 1
    public record Part(Stage stage, double millis, Typical.Range typical, double excess, double share) {}

    public WhySlow {
        parts = List.copyOf(parts);
        causes = List.copyOf(causes);
    }

    /// Empty for a trace that has nothing to be compared with.
    public static Optional<WhySlow> of(Trace trace) {
        return Optional.ofNullable(trace.typical()).map(typical -> compare(trace.stages(), typical));
    }

    private static WhySlow compare(List<StageSpan> spans, Typical typical) {
        Map<Stage, Double> millis = new EnumMap<>(Stage.class);
        typical.stages().keySet().forEach(stage -> millis.put(stage, 0.0));
        spans.forEach(span -> millis.merge(span.stage(), span.millis(), Double::sum));
        double excess = millis.entrySet().stream().mapToDouble(one -> Math.max(0, one.getValue() - typical.of(one.getKey()).p50())).sum();
        List<Part> parts = new ArrayList<>();
        millis.forEach((stage, took) -> {
            double beyond = took - typical.of(stage).p50();
            parts.add(new Part(stage, took, typical.of(stage), beyond, excess == 0 ? 0 : Math.max(0, beyond) / excess));
        });
        parts.sort(Comparator.comparingDouble(Part::excess).reversed());
        List<Stage> causes = parts.stream().filter(part -> part.share >= LEAST_SHARE && part.millis > part.typical.p95())
                .limit(MOST_CAUSES).map(Part::stage).toList();
        return new WhySlow(excess, parts, causes);
    }
}
