package gpudyno.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"'a'.matches('(((a{1,1000}){1,1000}){1,1000})') | matches",
        "matches('a', '(a*)*b') | matches", "a.b > 1.0 && 'a'.matches('a') | matches", "size('a' + 'b') > 1 | size",
        "timestamp('2020-01-01T00:00:00Z') > timestamp('2020-01-01T00:00:00Z') | timestamp", "string(a.b) == '1' | string",
        "'a' == 'a' | texts", "b'a' == b'a' | constant", "{1: 2}[1] == 2 | not allowed"})
    @Timeout(5)
    void whatHasNoFixedCostIsRefusedByNameBeforeItIsCompiled(String source, String named) {
        assertThatThrownBy(() -> MeterExpression.condition(source)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dtype.matches('(((a{1,1000}){1,1000}){1,1000})')", "size(dtype) > 1 && dtype.matches(dtype)"})
    @Timeout(5)
    void conditionsOverParametersAreBoundedToo(String source) {
        assertThatThrownBy(() -> ParameterCondition.of(source, Map.of("dtype", List.of("fp8", "bf16"))))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("is not allowed");
    }

    @Test
    void conditionsOverParametersMayCompareTexts() {
        ParameterCondition condition = ParameterCondition.of("dtype.startsWith('fp') && !(dtype in ['fp4'])",
                Map.of("dtype", List.of("fp8", "bf16")));
        assertThat(condition.holds(Map.of("dtype", "fp8"))).isTrue();
        assertThat(condition.holds(Map.of("dtype", "bf16"))).isFalse();
    }

    @Test
    void listsAreBounded() {
        String list = IntStream.range(0, 101).mapToObj(i -> i + ".0").collect(Collectors.joining(", "));
        assertThatThrownBy(() -> MeterExpression.condition("a.b in [" + list + "]")).hasMessageContaining("101 elements");
    }

    @Test
    void theLongestExpressionThatIsAllowedIsCompiledAndJudgedInTime() {
        String sum = "a.b > double(5 / 2) || " + "a.b > 0.0 && ".repeat(150) + "a.b > 0.5";
        long begun = System.nanoTime();
        MeterExpression condition = MeterExpression.condition(sum);
        assertThat(condition.isTrue(new double[]{1})).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    }
}
