package gpudyno.cache.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;

/// Streams of keys by seed: popular keys, loops, scans, conversations, and mixtures of them. Their sizes are multiples of a cache's capacity.
final class Streams {
    private static final Map<String, Consumer<Streams>> SHAPES = new LinkedHashMap<>();

    static {
        SHAPES.put("zipf 0.8", streams -> streams.zipf(streams.length(), 20, 0.8, 0));
        SHAPES.put("zipf 1.0", streams -> streams.zipf(streams.length(), 20, 1.0, 0));
        SHAPES.put("loop 1.1", streams -> streams.loop(streams.length(), 1.1, 0));
        SHAPES.put("loop 2", streams -> streams.loop(streams.length(), 2, 0));
        SHAPES.put("scan", Streams::scans);
        SHAPES.put("mixed", Streams::phases);
        SHAPES.put("conversations", streams -> streams.conversations(streams.length()));
        SHAPES.put("drift", Streams::drift);
        SHAPES.put("twice", Streams::twice);
        SHAPES.put("loop in zipf", Streams::loopAmidZipf);
        SHAPES.put("files", Streams::files);
    }

    private final Random random;
    private final int capacity;
    private final long[] keys;
    private int filled;
    private long fresh = 1L << 40;

    private Streams(int capacity, int length, long seed) {
        this.capacity = capacity;
        keys = new long[length];
        random = new Random(seed);
    }

    static List<String> names() {
        return List.copyOf(SHAPES.keySet());
    }

    static long[] of(String name, int capacity, int length, long seed) {
        Streams streams = new Streams(capacity, length, seed + name.hashCode());
        Objects.requireNonNull(SHAPES.get(name), name).accept(streams);
        for (int i = 0; i < length; i++) {
            streams.keys[i] = KeyHash.mix(streams.keys[i]);
        }
        return streams.keys;
    }

    private int length() {
        return keys.length;
    }

    private boolean isOpen() {
        return filled < keys.length;
    }

    private void add(long key) {
        if (isOpen()) {
            keys[filled++] = key;
        }
    }

    /// @param shift moves the popular keys by so many capacities
    private void zipf(int count, double universe, double exponent, double shift) {
        double[] sums = sums((int) (universe * capacity), exponent);
        for (int i = 0; i < count; i++) {
            add(1_000_000 + (long) (shift * capacity) + draw(sums));
        }
    }

    private static double[] sums(int size, double exponent) {
        double[] sums = new double[size];
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += Math.pow(i + 1, -exponent);
            sums[i] = sum;
        }
        return sums;
    }

    private int draw(double[] sums) {
        int found = Arrays.binarySearch(sums, random.nextDouble() * sums[sums.length - 1]);
        return found < 0 ? Math.min(sums.length - 1, -found - 1) : found;
    }

    private void loop(int count, double size, int which) {
        int keysOfLoop = (int) (size * capacity);
        for (int i = 0; i < count; i++) {
            add(-1_000_000_000L * (which + 1) + i % keysOfLoop);
        }
    }

    /// Popular keys, and now and then as many keys as the cache holds that are asked for once.
    private void scans() {
        while (isOpen()) {
            zipf(capacity * 2, 10, 0.9, 0);
            for (int i = 0; i < capacity; i++) {
                add(fresh++);
            }
        }
    }

    private void phases() {
        for (int round = 0; isOpen(); round++) {
            zipf(capacity * 10, 10, 0.9, round);
            loop(capacity * 10, 1.5, round);
            conversations(capacity * 10);
        }
    }

    private void drift() {
        double[] sums = sums(10 * capacity, 0.9);
        for (int i = 0; isOpen(); i++) {
            add(i / 2 + draw(sums));
        }
    }

    /// Conversations side by side: each turn reads all blocks so far and adds some; a conversation ends for good.
    private void conversations(int count) {
        List<List<Long>> open = new ArrayList<>();
        for (int i = 0; i < Math.max(2, capacity / 20); i++) {
            open.add(new ArrayList<>());
        }
        for (int i = 0; i < count;) {
            int which = random.nextInt(open.size());
            List<Long> blocks = open.get(which);
            for (int block = random.nextInt(1, 6); block > 0; block--) {
                blocks.add(fresh++);
            }
            blocks.forEach(this::add);
            i += blocks.size();
            if (random.nextInt(8) == 0) {
                open.set(which, new ArrayList<>());
            }
        }
    }

    /// Most keys are asked for twice, half a cache or more apart, amid a few popular ones.
    private void twice() {
        double[] sums = sums(capacity, 0.7);
        List<Long> asked = new ArrayList<>();
        int again = 0;
        while (isOpen()) {
            if (random.nextInt(3) == 0) {
                add(draw(sums));
            } else if (asked.size() - again < capacity / 2 || random.nextBoolean()) {
                asked.add(fresh);
                add(fresh++);
            } else {
                add(asked.get(again++));
            }
        }
    }

    private void loopAmidZipf() {
        double[] sums = sums(capacity * 5, 1.0);
        for (long i = 0; isOpen(); i++) {
            add(random.nextBoolean() ? draw(sums) : -1 - i % (capacity * 3L));
        }
    }

    /// Files of 1 to 200 blocks, read from their beginning; some are popular.
    private void files() {
        double[] sums = sums(Math.max(10, capacity / 10), 0.8);
        while (isOpen()) {
            int file = draw(sums);
            long blocks = 1 + (KeyHash.mix(file + 1) >>> 1) % 200;
            for (int block = 0; block < blocks; block++) {
                add(file * 1000L + block);
            }
        }
    }
}
