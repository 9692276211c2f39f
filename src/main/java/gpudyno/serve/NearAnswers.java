package gpudyno.serve;

import gpudyno.cache.near.NearCache;
import gpudyno.model.cache.NearHits;
import gpudyno.model.cache.NearMode;
import gpudyno.model.knob.ChangeCost;
import gpudyno.model.knob.Knob;
import gpudyno.model.knob.KnobRegistry;
import gpudyno.model.knob.KnobType;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.UpstreamMeters;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/// Finds answers to questions that mean nearly the same, and measures how often they would be wrong.
final class NearAnswers {
    static final String MODE = "cache.near";
    static final String COSINE = "cache.near.cosine";
    /// Two answers whose vectors are as near say the same.
    private static final double SAME_ANSWER = 0.9;
    private static final int COMPARISONS_AT_ONCE = 16;

    private final Embedder embedder;
    private final NearCache cache;
    private final MeterRegistry.Counter servedMeter;
    private final MeterRegistry.Counter agreedMeter;
    private final MeterRegistry.Counter differedMeter;
    private final LongAdder asked = new LongAdder();
    private final LongAdder served = new LongAdder();
    private final Semaphore comparisons = new Semaphore(COMPARISONS_AT_ONCE);
    private volatile NearMode mode = NearMode.OFF;
    private volatile double cosine = 0.95;
    private volatile Tally tally = new Tally();

    /// Computes the vectors of texts.
    interface Embedder {
        /// Of length 1; empty if the text is too long for the model, or too many are computed now.
        Optional<float[]> unit(String text);
    }

    /// What came of comparing under one bound.
    private static final class Tally {
        private long agreed;
        private long differed;

        synchronized void count(boolean same) {
            if (same) {
                agreed++;
            } else {
                differed++;
            }
        }

        synchronized long[] both() {
            return new long[]{agreed, differed};
        }
    }

    /// A question that was looked up.
    ///
    /// @param unit its vector
    /// @param near the answer to the nearest question, if one is near enough
    /// @param mode at that time
    record Asked(String group, float[] unit, Optional<NearCache.Found> near, NearMode mode, Tally tally) {
        boolean isAnswered() {
            return mode == NearMode.ON && near.isPresent();
        }
    }

    NearAnswers(Embedder embedder, Supplier<Duration> ttl, MeterRegistry meters, KnobRegistry knobs) {
        this.embedder = embedder;
        cache = new NearCache(NearCache.MOST_ENTRIES, NearCache.MOST_BYTES, ttl, System::nanoTime);
        servedMeter = meters.counter(UpstreamMeters.NEAR_SERVED);
        agreedMeter = meters.counter(UpstreamMeters.NEAR_SHADOW, "agreed");
        differedMeter = meters.counter(UpstreamMeters.NEAR_SHADOW, "differed");
        meters.gauge(UpstreamMeters.NEAR_ENTRIES, cache::size);
        meters.gauge(UpstreamMeters.NEAR_BYTES, cache::bytes);
        knobs.register(
                new Knob(MODE, new KnobType.Choice(NearMode.ids()), "", "Answer chat questions with the upstream's answer to one that "
                        + "means nearly the same; shadow only measures how often that would be wrong", ChangeCost.FREE, false),
                () -> mode.id(), value -> turn(NearMode.of((String) value)));
        knobs.register(new Knob(COSINE, new KnobType.Real(0.8, 1, KnobType.Scale.LINEAR), "1",
                "Least cosine of two questions that count as the same for cache.near", ChangeCost.FREE, false), () -> cosine, value -> {
                    cosine = ((Number) value).doubleValue();
                    tally = new Tally();
                });
    }

    private void turn(NearMode wanted) {
        mode = wanted;
        if (wanted == NearMode.OFF) {
            cache.clear();
        }
    }

    /// Forgets all answers.
    void clear() {
        cache.clear();
    }

    /// @param caller who asks
    /// @return empty if near answers are off, or none may stand for this one
    Optional<Asked> ask(String route, byte[] body, String caller) {
        NearMode now = mode;
        if (now == NearMode.OFF) {
            return Optional.empty();
        }
        return ChatWire.question(route, body, caller).flatMap(question -> embedder.unit(question.text()).map(unit -> {
            asked.increment();
            return new Asked(question.group(), unit, cache.nearest(question.group(), unit, cosine), now, tally);
        }));
    }

    void served() {
        served.increment();
        servedMeter.increment();
    }

    /// Takes in the real answer. One that a near answer would have stood for is compared with that, on a thread of its own, and not kept: were
    /// near answers on, it would not have been asked for.
    void answered(Asked question, byte[] body) {
        Optional<String> text = ChatWire.answer(body);
        if (question.near.isEmpty()) {
            if (text.isPresent() && mode != NearMode.OFF) {
                cache.put(question.group, question.unit, body);
            }
        } else if (comparisons.tryAcquire()) {
            Thread.ofVirtual().name("near-comparison").start(() -> {
                try {
                    count(question, same(ChatWire.answer(question.near.get().answer()), text));
                } finally {
                    comparisons.release();
                }
            });
        }
    }

    private void count(Asked question, boolean same) {
        (same ? agreedMeter : differedMeter).increment();
        question.tally.count(same);
    }

    /// What cannot be compared differs: a measure of errors must not be too low.
    private boolean same(Optional<String> one, Optional<String> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return false;
        }
        if (plain(one.get()).equals(plain(other.get()))) {
            return true;
        }
        Optional<float[]> unit = embedder.unit(one.get());
        Optional<float[]> otherUnit = embedder.unit(other.get());
        return unit.isPresent() && otherUnit.isPresent() && NearCache.cosine(unit.get(), otherUnit.get()) >= SAME_ANSWER;
    }

    private static String plain(String text) {
        return text.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
    }

    /// @param upstream whose answers they are; empty for none
    NearHits hits(String upstream) {
        long[] both = tally.both();
        return NearHits.of(upstream, mode, cosine, cache.size(), cache.bytes(), asked.sum(), served.sum(), both[0] + both[1], both[1]);
    }
}
