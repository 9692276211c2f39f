package gpudyno.cache.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/// One stream of keys through a cache of each policy, all of the same capacity.
public final class PolicyReplay {
    /// Heap that one key of the capacity costs in all policies together, those that remember absent keys included.
    private static final int BYTES_A_KEY = 1_000;
    private static final int[] NEEDED_FOR = {50, 75, 90, 95};
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
    /// @param sizes what LRU would hit at a quarter of the capacity to four times as much, estimated to within 2 points
    /// @param needed how many keys LRU must hold for 50, 75, 90 and 95 % hits; a share that no size reaches is absent
    public record Outcome(int capacity, long requests, Map<String, Score> policies, String followed, int switches, List<Size> sizes,
            Map<Integer, Long> needed) {}

    /// @param percent hits of all requests, from 0 to 100
    public record Size(long capacity, double percent) {}

    private static final class Counted {
        private final PolicyKind kind;
        private final EvictionPolicy policy;
        private long hits;

        Counted(PolicyKind kind, EvictionPolicy policy) {
            this.kind = kind;
            this.policy = policy;
        }

        void request(long key) {
            hits += policy.request(key) ? 1 : 0;
        }
    }

    private final int capacity;
    private final List<Counted> policies = new ArrayList<>();
    private final Adaptive adaptive;
    private final Optimum optimum = new Optimum((int) Math.min(100_000_000, Runtime.getRuntime().maxMemory() / OPTIMUM_BYTES_A_REQUEST));
    private final MissRatioCurve curve = new MissRatioCurve();
    private long requests;

    /// @throws IllegalArgumentException if the capacity is below 1, or above [#mostCapacity]
    public PolicyReplay(int capacity) {
        if (capacity < 1 || capacity > mostCapacity()) {
            throw new IllegalArgumentException("capacity must lie from 1 to " + mostCapacity() + " keys with this heap, got " + capacity);
        }
        this.capacity = capacity;
        adaptive = new Adaptive(capacity);
        for (PolicyKind kind : PolicyKind.values()) {
            policies.add(new Counted(kind, kind == PolicyKind.ADAPTIVE ? adaptive : kind.create(capacity)));
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
        policies.forEach(one -> one.request(key));
        optimum.request(key);
        curve.request(key);
    }

    /// The scores so far.
    public Outcome outcome() {
        Map<String, Score> scores = new LinkedHashMap<>();
        policies.forEach(one -> scores.put(one.kind.id(), Score.of(one.hits, requests)));
        optimum.hits(capacity).ifPresent(most -> scores.put("optimum", Score.of(most, requests)));
        List<Size> sizes = LongStream.of(capacity / 4, capacity / 2, capacity, 2L * capacity, 4L * capacity).filter(size -> size > 0)
                .mapToObj(size -> new Size(size, curve.hitPercent(size))).toList();
        Map<Integer, Long> needed = new LinkedHashMap<>();
        for (int percent : NEEDED_FOR) {
            curve.capacityFor(percent).ifPresent(keys -> needed.put(percent, keys));
        }
        return new Outcome(capacity, requests, scores, adaptive.followed(), adaptive.switches(), sizes, needed);
    }
}
