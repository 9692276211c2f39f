package gpudyno.node.local;

import gpudyno.cache.shared.ShardState;
import gpudyno.model.cache.ShardStatus;
import gpudyno.model.cache.SharedTier;
import gpudyno.model.meter.Reading;
import gpudyno.model.meter.Series;
import gpudyno.model.meter.SharedCacheMeters;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Describes the shared tier by its servers' states and its meters.
final class SharedTierReport {
    private SharedTierReport() {
    }

    /// @param shards empty where no L2 is configured
    /// @return null then
    static @Nullable SharedTier of(List<ShardState> shards, Map<Series, Reading> totals) {
        if (shards.isEmpty()) {
            return null;
        }
        List<@Nullable Long> keys = shards.stream().<@Nullable Long>map(shard -> boxed(shard.keys())).toList();
        OptionalDouble balance = SharedTier.balance(keys);
        long all = shards.stream().mapToLong(shard -> shard.keys().orElse(0)).sum();
        boolean allTold = all > 0 && shards.stream().allMatch(shard -> shard.keys().isPresent());
        List<ShardStatus> statuses = shards.stream().map(shard -> status(shard, allTold ? all : 0))
                .sorted(Comparator.comparing(ShardStatus::address)).toList();
        return new SharedTier(sentence(statuses), lookups(totals, "hit"), lookups(totals, "miss"), lookups(totals, "corrupt"),
                lookups(totals, "error") + lookups(totals, "moving"), lookups(totals, "timeout"), lookups(totals, "skipped"),
                count(totals, Series.of(SharedCacheMeters.INVALIDATIONS.id())),
                count(totals, Series.of(SharedCacheMeters.TRACKING_LOST.id())),
                balance.isPresent() ? balance.getAsDouble() : null, statuses);
    }

    private static ShardStatus status(ShardState shard, long all) {
        ShardStatus.State state = shard.open()
                ? ShardStatus.State.BREAKER_OPEN
                : shard.used() ? ShardStatus.State.UP : ShardStatus.State.DOWN;
        Double percent = all == 0 ? null : 100.0 * shard.keys().orElse(0) / all;
        return new ShardStatus(shard.name(), state, shard.tracking(), boxed(shard.keys()), boxed(shard.bytes()), percent, shard.lookups(),
                shard.millis().isPresent() ? shard.millis().getAsDouble() : null, shard.slots(), shard.problem());
    }

    private static @Nullable Long boxed(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    private static String sentence(List<ShardStatus> shards) {
        Optional<ShardStatus> failing = shards.stream().filter(shard -> shard.state() != ShardStatus.State.UP).findFirst();
        if (failing.isPresent()) {
            long unused = shards.stream().filter(shard -> shard.state() != ShardStatus.State.UP).count();
            String why = failing.get().problem().isEmpty() ? "not reached yet" : failing.get().problem();
            return (shards.size() == 1 ? "The server is" : unused + " of " + shards.size() + " servers " + (unused == 1 ? "is" : "are"))
                    + " not used, so what it holds is computed here: " + failing.get().address() + ": " + why;
        }
        Optional<ShardStatus> silent = shards.stream().filter(shard -> !shard.announces()).findFirst();
        return silent.map(shard -> shard.address() + ": " + shard.problem())
                .orElse(shards.size() == 1
                        ? "The server is used and announces what other nodes change"
                        : "All " + shards.size() + " servers are used and announce what other nodes change");
    }

    private static long lookups(Map<Series, Reading> totals, String outcome) {
        return count(totals, Series.of(SharedCacheMeters.LOOKUPS.id(), outcome));
    }

    private static long count(Map<Series, Reading> totals, Series series) {
        return totals.get(series) instanceof Reading.Counter(double sum) ? (long) sum : 0;
    }
}
