package gpudyno.exposition;

import gpudyno.model.meter.Histogram;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.Reading;
import gpudyno.model.meter.Series;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/// Writes meters as `gpudyno_...` metrics: counters, gauges, and distributions as histograms. A summary's quantiles would be those of the whole
/// life of the process; buckets give those of any stretch of time, and add up over nodes.
public final class PrometheusText {
    /// The content type of what [#writeOpenMetrics] writes.
    public static final String OPEN_METRICS = OpenMetricsTextFormatWriter.CONTENT_TYPE;
    /// The content type of what [#write] writes.
    public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;
    /// In seconds, from half a millisecond to a minute. Close together where targets lie, each of which is a bound itself: a percentile that is
    /// found within its bucket is off by a part of the bucket's width.
    private static final double[] TIME_BOUNDS = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5,
        0.75, 1,
        1.5, 2.5, 5, 10, 30, 60};
    private static final double[] OTHER_BOUNDS = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 4096, 16_384, 65_536, 1_048_576};

    /// Of the metric of what a node is, without `_info`.
    private static final String NODE = "gpudyno_node";

    private PrometheusText() {
    }

    /// One observation of a distribution that can be looked up.
    ///
    /// @param value in the meter's unit
    public record Sighting(double value, String trace, String span, Instant at) {}

    /// @param totals every series since the node began
    public static void write(Collection<Meter> meters, Map<Series, Reading> totals, OutputStream out) throws IOException {
        write(meters, totals, Map.of(), out);
    }

    /// The same with `gpudyno_node_info`, whose value is 1 and whose labels say what the node is.
    ///
    /// @param node such as its name and version; empty for no such metric
    public static void write(Collection<Meter> meters, Map<Series, Reading> totals, Map<String, String> node, OutputStream out)
            throws IOException {
        PrometheusTextFormatWriter.builder().build().write(out, new MetricSnapshots(snapshots(meters, totals, node, Map.of())));
    }

    /// In the OpenMetrics format, which carries exemplars.
    ///
    /// @param node such as its name and version; empty for no such metric
    /// @param sightings of distributions, by the meter's id
    public static void writeOpenMetrics(Collection<Meter> meters, Map<Series, Reading> totals, Map<String, String> node,
            Map<String, List<Sighting>> sightings, OutputStream out) throws IOException {
        OpenMetricsTextFormatWriter.builder().build().write(out, new MetricSnapshots(snapshots(meters, totals, node, sightings)));
    }

    /// Parameters as of [#writeOpenMetrics].
    static List<MetricSnapshot> snapshots(Collection<Meter> meters, Map<Series, Reading> totals, Map<String, String> node,
            Map<String, List<Sighting>> sightings) {
        List<MetricSnapshot> snapshots = new ArrayList<>();
        if (!node.isEmpty()) {
            Map<String, String> sorted = new TreeMap<>(node);
            snapshots.add(InfoSnapshot.builder().name(NODE).help("What the node is").dataPoint(InfoSnapshot.InfoDataPointSnapshot.builder()
                    .labels(Labels.of(sorted.keySet().toArray(String[]::new), sorted.values().toArray(String[]::new))).build()).build());
        }
        PrometheusNames names = new PrometheusNames();
        Map<String, Map<Series, Reading>> byMeter = new HashMap<>();
        totals.forEach((series, reading) -> byMeter.computeIfAbsent(series.meter(), _ -> new TreeMap<>()).put(series, reading));
        for (Meter meter : meters) {
            Map<Series, Reading> own = byMeter.get(meter.id());
            if (own != null) {
                snapshots.add(snapshot(meter, names.of(meter), own, sightings.getOrDefault(meter.id(), List.of())));
            }
        }
        return snapshots;
    }

    private static MetricSnapshot snapshot(Meter meter, String name, Map<Series, Reading> series, List<Sighting> sightings) {
        double scale = PrometheusNames.scale(meter);
        String help = meter.help().isBlank() ? meter.id() : meter.help();
        return switch (meter.kind()) {
            case COUNTER -> {
                CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(help);
                series.forEach((one, reading) -> counter.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                        .value(scale * ((Reading.Counter) reading).sum()).labels(labels(meter, one)).build()));
                yield counter.build();
            }
            case GAUGE -> {
                GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
                series.forEach((one, reading) -> gauge.dataPoint(
                        GaugeSnapshot.GaugeDataPointSnapshot.builder().value(scale * ((Reading.Gauge) reading).mean())
                                .labels(labels(meter, one))
                                .build()));
                yield gauge.build();
            }
            case DISTRIBUTION -> {
                HistogramSnapshot.Builder histogram = HistogramSnapshot.builder().name(name).help(help);
                double[] bounds = name.endsWith("_seconds") ? TIME_BOUNDS : OTHER_BOUNDS;
                series.forEach((one, reading) -> histogram
                        .dataPoint(point(((Reading.Distribution) reading).values(), scale, bounds, labels(meter, one),
                                exemplars(sightings, scale))));
                yield histogram.build();
            }
        };
    }

    /// @param bounds in the unit that is written
    private static HistogramSnapshot.HistogramDataPointSnapshot point(Histogram values, double scale, double[] bounds, Labels labels,
            Exemplars exemplars) {
        long[] counts = values.countsUpTo(DoubleStream.of(bounds).map(bound -> bound / scale).toArray());
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        for (int i = 0; i < counts.length; i++) {
            buckets.bucket(i < bounds.length ? bounds[i] : Double.POSITIVE_INFINITY, counts[i]);
        }
        return HistogramSnapshot.HistogramDataPointSnapshot.builder().classicHistogramBuckets(buckets.build())
                .sum(values.count() == 0 ? 0 : scale * values.mean() * values.count()).labels(labels).exemplars(exemplars)
                .build();
    }

    private static Exemplars exemplars(List<Sighting> sightings, double scale) {
        return Exemplars.of(sightings.stream().map(one -> Exemplar.builder().value(one.value * scale).traceId(one.trace).spanId(one.span)
                .timestampMillis(one.at.toEpochMilli()).build()).toList());
    }

    /// What a meter is called there.
    ///
    /// @param name without what the format appends: `_total` to counters, `_bucket`, `_sum` and `_count` to distributions
    /// @param scale what its values are multiplied by
    public record Named(Meter meter, String name, double scale) {}

    /// The names of meters that are written together, by their ids.
    public static Map<String, Named> names(Collection<Meter> meters) {
        PrometheusNames names = new PrometheusNames();
        Map<String, Named> named = new TreeMap<>();
        meters.forEach(meter -> named.put(meter.id(), new Named(meter, names.of(meter), PrometheusNames.scale(meter))));
        return named;
    }

    private static Labels labels(Meter meter, Series series) {
        return Labels.of(PrometheusNames.labels(meter.labelNames()), series.labels().toArray(String[]::new));
    }
}
