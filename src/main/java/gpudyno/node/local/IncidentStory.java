package gpudyno.node.local;

import gpudyno.foresight.IncidentBook;
import gpudyno.foresight.IncidentBook.Sign;
import gpudyno.foresight.IncidentBook.Telling;
import gpudyno.foresight.LikelyCause;
import gpudyno.model.alert.Alert;
import gpudyno.model.foresight.Anomaly;
import gpudyno.model.foresight.Area;
import gpudyno.model.foresight.Incident.Clue;
import gpudyno.model.foresight.Outlook;
import gpudyno.model.gpu.Cause;
import gpudyno.model.knob.KnobChange;
import gpudyno.model.memory.Forecast.Band;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.meter.Meters;
import gpudyno.model.node.Event.Severity;
import gpudyno.model.target.Profile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Turns what a node's parts notice into signs of incidents, and tells what an incident is about.
final class IncidentStory implements IncidentBook.Story {
    /// Alerts of this group outlast what they tell of by up to days.
    private static final String BURN = "budget";
    private static final String HOST = "host";
    private static final Duration HURTS_AFTER = Duration.ofSeconds(10);
    private static final Duration BEFORE = Duration.ofMinutes(2);
    /// A cause that was found up to now may end this long ago: frames are looked at every ten seconds.
    private static final Duration STILL = Duration.ofSeconds(25);
    private static final int MOST_LINES = 12;
    private static final int MOST_METERS = 6;
    private static final int MOST_KEPT = 50;
    private final Map<Long, Anomaly> anomalies = new LinkedHashMap<>();
    private final Deque<Turned> turned = new ArrayDeque<>();
    private final Newcomers newcomers;
    private Map<String, Double> now = Map.of();

    private record Turned(Instant at, KnobChange change) {}

    IncidentStory(Newcomers newcomers) {
        this.newcomers = newcomers;
    }

    /// Remembers an anomaly, for the incidents that name it.
    void keep(Anomaly anomaly) {
        anomalies.put(anomaly.id(), anomaly);
        if (anomalies.size() > MOST_KEPT) {
            anomalies.remove(anomalies.keySet().iterator().next());
        }
    }

    /// A change of knobs; any thread.
    void keep(KnobChange change) {
        synchronized (turned) {
            turned.addLast(new Turned(Instant.now(), change));
            if (turned.size() > MOST_KEPT) {
                turned.removeFirst();
            }
        }
    }

    /// @param figures what meters read now
    List<Sign> signs(Instant at, Map<String, Double> figures, List<Alert> alerts, List<Anomaly> open, List<Cause> causes,
            List<Outlook> outlooks, Profile profile) {
        now = figures;
        boolean processor = open.stream().anyMatch(anomaly -> anomaly.isIn(Area.PROCESSOR));
        List<Sign> signs = new ArrayList<>();
        for (Alert alert : alerts) {
            boolean burn = alert.group().equals(BURN);
            // A processor that is always busy is no incident; one that has become busy is.
            boolean chronic = alert.group().equals(HOST) && !processor;
            signs.add(new Sign(new Clue(alert.since(), Clue.Kind.ALERT, alert.rule(), area(alert), alert.title() + " (" + alert.cause()
                    + ")"), !burn && !chronic, !burn && !chronic));
        }
        for (Anomaly anomaly : open) {
            if (!anomaly.expected()) {
                boolean lasts = Duration.between(anomaly.from(), at).compareTo(HURTS_AFTER) >= 0;
                signs.add(new Sign(new Clue(anomaly.from(), Clue.Kind.ANOMALY, String.valueOf(anomaly.id()),
                        anomaly.parts().getFirst().area(), anomaly.sentence()), lasts && hurts(anomaly, outlooks, profile), true));
            }
        }
        for (Cause cause : causes) {
            if (cause.topic() != Cause.Topic.WORK && cause.to().isAfter(at.minus(STILL))) {
                signs.add(new Sign(new Clue(cause.from(), Clue.Kind.GPU_CAUSE, cause.device() + " " + cause.rule(), Area.GPU,
                        cause.sentence()), cause.severity() != Severity.INFO, true));
            }
        }
        return signs;
    }

    private static Area area(Alert alert) {
        return switch (alert.group()) {
            case "memory" -> Area.MEMORY;
            case "cache" -> Area.CACHE;
            case "host" -> Area.PROCESSOR;
            case "gpu" -> Area.GPU;
            default -> Area.SERVING;
        };
    }

    /// Whether people suffer from it: a target is missed, the cache has lost its entries, a GPU is not what it was, or memory is about to run out.
    private static boolean hurts(Anomaly anomaly, List<Outlook> outlooks, Profile profile) {
        boolean full = outlooks.stream().anyMatch(one -> one.meter().equals(DerivedMeters.MEMORY_PERCENT) && one.reach() != null
                && (one.reach().band() == Band.ACT_NOW || one.reach().band() == Band.PREPARE));
        return anomaly.parts().stream().anyMatch(part -> part.area() == Area.GPU || part.meter().equals(Meters.CACHE_ENTRIES.id())
                || part.area() == Area.MEMORY && full
                || profile.targets().stream().anyMatch(target -> target.meter().equals(part.meter()) && !target.isMetBy(part.value())));
    }

    @Override
    public Telling of(Instant from, @Nullable Instant to, List<Clue> clues) {
        List<Anomaly> named = clues.stream().filter(clue -> clue.kind() == Clue.Kind.ANOMALY)
                .map(clue -> anomalies.get(Long.parseLong(clue.ref()))).filter(Objects::nonNull).toList();
        LikelyCause.Told told = new LikelyCause(named, clues).told(now);
        String cause = told.headline() + (told.evidence().isEmpty() ? "" : ": " + told.evidence());
        return new Telling(told.headline() + effect(named, clues, told.headline()), cause, different(from, to, named));
    }

    private static String effect(List<Anomaly> named, List<Clue> clues, String headline) {
        Set<String> parts = new LinkedHashSet<>();
        named.stream().limit(1).map(Anomaly::sentence).forEach(parts::add);
        String alerts = clues.stream().filter(clue -> clue.kind() == Clue.Kind.ALERT).limit(2)
                .map(clue -> "“" + clue.text().replaceFirst(" \\(.*", "") + "”").collect(Collectors.joining(" and "));
        if (!alerts.isEmpty()) {
            parts.add("alert " + alerts);
        }
        parts.remove(headline);
        return parts.isEmpty() ? "" : "; " + String.join(", ", parts);
    }

    private List<String> different(Instant from, @Nullable Instant to, List<Anomaly> named) {
        Set<String> lines = new LinkedHashSet<>();
        named.stream().flatMap(anomaly -> anomaly.parts().stream()).map(LikelyCause::words).limit(MOST_METERS).forEach(lines::add);
        Instant earliest = from.minus(BEFORE);
        synchronized (turned) {
            turned.stream().filter(one -> one.at.isAfter(earliest) && (to == null || one.at.isBefore(to)))
                    .forEach(one -> lines.add("knobs turned by " + one.change.by() + ": " + one.change.after()));
        }
        lines.addAll(newcomers.since(earliest));
        return lines.stream().limit(MOST_LINES).toList();
    }
}
