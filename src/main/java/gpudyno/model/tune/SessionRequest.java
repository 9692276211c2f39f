package gpudyno.model.tune;

import gpudyno.model.load.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/// What a session is asked to do.
///
/// @param targets id of the profile to meet
/// @param budget wall time for the whole session; below two minutes the fewest probes and repeats that say anything take longer
/// @param workload what the load sends
/// @param seed of the search
/// @param applyBest whether the winner, if one is verified, stays applied at the end; otherwise the knobs go back
/// @param strategy which search asks for the trials; `auto` where nothing speaks for another
/// @param held ids of knobs the session leaves where they stand, in the baseline too
/// @param goal what is sought among the configurations that keep the profile
public record SessionRequest(String targets, Duration budget, Workload workload, long seed, boolean applyBest, String strategy,
        List<String> held, Goal goal) {
    public static final String AUTO = "auto";
    public static final Duration SHORTEST = Duration.ofSeconds(60);

    public SessionRequest {
        // Reports of versions that searched every knob have no list.
        held = Objects.requireNonNullElse(held, List.<String>of()).stream().distinct().toList();
        // Nor a goal.
        goal = Objects.requireNonNullElse(goal, Goal.HELD_RATE);
        if (held.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException("held: expected ids of knobs, got null among them");
        }
        if (budget.compareTo(SHORTEST) < 0 || budget.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("a session's budget must lie from 60s to 24h, got " + budget.toSeconds() + "s");
        }
    }

    /// With strategy `auto`, over every knob.
    public SessionRequest(String targets, Duration budget, Workload workload, long seed, boolean applyBest) {
        this(targets, budget, workload, seed, applyBest, AUTO, List.of(), Goal.HELD_RATE);
    }
}
