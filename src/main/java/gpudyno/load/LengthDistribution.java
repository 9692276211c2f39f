package gpudyno.load;

import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How many tokens prompts or answers have. Draws are rounded and kept from 1 to [#MOST].
///
/// @param mean tokens
/// @param deviation standard deviation of the draws, tokens
public record LengthDistribution(Kind kind, double mean, double deviation) {
    /// Tokens.
    public static final int MOST = 200_000;
    private static final Pattern TEXT = Pattern.compile("(?:(fixed|normal|lognormal):)?(\\d+(?:\\.\\d+)?)(?:,(\\d+(?:\\.\\d+)?))?");

    public enum Kind {
        FIXED,
        NORMAL,
        LOGNORMAL
    }

    public LengthDistribution {
        if (!(mean >= 1 && mean <= MOST)) {
            throw new IllegalArgumentException("a mean length lies from 1 to " + MOST + " tokens, got " + mean);
        }
        if (!(deviation >= 0 && deviation <= 10.0 * MOST)) {
            throw new IllegalArgumentException("a standard deviation lies from 0 to " + 10 * MOST + " tokens, got " + deviation);
        }
    }

    public static LengthDistribution fixed(int tokens) {
        return new LengthDistribution(Kind.FIXED, tokens, 0);
    }

    /// Reads `512`, `fixed:512`, `normal:512,100` or `lognormal:512,300`: mean and standard deviation.
    public static LengthDistribution parse(String text) {
        Matcher match = TEXT.matcher(text.strip());
        Kind kind = !match.matches() || match.group(1) == null
                ? Kind.FIXED
                : Kind.valueOf(match.group(1).toUpperCase(java.util.Locale.ROOT));
        if (!match.matches() || (kind == Kind.FIXED) != (match.group(3) == null)) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a length; write 512, normal:512,100 or lognormal:512,300 (mean and standard deviation)");
        }
        return new LengthDistribution(kind, Double.parseDouble(match.group(2)),
                match.group(3) == null ? 0 : Double.parseDouble(match.group(3)));
    }

    int draw(SplittableRandom random) {
        double drawn = switch (kind) {
            case FIXED -> mean;
            case NORMAL -> mean + deviation * random.nextGaussian();
            case LOGNORMAL -> {
                double variance = Math.log1p(deviation * deviation / (mean * mean));
                yield Math.exp(Math.log(mean) - variance / 2 + Math.sqrt(variance) * random.nextGaussian());
            }
        };
        return Math.clamp(Math.round(drawn), 1, MOST);
    }
}
