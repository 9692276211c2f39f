package gpudyno.model.node;

import com.fasterxml.jackson.annotation.JsonInclude;
import gpudyno.model.trace.Kept;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What a store holds of one kind of record.
///
/// @param bytes on disk, with indexes
/// @param counted whether the bytes were counted; else they are an estimate
/// @param oldest when the oldest was made; null where there is none, or where records do not say
/// @param limit how many are kept, as [RecordKind#per] counts
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StoredRecords(RecordKind kind, long rows, long bytes, boolean counted, @Nullable Instant oldest, long limit) {
    /// A shorter time says little of a day.
    private static final Duration LEAST = Duration.ofMinutes(30);

    /// About how many bytes there are once the limit is reached, at the size and pace of those so far; empty where too few are there to say.
    public OptionalLong bytesAtLimit(Instant now) {
        if (rows == 0) {
            return OptionalLong.empty();
        }
        return switch (kind.per()) {
            case ROWS -> OptionalLong.of(Math.round((double) bytes / rows * limit));
            case ROWS_OF_A_KIND -> OptionalLong.of(Math.round((double) bytes / rows * limit * Kept.values().length));
            case DAYS -> {
                Duration span = oldest == null ? Duration.ZERO : Duration.between(oldest, now);
                yield span.compareTo(LEAST) < 0
                        ? OptionalLong.empty()
                        : OptionalLong.of(Math.round((double) bytes / span.toMillis() * Duration.ofDays(limit).toMillis()));
            }
        };
    }
}
