package gpudyno.watch;

import gpudyno.exposition.ScrapedText;
import gpudyno.exposition.ScrapedText.Scraped;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.MeterKind;
import gpudyno.model.meter.Sample;
import gpudyno.model.meter.Series;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Makes meters of what a scrape reads: `vllm:num_requests_running` of the scrape `a` is `a.vllm.num.requests.running`.
///
/// A metric's labels are those its first sample has; samples of it with other labels are left and counted. Of a counter the growth since
/// the last scrape is taken; one that falls has begun again. Not safe for several threads.
final class ScrapedMeters {
    private final Scrape scrape;
    private final Pattern keep;
    private final List<Relabel.Compiled> relabel;
    private final PushedMeters meters;
    private final Map<String, Meter> known = new HashMap<>();
    private final Map<Series, Double> totals = new HashMap<>();
    private final Set<Series> series = new HashSet<>();

    /// What one scrape came to.
    ///
    /// @param left samples that were not taken: too many series, other labels than their metric's first, or no room for a meter
    record Result(int taken, int left) {}

    ScrapedMeters(Scrape scrape, PushedMeters meters) {
        this.scrape = scrape;
        this.meters = meters;
        keep = Pattern.compile(scrape.keep());
        relabel = scrape.relabel().stream().map(Relabel.Compiled::new).toList();
    }

    /// @throws IllegalArgumentException if the text is no exposition
    Result accept(String text) {
        List<Sample> samples = new ArrayList<>();
        int left = 0;
        for (Scraped one : ScrapedText.read(text)) {
            Map<String, String> labels = new TreeMap<>(one.labels());
            labels.put(Relabel.NAME, one.name());
            if (!relabel.stream().allMatch(rule -> rule.apply(labels))) {
                continue;
            }
            String name = labels.remove(Relabel.NAME);
            if (name == null || !keep.matcher(name).matches()) {
                continue;
            }
            scrape.dropLabels().forEach(labels::remove);
            Meter meter = meter(name, one.kind(), labels);
            if (meter == null || !meter.labelNames().equals(List.copyOf(labels.keySet())) || !admit(meter, labels)) {
                left++;
                continue;
            }
            Series of = new Series(meter.id(), List.copyOf(labels.values()));
            if (meter.kind() == MeterKind.GAUGE) {
                samples.add(new Sample(of, one.value()));
            } else {
                Double before = totals.put(of, one.value());
                // What stood there at the first look happened before.
                double growth = before == null ? 0 : one.value() < before ? one.value() : one.value() - before;
                samples.add(new Sample(of, Math.clamp(growth, 0, PushedMeters.MOST_GROWTH)));
            }
        }
        int dropped = 0;
        for (int from = 0; from < samples.size(); from += PushedMeters.MOST_SAMPLES) {
            dropped += meters.push(samples.subList(from, Math.min(samples.size(), from + PushedMeters.MOST_SAMPLES)));
        }
        return new Result(samples.size() - dropped, left + dropped);
    }

    private @Nullable Meter meter(String name, MeterKind kind, Map<String, String> labels) {
        Meter before = known.get(name);
        if (before != null) {
            return before;
        }
        String id = scrape.name() + "." + name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", ".").replaceAll("^\\.+|\\.+$", "");
        try {
            Meter meter = new Meter(id, "1", kind, name + " of " + scrape.name(), List.copyOf(labels.keySet()));
            meters.declare(meter);
            known.put(name, meter);
            return meter;
        } catch (IllegalArgumentException _) {
            // No room for another meter, or an id that is taken: left, and counted.
            return null;
        }
    }

    private boolean admit(Meter meter, Map<String, String> labels) {
        Series wanted = new Series(meter.id(), List.copyOf(labels.values()));
        if (labels.values().stream().anyMatch(value -> value.length() > PushedMeters.LONGEST_LABEL)) {
            return false;
        }
        return series.contains(wanted) || series.size() < scrape.mostSeries() && series.add(wanted);
    }
}
