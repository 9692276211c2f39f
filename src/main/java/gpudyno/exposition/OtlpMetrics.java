package gpudyno.exposition;

import gpudyno.model.meter.Histogram;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.Reading;
import gpudyno.model.meter.Series;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableDoublePointData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableGaugeData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableHistogramData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableHistogramPointData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableMetricData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableSumData;
import io.opentelemetry.sdk.resources.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Meters in OpenTelemetry's words: `gpudyno.` and the meter's id, its labels as attributes, units in UCUM.
///
/// Counters are monotonic cumulative sums, gauges gauges, distributions cumulative explicit histograms: receivers that do not take
/// exponential ones (Prometheus without native histograms) take these.
final class OtlpMetrics {
    private static final InstrumentationScopeInfo SCOPE = InstrumentationScopeInfo.create("gpudyno");
    /// Ten a decade would be finer than dashboards draw: three are, and five decades on either side of one hold milliseconds and counts.
    private static final double[] BOUNDS = {0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5};
    private static final List<Double> BOUND_LIST = Arrays.stream(BOUNDS).boxed().toList();

    private final Resource resource;
    private final long startNanos;

    /// @param node what the node calls itself
    /// @param start since when counters and distributions add up
    OtlpMetrics(String node, String version, Instant start) {
        resource = Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "gpudyno",
                AttributeKey.stringKey("service.instance.id"), node, AttributeKey.stringKey("service.version"), version));
        startNanos = nanos(start);
    }

    private static long nanos(Instant instant) {
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }

    /// @param totals every series since the start, as they stood at `now`
    List<MetricData> of(Collection<Meter> meters, Map<Series, Reading> totals, Instant now) {
        Map<String, Map<Series, Reading>> byMeter = new HashMap<>();
        totals.forEach((series, reading) -> byMeter.computeIfAbsent(series.meter(), _ -> new HashMap<>()).put(series, reading));
        List<MetricData> metrics = new ArrayList<>();
        for (Meter meter : meters) {
            Map<Series, Reading> own = byMeter.get(meter.id());
            if (own != null) {
                metrics.add(metric(meter, own, nanos(now)));
            }
        }
        return metrics;
    }

    private MetricData metric(Meter meter, Map<Series, Reading> own, long nowNanos) {
        String name = "gpudyno." + meter.id();
        String unit = switch (meter.unit()) {
            case "percent" -> "%";
            case "bytes" -> "By";
            default -> meter.unit();
        };
        return switch (meter.kind()) {
            case GAUGE -> ImmutableMetricData.createDoubleGauge(resource, SCOPE, name, meter.help(), unit,
                    ImmutableGaugeData.create(points(meter, own, nowNanos)));
            case COUNTER -> ImmutableMetricData.createDoubleSum(resource, SCOPE, name, meter.help(), unit,
                    ImmutableSumData.create(true, AggregationTemporality.CUMULATIVE, points(meter, own, nowNanos)));
            case DISTRIBUTION -> ImmutableMetricData.createDoubleHistogram(resource, SCOPE, name, meter.help(), unit,
                    ImmutableHistogramData.create(AggregationTemporality.CUMULATIVE, histograms(meter, own, nowNanos)));
        };
    }

    private List<DoublePointData> points(Meter meter, Map<Series, Reading> own, long nowNanos) {
        List<DoublePointData> points = new ArrayList<>();
        own.forEach((series, reading) -> {
            double value = switch (reading) {
                case Reading.Gauge gauge -> gauge.mean();
                case Reading.Counter(double sum) -> sum;
                case Reading.Distribution _ -> Double.NaN;
            };
            points.add(ImmutableDoublePointData.create(startNanos, nowNanos, attributes(meter, series), value));
        });
        return points;
    }

    private List<HistogramPointData> histograms(Meter meter, Map<Series, Reading> own, long nowNanos) {
        List<HistogramPointData> points = new ArrayList<>();
        own.forEach((series, reading) -> {
            if (reading instanceof Reading.Distribution(Histogram values)) {
                boolean any = values.count() > 0;
                points.add(ImmutableHistogramPointData.create(startNanos, nowNanos, attributes(meter, series),
                        any ? values.mean() * values.count() : 0, any, any ? values.min() : 0, any, any ? values.max() : 0, BOUND_LIST,
                        Arrays.stream(values.countsUpTo(BOUNDS)).boxed().toList()));
            }
        });
        return points;
    }

    private static Attributes attributes(Meter meter, Series series) {
        AttributesBuilder attributes = Attributes.builder();
        for (int i = 0; i < series.labels().size(); i++) {
            attributes.put(meter.labelNames().get(i), series.labels().get(i));
        }
        return attributes.build();
    }
}
