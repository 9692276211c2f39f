package gpudyno.node.local;

import gpudyno.cache.EmbeddingCache;
import gpudyno.cache.KeyStream;
import gpudyno.cache.RaceStanding;
import gpudyno.cache.TokenKey;
import gpudyno.cache.policy.PolicyKind;
import gpudyno.cache.shared.Swept;
import gpudyno.model.cache.CacheBoard;
import gpudyno.model.cache.CachePolicy;
import gpudyno.model.cache.CachedEntry;
import gpudyno.model.cache.EntrySelection;
import gpudyno.model.cache.Invalidation;
import gpudyno.model.cache.MemoryWorth;
import gpudyno.model.cache.NearHits;
import gpudyno.model.cache.WarmUp;
import gpudyno.model.knob.Configuration;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.Reading;
import gpudyno.model.meter.Series;
import gpudyno.model.node.Recommendation;
import gpudyno.model.node.Recommendation.Gain;
import gpudyno.model.target.Profiles;
import gpudyno.model.target.Target;
import gpudyno.node.Caching;
import gpudyno.serve.ModelServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The cache of this node's answers.
final class LocalCache implements Caching, NodeModule {
    private static final int HOTTEST = 20;
    /// Fewer requests than this say nothing about sizes.
    private static final long LEAST_REQUESTS = 1_000;
    /// Sizes of the curve, as powers of two of the size that it has.
    private static final int SMALLEST = -6;
    private static final int LARGEST = 4;
    private static final List<Double> SHARES = List.of(50.0, 75.0, 85.0, 90.0, 95.0, 99.0);
    private static final double MIB = 1 << 20;
    private static final String SIZE = "cache.maxBytes";
    /// The largest size that the knob takes.
    private static final long MOST_BYTES = 1L << 30;
    private static final long LEAST_BYTES = 1L << 20;

    private final ModelServer server;
    private final EmbeddingCache cache;
    private final KeyStream stream;
    private final MeterRegistry meters;
    private final Supplier<Object> on;
    private final Supplier<WarmUp> warmUp;
    private final Runnable forgetSaved;
    private final Workplace workplace;

    /// @param on the value of the knob `cache.enabled`
    /// @param warmUp how the next run's beginning stands
    /// @param forgetSaved deletes what was written for the next run
    LocalCache(ModelServer server, MeterRegistry meters, Supplier<Object> on, Supplier<WarmUp> warmUp, Runnable forgetSaved,
            Workplace workplace) {
        this.server = server;
        cache = server.cache();
        stream = cache.stream();
        this.meters = meters;
        this.on = on;
        this.warmUp = warmUp;
        this.forgetSaved = forgetSaved;
        this.workplace = workplace;
    }

    @Override
    public String title() {
        return "Cache";
    }

    @Override
    public void accept(Frame frame) {
        stream.pause(workplace.isTuning());
    }

    @Override
    public CacheBoard board() {
        Map<Series, Reading> totals = meters.totals();
        Map<String, Long> hits = new TreeMap<>();
        totals.forEach((series, reading) -> {
            if (series.meter().equals(Meters.CACHE_HITS.id()) && reading instanceof Reading.Counter(double sum)) {
                hits.put(series.labels().getFirst(), (long) sum);
            }
        });
        long misses = count(totals, Meters.CACHE_MISSES.id());
        long coalesced = count(totals, Meters.CACHE_COALESCED.id());
        long spared = hits.values().stream().mapToLong(Long::longValue).sum() + coalesced;
        NearHits near = server.chat().nearHits();
        // Answers of another server: they say nothing about the time that this one's backend was spared.
        if (near.served() > 0) {
            hits.put("near", near.served());
        }
        return new CacheBoard(isOn(), cache.bytes(), cache.maxBytes(), cache.size(), cache.ttl().toSeconds(), hits, misses, coalesced,
                count(totals, Meters.CACHE_EVICTIONS.id()), count(totals, Meters.CACHE_EXPIRATIONS.id()),
                saved(totals, spared, misses), worth(), hottest(), policy(), SharedTierReport.of(server.sharedState(), totals),
                warmUp.get(), near);
    }

    private CachePolicy policy() {
        RaceStanding race = stream.race();
        Map<String, Double> hits = race.requests() == 0
                ? Map.of()
                : Map.of(PolicyKind.W_TINY_LFU.id(), race.frequentPercent(), PolicyKind.LRU.id(), race.recentPercent());
        return new CachePolicy(cache.policy().id(), cache.followed().id(), hits, race.shadowKeys(), race.requests(), race.switches(),
                race.sinceSwitch().map(Duration::toSeconds).orElse(null), cache.isMoving());
    }

    private boolean isOn() {
        return Boolean.TRUE.equals(on.get());
    }

    private static long count(Map<Series, Reading> totals, String meter) {
        return totals.get(Series.of(meter)) instanceof Reading.Counter(double sum) ? (long) sum : 0;
    }

    private static @Nullable Double saved(Map<Series, Reading> totals, long spared, long computed) {
        if (computed == 0 || !(totals.get(Series.of(Meters.BACKEND_TIME.id())) instanceof Reading.Distribution(var times))
                || times.count() == 0) {
            return null;
        }
        return spared * times.mean() * times.count() / computed / 1000;
    }

    private List<CacheBoard.HotKey> hottest() {
        return stream.hottest(HOTTEST).stream().map(digest -> new CacheBoard.HotKey(name(digest), stream.percent(digest))).toList();
    }

