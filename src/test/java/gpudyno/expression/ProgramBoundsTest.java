package gpudyno.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramBoundsTest {
    @ParameterizedTest
    @ValueSource(strings = {"(((a{1,1000}){1,1000}){1,1000})", "(a{100}){100}", "a{999}{999}", "((a{2,}){40}){40}", "[ab]{1001}",
        "(?:x|(y{50}z){30})", "(?i)(\\Qa\\E{40}){40}", "([]]{200}){9}", "([^]x{]{200}){9}", "(\\({200}){9}"})
    void countsThatMultiplyAreRefusedBeforeTheyAreCompiled(String regex) {
        assertThatThrownBy(() -> BoundedRegex.compile(regex)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("steps");
        assertThatThrownBy(() -> MeterExpression.condition("'a'.matches(r'" + regex + "')")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("steps");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpu-[0-9]{1,3}", "(a|b)*c+d?", "a{500}", "(a{10}){50}", "a{,5}", "x{", "[{]{3}", "\\{1000\\}\\{1000\\}", ""})
    void whatStaysSmallIsCompiled(String regex) {
        assertThat(BoundedRegex.compile(regex).pattern()).isEqualTo(regex);
    }

    @Test
    void whatIsNoExpressionOrTooLongIsNamed() {
        assertThatThrownBy(() -> BoundedRegex.compile("(")).hasMessageContaining("no regular expression");
        assertThatThrownBy(() -> BoundedRegex.compile("a".repeat(501))).hasMessageContaining("501").hasMessageContaining("500");
        assertThatThrownBy(() -> BoundedRegex.compile("(".repeat(100) + ")".repeat(100))).hasMessageContaining("50 deep");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.b > 1.0 && '1'.matches('a' + 'b')", "matches('a', string(a.b))", "{'a': 1}['a'] == 1"})
    void whatCannotBeMeasuredIsRefused(String program) {
        assertThatThrownBy(() -> MeterExpression.condition(program)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("(?s).*(written out|not allowed).*");
    }

    @Test
    void longProgramsAndChainsAreRefusedWithTheirBound() {
        assertThatThrownBy(() -> MeterExpression.figure("1.0" + "+a.b".repeat(310))).hasMessageContaining("32");
        assertThatThrownBy(() -> MeterExpression.condition("a.b>1.0" + "&&a.b>1.0".repeat(160))).hasMessageContaining("300 operators");
        assertThat(MeterExpression.condition("a.b>1.0" + "&&a.b>1.0".repeat(140)).isTrue(new double[]{2})).isTrue();
        assertThatThrownBy(() -> MeterExpression.condition("a.b in [" + "1.0,".repeat(310) + "1.0]")).hasMessageContaining("300");
        assertThatThrownBy(() -> MeterExpression.condition("-(".repeat(400) + "a.b" + ")".repeat(400) + " > 1.0"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void conditionsOverParametersHaveTheSameBounds() {
        Map<String, List<Object>> parameters = Map.of("name", List.of("a", "b"), "size", List.of(1L, 2L));
        assertThat(ParameterCondition.of("name.matches('[ab]+')", parameters).holds(Map.of("name", "a", "size", 1L))).isTrue();
        for (String bomb : List.of("name.matches('(((a{1,1000}){1,1000}){1,1000})')", "'a'.matches(name)",
                "[1, 2, 3].all(x, [1, 2, 3].all(y, x > y))", "size > 0" + " && size > 0".repeat(170))) {
            assertThatThrownBy(() -> ParameterCondition.of(bomb, parameters)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
