package gpudyno.cache.shared;

import io.lettuce.core.cluster.SlotHash;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which server has which key. A cluster gives each of its 16,384 slots to one; without a cluster the first has all.
///
/// @param slots the server of each slot, null for a slot that none serves; null without a cluster
record Routing(List<Shard> shards, @Nullable Shard @Nullable [] slots) {
    static final int SLOTS = SlotHash.SLOT_COUNT;

    @Nullable
    Shard of(String key) {
        return slots == null ? shards.getFirst() : slots[SlotHash.getSlot(key.getBytes(StandardCharsets.UTF_8))];
    }

    boolean isCluster() {
        return slots != null;
    }

    boolean tracksEverything() {
        return shards.stream().allMatch(Shard::isTracking);
    }

    /// How many slots a shard serves; 0 without a cluster.
    int slotsOf(Shard shard) {
        int count = 0;
        if (slots != null) {
            for (Shard one : slots) {
                count += one == shard ? 1 : 0;
            }
        }
        return count;
    }
}
