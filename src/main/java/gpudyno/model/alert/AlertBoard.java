package gpudyno.model.alert;

import java.util.List;

/// Everything a node says about its alerts.
///
/// @param active pending and firing alerts, quiet ones too
/// @param rules in the order they are written
/// @param silences that have not expired
/// @param ended alerts that fired and resolved, newest first
/// @param delivery how the receivers stand, one line each
public record AlertBoard(List<Alert> active, List<RuleStatus> rules, List<Silence> silences, List<Alert> ended, List<String> delivery) {
    public AlertBoard {
        active = List.copyOf(active);
        rules = List.copyOf(rules);
        silences = List.copyOf(silences);
        ended = List.copyOf(ended);
        delivery = List.copyOf(delivery);
    }
}
