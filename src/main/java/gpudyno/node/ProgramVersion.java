package gpudyno.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A version of GPU Dyno, such as `0.3.1`.
///
/// @param text as it was told
public record ProgramVersion(String text) implements Comparable<ProgramVersion> {
    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,6})(?:\\.(\\d{1,6}))?(?:\\.(\\d{1,6}))?.*");

    /// That of this build; `unknown` where the build does not know it.
    public static ProgramVersion own() {
        Properties properties = new Properties();
        try (InputStream stream = ProgramVersion.class.getResourceAsStream("/gpudyno/version.properties")) {
            if (stream != null) {
                properties.load(stream);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ProgramVersion(properties.getProperty("version", "unknown"));
    }

    /// By major, minor and patch number. A version without numbers is neither older nor newer than another.
    @Override
    public int compareTo(ProgramVersion other) {
        Matcher mine = NUMBERS.matcher(text);
        Matcher others = NUMBERS.matcher(other.text);
        return mine.matches() && others.matches() ? Arrays.compare(numbers(mine), numbers(others)) : 0;
    }

    private static int[] numbers(Matcher matched) {
        int[] numbers = new int[3];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = matched.group(i + 1) == null ? 0 : Integer.parseInt(matched.group(i + 1));
        }
        return numbers;
    }
}
