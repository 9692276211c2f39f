package gpudyno.node.local;

import gpudyno.model.gpu.GpuDevice;
import gpudyno.model.gpu.Limit;
import gpudyno.model.gpu.Maker;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.store.DataFolder;
import gpudyno.store.Json;
import gpudyno.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/// Fills a store with days of GPUs and processes and measures its size and how long periods take to open. Run by
/// `packaging/bench/flight-recorder`.
public final class FlightRecorderBench {
    private static final int OPENED = 10;

    private FlightRecorderBench() {
    }

    /// @param arguments a folder to work in, days of five-minute frames, hours of ten-second frames, GPUs and processes
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Duration fives = Duration.ofDays(Integer.parseInt(arguments[1]));
        Duration tens = Duration.ofHours(Integer.parseInt(arguments[2]));
        int gpus = Integer.parseInt(arguments[3]);
        int processes = Integer.parseInt(arguments[4]);
        Instant now = Instant.ofEpochSecond(Instant.now().getEpochSecond() / 300 * 300);
        FilledStore filled = new FilledStore(gpus, processes, 1);
        try (DataFolder taken = DataFolder.open(folder); Store store = Store.open(taken); Recorder recorder = new Recorder(store)) {
            Frame one = filled.frame(1, now, Duration.ofSeconds(10));
            System.out.printf(Locale.ROOT, "%d GPUs, %d processes: %d series a frame, %.0f KB as JSON%n", gpus, processes,
                    one.readings().size(), Json.write(one).length() / 1e3);
            fill(store, filled, now, FrameRing.FIVE_MINUTES, fives);
            long afterFives = size(folder);
            System.out.printf(Locale.ROOT, "%d days of 5 min frames: %.1f MB%n", fives.toDays(), afterFives / 1e6);
            fill(store, filled, now, FrameRing.TEN_SECONDS, tens);
            System.out.printf(Locale.ROOT, "%d h of 10 s frames: %.1f MB more%n", tens.toHours(), (size(folder) - afterFives) / 1e6);
            measure(store, recorder, filled, now, fives, tens);
        }
    }

    private static void fill(Store store, FilledStore filled, Instant now, Duration length, Duration span) {
        long start = System.nanoTime();
        long count = span.dividedBy(length);
        for (long i = 0; i < count; i++) {
            store.frames().add(length, filled.frame(i + 1, now.minus(length.multipliedBy(count - i)), length));
        }
        System.out.printf(Locale.ROOT, "%d frames made and written, %.2f ms each%n", count,
                (System.nanoTime() - start) / 1e6 / Math.max(1, count));
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("gpudyno.db")).mapToLong(file -> {
                try {
                    return Files.size(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }).sum();
        }
    }

    private static void measure(Store store, Recorder recorder, FilledStore filled, Instant now, Duration fives, Duration tens) {
        FrameLog log = new FrameLog(new MeterRegistry(), store, recorder, new LocalChanges());
        GpuHistory history = new GpuHistory(log::between, (_, _) -> List.of());
        List<GpuDevice> devices = filled.devices().stream().map(id -> new GpuDevice(id, Maker.NVIDIA, "GPU",
                filled.devices().indexOf(id), null, null, Map.of(), Map.of(Limit.MEMORY, 80.0 * (1L << 30), Limit.CLOCK_SM, 2e9))).toList();
        SplittableRandom random = new SplittableRandom(2);
        Duration hour = Duration.ofHours(1);
        time("an hour at 5 min, all meters", i -> {
            Instant from = now.minus(hour).minusSeconds(random.nextLong(fives.minus(hour).toSeconds()));
            return log.between(from, from.plus(hour), FrameRing.FIVE_MINUTES).size();
        });
        IntFunction<Instant> begin = _ -> now.minus(hour).minusSeconds(random.nextLong(Math.max(1, tens.minus(hour).toSeconds())));
        time("an hour at 10 s, all meters", i -> {
            Instant from = begin.apply(i);
            return log.between(from, from.plus(hour), FrameRing.TEN_SECONDS).size();
        });
        time("an hour at 10 s, two meters", i -> {
            Instant from = begin.apply(i);
            return log.between(from, from.plus(hour), FrameRing.TEN_SECONDS, Set.of("gpu.power", "gpu.clock.sm")).size();
        });
        time("a minute at 10 s, all meters", i -> {
            Instant from = begin.apply(i);
            return log.between(from, from.plusSeconds(60), FrameRing.TEN_SECONDS).size();
        });
        time("all days at 5 min, two meters",
                _ -> log.between(now.minus(fives), now, FrameRing.FIVE_MINUTES, Set.of("gpu.power", "gpu.clock.sm")).size());
        time("processes of an hour", i -> {
            Instant from = begin.apply(i);
            return history.between(from, from.plus(hour)).size();
        });
        time("processes of all days", _ -> history.between(now.minus(fives).plusSeconds(1), now).size());
        time("processes at an instant", i -> history.at(begin.apply(i)).size());
        time("causes of an hour", i -> {
            Instant from = begin.apply(i);
            return history.causes(from, from.plus(hour), devices, List.of()).size();
        });
        time("causes of all days", _ -> history.causes(now.minus(fives).plusSeconds(1), now, devices, List.of()).size());
    }

    /// @param open gives how many it found
    private static void time(String what, IntFunction<Integer> open) {
        long[] millis = new long[OPENED];
        long found = 0;
        for (int i = 0; i < OPENED; i++) {
            long start = System.nanoTime();
            found += open.apply(i);
            millis[i] = (System.nanoTime() - start) / 1_000_000;
        }
        long first = millis[0];
        Arrays.sort(millis);
        System.out.printf(Locale.ROOT, "%-34s median %d ms, greatest %d ms, first %d ms (%d found on average)%n", what, millis[OPENED / 2],
                millis[OPENED - 1], first, found / OPENED);
    }
}
