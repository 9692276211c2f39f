package gpudyno.model.trace;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One request that was kept, with the time of each of its stages.
///
/// @param id W3C trace id, 32 hexadecimal digits
/// @param span id of the request's span, 16 hexadecimal digits
/// @param parent span of the caller; null where the caller sent none
/// @param at arrival
/// @param millis from arrival to answer
/// @param route such as `POST /v1/embeddings`
/// @param status of the answer
/// @param failure in words; null if the request was answered
/// @param run the load run that sent it; null for any other caller
/// @param stages in the order in which they began
/// @param typical what ordinary requests took at that time; null while too few had come
/// @param batch null where nothing was computed for it
/// @param attributes by the names of OpenTelemetry's conventions
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Trace(String id, String span, @Nullable String parent, Instant at, double millis, String route, int status, Kept kept,
        @Nullable String failure, @Nullable String run, List<StageSpan> stages, @Nullable Typical typical, @Nullable Batch batch,
        Map<String, String> attributes) {
    public static final String INPUTS = "gpudyno.inputs";

    public Trace {
        stages = List.copyOf(stages);
        attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
    }

    /// The stage that explains most of what the trace took beyond the usual; without a comparison, or where nothing was beyond it, its
    /// longest. Empty for a trace without stages.
    @JsonIgnore
    public Optional<Stage> leading() {
        return WhySlow.of(this).flatMap(why -> why.causes().stream().findFirst())
                .or(() -> stages.stream().max(Comparator.comparingDouble(StageSpan::millis)).map(StageSpan::stage));
    }

    /// A line for a list, such as `embeddings, 32 items`; of a failed one what went wrong.
    public TraceSummary summary() {
        String inputs = attributes.getOrDefault(INPUTS, "");
        String what = route.substring(route.lastIndexOf('/') + 1)
                + (inputs.isEmpty() ? "" : ", " + inputs + (inputs.equals("1") ? " item" : " items"));
        return new TraceSummary(id, at, millis, failure == null ? what : failure, status, kept, leading().orElse(Stage.ADMISSION), run);
    }
}
