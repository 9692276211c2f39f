package gpudyno.cache.policy;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// One stream of keys through a cache of each policy, all of the same capacity.
public final class PolicyReplay {
    /// Heap that one key of the capacity costs in all policies together, those that remember absent keys included.
    private static final int BYTES_A_KEY = 1_000;
    private static final int OPTIMUM_BYTES_A_REQUEST = 160;

    /// @param percent hits of all requests, from 0 to 100
    public record Score(long hits, long requests, double percent) {
        static Score of(long hits, long requests) {
            return new Score(hits, requests, requests == 0 ? 0 : 100.0 * hits / requests);
        }
    }

    /// What every policy reached.
    ///
    /// @param policies by id, with `optimum` last if the stream was short enough for it to be known
    /// @param followed the policy that the adaptive one followed at the end
    /// @param switches how often the adaptive one changed the policy that it follows
    public record Outcome(int capacity, long requests, Map<String, Score> policies, String followed, int switches) {}

    private final int capacity;
    private final Map<PolicyKind, EvictionPolicy> policies = new EnumMap<>(PolicyKind.class);
    private final long[] hits = new long[PolicyKind.values().length];
    private final Adaptive adaptive;
    private final Optimum optimum = new Optimum((int) Math.min(100_000_000, Runtime.getRuntime().maxMemory() / OPTIMUM_BYTES_A_REQUEST));
    private long requests;

    /// @throws IllegalArgumentException if the capacity is below 1, or above [#mostCapacity]
    public PolicyReplay(int capacity) {
        if (capacity < 1 || capacity > mostCapacity()) {
            throw new IllegalArgumentException("capacity must lie from 1 to " + mostCapacity() + " keys with this heap, got " + capacity);
        }
        this.capacity = capacity;
        adaptive = new Adaptive(capacity);
        for (PolicyKind kind : PolicyKind.values()) {
            policies.put(kind, kind == PolicyKind.ADAPTIVE ? adaptive : kind.create(capacity));
        }
    }

    /// The largest cache that can be replayed in this process's heap.
    public static int mostCapacity() {
        return (int) Math.min(100_000_000, Runtime.getRuntime().maxMemory() / BYTES_A_KEY);
    }

    public void request(CharSequence key) {
        request(KeyHash.of(key));
    }

    /// @param key of well mixed bits, as [KeyHash] makes them
    void request(long key) {
        requests++;
        policies.forEach((kind, policy) -> {
            if (policy.request(key)) {
                hits[kind.ordinal()]++;
            }
        });
        optimum.request(key);
    }

    /// The scores so far.
    public Outcome outcome() {
        Map<String, Score> scores = new LinkedHashMap<>();
        policies.keySet().forEach(kind -> scores.put(kind.id(), Score.of(hits[kind.ordinal()], requests)));
        optimum.hits(capacity).ifPresent(most -> scores.put("optimum", Score.of(most, requests)));
        return new Outcome(capacity, requests, scores, adaptive.followed(), adaptive.switches());
    }
}
