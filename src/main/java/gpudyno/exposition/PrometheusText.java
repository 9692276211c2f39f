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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
        PrometheusNames names = new PrometheusNames();
        Map<String, Map<Series, Reading>> byMeter = new HashMap<>();
        totals.forEach((series, reading) -> byMeter.computeIfAbsent(series.meter(), _ -> new TreeMap<>()).put(series, reading));
        for (Meter meter : meters) {
            Map<Series, Reading> own = byMeter.get(meter.id());
            if (own != null) {
                snapshots.add(snapshot(meter, names.of(meter), own));
            }
        }
        PrometheusTextFormatWriter.builder().build().write(out, new MetricSnapshots(snapshots));
    }

    private static MetricSnapshot snapshot(Meter meter, String name, Map<Series, Reading> series) {
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
                SummarySnapshot.Builder summary = SummarySnapshot.builder().name(name).help(help);
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

    private static Labels labels(Meter meter, Series series) {
        return Labels.of(PrometheusNames.labels(meter.labelNames()), series.labels().toArray(String[]::new));
    }
}
