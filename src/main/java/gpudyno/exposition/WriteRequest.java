package gpudyno.exposition;

import com.google.protobuf.CodedOutputStream;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.Reading;
import gpudyno.model.meter.Series;
import io.airlift.compress.snappy.SnappyCompressor;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/// All series of a node at one instant, as Prometheus's remote write 1.0 takes them: a protobuf message, compressed by Snappy.
///
/// The message has three nested types of two fields each, so it is written field by field. Generated classes would need Prometheus's and gogo's
/// schema files, which no library on Maven Central keeps up to date.
///
/// @param body compressed
/// @param samples in it
record WriteRequest(byte[] body, int samples) {
    private static final int TIME_SERIES = 1;
    private static final int LABELS = 1;
    private static final int SAMPLES = 2;
    private static final int NAME = 1;
    private static final int VALUE = 2;
    private static final int TIMESTAMP = 2;

    /// @param common labels that every series gets, such as `job` and `instance`
    static WriteRequest of(Collection<Meter> meters, Map<Series, Reading> totals, Map<String, String> common, Instant at) {
        try {
            Writer writer = new Writer(common, at.toEpochMilli());
            for (MetricSnapshot metric : PrometheusText.snapshots(meters, totals, Map.of(), Map.of())) {
                writer.write(metric);
            }
            writer.message.flush();
            byte[] plain = writer.bytes.toByteArray();
            SnappyCompressor snappy = new SnappyCompressor();
            byte[] compressed = new byte[snappy.maxCompressedLength(plain.length)];
            int length = snappy.compress(plain, 0, plain.length, compressed, 0, compressed.length);
            return new WriteRequest(java.util.Arrays.copyOf(compressed, length), writer.samples);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("memory cannot be written", e);
        }
    }

    private static final class Writer {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final CodedOutputStream message = CodedOutputStream.newInstance(bytes);
        private final Map<String, String> common;
        private final long millis;
        private int samples;

        private Writer(Map<String, String> common, long millis) {
            this.common = common;
            this.millis = millis;
        }

        private void write(MetricSnapshot metric) throws IOException {
            String name = metric.getMetadata().getPrometheusName();
            switch (metric) {
                case CounterSnapshot counter -> {
                    for (var point : counter.getDataPoints()) {
                        series(name + "_total", point.getLabels(), "", point.getValue());
                    }
                }
                case GaugeSnapshot gauge -> {
                    for (var point : gauge.getDataPoints()) {
                        series(name, point.getLabels(), "", point.getValue());
                    }
                }
                case HistogramSnapshot histogram -> {
                    for (var point : histogram.getDataPoints()) {
                        histogram(name, point);
                    }
                }
                default -> throw new IllegalStateException("a node writes no " + metric.getClass());
            }
        }

        private void histogram(String name, HistogramSnapshot.HistogramDataPointSnapshot point) throws IOException {
            ClassicHistogramBuckets buckets = point.getClassicBuckets();
            long count = 0;
            for (int i = 0; i < buckets.size(); i++) {
                count += buckets.getCount(i);
                double bound = buckets.getUpperBound(i);
                series(name + "_bucket", point.getLabels(), Double.isInfinite(bound) ? "+Inf" : Double.toString(bound), count);
            }
            series(name + "_count", point.getLabels(), "", count);
            series(name + "_sum", point.getLabels(), "", point.getSum());
        }

        /// @param bound value of the label `le`; empty for none
        private void series(String name, Labels labels, String bound, double value) throws IOException {
            // Receivers want labels in the order of their names.
            Map<String, String> all = new TreeMap<>(common);
            all.put("__name__", name);
            for (int i = 0; i < labels.size(); i++) {
                all.put(labels.getPrometheusName(i), labels.getValue(i));
            }
            if (!bound.isEmpty()) {
                all.put("le", bound);
            }
            ByteArrayOutputStream inner = new ByteArrayOutputStream();
            CodedOutputStream series = CodedOutputStream.newInstance(inner);
            for (Map.Entry<String, String> label : all.entrySet()) {
                series.writeTag(LABELS, 2);
                series.writeUInt32NoTag(CodedOutputStream.computeStringSize(NAME, label.getKey())
                        + CodedOutputStream.computeStringSize(VALUE, label.getValue()));
                series.writeString(NAME, label.getKey());
                series.writeString(VALUE, label.getValue());
            }
            series.writeTag(SAMPLES, 2);
            series.writeUInt32NoTag(CodedOutputStream.computeDoubleSize(1, value) + CodedOutputStream.computeInt64Size(TIMESTAMP, millis));
            series.writeDouble(1, value);
            series.writeInt64(TIMESTAMP, millis);
            series.flush();
            message.writeByteArray(TIME_SERIES, inner.toByteArray());
            samples++;
        }
    }
}
