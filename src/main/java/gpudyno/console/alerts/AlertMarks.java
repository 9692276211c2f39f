package gpudyno.console.alerts;

import gpudyno.console.chart.TimePicture;
import gpudyno.model.alert.Alert;
import gpudyno.model.alert.AlertBoard;
import gpudyno.model.alert.AlertRule;
import gpudyno.model.alert.RuleStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the alerts of a node have to do with one of its meters: when they fired, and from where on they do.
final class AlertMarks {
    private final List<AlertRule> rules;
    private final List<Alert> fired;
    private final Pattern compared;

    /// @param meter id
    AlertMarks(AlertBoard board, String meter) {
        Pattern named = Pattern.compile("(?<![\\w.])" + Pattern.quote(meter) + "(?![\\w.])");
        compared = Pattern.compile(named.pattern() + "\\s*(?:>=?|<=?)\\s*(\\d+(?:\\.\\d+)?)");
        rules = board.rules().stream().map(RuleStatus::rule).filter(rule -> rule.on() && named.matcher(rule.condition()).find()).toList();
        List<String> ids = rules.stream().map(AlertRule::id).toList();
        fired = AlertHistory.fired(board).stream().filter(alert -> ids.contains(alert.rule())).toList();
    }

    /// When an alert on the meter fired; one that still does until now.
    List<TimePicture.Band> bands(Instant now) {
        List<TimePicture.Band> bands = new ArrayList<>();
        for (Alert alert : fired) {
            Instant end = alert.ended() == null ? now : alert.ended();
            if (end.isAfter(alert.since())) {
                bands.add(new TimePicture.Band(alert.since().toEpochMilli(), end.toEpochMilli()));
            }
        }
        return bands;
    }

    /// The first bound an enabled rule sets on the meter itself, where it sets one in plain sight.
    OptionalDouble bound() {
        Optional<Matcher> first = rules.stream().map(rule -> compared.matcher(rule.condition())).filter(Matcher::find).findFirst();
        return first.isPresent() ? OptionalDouble.of(Double.parseDouble(first.get().group(1))) : OptionalDouble.empty();
    }
}
