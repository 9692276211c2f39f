package gpudyno.load;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Common prefixes of prompts, as with system prompts and documents: a number of different ones, each equally likely.
///
/// @param tokens of each; 0 for none
public record SharedPrefixes(int tokens, int count) {
    public static final SharedPrefixes NONE = new SharedPrefixes(0, 1);
    private static final Pattern TEXT = Pattern.compile("(\\d{1,6})(?:,(\\d{1,5}))?");

    public SharedPrefixes {
        if (tokens < 0 || tokens > LengthDistribution.MOST || count < 1 || count > 10_000) {
            throw new IllegalArgumentException(
                    "a shared prefix has up to " + LengthDistribution.MOST + " tokens, and there are 1 to 10000 of them");
        }
    }

    /// Reads `1024` (one prefix) or `1024,8`.
    public static SharedPrefixes parse(String text) {
        Matcher match = TEXT.matcher(text.strip());
        if (!match.matches()) {
            throw new IllegalArgumentException("'" + text + "': tokens, or tokens and how many prefixes, such as 1024,8");
        }
        return new SharedPrefixes(Integer.parseInt(match.group(1)), match.group(2) == null ? 1 : Integer.parseInt(match.group(2)));
    }

    Supplier<String> drawn(long seed, Vocabulary vocabulary) {
        if (tokens == 0) {
            return () -> "";
        }
        SplittableRandom random = new SplittableRandom(seed);
        List<String> all = IntStream.range(0, count).mapToObj(i -> vocabulary.text(tokens, seed + i)).toList();
        return () -> all.get(random.nextInt(count));
    }
}
