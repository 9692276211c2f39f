package gpudyno.model.load;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How a run was set up besides its scenario and workload; see [RunRequest].
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunSettings(@Nullable RunTarget target, String slo, int connections, Duration timeout, Duration warmup) {
    /// The node itself with the usual limits.
    public static final RunSettings USUAL = new RunSettings(null, "", RunRequest.USUAL_CONNECTIONS, RunRequest.USUAL_TIMEOUT,
            RunRequest.USUAL_WARMUP);
}
