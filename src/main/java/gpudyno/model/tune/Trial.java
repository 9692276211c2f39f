package gpudyno.model.tune;

import com.fasterxml.jackson.annotation.JsonValue;
import gpudyno.model.knob.Configuration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/// One configuration, applied, warmed, loaded and measured.
///
/// @param number from 1 in the order they ran
/// @param purpose which part of the session it belongs to
/// @param reason why it is infeasible or failed, naming the target or the failure; empty otherwise
/// @param meters what was measured, by meter id; absent where not measured
public record Trial(int number, Purpose purpose, Configuration config, Status status, String reason, Map<String, Double> meters,
        Instant started,
        double seconds) {
    public Trial {
        meters = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(meters));
    }

    /// Which part of the session a trial belongs to.
    public enum Purpose {
        BASELINE,
        HELD_RATE,
        SEARCH,
        VERIFICATION;

        @JsonValue
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// How a trial ended.
    public enum Status {
        RUNNING,
        /// Met every target.
        FEASIBLE,
        /// Missed at least one target.
        INFEASIBLE,
        /// Stopped early: clearly worse than the best, or a target broken hard.
        PRUNED,
        /// Cut off by the end of its session, as when a person stops it; says nothing about the configuration.
        STOPPED,
        /// Could not be applied or measured.
        FAILED;

        @JsonValue
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
