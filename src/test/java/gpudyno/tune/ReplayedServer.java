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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// A server whose truth is known under noise that was recorded: from a random second on it has, in every second, the speed the recording has.
/// Half of its configurations gain by a known factor. Time is simulated.
final class ReplayedServer implements Subject {
    static final Restriction CACHE = new Restriction("with the cache off", "cache.enabled", false, DerivedMeters.CACHE_HIT_PERCENT);
    static final Configuration STOCK = Configuration.of(Map.of("batch", 1L, "mode", "plain", "cache.enabled", false));
    private static final double CAPACITY = 250;
    private static final double SECONDS_BESIDE_MEASURING = 0.25;

    private final RecordedNoise noise;
    private final double gain;
    private final SplittableRandom random;
    private final double offset;
    private Configuration current = STOCK;
    private double seconds;

    /// @param gain what mode `fast` multiplies capacity by; 1 where no knob matters
    ReplayedServer(RecordedNoise noise, double gain, long seed) {
        this.noise = noise;
        this.gain = gain;
        this.random = new SplittableRandom(seed);
        this.offset = random.nextInt(noise.seconds());
    }

    long nanoTime() {
        return (long) (seconds * 1e9);
    }

    @Override
    public List<Knob> knobs() {
        return List.of(new Knob("batch", new KnobType.Whole(1, 64, Scale.POWER_OF_TWO), "1", "", ChangeCost.FREE, true),
                new Knob("mode", new KnobType.Choice(List.of("plain", "fast")), "", "", ChangeCost.FREE, true),
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
    public void apply(Configuration configuration) {
        current = current.with(configuration);
    }

    private boolean gains() {
        return "fast".equals(current.get("mode"));
    }

    @Override
    public Measurement measure(MeasureRequest request) {
        double measured = request.duration().toNanos() / 1e9;
        double from = offset + seconds + request.warmup().toNanos() / 1e9;
        seconds += request.warmup().toNanos() / 1e9 + measured + SECONDS_BESIDE_MEASURING;
        double capacity = CAPACITY * (gains() ? gain : 1) * noise.mean(noise.throughput(), from, from + measured);
        double arrived = request.rate() * (1 + random.nextGaussian() / Math.sqrt(request.rate() * measured));
        double load = arrived / capacity;
        double wait = 1000 / capacity * Math.min(load, 0.99) / (1 - Math.min(load, 0.99)) + Math.max(0, load - 1) * measured * 950;
        Map<String, Double> meters = new TreeMap<>();
        meters.put(DerivedMeters.OFFERED, arrived);
        meters.put(DerivedMeters.THROUGHPUT, Math.min(arrived, capacity));
        meters.put(DerivedMeters.LATENCY_P95, (8 + 3 * wait) * noise.mean(noise.p95(), from, from + measured));
        meters.put(DerivedMeters.ERRORS_PERCENT, 0.0);
        meters.put(DerivedMeters.MEMORY_PERCENT, 30 + random.nextGaussian());
        if (Boolean.TRUE.equals(current.get("cache.enabled"))) {
            meters.put(DerivedMeters.CACHE_HIT_PERCENT, 50 + random.nextGaussian());
        }
        return new Measurement(meters);
    }
}
