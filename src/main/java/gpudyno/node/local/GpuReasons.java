package gpudyno.node.local;

import gpudyno.gpu.why.Why;
import gpudyno.model.gpu.Cause;
import gpudyno.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// The causes of the last minutes, for alerts. They are looked for when one is asked for, at most every two seconds. One thread calls it.
final class GpuReasons {
    private static final Duration BACK = Duration.ofMinutes(15);
    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int LONGEST = 300;

    /// Causes of a period.
    interface Causes {
        List<Cause> between(Instant from, Instant to);
    }

    private final Causes causes;
    private List<Cause> latest = List.of();
    private long askedNanos = System.nanoTime() - AGAIN_NANOS;

    GpuReasons(Causes causes) {
        this.causes = causes;
    }

    private List<Cause> latest() {
        Instant now = Instant.now();
        try {
            return causes.between(now.minus(BACK), now);
        } catch (StoreException e) {
            // The health of the dashboard tells of it; alerts go on without.
            return List.of();
        }
    }

    /// The gravest cause on a device that is about what an expression reads, of equal ones the latest; empty where there is none.
    String why(String expression, String device) {
        Set<Cause.Topic> topics = Why.topics(expression);
        if (topics.isEmpty()) {
            return "";
        }
        String known = askAgain(AGAIN_NANOS) ? "" : gravest(topics, device);
        // A fault of just now is not among causes that were looked for before it.
        return known.isEmpty() && askAgain(SOON_NANOS) ? refreshed(topics, device) : known;
    }

    private boolean askAgain(long afterNanos) {
        return System.nanoTime() - askedNanos >= afterNanos;
    }

    private String refreshed(Set<Cause.Topic> topics, String device) {
        latest = latest();
        askedNanos = System.nanoTime();
        return gravest(topics, device);
    }

    private String gravest(Set<Cause.Topic> topics, String device) {
        return latest.stream().filter(cause -> cause.device().equals(device) && topics.contains(cause.topic()))
                .max(Comparator.comparing(Cause::severity).thenComparing(Cause::to)).map(Cause::sentence)
                .map(sentence -> sentence.length() <= LONGEST ? sentence : sentence.substring(0, LONGEST) + " ...").orElse("");
    }
}
