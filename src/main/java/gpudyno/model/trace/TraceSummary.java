package gpudyno.model.trace;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A trace in a list.
///
/// @param millis from arrival to answer
/// @param line what it asked for, or how it failed
/// @param stage the one that explains most of its time
/// @param run the load run that sent it; null for any other caller
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TraceSummary(String id, Instant at, double millis, String line, int status, Kept kept, Stage stage, @Nullable String run) {}
