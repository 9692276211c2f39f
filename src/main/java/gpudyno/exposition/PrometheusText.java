package gpudyno.exposition;

import gpudyno.model.meter.Histogram;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.Reading;
import gpudyno.model.meter.Series;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Writes meters as `gpudyno_...` metrics: counters, gauges, and distributions as summaries with quantiles.
public final class PrometheusText {
    /// The content type of what [#write] writes.
    public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;
    private static final double[] QUANTILES = {0.5, 0.95, 0.99};

    private PrometheusText() {
    }

    /// @param totals every series since the node began
    public static void write(Collection<Meter> meters, Map<Series, Reading> totals, OutputStream out) throws IOException {
        List<MetricSnapshot> snapshots = new ArrayList<>();
        for (Meter meter : meters) {
            Map<Series, Reading> own = new java.util.TreeMap<>();
            totals.forEach((series, reading) -> {
                if (series.meter().equals(meter.id())) {
                    own.put(series, reading);
                }
            });
            if (!own.isEmpty()) {
                snapshots.add(snapshot(meter, own));
            }
        }
        PrometheusTextFormatWriter.builder().build().write(out, new MetricSnapshots(snapshots));
    }

    private static MetricSnapshot snapshot(Meter meter, Map<Series, Reading> series) {
        String name = name(meter);
        double scale = scale(meter);
        return switch (meter.kind()) {
            case COUNTER -> {
                CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(meter.help());
                series.forEach((one, reading) -> counter.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                        .value(scale * ((Reading.Counter) reading).sum()).labels(labels(meter, one)).build()));
                yield counter.build();
            }
            case GAUGE -> {
                GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(meter.help());
                series.forEach((one, reading) -> gauge.dataPoint(
                        GaugeSnapshot.GaugeDataPointSnapshot.builder().value(scale * ((Reading.Gauge) reading).mean())
                                .labels(labels(meter, one))
                                .build()));
                yield gauge.build();
            }
            case DISTRIBUTION -> {
                SummarySnapshot.Builder summary = SummarySnapshot.builder().name(name).help(meter.help());
                series.forEach(
                        (one, reading) -> summary
                                .dataPoint(summaryPoint(((Reading.Distribution) reading).values(), scale, labels(meter, one))));
                yield summary.build();
            }
        };
    }

    private static SummarySnapshot.SummaryDataPointSnapshot summaryPoint(Histogram values, double scale, Labels labels) {
        List<Quantile> quantiles = new ArrayList<>();
        for (double quantile : QUANTILES) {
            quantiles.add(new Quantile(quantile, scale * values.percentile(100 * quantile)));
        }
        double sum = values.count() == 0 ? 0 : scale * values.mean() * values.count();
        return SummarySnapshot.SummaryDataPointSnapshot.builder().count(values.count()).sum(sum).quantiles(Quantiles.of(quantiles))
                .labels(labels).build();
    }

    /// Prometheus wants base units: seconds, not milliseconds.
    private static double scale(Meter meter) {
        return meter.unit().equals("ms") ? 1e-3 : 1;
    }

    /// Dots become underscores, camel case becomes snake case, and the unit ends the name where the id does not hold it already.
    private static String name(Meter meter) {
        String name = "gpudyno_" + meter.id().replaceAll("([a-z])([A-Z])", "$1_$2").replace('.', '_').toLowerCase(Locale.ROOT);
        String unit = switch (meter.unit()) {
            case "ms" -> "seconds";
            case "1", "" -> "";
            default -> meter.unit();
        };
        return unit.isEmpty() || name.endsWith("_" + unit) ? name : name + "_" + unit;
    }

    private static Labels labels(Meter meter, Series series) {
        return Labels.of(meter.labelNames().toArray(String[]::new), series.labels().toArray(String[]::new));
    }
}
