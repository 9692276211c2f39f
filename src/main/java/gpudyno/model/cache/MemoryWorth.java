package gpudyno.model.cache;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What memory of the cache is worth on the traffic since the node started: the hits that LRU would have had at other sizes, estimated from a
/// sample of the keys. Bytes are keys times the mean weight of the entries that are held now.
///
/// @param requests input items that the estimate rests on
/// @param entryBytes mean weight of an entry
/// @param curve smallest size first
/// @param needs for shares of hits, those that no size reaches without bytes
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MemoryWorth(long requests, long entryBytes, List<Size> curve, List<Need> needs) {
    public MemoryWorth {
        curve = List.copyOf(curve);
        needs = List.copyOf(needs);
    }

    /// @param percent hits of all input items
    public record Size(long bytes, double percent) {}

    /// @param percent hits of all input items
    /// @param bytes the least that gives them; null where no size does, because too many keys are asked for only once
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Need(double percent, @Nullable Long bytes) {}

    /// The least bytes with this share of hits, of the shares in [#needs].
    public OptionalLong needed(double percent) {
        for (Need need : needs) {
            Long bytes = need.bytes();
            if (need.percent() == percent && bytes != null) {
                return OptionalLong.of(bytes);
            }
        }
        return OptionalLong.empty();
    }
}
