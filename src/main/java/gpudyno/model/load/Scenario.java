package gpudyno.model.load;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;

/// The shape of a load in time. Rates are requests per second.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "scenario")
@JsonSubTypes({@JsonSubTypes.Type(value = Scenario.Constant.class, name = "constant"),
    @JsonSubTypes.Type(value = Scenario.Poisson.class, name = "poisson"),
    @JsonSubTypes.Type(value = Scenario.ClosedLoop.class, name = "closed"),
    @JsonSubTypes.Type(value = Scenario.FindMax.class, name = "find-max")})
public sealed interface Scenario {
    /// The scenario's name on the command line and in reports.
    String name();

    /// Arrivals at equal distances.
    record Constant(double rate, Duration duration) implements Scenario {
        @Override
        public String name() {
            return "constant";
        }
    }

    /// Independent arrivals: exponential distances of mean `1/rate`.
    record Poisson(double rate, Duration duration) implements Scenario {
        @Override
        public String name() {
            return "poisson";
        }
    }

    /// A fixed number of connections, each sending its next request when its answer has come. Its rate is a result, not a setting.
    record ClosedLoop(int connections, Duration duration) implements Scenario {
        @Override
        public String name() {
            return "closed";
        }
    }

    /// Looks for the highest Poisson rate at which all stated bounds hold.
    ///
    /// @param startRate the first rate probed
    /// @param probeDuration how long each probe lasts
    record FindMax(double startRate, Duration probeDuration) implements Scenario {
        @Override
        public String name() {
            return "find-max";
        }
    }
}
