package gpudyno.node;

import gpudyno.model.foresight.AheadAction;
import gpudyno.model.foresight.Anomaly;
import gpudyno.model.foresight.Expectation;
import gpudyno.model.foresight.HealthScore;
import gpudyno.model.foresight.Incident;
import gpudyno.model.foresight.Outlook;
import gpudyno.model.foresight.Watched;
import gpudyno.model.memory.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What is unusual on a node, what comes next, what happened, and what is done ahead of need. What the node does by itself is the knob
/// `foresight.optimizer`. Errors are those of [Node].
public interface Foresight {
    /// The longest period that can be asked about.
    Duration LONGEST = Duration.ofDays(90);
    /// How things stand, sent when an anomaly or incident begins, changes or ends, when forecasts are new, and when the optimizer acts.
    Topic<Board> BOARD = new Topic<>("foresight", Board.class);

    /// @param anomalies those that last and the newest others, newest first, at most 20
    /// @param incidents likewise, without more than 10
    /// @param outlooks by the meters that are forecast
    /// @param feedback what became of the anomalies of the last seven days
    /// @param actions of the optimizer, newest first, at most 20
    record Board(HealthScore health, List<Anomaly> anomalies, List<Incident> incidents, List<Outlook> outlooks, Feedback feedback,
            Mode optimizer, List<AheadAction> actions) {
        public Board {
            anomalies = List.copyOf(anomalies);
            incidents = List.copyOf(incidents);
            outlooks = List.copyOf(outlooks);
            actions = List.copyOf(actions);
        }
    }

    /// @param watched how many meters are watched
    /// @param learning of them too little was seen so far
    /// @param resting whether a test keeps detection quiet now
    /// @param told anomalies told in the last seven days
    /// @param expected of them somebody said that they were to be expected: false alarms
    record Feedback(int watched, int learning, boolean resting, int told, int expected) {}

    Board board();

    /// The meters that are watched for anomalies.
    List<Watched> watched();

    /// Those that began in a period, oldest first.
    ///
    /// @throws IllegalArgumentException if the period ends before it begins, or is longer than [#LONGEST]
    List<Anomaly> anomalies(Instant from, Instant to);

    /// What a watched meter read in the last hour and what was expected of it, one point every ten seconds.
    ///
    /// @throws IllegalArgumentException if that meter is not watched
    List<Expectation> course(String meter);

    /// Says that an anomaly was to be expected: its meters may deviate further from now on before they are told of.
    ///
    /// @throws IllegalArgumentException if there is no such anomaly
    void expected(long anomaly);

    List<Outlook> outlooks();

    /// Those that began in a period, oldest first.
    ///
    /// @throws IllegalArgumentException if the period ends before it begins, or is longer than [#LONGEST]
    List<Incident> incidents(Instant from, Instant to);
}
