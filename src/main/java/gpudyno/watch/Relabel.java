package gpudyno.watch;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import gpudyno.expression.BoundedRegex;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// A rule that changes the labels of a scraped sample, like Prometheus's `metric_relabel_configs`. The metric's name is the label
/// `__name__`. As in Prometheus, expressions are RE2 and must match the whole text.
///
/// @param sourceLabels labels whose values, joined by the separator, the expression is matched against; a missing label counts as empty
/// @param separator `;` if none is given
/// @param regex matches anything if none is given
/// @param targetLabel the label to set; for `replace` it may contain `$1` and `${name}`
/// @param replacement the new value; `$1`, `${1}` or `${name}` stand for the text of a group, and for nothing if there is no such group. An
///        empty value removes the label
/// @param modulus of `hashmod`; 0 for other actions
public record Relabel(@JsonAlias("source_labels") List<String> sourceLabels, String separator, String regex,
        @JsonAlias("target_label") String targetLabel, String replacement, long modulus, Action action) {
    /// The label that holds the metric's name.
    static final String NAME = "__name__";
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
    /// The form of a target label that contains groups.
    private static final Pattern TARGET = Pattern.compile("(?:(?:[a-zA-Z_]|\\$(?:\\{\\w+\\}|\\w+))+\\w*)+");
    private static final int LONGEST_TEXT = 500;

    /// What to do if the expression matches.
    public enum Action {
        /// Sets a label.
        REPLACE,
        /// Leaves out every sample that does not match.
        KEEP,
        /// Leaves out every sample that matches.
        DROP,
        /// Leaves out every sample whose target label differs from the source labels' values.
        KEEPEQUAL,
        /// Leaves out every sample whose target label equals the source labels' values.
        DROPEQUAL,
        /// Sets the target label to the MD5 hash of the source labels' values, modulo the modulus.
        HASHMOD,
        /// Copies every label whose name matches to a label with the replacement as its name.
        LABELMAP,
        /// Removes every label whose name matches.
        LABELDROP,
        /// Removes every label whose name does not match, including the metric's name.
        LABELKEEP,
        /// Sets the target label to the source labels' values in lower case.
        LOWERCASE,
        /// Sets the target label to the source labels' values in upper case.
        UPPERCASE;

        @JsonCreator
        static Action named(String name) {
            return Arrays.stream(values()).filter(one -> one.name().equalsIgnoreCase(name)).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("relabel: there is no action '" + name + "'; there are "
                            + Arrays.stream(values()).map(one -> one.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(", "))));
        }
    }

    public Relabel {
        sourceLabels = List.copyOf(Objects.requireNonNullElse(sourceLabels, List.of()));
        separator = Objects.requireNonNullElse(separator, ";");
        regex = Objects.requireNonNullElse(regex, "(.*)");
        targetLabel = Objects.requireNonNullElse(targetLabel, "");
        replacement = Objects.requireNonNullElse(replacement, "$1");
        action = Objects.requireNonNullElse(action, Action.REPLACE);
        if (separator.length() > LONGEST_TEXT || targetLabel.length() > LONGEST_TEXT || replacement.length() > LONGEST_TEXT) {
            throw new IllegalArgumentException(
                    "relabel: separator, targetLabel and replacement have at most " + LONGEST_TEXT + " characters each");
        }
        compiled(regex);
        boolean fit = switch (action) {
            case REPLACE -> TARGET.matches(targetLabel);
            case HASHMOD, LOWERCASE, UPPERCASE, KEEPEQUAL, DROPEQUAL -> LABEL.matches(targetLabel);
            case KEEP, DROP, LABELMAP, LABELDROP, LABELKEEP -> true;
        };
        if (!fit) {
            throw new IllegalArgumentException(
                    "relabel: " + action.name().toLowerCase(Locale.ROOT) + " needs a targetLabel that is a label's "
                            + "name, got '" + targetLabel + "'");
        }
        if (action == Action.HASHMOD && modulus < 1) {
            throw new IllegalArgumentException("relabel: hashmod needs a modulus of 1 or more, got " + modulus);
        }
    }

    private static Pattern compiled(String regex) {
        try {
            BoundedRegex.compile(regex);
            return Pattern.compile("^(?:" + regex + ")$");
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("relabel: " + e.getMessage(), e);
        }
    }

    /// A rule prepared to be applied to many samples. Not safe for several threads.
    static final class Compiled {
        private final Relabel rule;
        private final Pattern pattern;

        Compiled(Relabel rule) {
            this.rule = rule;
            pattern = compiled(rule.regex);
        }

        /// Changes labels.
        ///
        /// @return whether the sample is kept
        boolean apply(Map<String, String> labels) {
            String value = rule.sourceLabels.stream().map(name -> labels.getOrDefault(name, ""))
                    .collect(Collectors.joining(rule.separator));
            switch (rule.action) {
                case KEEP -> {
                    return pattern.matcher(value).find();
                }
                case DROP -> {
                    return !pattern.matcher(value).find();
                }
                case KEEPEQUAL -> {
                    return labels.getOrDefault(rule.targetLabel, "").equals(value);
                }
                case DROPEQUAL -> {
                    return !labels.getOrDefault(rule.targetLabel, "").equals(value);
                }
                case REPLACE -> replace(value, labels);
                case HASHMOD -> set(labels, rule.targetLabel, Long.toUnsignedString(Long.remainderUnsigned(hash(value), rule.modulus)));
                case LOWERCASE -> set(labels, rule.targetLabel, value.toLowerCase(Locale.ROOT));
                case UPPERCASE -> set(labels, rule.targetLabel, value.toUpperCase(Locale.ROOT));
                case LABELMAP -> map(labels);
                case LABELDROP -> labels.keySet().removeIf(name -> pattern.matcher(name).find());
                case LABELKEEP -> labels.keySet().removeIf(name -> !pattern.matcher(name).find());
            }
            return true;
        }

        private static void set(Map<String, String> labels, String name, String value) {
            if (value.isEmpty()) {
                labels.remove(name);
            } else {
                labels.put(name, value);
            }
        }

        private void replace(String value, Map<String, String> labels) {
            Matcher found = pattern.matcher(value);
            if (!found.find()) {
                return;
            }
            String target = expanded(rule.targetLabel, found);
            if (!LABEL.matches(target)) {
                labels.remove(rule.targetLabel);
                return;
            }
            String replaced = expanded(rule.replacement, found);
            if (replaced.isEmpty()) {
                labels.remove(rule.targetLabel);
            } else {
                labels.put(target, replaced);
            }
        }

        private void map(Map<String, String> labels) {
            Map<String, String> mapped = new HashMap<>();
            labels.forEach((name, value) -> {
                Matcher found = pattern.matcher(name);
                if (found.find()) {
                    mapped.put(expanded(rule.replacement, found), value);
                }
            });
            mapped.forEach((name, value) -> {
                if (LABEL.matches(name)) {
                    set(labels, name, value);
                }
            });
        }

        /// The lower 64 bits of the MD5 hash, as Prometheus takes them.
        private static long hash(String value) {
            try {
                byte[] digest = MessageDigest.getInstance("MD5").digest(value.getBytes(StandardCharsets.UTF_8));
                long low = 0;
                for (int i = digest.length - Long.BYTES; i < digest.length; i++) {
                    low = low << Byte.SIZE | digest[i] & 0xff;
                }
                return low;
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has MD5", e);
            }
        }

        /// A template as Go's regexp package expands it: the name after `$` is the longest word that follows, so `$1x` means the group
        /// `1x`, which does not exist. `$$` is a dollar sign, and so is a `$` without a name after it.
        private String expanded(String template, Matcher found) {
            StringBuilder text = new StringBuilder();
            int at = 0;
            while (at < template.length()) {
                char c = template.charAt(at++);
                if (c != '$') {
                    text.append(c);
                } else if (at < template.length() && template.charAt(at) == '$') {
                    text.append('$');
                    at++;
                } else {
                    boolean brace = at < template.length() && template.charAt(at) == '{';
                    int from = at + (brace ? 1 : 0);
                    int to = from;
                    while (to < template.length() && (Character.isLetterOrDigit(template.charAt(to)) || template.charAt(to) == '_')) {
                        to++;
                    }
                    if (to == from || brace && (to == template.length() || template.charAt(to) != '}')) {
                        text.append('$');
                    } else {
                        text.append(group(template.substring(from, to), found));
                        at = to + (brace ? 1 : 0);
                    }
                }
            }
            return text.toString();
        }

        private String group(String name, Matcher found) {
            Integer index = name.matches("0|[1-9]\\d{0,7}") ? Integer.valueOf(name) : pattern.namedGroups().get(name);
            String caught = index == null || index > found.groupCount() ? null : found.group(index);
            return Objects.requireNonNullElse(caught, "");
        }
    }
}
