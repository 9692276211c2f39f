package gpudyno.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpudyno.expression.Operand.Aggregate;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeterExpressionTest {
    @Test
    void itAsksForItsFiguresAndJudgesThem() {
        MeterExpression expression = MeterExpression.condition("latency.p95.ms > 500 && rate(serve.arrivals, \"5m\") > 1.0");
        assertThat(expression.operands()).containsExactlyInAnyOrder(Operand.series("latency.p95.ms"),
                new Operand(Aggregate.RATE, "serve.arrivals", Optional.of(Duration.ofMinutes(5)), 0));
        double[] figures = expression.operands().stream().mapToDouble(one -> one.aggregate() == Aggregate.RATE ? 2 : 600).toArray();
        assertThat(expression.isTrue(figures)).isTrue();
        assertThat(expression.isTrue(new double[]{0, 0})).isFalse();
    }

    @Test
    void burnRatesAndArithmeticAreFigures() {
        assertThat(MeterExpression.condition("burn(99.0, \"1h\") > 14.4 && burn(99.0, \"5m\") > 14.4").operands()).hasSize(2)
                .allMatch(one -> one.aggregate() == Aggregate.BURN && one.objective() == 99);
        MeterExpression share = MeterExpression.figure("100.0 * max(a.b) / c.d");
        assertThat(share.operands()).hasSize(2);
        assertThat(share.value(new double[]{5, 5})).isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"a.b >                             | column", "a.b + 1.0                        | bool",
        "max(1.0) > 2.0                     | by its name", "rate(a.b, '5 minutes') > 1.0        | window",
        "burn(100.0, \"1h\") > 1.0 | objective",
        "nosuch(a.b) > 1.0                   | nosuch", "[1,2].exists(x, x > a.b)            | exists",
        "a.b && true                         | column"})
    void whatIsWrongIsSaidWithItsPlace(String source, String named) {
        assertThatThrownBy(() -> MeterExpression.condition(source.replace('\'', '"'))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named);
    }

    @Test
    void aHugeOrDeepExpressionIsRefused() {
        assertThatThrownBy(() -> MeterExpression.condition("(".repeat(300) + "true" + ")".repeat(300)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MeterExpression.condition("true || ".repeat(1000) + "true")).isInstanceOf(IllegalArgumentException.class);
    }
}
