package gpudyno.console.kit;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a rule found, said as a sentence where its expression is one people do not speak.
public final class AlertWords {
    /// `burn(99.0, "259200s") = 1.11`: the objective in percent, the window, how many times as fast as allowed the budget goes.
    private static final Pattern BURN = Pattern.compile("burn\\((\\d+(?:\\.\\d+)?), \"(\\d+)([smhd])\"\\) = (\\d+(?:\\.\\d+)?)");

    private AlertWords() {
    }

    /// The figures that made an alert fire, for people.
    public static String cause(String figures) {
        Matcher burn = BURN.matcher(figures);
        return burn.replaceAll(AlertWords::burn);
    }

    private static String burn(MatchResult found) {
        double rate = Double.parseDouble(found.group(4));
        String budget = window(Long.parseLong(found.group(2)), found.group(3)) + " error budget";
        return Matcher.quoteReplacement(rate > 1
                ? budget + " burns " + Formats.number(rate) + " × too fast"
                : budget + " burns at " + Formats.number(rate) + " × of what is allowed");
    }

    /// `259200`, `s` is `3-day`.
    private static String window(long count, String unit) {
        long seconds = count * switch (unit) {
            case "m" -> 60;
            case "h" -> 3600;
            case "d" -> 86_400;
            default -> 1;
        };
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "-day";
        }
        if (seconds % 3600 == 0) {
            return seconds / 3600 + "-hour";
        }
        return seconds % 60 == 0 ? seconds / 60 + "-minute" : seconds + "-second";
    }
}
