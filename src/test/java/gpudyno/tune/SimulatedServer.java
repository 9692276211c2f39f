package gpudyno.tune;

import gpudyno.model.knob.ChangeCost;
import gpudyno.model.knob.Configuration;
import gpudyno.model.knob.Knob;
import gpudyno.model.knob.KnobType;
import gpudyno.model.knob.KnobType.Scale;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.tune.MeasureRequest;
import gpudyno.model.tune.Measurement;
import gpudyno.model.tune.Restriction;
import gpudyno.model.tune.Subject;
import gpudyno.model.tune.TrialFailure;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongToDoubleFunction;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// A server whose truth is known: capacity from its knobs, latency as of a single queue, noise that drifts. Time is simulated.
final class SimulatedServer implements Subject {
    static final Restriction CACHE = new Restriction("with the cache off", "cache.enabled", false, DerivedMeters.CACHE_HIT_PERCENT);
    static final Configuration STOCK = Configuration.of(Map.of("batch", 1L, "cache.enabled", false, "sessions", 1L));
    private final Random noise;
    private final boolean knobsMatter;
    private double drift;
    private Configuration current = STOCK;
    private long nanos;
    int trials;
    int interruptAt = -1;
    int crashAt = -1;
    /// Cache hit in percent by the batch.
    LongToDoubleFunction hit = _ -> 92;
    /// What it draws, in watts; null where it does not tell.
    @Nullable
    ToDoubleFunction<Configuration> watts;
    /// Price of an hour of the machine, beside 0.30 for a kWh; null where nothing has a price.
    @Nullable
    Double perHour;

    SimulatedServer(long seed, boolean knobsMatter) {
        this.noise = new Random(seed);
        this.knobsMatter = knobsMatter;
    }

    long nanoTime() {
        return nanos;
    }

    @Override
    public List<Knob> knobs() {
        return List.of(new Knob("batch", new KnobType.Whole(1, 64, Scale.POWER_OF_TWO), "1", "", ChangeCost.FREE, true),
                new Knob("sessions", new KnobType.Whole(1, 4, Scale.LINEAR), "1", "", ChangeCost.FREE, true),
                new Knob("cache.enabled", new KnobType.Switch(), "", "", ChangeCost.FREE, true));
    }

    @Override
    public Configuration baseline() {
        return STOCK;
    }

    @Override
    public Optional<Restriction> restriction() {
        return Optional.of(CACHE);
    }

    @Override
    public Configuration current() {
        return current;
    }

    @Override
    public void apply(Configuration configuration) throws TrialFailure {
        if (knobsMatter && Long.valueOf(4).equals(configuration.get("sessions"))) {
            throw new TrialFailure("out of memory with 4 sessions");
        }
        current = current.with(configuration);
    }

    /// Requests per second the configuration serves: best with batch 16, three sessions add a tenth, the cache multiplies.
    double capacity(Configuration configuration) {
        if (!knobsMatter) {
            return 250;
        }
        double log2 = Math.log(whole(configuration, "batch")) / Math.log(2);
        double base = 250 * (1 + 0.5 * (1 - Math.pow((log2 - 4) / 4, 2)))
                * (1 + 0.05 * (whole(configuration, "sessions") - 1));
        return Boolean.TRUE.equals(configuration.get("cache.enabled")) ? base * 8 : base;
    }

    @Override
    public Measurement measure(MeasureRequest request) throws TrialFailure, InterruptedException {
        if (++trials == interruptAt) {
            throw new InterruptedException();
        }
        if (trials == crashAt) {
            throw new TrialFailure("the server died");
        }
        double seconds = request.duration().toNanos() / 1e9;
        nanos += request.duration().plus(request.warmup()).toNanos() + 200_000_000L;
        drift = 0.9 * drift + 0.02 * noise.nextGaussian();
        // Cold code and empty pools.
        double warm = trials == 1 ? 0.2 : 1;
        double capacity = warm * capacity(current) * (1 + drift + 0.03 * noise.nextGaussian());
        double load = request.rate() / capacity;
        double wait = 1000 / capacity * Math.min(load, 0.99) / (1 - Math.min(load, 0.99)) + Math.max(0, load - 1) * seconds * 950;
        Map<String, Double> meters = new TreeMap<>();
        meters.put(DerivedMeters.OFFERED, request.rate());
        meters.put(DerivedMeters.LATENCY_P95, (8 + 3 * wait) * (1 + 0.05 * noise.nextGaussian()));
        meters.put(DerivedMeters.THROUGHPUT, Math.min(request.rate() * (1 + 0.01 * noise.nextGaussian()), capacity));
        meters.put(DerivedMeters.ERRORS_PERCENT, 0.0);
        meters.put(DerivedMeters.MEMORY_PERCENT, 30 + noise.nextGaussian());
        if (watts != null) {
            double thousandHours = 1000 / Objects.requireNonNull(meters.get(DerivedMeters.THROUGHPUT)) / 3600;
            double drawn = watts.applyAsDouble(current) * (1 + 0.01 * noise.nextGaussian());
            meters.put(DerivedMeters.ENERGY_PER_THOUSAND, drawn * thousandHours);
            if (perHour != null) {
                meters.put(DerivedMeters.COST_PER_THOUSAND, (perHour + drawn / 1000 * 0.30) * thousandHours);
            }
        }
        if (Boolean.TRUE.equals(current.get("cache.enabled"))) {
            meters.put(DerivedMeters.CACHE_HIT_PERCENT,
                    (knobsMatter ? hit.applyAsDouble(whole(current, "batch")) : 50) + 0.5 * noise.nextGaussian());
        }
        return new Measurement(meters);
    }

    static long whole(Configuration configuration, String knob) {
        return (Long) Objects.requireNonNull(configuration.get(knob));
    }
}
