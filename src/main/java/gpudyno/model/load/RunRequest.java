package gpudyno.model.load;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What is asked of a node that shall load something.
///
/// @param scenario a replay names its trace for people; where its duration is zero it lasts as long as the trace
/// @param target null for the node itself
/// @param slo bounds as [Slo#parse] reads them; empty for none. A search for the highest rate needs some
/// @param connections most open at once
/// @param timeout of silence: a request counts as failed when nothing came for so long, however long its whole answer takes
/// @param warmup load at the start that no figure holds; a replay has none
/// @param trace of a replay: the text of a trace file, for a node reads no file that a caller names; null otherwise
/// @param part what the node sends of it, where it is one of several generators
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunRequest(Scenario scenario, Workload workload, @Nullable RunTarget target, String slo, int connections, Duration timeout,
        Duration warmup, @Nullable String trace, RunPart part) {
    public static final int USUAL_CONNECTIONS = 256;
    /// Of embeddings and plain requests.
    public static final Duration USUAL_TIMEOUT = Duration.ofSeconds(10);
    public static final Duration USUAL_WARMUP = Duration.ofSeconds(2);
    /// Characters of a trace that is sent to a node; a longer one is for `gpudyno load`.
    public static final int LONGEST_TRACE = 3_000_000;
    private static final int LONGEST_SLO = 500;
    private static final int MOST_CONNECTIONS = 20_000;
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    @SuppressWarnings("ConstantValue") // Jackson passes null for a field that is not there.
    public RunRequest {
        part = part == null ? RunPart.WHOLE : part;
        if (slo.length() > LONGEST_SLO) {
            throw new IllegalArgumentException("slo has at most " + LONGEST_SLO + " characters");
        }
        if (!slo.isBlank()) {
            Slo.parse(slo);
        }
        if (connections < 1 || connections > MOST_CONNECTIONS) {
            throw new IllegalArgumentException("connections must lie from 1 to " + MOST_CONNECTIONS + ", got " + connections);
        }
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST_WAIT) > 0) {
            throw new IllegalArgumentException("timeout must be above 0 and at most an hour, got " + timeout);
        }
        if (warmup.isNegative() || warmup.compareTo(LONGEST_WAIT) > 0) {
            throw new IllegalArgumentException("warmup must not be negative and at most an hour, got " + warmup);
        }
        if ((trace != null) != (scenario instanceof Scenario.Replay)) {
            throw new IllegalArgumentException(trace != null
                    ? "only a replay carries a trace"
                    : "a replay carries the trace's text; a node reads no file that a caller names");
        }
        if (part.of() > 1 && target == null) {
            throw new IllegalArgumentException("several generators load one server, so target must name it");
        }
        if (part.of() > 1 && scenario instanceof Scenario.FindMax) {
            throw new IllegalArgumentException("find-max decides from probe to probe, so one generator alone does it");
        }
        if (trace != null && trace.length() > LONGEST_TRACE) {
            throw new IllegalArgumentException("a trace of at most " + LONGEST_TRACE + " characters is taken, got " + trace.length());
        }
    }

    /// Of the one generator of a run.
    public RunRequest(Scenario scenario, Workload workload, @Nullable RunTarget target, String slo, int connections, Duration timeout,
            Duration warmup, @Nullable String trace) {
        this(scenario, workload, target, slo, connections, timeout, warmup, trace, RunPart.WHOLE);
    }

    /// The same of another scenario, sent by one of several generators.
    ///
    /// @param own what this generator's own scenario is; the whole one but for a closed loop
    public RunRequest shared(Scenario own, int mostConnections, RunPart its) {
        return new RunRequest(own, workload, target, slo, mostConnections, timeout, warmup, trace, its);
    }

    /// The node itself under a load, with the usual limits and no bounds.
    public static RunRequest of(Scenario scenario, Workload workload) {
        return new RunRequest(scenario, workload, null, "", USUAL_CONNECTIONS, USUAL_TIMEOUT, USUAL_WARMUP, null);
    }

    /// What a run keeps of it.
    public RunSettings settings() {
        return new RunSettings(target, slo, connections, timeout, warmup);
    }

    /// The same, to keep bounds.
    public RunRequest keeping(String bounds) {
        return new RunRequest(scenario, workload, target, bounds, connections, timeout, warmup, trace, part);
    }

    /// The same against a server beside the node. A timeout that is the usual one becomes what is usual there.
    public RunRequest against(@Nullable RunTarget other) {
        return new RunRequest(scenario, workload, other, slo, connections,
                timeout.equals(usualTimeout(target)) ? usualTimeout(other) : timeout, warmup, trace, part);
    }

    /// The timeout where nobody says one.
    ///
    /// @param target null for the node itself
    public static Duration usualTimeout(@Nullable RunTarget target) {
        return target == null ? USUAL_TIMEOUT : target.api().usualTimeout();
    }

    /// The same with other limits.
    public RunRequest within(int mostConnections, Duration longestAnswer, Duration warming) {
        return new RunRequest(scenario, workload, target, slo, mostConnections, longestAnswer, warming, trace, part);
    }

    /// A replay of a trace's text.
    public static RunRequest replay(Scenario.Replay scenario, Workload workload, String trace) {
        return new RunRequest(scenario, workload, null, "", USUAL_CONNECTIONS, USUAL_TIMEOUT, Duration.ZERO, trace);
    }
}
