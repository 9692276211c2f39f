package gpudyno.model.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class KeyGlobTest {
    @Test
    void matchesAsARegularExpressionDoes() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            String pattern = letters(random, "ab*?[", 8);
            String key = letters(random, "ab[", 8);
            String regex = pattern.replace("[", "\\[").replace("*", ".*").replace("?", ".");
            assertThat(new KeyGlob(pattern).matches(key)).as(pattern + " on " + key).isEqualTo(Pattern.matches(regex, key));
        }
    }

    private static String letters(Random random, String of, int most) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(most + 1);
        for (int i = 0; i < length; i++) {
            text.append(of.charAt(random.nextInt(of.length())));
        }
        return text.toString();
    }

    @Test
    void manyWildcardsTakeNoExponentialTime() {
        KeyGlob hostile = new KeyGlob("*a".repeat(2000) + "b");
        Assertions.assertTimeout(Duration.ofSeconds(2), () -> assertThat(hostile.matches("a".repeat(10_000))).isFalse());
    }
}
