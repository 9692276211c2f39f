package gpudyno.model.load;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What each request of the built-in text workload contains: prompts drawn from a corpus of distinct sentences by a Zipf law, seeded.
///
/// @param distinctPrompts how many sentences of the corpus are used, 1 to the corpus's size
/// @param zipf exponent of the law; 0 draws uniformly
/// @param seed equal seeds give equal request sequences
public record Workload(int distinctPrompts, double zipf, long seed) {
    public static final Workload DEFAULT = new Workload(5000, 1.0, 42);

    public Workload {
        if (distinctPrompts < 1) {
            throw new IllegalArgumentException("distinct prompts must be at least 1, got " + distinctPrompts);
        }
        if (!(zipf >= 0 && zipf <= 10)) {
            throw new IllegalArgumentException("the Zipf exponent must lie from 0 to 10, got " + zipf);
        }
    }

    /// As JSON gives it: what is absent or null is as in [#DEFAULT].
    @JsonCreator
    static Workload of(@JsonProperty("distinctPrompts") @Nullable Integer distinctPrompts, @JsonProperty("zipf") @Nullable Double zipf,
            @JsonProperty("seed") @Nullable Long seed) {
        return new Workload(Objects.requireNonNullElse(distinctPrompts, DEFAULT.distinctPrompts),
                Objects.requireNonNullElse(zipf, DEFAULT.zipf), Objects.requireNonNullElse(seed, DEFAULT.seed));
    }

    public Workload withSeed(long other) {
        return new Workload(distinctPrompts, zipf, other);
    }
}
