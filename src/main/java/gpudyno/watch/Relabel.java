package gpudyno.watch;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/// A rule over a scraped sample's labels, as Prometheus's `metric_relabel_configs` know it; the metric's name is the label `__name__`.
///
/// @param sourceLabels whose values, joined by `;`, the expression looks at
/// @param regex an expression over the whole of it; anything where none is given
/// @param targetLabel what `replace` sets
/// @param replacement what it sets it to, with `$1` for what the expression caught; empty takes the label out
public record Relabel(List<String> sourceLabels, String regex, String targetLabel, String replacement, Action action) {
    /// The name of a metric among its labels.
    static final String NAME = "__name__";
    private static final int LONGEST_REGEX = 500;

    /// What is done where the expression matches.
    public enum Action {
        /// Sets a label.
        REPLACE,
        /// Leaves out every sample that does not match.
        KEEP,
        /// Leaves out every sample that matches.
        DROP,
        /// Takes out every label whose name matches.
        LABELDROP,
        /// Takes out every label whose name does not match.
        LABELKEEP;

        @com.fasterxml.jackson.annotation.JsonCreator
        static Action named(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }
    }

    public Relabel {
        sourceLabels = List.copyOf(Objects.requireNonNullElse(sourceLabels, List.of()));
        regex = Objects.requireNonNullElse(regex, "(.*)");
        targetLabel = Objects.requireNonNullElse(targetLabel, "");
        replacement = Objects.requireNonNullElse(replacement, "$1");
        action = Objects.requireNonNullElse(action, Action.REPLACE);
        if (regex.length() > LONGEST_REGEX) {
            throw new IllegalArgumentException("relabel: an expression of " + regex.length() + " characters, at most " + LONGEST_REGEX);
        }
        try {
            Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("relabel: '" + regex + "' is no regular expression: " + e.getDescription(), e);
        }
        if (action == Action.REPLACE && targetLabel.isEmpty()) {
            throw new IllegalArgumentException("relabel: replace needs a targetLabel");
        }
    }

    /// A rule made ready to be applied to many samples.
    static final class Compiled {
        private final Relabel rule;
        private final Pattern pattern;

        Compiled(Relabel rule) {
            this.rule = rule;
            pattern = Pattern.compile(rule.regex);
        }

        /// Changes labels.
        ///
        /// @return whether the sample is still taken
        boolean apply(Map<String, String> labels) {
            if (rule.action == Action.LABELDROP || rule.action == Action.LABELKEEP) {
                labels.keySet().removeIf(
                        name -> !name.equals(NAME) && pattern.matcher(name).matches() == (rule.action == Action.LABELDROP));
                return true;
            }
            Matcher found = pattern.matcher(
                    rule.sourceLabels.stream().map(name -> labels.getOrDefault(name, "")).collect(Collectors.joining(";")));
            boolean matches = found.matches();
            if (matches && rule.action == Action.REPLACE) {
                replace(found, labels);
            }
            return rule.action == Action.REPLACE || matches == (rule.action == Action.KEEP);
        }

        private void replace(Matcher found, Map<String, String> labels) {
            String value = found.replaceFirst(rule.replacement);
            if (value.isEmpty() && !rule.targetLabel.equals(NAME)) {
                labels.remove(rule.targetLabel);
            } else if (!value.isEmpty()) {
                labels.put(rule.targetLabel, value);
            }
        }
    }
}
