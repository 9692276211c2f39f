package gpudyno.watch;

import com.google.re2j.Pattern;
import gpudyno.exposition.ScrapedText;
import gpudyno.exposition.ScrapedText.Scraped;
import gpudyno.expression.BoundedRegex;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.MeterKind;
import gpudyno.model.meter.Sample;
import gpudyno.model.meter.Series;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Turns scraped metrics into meters: `vllm:num_requests_running` of the scrape `a` is `a.vllm.num.requests.running`.
///
/// A meter has every label that any of the metric's series has; a label that a series lacks is empty, as in Prometheus. For a counter, its
/// increase since the last scrape is used. A counter whose value falls has restarted, and a counter that appears after the first scrape has
/// grown from zero. If relabelling makes several series equal, counters are summed, and gauges are left out because they cannot be summed.
/// Not safe for several threads.
final class ScrapedMeters {
    /// The most metrics of one scrape that become meters.
    static final int MOST_METERS = 400;
    private static final int MOST_REASONS = 3;
    /// The most counters whose last value is remembered, including those missing from the present scrape.
    private static final int MOST_REMEMBERED = 2 * ScrapedText.MOST;

    private final Scrape scrape;
    private final Pattern keep;
    private final List<Relabel.Compiled> relabel;
    private final PushedMeters meters;
    private final MeterIds ids;
    private final Map<String, Meter> known = new HashMap<>();
    /// The last value of every counter before relabelling, because the increase is computed for each original series.
    private final LinkedHashMap<Source, Double> totals = new LinkedHashMap<>();
    /// The series of the last scrape that were taken.
    private Set<Series> living = new HashSet<>();
    /// Counters that were missing from the last scrape. They are kept for one more scrape, so that the open frame includes their increase.
    private Set<Series> ending = new HashSet<>();
    private boolean scrapedBefore;

    /// A series before relabelling.
    private record Source(String name, Map<String, String> labels) {}

    /// One value after relabelling.
    private record Point(Source source, Map<String, String> labels, double value) {}

    /// The series of one metric in a scrape.
    private record Family(MeterKind kind, Set<String> labelNames, List<Point> points) {}

    /// Collects the result of one scrape while it is read.
    private static final class Tally {
        final List<Sample> samples = new ArrayList<>();
        final Set<String> why = new LinkedHashSet<>();
        int left;

        void leave(int count, String reason) {
            left += count;
            if (why.size() < MOST_REASONS) {
                why.add(reason);
            }
        }
    }

    ScrapedMeters(Scrape scrape, PushedMeters meters) {
        this.scrape = scrape;
        this.meters = meters;
        ids = new MeterIds(scrape.name());
        keep = BoundedRegex.compile(scrape.keep());
        relabel = scrape.relabel().stream().map(Relabel.Compiled::new).toList();
    }

    /// @throws IllegalArgumentException if the text is not in the exposition format
    ScrapeOutcome.Read accept(String text) {
        Tally tally = new Tally();
        Map<String, Family> families = families(ScrapedText.read(text), tally);
        Map<Series, List<Point>> bySeries = new LinkedHashMap<>();
        Map<Series, Meter> meterOf = new HashMap<>();
        families.forEach((name, family) -> {
            Meter meter = meter(name, family, tally);
            if (meter != null) {
                for (Point point : family.points) {
                    Series series = new Series(meter.id(),
                            meter.labelNames().stream().map(label -> point.labels.getOrDefault(label, "")).toList());
                    bySeries.computeIfAbsent(series, _ -> new ArrayList<>(1)).add(point);
                    meterOf.put(series, meter);
                }
            }
        });
        Set<Series> admitted = admitted(bySeries, meterOf, tally);
        bySeries.forEach((series, points) -> {
            boolean gauge = Objects.requireNonNull(meterOf.get(series)).kind() == MeterKind.GAUGE;
            double value = gauge ? points.getFirst().value : points.stream().mapToDouble(this::growth).sum();
            if (admitted.contains(series)) {
                tally.samples.add(new Sample(series, gauge ? value : Math.clamp(value, 0, PushedMeters.MOST_GROWTH)));
            }
        });
        endAllBut(admitted);
        scrapedBefore = true;
        int dropped = push(tally.samples);
        if (dropped > 0) {
            tally.leave(dropped, "no room: users' meters hold as many series as they may");
        }
        return new ScrapeOutcome.Read(tally.samples.size() - dropped, tally.left, List.copyOf(tally.why));
    }

    /// Ends every gauge immediately, because the target does not answer and their values are unknown. The increase of its counters
    /// meanwhile is counted when it answers again.
    void away() {
        living.removeIf(series -> {
            boolean level = meters.isLevel(series);
            if (level) {
                meters.end(series);
            }
            return level;
        });
    }

    /// Ends all its series.
    void end() {
        living.forEach(meters::end);
        ending.forEach(meters::end);
        living = new HashSet<>();
        ending = new HashSet<>();
    }