    private @Nullable MemoryWorth worth() {
        long requests = stream.requests();
        long entries = cache.size();
        long bytes = cache.bytes();
        if (requests < LEAST_REQUESTS || entries == 0 || bytes == 0) {
            return null;
        }
        long entryBytes = Math.max(1, bytes / entries);
        List<MemoryWorth.Size> curve = new ArrayList<>();
        for (int power = SMALLEST; power <= LARGEST; power++) {
            long size = (long) Math.scalb((double) cache.maxBytes(), power);
            curve.add(new MemoryWorth.Size(size, stream.hitPercent(size / entryBytes)));
        }
        List<MemoryWorth.Need> needs = SHARES.stream()
                .map(share -> new MemoryWorth.Need(share, bytes(stream.capacityFor(share), entryBytes))).toList();
        return new MemoryWorth(requests, entryBytes, curve, needs);
    }

    private static @Nullable Long bytes(OptionalLong keys, long entryBytes) {
        return keys.isPresent() ? keys.getAsLong() * entryBytes : null;
    }

    private String name(long digest) {
        return server.cacheName() + ":" + String.format(Locale.ROOT, "%016x", digest);
    }

    @Override
    public Optional<CachedEntry> entry(String text) {
        return cache.entry(server.key(new EntrySelection.OfText(text).text())).map(entry -> new CachedEntry(name(entry.key().digest()),
                entry.key().length(), entry.bytes(), entry.age().toMillis() / 1000.0));
    }

    @Override
    public Invalidation invalidate(EntrySelection selection, boolean dryRun) {
        return dryRun ? sweep(selection, true) : workplace.turning(() -> sweep(selection, false));
    }

    private Invalidation sweep(EntrySelection selection, boolean dryRun) {
        Collection<EmbeddingCache.Entry> selected = switch (selection) {
            case EntrySelection.OfText(String text) -> cache.entry(server.key(text)).stream().toList();
            case EntrySelection.OfPattern pattern -> cache.entries(key -> pattern.matches(name(key.digest())));
        };
        long bytes = 0;
        List<TokenKey> keys = new ArrayList<>();
        for (EmbeddingCache.Entry entry : selected) {
            bytes += entry.bytes();
            keys.add(entry.key());
        }
        OptionalDouble share = stream.percent(keys);
        Optional<Swept> shared = switch (selection) {
            case EntrySelection.OfText(String text) -> server.invalidateShared(List.of(server.key(text)), dryRun);
            // By another hash than here, so what matches here is looked for there by its input too.
            case EntrySelection.OfPattern(String pattern) -> server.invalidateShared(pattern, dryRun)
                    .map(matched -> leavesHashOpen(pattern) ? matched : matched.plus(server.invalidateShared(keys, dryRun).orElseThrow()));
        };
        if (!dryRun) {
            cache.remove(keys);
            forgetSaved.run();
            if (selection instanceof EntrySelection.OfPattern(String pattern) && pattern.equals("*")) {
                server.chat().clearNear();
            }
        }
        return new Invalidation(keys.size(), bytes, share.isPresent() ? share.getAsDouble() : null,
                shared.map(swept -> new Invalidation.Shared(swept.matched(), swept.whole())).orElse(null), dryRun);
    }

    /// Whether a pattern means the same in the shared cache.
    private static boolean leavesHashOpen(String pattern) {
        return pattern.equals("*") || pattern.endsWith(":*") || pattern.endsWith("@*");
    }

    /// Another size of the cache: one that would meet the hit target of a profile, or one that gives up memory which brings no hits.
    ///
    /// @param profile id of the targets that hold
    List<Recommendation> recommendations(String profile) {
        MemoryWorth worth = isOn() ? worth() : null;
        Optional<Target> target = Profiles.byId(profile).target(DerivedMeters.CACHE_HIT_PERCENT);
        if (worth == null || target.isEmpty()) {
            return List.of();
        }
        long now = cache.maxBytes();
        double hitsNow = stream.hitPercent(now / worth.entryBytes());
        Long needed = bytes(stream.capacityFor(target.get().bound()), worth.entryBytes());
        if (needed != null && needed > now && rounded(needed) <= MOST_BYTES) {
            return List
                    .of(sized(rounded(needed), String.format(Locale.ROOT, "%.0f %% hits need %.0f MiB, it has %.0f", target.get().bound(),
                            rounded(needed) / MIB, now / MIB), hitsNow, worth));
        }
        Long enough = bytes(stream.capacityFor(Math.max(0, hitsNow - 0.5)), worth.entryBytes());
        if (enough != null && 4 * Math.max(enough, LEAST_BYTES / 2) < now) {
            // Twice what brings the hits: the next hour may ask for more keys.
            return List.of(sized(Math.max(LEAST_BYTES, rounded(2 * enough)), String.format(Locale.ROOT,
                    "%.1f MiB give the same %.0f %% of hits as %.0f MiB", rounded(enough) / MIB, hitsNow, now / MIB), hitsNow, worth));
        }
        return List.of();
    }

    /// Up to one of eight steps between two powers of two, so that a recommendation does not change with every request.
    private static long rounded(long bytes) {
        long step = Math.max(1, Long.highestOneBit(bytes) / 8);
        return (bytes + step - 1) / step * step;
    }

    private Recommendation sized(long bytes, String evidence, double hitsNow, MemoryWorth worth) {
        double before = Math.rint(hitsNow);
        double after = Math.rint(stream.hitPercent(bytes / worth.entryBytes()));
        return new Recommendation(String.format(Locale.ROOT, "Set the cache to %.0f MiB", Math.ceil(bytes / MIB)),
                Configuration.of(Map.of(SIZE, bytes)), String.format(Locale.ROOT, "hits from %.0f to about %.0f %%", before, after),
                evidence + ", by the keys asked for since the start",
                new Gain("cache hits", "%", before, after, List.of()), null);
    }
}
