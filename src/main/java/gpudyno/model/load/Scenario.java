package gpudyno.model.load;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.util.List;

/// The shape of a load in time. Rates are requests per second.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "scenario")
@JsonSubTypes({@JsonSubTypes.Type(value = Scenario.Constant.class, name = "constant"),
    @JsonSubTypes.Type(value = Scenario.Poisson.class, name = "poisson"),
    @JsonSubTypes.Type(value = Scenario.ClosedLoop.class, name = "closed"),
    @JsonSubTypes.Type(value = Scenario.Gamma.class, name = "gamma"),
    @JsonSubTypes.Type(value = Scenario.Ramp.class, name = "ramp"),
    @JsonSubTypes.Type(value = Scenario.Step.class, name = "step"),
    @JsonSubTypes.Type(value = Scenario.Spike.class, name = "spike"),
    @JsonSubTypes.Type(value = Scenario.Soak.class, name = "soak"),
    @JsonSubTypes.Type(value = Scenario.Replay.class, name = "replay"),
    @JsonSubTypes.Type(value = Scenario.FindMax.class, name = "find-max")})
public sealed interface Scenario {
    /// The scenario's name on the command line and in reports.
    String name();

    /// How long it offers load, without warm-up; one probe of find-max.
    Duration duration();

    /// Arrivals at equal distances.
    record Constant(double rate, Duration duration) implements Scenario {
        public Constant {
            Bounds.rate("rate", rate, false);
            Bounds.duration("duration", duration);
        }

        @Override
        public String name() {
            return "constant";
        }
    }

    /// Independent arrivals: exponential distances of mean `1/rate`.
    record Poisson(double rate, Duration duration) implements Scenario {
        public Poisson {
            Bounds.rate("rate", rate, false);
            Bounds.duration("duration", duration);
        }

        @Override
        public String name() {
            return "poisson";
        }
    }

    /// A fixed number of connections, each sending its next request when its answer has come. Its rate is a result, not a setting.
    record ClosedLoop(int connections, Duration duration) implements Scenario {
        public ClosedLoop {
            Bounds.connections(connections);
            Bounds.duration("duration", duration);
        }

        @Override
        public String name() {
            return "closed";
        }
    }

    /// Independent gamma-distributed distances of mean `1/rate`: clumped below a burstiness of 1, Poisson at 1, evener above.
    ///
    /// @param burstiness the gamma distribution's shape; the distances' coefficient of variation is `1/sqrt(burstiness)`
    record Gamma(double rate, double burstiness, Duration duration) implements Scenario {
        public Gamma {
            Bounds.rate("rate", rate, false);
            if (!(burstiness > 0 && burstiness <= 1000)) {
                throw new IllegalArgumentException("burstiness must be above 0 and at most 1000, got " + burstiness);
            }
            Bounds.duration("duration", duration);
        }

        @Override
        public String name() {
            return "gamma";
        }
    }

    /// A Poisson process whose rate goes linearly from one value to another.
    record Ramp(double from, double to, Duration duration) implements Scenario {
        public Ramp {
            Bounds.rate("the first rate (from)", from, true);
            Bounds.rate("the last rate (to)", to, true);
            Bounds.duration("duration", duration);
        }

        @Override
        public String name() {
            return "ramp";
        }
    }

    /// A Poisson process whose rate rises by equal steps, each held equally long, up to and including a maximum.
    record Step(double start, double increment, Duration hold, double max) implements Scenario {
        private static final int MAX_STEPS = 1000;

        public Step {
            if (!(start > 0 && increment > 0 && max >= start && (max - start) / increment < MAX_STEPS)) {
                throw new IllegalArgumentException("steps from " + start + " by " + increment + " to " + max
                        + ": start and increment must be above 0, the maximum not below the start, and at most " + MAX_STEPS + " steps");
            }
            Bounds.rate("the highest rate (max)", max, false);
            Bounds.rate("the increment", increment, false);
            Bounds.duration("hold", hold);
        }

        @Override
        public String name() {
            return "step";
        }

        public int steps() {
            return 1 + (int) Math.floor((max - start) / increment + 1e-9);
        }

        @Override
        public Duration duration() {
            return hold.multipliedBy(steps());
        }
    }

    /// A Poisson process at a base rate for a third of the time, at a peak for the next, and at the base again.
    record Spike(double base, double peak, Duration duration) implements Scenario {
        public Spike {
            Bounds.rate("the base rate", base, true);
            Bounds.rate("the peak rate", peak, false);
            Bounds.duration("duration", duration);
        }

        @Override
        public String name() {
            return "spike";
        }
    }

    /// A Poisson process held long, to see what drifts.
    record Soak(double rate, Duration duration) implements Scenario {
        public Soak {
            Bounds.rate("rate", rate, false);
            Bounds.duration("duration", duration);
        }

        @Override
        public String name() {
            return "soak";
        }
    }

    /// Arrivals as recorded in a trace file.
    ///
    /// @param trace path of the file, on the machine that sends
    /// @param timeScale recorded time is multiplied by it: 0.5 plays twice as fast
    /// @param duration up to a year; 0 for the trace's own length
    record Replay(String trace, double timeScale, Duration duration) implements Scenario {
        private static final double SMALLEST_SCALE = 1e-9;
        private static final double LARGEST_SCALE = 1e9;

        public Replay {
            if (!(timeScale >= SMALLEST_SCALE && timeScale <= LARGEST_SCALE)) {
                throw new IllegalArgumentException(
                        "the time scale must lie from " + SMALLEST_SCALE + " to " + LARGEST_SCALE + ", got " + timeScale);
            }
            Bounds.replayed(duration);
        }

        @Override
        public String name() {
            return "replay";
        }
    }

    /// Looks for the highest Poisson rate at which all stated bounds hold.
    ///
    /// @param startRate the first rate probed
    /// @param probeDuration how long each probe lasts
    record FindMax(double startRate, Duration probeDuration) implements Scenario {
        private static final double PROBE_PER_BOUND = 120;
        private static final double SHORTEST_USUAL_SECONDS = 10;
        private static final double LONGEST_USUAL_SECONDS = 60;

        /// How long a probe lasts where nobody says: 120 times the tightest latency bound, but at least 10 seconds and at most 60. A server
        /// that is short of a rate by little falls behind slowly; a probe must be long beside what it may fall behind.
        public static Duration usualProbe(List<Slo> bounds) {
            double millis = bounds.stream().filter(Slo::isOfWaiting).mapToDouble(Slo::bound).min().orElse(0);
            return Duration.ofMillis(Math.round(1000
                    * Math.clamp(PROBE_PER_BOUND * millis / 1000, SHORTEST_USUAL_SECONDS, LONGEST_USUAL_SECONDS)));
        }

        public FindMax {
            Bounds.rate("the first rate (startRate)", startRate, false);
            Bounds.duration("probeDuration", probeDuration);
        }

        @Override
        public String name() {
            return "find-max";
        }

        @Override
        public Duration duration() {
            return probeDuration;
        }
    }
}
