package gpudyno.foresight;

import gpudyno.model.foresight.Anomaly;
import gpudyno.model.foresight.Anomaly.Part;
import gpudyno.model.foresight.Area;
import gpudyno.model.foresight.Incident.Clue;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.meter.Meters;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an incident most likely comes from, by which meters deviate: what explains others comes before what it explains.
public final class LikelyCause {
    /// Below this share of memory in use, growth explains nothing.
    private static final double MEMORY_SHORT = 80;
    /// Processor time that other programs take, in percent of all cores, from which they explain slowness.
    private static final double OTHERS = 30;
    /// Clients whose requests fail send them again: beside errors, up to so many times the usual arrivals are no flood of its own.
    private static final double ECHO = 2;
    private final Map<String, Part> parts = new HashMap<>();
    private final List<Clue> clues;

    /// @param headline what happened, in a few words
    /// @param evidence the figures that say so
    public record Told(String headline, String evidence) {}

    public LikelyCause(List<Anomaly> anomalies, List<Clue> clues) {
        this.clues = clues;
        anomalies.stream().flatMap(anomaly -> anomaly.parts().stream()).forEach(part -> parts.merge(part.meter(), part,
                (one, other) -> Math.abs(one.value() - one.high()) > Math.abs(other.value() - other.high()) ? one : other));
    }

    /// @param now what some meters read, for those that do not deviate
    public Told told(Map<String, Double> now) {
        return gpu().or(this::flood).or(this::cache).or(() -> memory(now)).or(() -> processor(now)).or(this::errors).or(this::backend)
                .orElseGet(this::unknown);
    }

    private Optional<Told> gpu() {
        Optional<Clue> cause = clues.stream().filter(clue -> clue.area() == Area.GPU && clue.kind() == Clue.Kind.GPU_CAUSE).findFirst()
                .or(() -> clues.stream().filter(clue -> clue.area() == Area.GPU).findFirst());
        return cause.map(clue -> new Told("A GPU is not what it was", clue.text()));
    }

    private Optional<Told> flood() {
        Part arrivals = above(DerivedMeters.OFFERED);
        if (arrivals != null && above(DerivedMeters.ERRORS_PERCENT) != null && arrivals.value() < ECHO * arrivals.high()) {
            return Optional.empty();
        }
        boolean suffers = above(Meters.QUEUE_DEPTH.id()) != null || above(DerivedMeters.LATENCY_P95) != null
                || above(DerivedMeters.ERRORS_PERCENT) != null || clues.stream().anyMatch(clue -> clue.kind() == Clue.Kind.ALERT);
        return arrivals == null || !suffers ? Optional.empty() : Optional.of(new Told("More requests came than usual", words(arrivals)));
    }

    private Optional<Told> cache() {
        Part entries = parts.get(Meters.CACHE_ENTRIES.id());
        if (entries != null) {
            return Optional.of(new Told("The cache lost its entries", words(entries)));
        }
        Part hits = parts.get(DerivedMeters.CACHE_HIT_PERCENT);
        return hits != null || clues.getFirst().area() == Area.CACHE
                ? Optional.of(new Told("The cache answers less than usual", hits == null ? clues.getFirst().text() : words(hits)))
                : Optional.empty();
    }

    private Optional<Told> memory(Map<String, Double> now) {
        Optional<Clue> alert = clues.stream().filter(clue -> clue.area() == Area.MEMORY && clue.kind() == Clue.Kind.ALERT).findFirst();
        double used = now.getOrDefault(DerivedMeters.MEMORY_PERCENT, 0.0);
        Optional<Part> part = parts.values().stream().filter(one -> one.area() == Area.MEMORY && one.meter().startsWith(Meters.MEMORY.id()))
                .findFirst();
        if (alert.isEmpty() && (part.isEmpty() || used < MEMORY_SHORT)) {
            return Optional.empty();
        }
        return Optional.of(new Told("Memory runs short", part.map(LikelyCause::words).orElseGet(() -> alert.orElseThrow().text())));
    }

    private Optional<Told> processor(Map<String, Double> now) {
        Part host = above(Meters.HOST_CPU.id());
        double own = now.getOrDefault(Meters.PROCESS_CPU.id(), 0.0);
        double others = (host == null ? now.getOrDefault(Meters.HOST_CPU.id(), 0.0) : host.value()) - own;
        boolean alerted = clues.stream().anyMatch(clue -> clue.area() == Area.PROCESSOR);
        return (host != null || alerted) && others >= OTHERS
                ? Optional.of(new Told("Other programs take the processor",
                        String.format(Locale.ROOT, "%.0f %% of all cores beside the %.0f %% of this node", others, own)))
                : Optional.empty();
    }

    private Optional<Told> errors() {
        Part errors = above(DerivedMeters.ERRORS_PERCENT);
        return errors == null ? Optional.empty() : Optional.of(new Told("Requests fail", words(errors)));
    }

    private Optional<Told> backend() {
        Part backend = above(Meters.BACKEND_TIME.id());
        if (backend != null) {
            return Optional.of(new Told("The backend takes longer", words(backend)));
        }
        Part latency = above(DerivedMeters.LATENCY_P95);
        return latency == null ? Optional.empty() : Optional.of(new Told("Answers take longer", words(latency)));
    }

    private Told unknown() {
        return new Told(clues.getFirst().text(), "");
    }

    private @Nullable Part above(String meter) {
        Part part = parts.get(meter);
        return part != null && part.value() > part.high() ? part : null;
    }

    /// Such as `p95 612 ms, usual up to 120`.
    public static String words(Part part) {
        boolean above = part.value() > part.high();
        return part.title() + " " + figure(part.value()) + unit(part.unit()) + (above ? ", usual up to " : ", usual from ")
                + figure(above ? part.high() : part.low());
    }

    private static String figure(double value) {
        return Math.abs(value) >= 100 ? String.format(Locale.ROOT, "%.0f", value) : String.format(Locale.ROOT, "%.3g", value);
    }

    private static String unit(String unit) {
        return switch (unit) {
            case "1" -> "";
            case "percent" -> " %";
            case "1/s" -> " per second";
            case "celsius" -> " °C";
            default -> " " + unit;
        };
    }
}
