package gpudyno.console;

import gpudyno.model.cache.CacheBoard;
import gpudyno.model.cache.CachePolicy;
import gpudyno.model.cache.CachedEntry;
import gpudyno.model.cache.EntrySelection;
import gpudyno.model.cache.Invalidation;
import gpudyno.model.cache.MemoryWorth;
import gpudyno.model.cache.NearHits;
import gpudyno.model.cache.NearMode;
import gpudyno.model.cache.ShardStatus;
import gpudyno.model.cache.SharedTier;
import gpudyno.model.cache.WarmUp;
import gpudyno.node.Caching;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/// A cache of 64 MiB that holds one text, `known`; or one that is off.
public final class ScriptedCache implements Caching {
    private static final CachedEntry KNOWN = new CachedEntry("all-MiniLM-L6-v2:00c0ffee00c0ffee", 3, 4_300, 12);
    private static final List<Double> HITS = List.of(18.0, 29.0, 38.0, 46.0, 54.0, 62.0, 71.0, 86.0, 95.4, 96.8, 97.1);

    private final boolean on;
    private final List<EntrySelection> deleted = new CopyOnWriteArrayList<>();

    ScriptedCache(boolean on) {
        this.on = on;
    }

    @Override
    public CacheBoard board() {
        if (!on) {
            return new CacheBoard(false, 0, 64L << 20, 0, 3600, Map.of(), 0, 0, 0, 0, null, null, List.of(),
                    new CachePolicy("adaptive", "w-tinylfu", Map.of(), 512, 0, 0, null, false), null, null, null);
        }
        List<MemoryWorth.Size> curve = IntStream.range(0, HITS.size()).mapToObj(i -> new MemoryWorth.Size(1L << (20 + i), HITS.get(i)))
                .toList();
        List<CacheBoard.HotKey> hottest = new ArrayList<>(List.of(new CacheBoard.HotKey(KNOWN.key(), 4.2)));
        for (int i = 1; i < 20; i++) {
            hottest.add(new CacheBoard.HotKey(String.format(Locale.ROOT, "all-MiniLM-L6-v2@c5f8:%016x", 0x9e3779b97f4a7c15L * i),
                    4.2 / Math.pow(i + 1, 0.9)));
        }
        return new CacheBoard(true, 61L << 20, 64L << 20, 14_800, 3600, Map.of("l1", 71_000L), 29_000, 900, 8_000, 12, 410.0,
                new MemoryWorth(100_000, 4_300, curve,
                        List.of(new MemoryWorth.Need(90, 150L << 20), new MemoryWorth.Need(95, 214L << 20),
                                new MemoryWorth.Need(99, null))),
                hottest, new CachePolicy("adaptive", "lru", Map.of("w-tinylfu", 61.4, "lru", 70.9), 512, 12_400, 2, 190L, false), shared(),
                new WarmUp(true, 2_110, Instant.now().minusSeconds(20), 2_240, ""),
                NearHits.of("llm:8000", NearMode.SHADOW, 0.95, 4_100, 21L << 20, 12_000, 0, 400, 12));
    }

    private static SharedTier shared() {
        return new SharedTier("1 of 2 servers is not used, so what it holds is computed here: redis-b:6379: no answer in time", 52_000,
                31_000,
                3, 40, 210, 5_400, 120, 1, 1.16, List.of(
                        new ShardStatus("redis-a:6379", ShardStatus.State.UP, true, 58_000L, 310L << 20, 58.0, 71_000, 0.42, 8192, ""),
                        new ShardStatus("redis-b:6379", ShardStatus.State.BREAKER_OPEN, false, 42_000L, 240L << 20, 42.0, 12_000, 3.8, 8192,
                                "no answer in time")));
    }

    /// What was deleted, in order.
    public List<EntrySelection> deleted() {
        return List.copyOf(deleted);
    }

    @Override
    public Optional<CachedEntry> entry(String text) {
        return text.equals("known") ? Optional.of(KNOWN) : Optional.empty();
    }

    @Override
    public Invalidation invalidate(EntrySelection selection, boolean dryRun) {
        if (!dryRun) {
            deleted.add(selection);
        }
        boolean hit = switch (selection) {
            case EntrySelection.OfText(String text) -> text.equals("known");
            case EntrySelection.OfPattern pattern -> pattern.matches(KNOWN.key());
        };
        return hit
                ? new Invalidation(1, KNOWN.bytes(), 4.2, new Invalidation.Shared(3, true), dryRun)
                : new Invalidation(0, 0, 0.0, null, dryRun);
    }
}
