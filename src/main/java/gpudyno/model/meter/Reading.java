package gpudyno.model.meter;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// What one series read in one frame.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({@JsonSubTypes.Type(value = Reading.Gauge.class, name = "gauge"),
    @JsonSubTypes.Type(value = Reading.Counter.class, name = "counter"),
    @JsonSubTypes.Type(value = Reading.Distribution.class, name = "distribution")})
public sealed interface Reading {
    /// Both readings as one, as if they had been taken in one longer frame. Fails if their kinds differ.
    Reading merge(Reading other);

    /// A level: least, mean and greatest of the samples it stands for.
    ///
    /// @param samples how many samples the mean stands for, at least 1
    record Gauge(double min, double mean, double max, long samples) implements Reading {
        public static Gauge of(double value) {
            return new Gauge(value, value, value, 1);
        }

        @Override
        public Reading merge(Reading other) {
            if (!(other instanceof Gauge(double otherMin, double otherMean, double otherMax, long otherSamples))) {
                throw mismatch(this, other);
            }
            long all = samples + otherSamples;
            return new Gauge(Math.min(min, otherMin), (mean * samples + otherMean * otherSamples) / all, Math.max(max, otherMax), all);
        }
    }

    /// Growth within the frame.
    record Counter(double sum) implements Reading {
        @Override
        public Reading merge(Reading other) {
            if (!(other instanceof Counter(double otherSum))) {
                throw mismatch(this, other);
            }
            return new Counter(sum + otherSum);
        }
    }

    /// The values observed within the frame.
    record Distribution(Histogram values) implements Reading {
        @Override
        public Reading merge(Reading other) {
            if (!(other instanceof Distribution(Histogram otherValues))) {
                throw mismatch(this, other);
            }
            return new Distribution(values.merge(otherValues));
        }
    }

    private static IllegalArgumentException mismatch(Reading one, Reading other) {
        return new IllegalArgumentException(
                "cannot merge a " + one.getClass().getSimpleName() + " with a " + other.getClass().getSimpleName());
    }
}
