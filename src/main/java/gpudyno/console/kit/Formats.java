package gpudyno.console.kit;

import gpudyno.model.target.Target;
import gpudyno.model.tune.SessionReport;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// Numbers as people read them: a unit after a space, a real minus, and never more digits than the number is worth.
public final class Formats {
    private static final String MINUS = "\u2212";
    private static final String[] BYTES = {"B", "KiB", "MiB", "GiB", "TiB"};
    /// What stands for a number that is not known.
    public static final String NONE = "\u2013";

    private Formats() {
    }

    /// A number and its unit apart, for where they are drawn in two sizes.
    public record Quantity(String number, String unit) {
        @Override
        public String toString() {
            return unit.isEmpty() || number.equals(NONE) ? number : number + " " + unit;
        }
    }

    /// For tiles: two digits that matter, no decimals from 10 up. `71`, `212`, `0.3`, `1,785`.
    public static String glance(double value) {
        return significant(value, 2);
    }

    /// For tables: three digits that matter. `63.8`, `212`, `0.31`.
    public static String number(double value) {
        return significant(value, 3);
    }

    /// With fixed decimals, for columns.
    public static String number(double value, int decimals) {
        if (Double.isNaN(value)) {
            return NONE;
        }
        DecimalFormat format = new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT));
        format.setMinimumFractionDigits(decimals);
        format.setMaximumFractionDigits(decimals);
        String text = format.format(Math.abs(value));
        boolean zero = text.chars().noneMatch(c -> c >= '1' && c <= '9');
        return value < 0 && !zero ? MINUS + text : text;
    }

    /// To be typed again: all digits, nothing grouped. `1500`, `0.05`.
    public static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    /// A whole count with thousands marked.
    public static String count(long value) {
        return number((double) value, 0);
    }

    /// As many decimals as a value known to ± `halfWidth` is worth: the last digit shown is the first of the uncertainty.
    public static String within(double value, double halfWidth) {
        if (!(halfWidth > 0)) {
            return number(value);
        }
        int decimals = Math.clamp((int) -Math.floor(Math.log10(halfWidth)), 0, 3);
        return number(value, decimals);
    }

    /// `117 – 145`.
    public static String interval(double low, double high) {
        double halfWidth = (high - low) / 2;
        return within(low, halfWidth) + " \u2013 " + within(high, halfWidth);
    }

    /// A share of requests, in percent, the same wherever it is shown: `0`, `0.31`, `12.5`.
    public static String percent(double percent) {
        return percent > 0 && percent < 0.001 ? "< 0.001" : number(percent);
    }

    /// A held rate with its interval as people read it: `642 ± 31`; where an end of it was not found, the other alone with a word on it.
    ///
    /// @param interval low and high, see [SessionReport#isFound]
    public static String measured(double value, List<Double> interval) {
        if (Double.isNaN(value) || interval.isEmpty()) {
            return number(value);
        }
        return SessionReport.isFound(value, interval)
                ? within(value, halfWidth(interval)) + " \u00b1 " + spread(halfWidth(interval))
                : "\u2265 " + number(Math.min(value, interval.getFirst())) + ", upper bound not found";
    }

    /// Half of an interval, with as many digits as [#within] gives its value.
    public static String spread(double halfWidth) {
        return within(halfWidth, halfWidth);
    }

    public static double halfWidth(List<Double> interval) {
        return (interval.get(1) - interval.get(0)) / 2;
    }

    /// A value of a meter, scaled to a readable unit: bytes to MiB and GiB, long milliseconds to seconds.
    public static Quantity quantity(double value, String unit) {
        if (unit.equals("bytes")) {
            return bytes(value);
        }
        return unit.equals("ms") && Math.abs(value) >= 10_000
                ? new Quantity(number(value / 1000), "s")
                : new Quantity(glance(value), shortUnit(unit));
    }

    /// The sign people know for a meter's unit: `percent` is `%`, a plain count none.
    public static String shortUnit(String unit) {
        return switch (unit) {
            case "percent" -> "%";
            case "1" -> "";
            case "celsius" -> "°C";
            case "watts" -> "W";
            case "joules" -> "J";
            case "us" -> "µs";
            case "1/s", "rps", "requests/s" -> "req/s";
            default -> unit;
        };
    }

    public static Quantity bytes(double bytes) {
        if (Double.isNaN(bytes)) {
            return new Quantity(NONE, "");
        }
        int scale = 0;
        double value = bytes;
        // 1000, not 1024: a number never takes four digits before its unit changes.
        while (Math.abs(value) >= 1000 && scale < BYTES.length - 1) {
            value /= 1024;
            scale++;
        }
        return new Quantity(scale == 0 ? number(value, 0) : number(value), BYTES[scale]);
    }

    /// `< 75 %`.
    public static String target(Target target, String unit) {
        return target.comparison().sign() + " " + quantity(target.bound(), unit);
    }

    /// How far a value is from its target: `4 pts`, `288 ms`; percentages differ by points.
    public static String margin(double margin, String unit) {
        return unit.equals("percent") || unit.equals("%") ? significant(margin, 2) + " pts" : quantity(margin, unit).toString();
    }

    /// A relative change: `−38 %`, `+4 %`.
    public static String change(double share) {
        String text = number(share * 100, Math.abs(share) < 0.1 ? 1 : 0);
        return (share > 0 && !text.equals("0.0") ? "+" : "") + text + " %";
    }

    /// A clock of elapsed time: `6:12`, `1:02:03`.
    public static String clock(Duration time) {
        long seconds = time.toSeconds();
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    /// A span in words: `14 s`, `5 min`, `2 h 10 min`, `3 d 4 h`.
    public static String span(Duration time) {
        long seconds = time.toSeconds();
        if (seconds < 1) {
            return time.toMillis() + " ms";
        }
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 7200) {
            return seconds / 60 + " min";
        }
        return seconds < 172_800
                ? seconds / 3600 + " h " + seconds / 60 % 60 + " min"
                : seconds / 86_400 + " d " + seconds / 3600 % 24 + " h";
    }

    public static String ago(Duration age) {
        return span(age) + " ago";
    }

    private static String significant(double value, int digits) {
        if (Double.isNaN(value)) {
            return NONE;
        }
        double size = Math.abs(value);
        if (size == 0) {
            return "0";
        }
        int decimals = Math.clamp(digits - 1 - (int) Math.floor(Math.log10(size)), 0, 4);
        String text = number(value, decimals);
        return decimals == 0 ? text : text.replaceFirst("\\.?0+$", "");
    }
}
