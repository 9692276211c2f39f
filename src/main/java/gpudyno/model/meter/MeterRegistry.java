package gpudyno.model.meter;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.function.DoubleSupplier;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/// The one registry of everything a node can read. Charts, alerts, custom metrics, forecasts, Prometheus and the history all read it.
///
/// Writers never block: counters are adders, distributions are HdrHistogram interval recorders, gauges are suppliers asked when a frame
/// closes. Asking for a series that exists gives the same instrument again. Each meter holds at most [#MAX_SERIES] series; what comes
/// beyond is counted in `meters.dropped` and goes nowhere, so a runaway label cannot take the node's memory.
public final class MeterRegistry {
    /// The most series one meter may have.
    public static final int MAX_SERIES = 1000;
    /// Counts writes that went nowhere for want of room.
    public static final Meter DROPPED = Meter.counter("meters.dropped", "1", "Writes to series beyond the limit of series per meter");

    private final ConcurrentMap<String, Meter> meters = new ConcurrentHashMap<>();
    private final ConcurrentMap<Series, Instrument> instruments = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Integer> seriesCounts = new ConcurrentHashMap<>();
    private final Counter dropped;

    public MeterRegistry() {
        dropped = counter(DROPPED);
    }

    /// The instrument behind one series.
    public sealed interface Instrument {}

    /// Something that only grows.
    public static final class Counter implements Instrument {
        private final DoubleAdder total = new DoubleAdder();
        private double closed;

        public void increment() {
            total.add(1);
        }

        /// @param growth zero or more, finite: one that is not would spoil the total for good
        public void add(double growth) {
            if (!(growth >= 0 && growth < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("a counter only grows, by a finite number, got " + growth);
            }
            total.add(growth);
        }

        /// All growth since the registry began.
        public double total() {
            return total.sum();
        }
    }

    /// A set of observed values.
    public static final class Distribution implements Instrument {
        private final Recorder recorder = new Recorder(Histogram.digits());
        private org.HdrHistogram.@Nullable Histogram spare;
        private Histogram total = Histogram.EMPTY;

        /// @param value in the meter's unit; below zero counts as zero, above [Histogram#MAX] as that
        public void record(double value) {
            recorder.recordValue(Histogram.scaled(value));
        }

        private Histogram close() {
            spare = recorder.getIntervalHistogram(spare);
            Histogram interval = Histogram.copyOf(spare);
            total = total.merge(interval);
            return interval;
        }
    }

    record Gauge(DoubleSupplier level) implements Instrument {}

    public Counter counter(Meter meter, String... labels) {
        return (Counter) instrument(meter, MeterKind.COUNTER, labels, new Counter());
    }

    public Distribution distribution(Meter meter, String... labels) {
        return (Distribution) instrument(meter, MeterKind.DISTRIBUTION, labels, new Distribution());
    }

    /// Registers a level that is asked once when each frame closes; NaN leaves it out of the frame. The supplier must be quick and must
    /// not throw. Registering a series again replaces its supplier.
    public void gauge(Meter meter, DoubleSupplier level, String... labels) {
        declare(meter, MeterKind.GAUGE);
        Series series = meter.series(labels);
        if (instruments.containsKey(series) || admit(meter)) {
            instruments.put(series, new Gauge(level));
        }
    }

    /// Whether a series has an instrument; one beyond the limit has none.
    public boolean holds(Series series) {
        return instruments.containsKey(series);
    }

    /// Takes a series out, such as that of a device that has gone.
    public void remove(Series series) {
        if (instruments.remove(series) != null) {
            seriesCounts.merge(series.meter(), -1, Integer::sum);
        }
    }

    /// Makes a meter known before anything writes to it. A second meter of the same id must equal the first.
    public void declare(Meter meter) {
        Meter known = meters.putIfAbsent(meter.id(), meter);
        if (known != null && !known.equals(meter)) {
            throw new IllegalArgumentException("meter " + meter.id() + " is already declared as " + known);
        }
    }

    /// Gives a meter other labels: its series are taken out, for theirs would not fit.
    ///
    /// @return how many series it had
    public int redeclare(Meter meter) {
        List<Series> before = instruments.keySet().stream().filter(series -> series.meter().equals(meter.id())).toList();
        before.forEach(this::remove);
        meters.put(meter.id(), meter);
        return before.size();
    }

    private void declare(Meter meter, MeterKind kind) {
        if (meter.kind() != kind) {
            throw new IllegalArgumentException("meter " + meter.id() + " is a " + meter.kind() + ", not a " + kind);
        }
        declare(meter);
    }

    private Instrument instrument(Meter meter, MeterKind kind, String[] labels, Instrument fresh) {
        declare(meter, kind);
        Series series = meter.series(labels);
        Instrument known = instruments.get(series);
        if (known != null) {
            return known;
        }
        if (!admit(meter)) {
            return fresh;
        }
        Instrument raced = instruments.putIfAbsent(series, fresh);
        return raced != null ? raced : fresh;
    }

    private boolean admit(Meter meter) {
        boolean admitted = seriesCounts.merge(meter.id(), 1, Integer::sum) <= MAX_SERIES;
        if (!admitted) {
            seriesCounts.merge(meter.id(), -1, Integer::sum);
            dropped.increment();
        }
        return admitted;
    }

    public Collection<Meter> meters() {
        return new TreeMap<>(meters).values();
    }

    public @Nullable Meter meter(String id) {
        return meters.get(id);
    }

    /// Closes a frame: every gauge is asked, every counter and distribution gives what has come since the last frame.
    /// One thread at a time closes frames.
    public synchronized Frame close(long sequence, Instant start, Duration length) {
        Map<Series, Reading> readings = new HashMap<>();
        instruments.forEach((series, instrument) -> {
            switch (instrument) {
                case Counter counter -> {
                    double total = counter.total.sum();
                    readings.put(series, new Reading.Counter(total - counter.closed));
                    counter.closed = total;
                }
                case Distribution distribution -> {
                    Histogram interval = distribution.close();
                    if (interval.count() > 0) {
                        readings.put(series, new Reading.Distribution(interval));
                    }
                }
                case Gauge(DoubleSupplier level) -> {
                    double value = level.getAsDouble();
                    if (Double.isFinite(value)) {
                        readings.put(series, Reading.Gauge.of(value));
                    }
                }
            }
        });
        return new Frame(sequence, start, length, readings);
    }

    /// Every series as it stands now: counters and distributions since the registry began (distributions up to the last closed frame),
    /// gauges as they are. This is what Prometheus exposition wants.
    public synchronized Map<Series, Reading> totals() {
        Map<Series, Reading> totals = new TreeMap<>();
        instruments.forEach((series, instrument) -> {
            switch (instrument) {
                case Counter counter -> totals.put(series, new Reading.Counter(counter.total()));
                case Distribution distribution -> totals.put(series, new Reading.Distribution(distribution.total));
                case Gauge(DoubleSupplier level) -> {
                    double value = level.getAsDouble();
                    if (Double.isFinite(value)) {
                        totals.put(series, Reading.Gauge.of(value));
                    }
                }
            }
        });
        return totals;
    }
}
