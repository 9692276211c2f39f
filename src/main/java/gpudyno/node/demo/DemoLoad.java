package gpudyno.node.demo;

import gpudyno.gpu.simulated.SimulatedLoad;
import gpudyno.model.knob.ChangeCost;
import gpudyno.model.knob.Knob;
import gpudyno.model.knob.KnobRegistry;
import gpudyno.model.knob.KnobType;
import gpudyno.model.knob.KnobType.Scale;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.Meters.Outcome;
import java.util.Random;

/// What a simulated machine serves, second by second, from a seed: arrivals that swing slowly about a rate; a cache whose hits grow with the
/// logarithm of its size; a backend that computes `capacity · b/(b + 4) · 20/16` items per second at batch `b` and full clocks; and waits as of
/// a queue, which grow with `u/(1 − u)` of its use `u`. What arrives beyond its capacity is refused.
///
/// One thread at a time calls it, but for the knobs.
final class DemoLoad {
    private static final double SWING = 0.1;
    private static final double PERIOD_SECONDS = 240;
    private static final double HALF_BATCH = 4;
    private static final double USUAL_BATCH = 16;
    private static final double USUAL_CACHE = 64.0 * (1 << 20);
    private static final double BY_DOUBLING = 0.02;
    private static final double FULL = 0.98;
    private static final double SPREAD = 0.45;
    private static final double HIT_MILLIS = 2;

    private final DemoMachine.Load load;
    private final Random random;
    private volatile long batch = 16;
    private volatile long delayMillis = 2;
    private volatile boolean cached = true;
    private volatile long cacheBytes = 64L << 20;
    private volatile SimulatedLoad asked = SimulatedLoad.NONE;
    private double waiting;

    DemoLoad(DemoMachine machine) {
        load = machine.load();
        random = new Random(machine.seed());
    }

    /// What its GPUs have to do.
    SimulatedLoad asked() {
        return asked;
    }

    void register(KnobRegistry knobs) {
        knobs.register(knob("serve.batch.maxSize", new KnobType.Whole(1, 64, Scale.POWER_OF_TWO), "1", "Most items in one backend call"),
                () -> batch, value -> batch = (Long) value);
        knobs.register(
                knob("serve.batch.maxDelay", new KnobType.Whole(0, 50, Scale.LINEAR), "ms",
                        "Longest wait of an item for others to share its call"),
                () -> delayMillis, value -> delayMillis = (Long) value);
        knobs.register(knob("cache.enabled", new KnobType.Switch(), "", "Answer repeated inputs from memory"), () -> cached,
                value -> cached = (Boolean) value);
        knobs.register(knob("cache.maxBytes", new KnobType.Whole(1 << 20, 1L << 30, Scale.LOG), "bytes", "Most memory the cache may hold"),
                () -> cacheBytes, value -> cacheBytes = (Long) value);
    }

    private static Knob knob(String id, KnobType type, String unit, String help) {
        return new Knob(id, type, unit, help, ChangeCost.FREE, true);
    }

    void register(MeterRegistry meters) {
        meters.gauge(Meters.QUEUE_DEPTH, () -> waiting);
        meters.gauge(Meters.CACHE_BYTES, () -> cached ? 0.9 * cacheBytes : 0);
        meters.gauge(Meters.HOST_CPU, () -> 12 + 50 * asked.busy());
    }

    /// @param seconds since the machine started
    /// @param clocks of its GPUs as a part of their full ones
    void second(double seconds, double clocks, MeterRegistry meters) {
        double rate = load.rate() * (1 + SWING * Math.sin(2 * Math.PI * seconds / PERIOD_SECONDS + load.millis()));
        long arrived = Math.max(0, Math.round(rate + Math.sqrt(rate) * random.nextGaussian()));
        double hitShare = cached
                ? Math.clamp(load.hits() + BY_DOUBLING * Math.log(cacheBytes / USUAL_CACHE) / Math.log(2), 0, 0.97)
                : 0;
        double capacity = load.capacity() * clocks * batch / (batch + HALF_BATCH) * (USUAL_BATCH + HALF_BATCH) / USUAL_BATCH;
        double wanted = arrived * (1 - hitShare);
        double computed = Math.min(wanted, FULL * capacity);
        double use = capacity > 0 ? Math.clamp(wanted / capacity, 0, FULL) : FULL;
        long refused = Math.round(Math.max(0, wanted - computed));
        waiting = use / (1 - use);
        asked = new SimulatedLoad(load.rate() < 1 ? 0.02 : 0.4 + 0.6 * use, Math.min(batch, 1 + waiting));
        double call = load.millis() / Math.max(0.2, clocks) * (0.7 + 0.3 * batch / USUAL_BATCH);
        long hits = Math.round(arrived * hitShare);
        long misses = arrived - hits - refused;
        meters.counter(Meters.ARRIVALS).add(arrived);
        meters.counter(Meters.REQUESTS, Outcome.OK.label()).add(hits + Math.max(0, misses));
        meters.counter(Meters.REQUESTS, Outcome.REFUSED.label()).add(refused);
        meters.counter(Meters.CACHE_HITS, "l1").add(hits);
        meters.counter(Meters.CACHE_MISSES).add(Math.max(0, misses));
        for (long i = 0; i < hits; i++) {
            meters.distribution(Meters.RESPONSE).record(HIT_MILLIS * spread());
        }
        for (long i = 0; i < misses; i++) {
            double millis = delayMillis + call * (1 + waiting / 4) * spread();
            meters.distribution(Meters.RESPONSE).record(millis);
            meters.distribution(Meters.RESPONSE_MISS).record(millis);
        }
        if (misses > 0) {
            meters.distribution(Meters.BATCH_SIZE).record(Math.min(batch, 1 + waiting));
            meters.distribution(Meters.BACKEND_TIME).record(call * spread());
            meters.distribution(Meters.QUEUE_WAIT).record(call * waiting / 4);
        }
    }

    private double spread() {
        return Math.exp(SPREAD * random.nextGaussian());
    }
}
