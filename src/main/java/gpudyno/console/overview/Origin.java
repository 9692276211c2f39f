package gpudyno.console.overview;

import gpudyno.console.frame.Facts;
import gpudyno.console.page.Kind;
import gpudyno.model.alert.AlertRule;
import gpudyno.model.alert.RuleStatus;
import gpudyno.model.node.Event;
import gpudyno.model.node.Readiness;
import gpudyno.model.target.Module;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What an event is about. Events are kept and told as sentences; what they name is found in them as a reader would: a load run or session
/// by its number, a knob by its id, a rule or a module by its title.
///
/// @param id of the thing; of [Kind#PAGE] its title
record Origin(Kind kind, String id) {
    private static final Pattern RUN = Pattern.compile("\\b[Ll]oad run #?(\\d{1,18})\\b");
    private static final Pattern SESSION = Pattern.compile("\\b[Ss]ession #?(\\d{1,18})\\b");

    /// Empty where the event names nothing that can be shown.
    static Optional<Origin> of(Event event, Facts facts) {
        String text = event.text();
        Optional<Origin> numbered = number(RUN, text).map(id -> new Origin(Kind.RUN, id))
                .or(() -> number(SESSION, text).map(id -> new Origin(Kind.SESSION, id)));
        return numbered
                .or(() -> facts.knobs().stream().map(state -> state.knob().id()).filter(text::contains)
                        .max(Comparator.comparingInt(String::length)).map(id -> new Origin(Kind.KNOB, id)))
                .or(() -> facts.board().stream().flatMap(board -> board.rules().stream()).map(RuleStatus::rule)
                        .filter(rule -> !rule.title().isBlank() && text.contains(rule.title()))
                        .max(Comparator.comparingInt(rule -> rule.title().length())).map(AlertRule::id)
                        .map(id -> new Origin(Kind.RULE, id)))
                .or(() -> facts.readiness().stream().map(Readiness::module).map(Module::title).filter(text::startsWith).findFirst()
                        .map(_ -> new Origin(Kind.PAGE, "Settings")));
    }

    private static Optional<String> number(Pattern pattern, String text) {
        Matcher match = pattern.matcher(text);
        return match.find() ? Optional.of(match.group(1)) : Optional.empty();
    }
}
