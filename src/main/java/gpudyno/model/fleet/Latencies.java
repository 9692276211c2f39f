package gpudyno.model.fleet;

import gpudyno.model.meter.Histogram;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/// Response times of a stretch of time, in milliseconds, that can be merged with those of other nodes.
public sealed interface Latencies {
    Latencies NONE = new Exact(Histogram.EMPTY);

    /// NaN where there are none.
    double percentile(double percent);

    /// How many there are; of a server that extrapolates, not always a whole number.
    double count();

    /// All of one kind together.
    ///
    /// @throws IllegalArgumentException if they are of different kinds, or counted by different bounds
    static Latencies merge(Collection<Latencies> parts) {
        List<Latencies> filled = parts.stream().filter(part -> part.count() > 0).toList();
        if (filled.isEmpty()) {
            return NONE;
        }
        return switch (filled.getFirst()) {
            case Exact _ -> new Exact(Histogram.merge(filled.stream().map(part -> ((Exact) checked(part, Exact.class)).values).toList()));
            case Buckets first -> filled.stream().skip(1).map(part -> (Buckets) checked(part, Buckets.class)).reduce(first, Buckets::with);
        };
    }

    private static Latencies checked(Latencies part, Class<? extends Latencies> kind) {
        if (!kind.isInstance(part)) {
            throw new IllegalArgumentException("buckets and whole histograms cannot be merged");
        }
        return part;
    }

    /// As frames carry them: percentiles are exact to 1 %.
    record Exact(Histogram values) implements Latencies {
        @Override
        public double percentile(double percent) {
            return values.percentile(percent);
        }

        @Override
        public double count() {
            return values.count();
        }
    }

    /// As Prometheus counts them: a percentile is found within its bucket by a straight line, so it is as exact as the buckets are narrow.
    ///
    /// @param bounds upper ends, rising; the last is infinite
    /// @param counts in each bucket alone, not up to it
    record Buckets(double[] bounds, double[] counts) implements Latencies {
        public Buckets {
            if (bounds.length == 0 || bounds.length != counts.length || bounds[bounds.length - 1] != Double.POSITIVE_INFINITY) {
                throw new IllegalArgumentException("each bucket needs its bound, the last of which is infinite");
            }
        }

        private Buckets with(Buckets other) {
            if (!Arrays.equals(bounds, other.bounds)) {
                throw new IllegalArgumentException("counted by different bounds: " + Arrays.toString(bounds) + " and "
                        + Arrays.toString(other.bounds));
            }
            double[] sum = counts.clone();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += other.counts[i];
            }
            return new Buckets(bounds, sum);
        }

        /// As `histogram_quantile` of Prometheus: beyond the last finite bound it is that bound.
        @Override
        public double percentile(double percent) {
            double all = count();
            if (all <= 0) {
                return Double.NaN;
            }
            double rank = all * percent / 100;
            double before = 0;
            for (int i = 0; i < counts.length; i++) {
                double low = i == 0 ? 0 : bounds[i - 1];
                if (before + counts[i] >= rank && counts[i] > 0) {
                    return i == counts.length - 1 ? low : low + (bounds[i] - low) * (rank - before) / counts[i];
                }
                before += counts[i];
            }
            return counts.length > 1 ? bounds[counts.length - 2] : Double.NaN;
        }

        @Override
        public double count() {
            return Arrays.stream(counts).sum();
        }
    }
}
