package gpudyno.node.local;

import gpudyno.cache.EmbeddingCache;
import gpudyno.cache.EmbeddingCache.Held;
import gpudyno.cache.SavedEntries;
import gpudyno.model.cache.WarmUp;
import gpudyno.model.knob.ChangeCost;
import gpudyno.model.knob.Knob;
import gpudyno.model.knob.KnobRegistry;
import gpudyno.model.knob.KnobType;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.WarmUpMeters;
import gpudyno.model.node.Event.Severity;
import gpudyno.serve.ModelServer;
import gpudyno.serve.backend.ModelCard;
import gpudyno.store.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Writes the hottest entries of the cache to a private file of the data folder, every minute and at the end, and fills the cache with them at
/// the next start. Off unless somebody turns it on, as texts can be rebuilt from the token ids in the file; turning it off deletes the file.
final class CacheWarmUp implements NodeModule {
    static final String KNOB = "cache.warmup";
    static final String FILE = "cache.warm";
    private static final long EVERY_SECONDS = 60;

    private final EmbeddingCache cache;
    private final Path file;
    private final SavedEntries form;
    private final BooleanSupplier cacheOn;
    private final BooleanSupplier testing;
    private final BiConsumer<Severity, String> say;
    private final MeterRegistry.Counter warmedMeter;
    private final MeterRegistry.Counter ignoredMeter;
    private final ScheduledExecutorService writer = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("cache-warm-up").daemon().factory());
    private volatile boolean on;
    private volatile boolean started;
    private long warmed;
    private long writtenEntries;
    private @Nullable Instant written;
    private String problem = "";

    /// @param cacheOn whether the cache is on
    /// @param testing whether a session brings the cache to states of its own now
    CacheWarmUp(ModelServer server, Path folder, MeterRegistry meters, KnobRegistry knobs, BooleanSupplier cacheOn, BooleanSupplier testing,
            BiConsumer<Severity, String> say) {
        cache = server.cache();
        file = folder.resolve(FILE);
        ModelCard card = server.card();
        form = new SavedEntries(new SavedEntries.Model(server.cacheName(), card.dimensions(), card.maxTokens(), card.vocabulary()));
        this.cacheOn = cacheOn;
        this.testing = testing;
        this.say = say;
        warmedMeter = meters.counter(WarmUpMeters.WARMED);
        ignoredMeter = meters.counter(WarmUpMeters.IGNORED);
        knobs.register(new Knob(KNOB, new KnobType.Switch(), "", "Write the hottest cached inputs to the data folder and begin with them "
                + "after a restart; their token ids are kept, from which text can be rebuilt", ChangeCost.FREE, false), () -> on,
                value -> turn((Boolean) value));
    }

    @Override
    public String title() {
        return "Cache warm-up";
    }

    private void turn(boolean wanted) {
        on = wanted;
        if (started && !writer.isShutdown()) {
            writer.execute(wanted ? this::write : this::forget);
        }
    }

    /// Fills the cache, once the knobs stand and before requests come.
    void start() {
        if (on) {
            read();
        } else {
            forget();
        }
        started = true;
        writer.scheduleWithFixedDelay(this::write, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    private synchronized void read() {
        if (!cacheOn.getAsBoolean()) {
            return;
        }
        try (InputStream from = Files.newInputStream(file)) {
            byte[] content = from.readNBytes(SavedEntries.MOST_BYTES + 1);
            SavedEntries.Read read = form.read(content, Instant.now(), cache.ttl());
            cache.restore(read.entries());
            warmed = read.entries().size();
            warmedMeter.add(warmed);
            say.accept(Severity.INFO, "The cache begins with " + warmed + " entries of the last run"
                    + (read.expired() > 0 ? "; " + read.expired() + " had outlived their TTL" : ""));
        } catch (NoSuchFileException _) {
            // The first run.
        } catch (SavedEntries.UnusableException e) {
            ignoredMeter.increment();
            troubled("The cache begins empty; " + FILE + " of the last run is ignored: " + e.getMessage());
        } catch (IOException e) {
            ignoredMeter.increment();
            troubled("The cache begins empty; " + FILE + " of the last run cannot be read: " + e);
        }
    }

    /// Writes the file for the next run.
    synchronized void write() {
        if (!on || testing.getAsBoolean()) {
            return;
        }
        List<Held> held = cacheOn.getAsBoolean() ? hottest() : List.of();
        if (held.isEmpty()) {
            forget();
            return;
        }
        try {
            Instant now = Instant.now();
            SavedEntries.Written content = form.write(held, now);
            PrivateFiles.write(file, content.content());
            written = now;
            writtenEntries = content.entries();
            problem = "";
        } catch (IOException e) {
            troubled("The hottest entries of the cache cannot be written for the next run: " + e);
        }
    }

    /// What was asked for most lately, then what was stored last.
    private List<Held> hottest() {
        Map<Long, Integer> ranks = new HashMap<>();
        for (Long digest : cache.stream().hottest(SavedEntries.MOST_ENTRIES)) {
            ranks.put(digest, ranks.size());
        }
        List<Held> held = new ArrayList<>(cache.held());
        held.sort(Comparator.<Held>comparingInt(entry -> ranks.getOrDefault(entry.key().digest(), Integer.MAX_VALUE))
                .thenComparing(Held::age));
        return held;
    }

    /// Deletes the file, as it may hold what was deleted from the cache.
    synchronized void forget() {
        written = null;
        writtenEntries = 0;
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            troubled(FILE + " with entries of the cache cannot be deleted: " + e);
        }
    }

    private void troubled(String line) {
        if (!line.equals(problem)) {
            problem = line;
            say.accept(Severity.WARNING, line);
        }
    }

    synchronized WarmUp state() {
        return new WarmUp(on, warmed, written, writtenEntries, problem);
    }

    @Override
    public void close() {
        writer.shutdown();
        write();
    }
}