    private Map<String, Family> families(List<Scraped> read, Tally tally) {
        Map<String, Family> families = new LinkedHashMap<>();
        Set<Source> seen = HashSet.newHashSet(read.size());
        for (Scraped one : read) {
            Source source = new Source(one.name(), one.labels());
            Map<String, String> labels = new TreeMap<>(one.labels());
            labels.put(Relabel.NAME, one.name());
            if (!relabel.stream().allMatch(rule -> rule.apply(labels))) {
                continue;
            }
            String name = labels.remove(Relabel.NAME);
            if (name == null) {
                tally.leave(1, one.name() + " has no name after its relabelling");
                continue;
            }
            if (!keep.matches(name)) {
                continue;
            }
            if (!seen.add(source)) {
                tally.leave(1, one.name() + " is served twice with the same labels");
                continue;
            }
            scrape.dropLabels().forEach(labels::remove);
            labels.entrySet().removeIf(label -> label.getValue().isEmpty() || label.getKey().startsWith("__"));
            if (labels.values().stream().anyMatch(value -> value.length() > PushedMeters.LONGEST_LABEL)) {
                tally.leave(1, name + " has a label value longer than " + PushedMeters.LONGEST_LABEL + " characters");
                continue;
            }
            Family family = families.computeIfAbsent(name, _ -> new Family(one.kind(), new TreeSet<>(), new ArrayList<>()));
            if (family.kind != one.kind()) {
                tally.leave(1, name + " is a counter and a level");
                continue;
            }
            family.labelNames.addAll(labels.keySet());
            family.points.add(new Point(source, labels, one.value()));
        }
        return families;
    }

    /// The meter of a metric, with every label its series have and had.
    private @Nullable Meter meter(String name, Family family, Tally tally) {
        Meter before = known.get(name);
        if (before != null && before.kind() == family.kind && before.labelNames().containsAll(family.labelNames)) {
            return before;
        }
        if (before == null && known.size() >= MOST_METERS) {
            tally.leave(family.points.size(), "more than " + MOST_METERS + " metrics; keep those that are needed");
            return null;
        }
        Set<String> labels = new TreeSet<>(family.labelNames);
        if (before != null) {
            labels.addAll(before.labelNames());
        }
        try {
            Meter meter = new Meter(ids.of(name), "1", family.kind, shortened(name) + " of " + scrape.name(), List.copyOf(labels));
            meters.declareScraped(meter);
            known.put(name, meter);
            living.removeIf(series -> series.meter().equals(meter.id()));
            return meter;
        } catch (IllegalArgumentException e) {
            tally.leave(family.points.size(), shortened(String.valueOf(e.getMessage())));
            return null;
        }
    }

    private static String shortened(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + " ...";
    }

    /// Chooses the series to use; series used before are preferred.
    private Set<Series> admitted(Map<Series, List<Point>> bySeries, Map<Series, Meter> meterOf, Tally tally) {
        Set<Series> admitted = new LinkedHashSet<>();
        List<Series> fresh = new ArrayList<>();
        bySeries.forEach((series, points) -> {
            Meter meter = Objects.requireNonNull(meterOf.get(series));
            if (points.size() > 1 && meter.kind() == MeterKind.GAUGE) {
                tally.leave(points.size(),
                        points.size() + " levels of " + meter.id() + " have the same labels; keep what tells them apart");
            } else if (living.contains(series)) {
                admitted.add(series);
            } else {
                fresh.add(series);
            }
        });
        for (Series series : fresh) {
            if (admitted.size() < scrape.mostSeries()) {
                admitted.add(series);
            } else {
                tally.leave(1, "more than " + scrape.mostSeries() + " series");
            }
        }
        return admitted;
    }

    private double growth(Point point) {
        Double before = totals.remove(point.source);
        totals.put(point.source, point.value);
        if (before == null) {
            // The value at the first scrape comes from the time before it.
            return scrapedBefore ? Math.max(0, point.value) : 0;
        }
        return point.value < before ? Math.max(0, point.value) : point.value - before;
    }

    private void endAllBut(Set<Series> admitted) {
        for (Series series : ending) {
            if (!admitted.contains(series)) {
                meters.end(series);
            }
        }
        ending = new HashSet<>();
        for (Series series : living) {
            if (!admitted.contains(series)) {
                if (meters.isLevel(series)) {
                    meters.end(series);
                } else {
                    ending.add(series);
                }
            }
        }
        living = admitted;
        for (Iterator<Source> oldest = totals.keySet().iterator(); totals.size() > MOST_REMEMBERED && oldest.hasNext();) {
            oldest.next();
            oldest.remove();
        }
    }

    private int push(List<Sample> samples) {
        int dropped = 0;
        for (int from = 0; from < samples.size(); from += PushedMeters.MOST_SAMPLES) {
            dropped += meters.push(samples.subList(from, Math.min(samples.size(), from + PushedMeters.MOST_SAMPLES)));
        }
        return dropped;
    }
}
