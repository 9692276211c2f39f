package gpudyno.model.alert;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything a node says about its alerts.
///
/// @param active pending and firing alerts, quiet ones too
/// @param rules in the order they are written
/// @param silences that have not expired
/// @param ended alerts that fired and resolved, newest first
/// @param delivery how the receivers stand, one line each
/// @param quiet what a test keeps quiet; null while none loads the node
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AlertBoard(List<Alert> active, List<RuleStatus> rules, List<Silence> silences, List<Alert> ended, List<String> delivery,
        @Nullable QuietForTest quiet) {
    /// Rules that are not judged while a session or load run loads the node.
    ///
    /// @param since when the node was first seen loaded by it
    /// @param rules their ids, in the order they are written
    public record QuietForTest(Instant since, List<String> rules) {
        public QuietForTest {
            rules = List.copyOf(rules);
        }
    }

    public AlertBoard {
        active = List.copyOf(active);
        rules = List.copyOf(rules);
        silences = List.copyOf(silences);
        ended = List.copyOf(ended);
        delivery = List.copyOf(delivery);
    }

    /// A board while no test loads the node.
    public AlertBoard(List<Alert> active, List<RuleStatus> rules, List<Silence> silences, List<Alert> ended, List<String> delivery) {
        this(active, rules, silences, ended, delivery, null);
    }
}
