import static java.nio.charset.StandardCharsets.UTF_8;

import gpudyno.cache.shared.Found;
import gpudyno.cache.shared.SharedCache;
import gpudyno.cache.shared.SharedKeys;
import gpudyno.cache.shared.SharedListener;
import gpudyno.cache.shared.SharedSettings;
import gpudyno.model.meter.MeterRegistry;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/// Measures how stale an L1 can be: this process replaces values, one after the other, while another process reads them through its L1 all the
/// time and tells when it last read each version. A version read after the next one was acknowledged to the writer was stale for the time
/// between. Both processes use the system's monotonic clock.
///
///     java -cp CLASSPATH packaging/bench/Replacements.java ADDRESS [REPLACEMENTS]
final class Replacements {
    private static final int KEYS = 50;
    private static final SharedKeys NAMES = SharedKeys.of("gpudyno", "replacements", "1");

    private Replacements() {
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("reader")) {
            read(arguments[1]);
            return;
        }
        int count = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10_000;
        Process reader = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
                System.getProperty("java.class.path"), "packaging/bench/Replacements.java", "reader", arguments[0])
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (SharedCache shared = new SharedCache(SharedSettings.of(arguments[0], null), new MeterRegistry(), new L1(), System.out::println)) {
            while (!shared.isWhole()) {
                Thread.sleep(20);
            }
            BufferedReader told = reader.inputReader();
            while (!"ready".equals(told.readLine())) {
                // Starts.
            }
            report(replace(shared, count), told, reader);
        } finally {
            reader.destroy();
        }
    }

    private static String key(int index) {
        return NAMES.of(("key " + index).getBytes(UTF_8));
    }

    /// When each version of each key was acknowledged.
    private static List<List<Long>> replace(SharedCache shared, int count) {
        List<List<Long>> acknowledged = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            acknowledged.add(new ArrayList<>());
        }
        Random random = new Random(1);
        for (int i = 0; i < count; i++) {
            int key = random.nextInt(KEYS);
            List<Long> own = acknowledged.get(key);
            shared.put(key(key), ("" + own.size()).getBytes(UTF_8), Duration.ofMillis(3)).join();
            own.add(System.nanoTime());
        }
        return acknowledged;
    }

    private static void report(List<List<Long>> acknowledged, BufferedReader told, Process reader) throws Exception {
        reader.getOutputStream().write('\n');
        reader.getOutputStream().flush();
        List<Double> stale = new ArrayList<>();
        long reads = 0;
        long fromL1 = 0;
        long seen = 0;
        long backwards = 0;
        for (String line = told.readLine(); line != null; line = told.readLine()) {
            String[] words = line.split(" ");
            if (words[0].equals("reads")) {
                reads = Long.parseLong(words[1]);
                fromL1 = Long.parseLong(words[2]);
                backwards = Long.parseLong(words[3]);
                continue;
            }
            seen++;
            List<Long> own = acknowledged.get(Integer.parseInt(words[0]));
            int next = Integer.parseInt(words[1]) + 1;
            if (next < own.size()) {
                stale.add(Math.max(0, (Long.parseLong(words[2]) - own.get(next)) / 1e6));
            }
        }
        double[] sorted = stale.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        System.out.println(acknowledged.stream().mapToInt(List::size).sum() + " replacements; " + reads + " reads, " + fromL1
                + " of them from L1; " + seen + " versions seen");
        System.out.println("reads begun after the next version was acknowledged: "
                + Arrays.stream(sorted).filter(one -> one > 0).count() + " versions; last read p50 " + at(sorted, 0.5) + " ms, p99 "
                + at(sorted, 0.99) + " ms, most " + at(sorted, 1) + " ms after it");
        System.out.println("reads that went back to an older version: " + backwards);
    }

    private static double at(double[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : Math.round(sorted[(int) Math.ceil(share * (sorted.length - 1))] * 1000) / 1000.0;
    }

    private static void read(String address) throws Exception {
        L1 l1 = new L1();
        Map<String, Long> last = new ConcurrentHashMap<>();
        int[] newest = new int[KEYS];
        Arrays.fill(newest, -1);
        long reads = 0;
        long fromL1 = 0;
        long backwards = 0;
        try (SharedCache shared = new SharedCache(SharedSettings.of(address, null), new MeterRegistry(), l1, _ -> { });
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
            while (!shared.isWhole()) {
                Thread.sleep(20);
            }
            System.out.println("ready");
            while (!in.ready()) {
                int key = ThreadLocalRandom.current().nextInt(KEYS);
                fromL1 += l1.entries.containsKey(key(key)) ? 1 : 0;
                long begun = System.nanoTime();
                Optional<byte[]> value = l1.get(shared, key(key));
                reads++;
                if (value.isPresent()) {
                    int version = Integer.parseInt(new String(value.get(), UTF_8));
                    backwards += version < newest[key] ? 1 : 0;
                    newest[key] = Math.max(newest[key], version);
                    last.put(key + " " + version, begun);
                }
            }
        }
        last.forEach((version, begun) -> System.out.println(version + " " + begun));
        System.out.println("reads " + reads + " " + fromL1 + " " + backwards);
    }

    /// A node's own tier.
    private static final class L1 implements SharedListener {
        final Map<String, byte[]> entries = new ConcurrentHashMap<>();

        @Override
        public void drop(List<String> keys) {
            keys.forEach(entries::remove);
        }

        @Override
        public void dropAll() {
            entries.clear();
        }

        @Override
        public void boundAge(Optional<Duration> most) {
            // Nothing here is as old as that.
        }

        Optional<byte[]> get(SharedCache shared, String key) {
            byte[] here = entries.get(key);
            if (here != null) {
                return Optional.of(here);
            }
            Found found = shared.getAll(List.of(key)).getFirst();
            found.value().ifPresent(value -> {
                entries.put(key, value);
                if (!shared.isCurrent(key, found.stamp())) {
                    entries.remove(key, value);
                }
            });
            return found.value();
        }
    }
}
