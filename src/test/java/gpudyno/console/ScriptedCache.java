package gpudyno.console;

import gpudyno.model.cache.CacheBoard;
import gpudyno.model.cache.CachedEntry;
import gpudyno.model.cache.EntrySelection;
import gpudyno.model.cache.Invalidation;
import gpudyno.model.cache.MemoryWorth;
import gpudyno.node.Caching;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A cache of 64 MiB that holds one text, `known`.
final class ScriptedCache implements Caching {
    private static final CachedEntry KNOWN = new CachedEntry("all-MiniLM-L6-v2:00c0ffee00c0ffee", 3, 4_300, 12);

    @Override
    public CacheBoard board() {
        return new CacheBoard(true, 61L << 20, 64L << 20, 14_800, 3600, Map.of("l1", 71_000L), 29_000, 900, 8_000, 12, 410.0,
                new MemoryWorth(100_000, 4_300,
                        List.of(new MemoryWorth.Size(32L << 20, 58), new MemoryWorth.Size(64L << 20, 71),
                                new MemoryWorth.Size(128L << 20, 86)),
                        List.of(new MemoryWorth.Need(90, 150L << 20), new MemoryWorth.Need(95, 214L << 20),
                                new MemoryWorth.Need(99, null))),
                List.of(new CacheBoard.HotKey(KNOWN.key(), 4.2)));
    }

    @Override
    public Optional<CachedEntry> entry(String text) {
        return text.equals("known") ? Optional.of(KNOWN) : Optional.empty();
    }

    @Override
    public Invalidation invalidate(EntrySelection selection, boolean dryRun) {
        boolean hit = switch (selection) {
            case EntrySelection.OfText(String text) -> text.equals("known");
            case EntrySelection.OfPattern pattern -> pattern.matches(KNOWN.key());
        };
        return hit ? new Invalidation(1, KNOWN.bytes(), 4.2, null, dryRun) : new Invalidation(0, 0, 0.0, null, dryRun);
    }
}
