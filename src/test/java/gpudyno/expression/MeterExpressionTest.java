package gpudyno.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpudyno.expression.Operand.Aggregate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
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
        "forecast(\"memory.percent\", \"7m\") > 1.0 | 1m, 5m, 15m, 30m, 1h, 2h",
        "forecast(\"memory.percent\") > 1.0 | how far ahead",
        "forecast(\"no meter\", \"30m\") > 1.0 | takes a meter",
        "nosuch(a.b) > 1.0                   | nosuch", "[1,2].exists(x, x > a.b)            | exists",
        "a.b && true                         | column"})
    void whatIsWrongIsSaidWithItsPlace(String source, String named) {
        assertThatThrownBy(() -> MeterExpression.condition(source.replace('\'', '"'))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named);
    }

    /// Random well-typed expressions over three figures, zeros and infinities on the way included.
    @Test
    void whatIsNotInterpretedIsTheSameAsWhatCelMakesOfIt() {
        Random random = new Random(1);
        int truths = 0;
        for (int i = 0; i < 1500; i++) {
            String source = truth(random, 3);
            MeterExpression condition = MeterExpression.condition(source);
            MeterExpression figure = MeterExpression.figure(figure(random, 3));
            assertThat(condition.isInterpreted()).as(source).isFalse();
            for (int j = 0; j < 5; j++) {
                double[] some = random.doubles(3, -3, 3).map(value -> Math.abs(value) < 1 ? 0 : Math.rint(value)).toArray();
                assertThat(condition.isTrue(some)).as("%s of %s", source, Arrays.toString(some)).isEqualTo(condition.interpret(some));
                assertThat(figure.value(some)).as("%s of %s", figure.source(), Arrays.toString(some)).isEqualTo(figure.interpret(some));
                truths += condition.isTrue(some) ? 1 : 0;
            }
        }
        assertThat(truths).isBetween(1500, 6000);
    }

    private static String truth(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 2 : 6)) {
            case 0 -> figure(random, depth) + List.of(" < ", " <= ", " > ", " >= ", " == ", " != ").get(random.nextInt(6))
                    + figure(random, depth);
            case 1 -> (random.nextInt(7) - 3) + List.of(" < ", " <= ", " > ", " >= ").get(random.nextInt(4))
                    + List.of("a.b", "max(c.d)", "e.f.g").get(random.nextInt(3));
            case 2 -> "(" + truth(random, depth - 1) + " && " + truth(random, depth - 1) + ")";
            case 3 -> "(" + truth(random, depth - 1) + " || " + truth(random, depth - 1) + ")";
            case 4 -> "!(" + truth(random, depth - 1) + ")";
            default -> "(" + truth(random, depth - 1) + " ? " + truth(random, depth - 1) + " : " + truth(random, depth - 1) + ")";
        };
    }

    private static String figure(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 4 : 10)) {
            case 0 -> "a.b";
            case 1 -> "max(c.d)";
            case 2 -> "e.f.g";
            case 3 -> String.valueOf(random.nextInt(5) - 2.0);
            case 4 -> "-" + "(" + figure(random, depth - 1) + ")";
            case 5 -> "(" + truth(random, depth - 1) + " ? " + figure(random, depth - 1) + " : " + figure(random, depth - 1) + ")";
            default -> "(" + figure(random, depth - 1) + List.of(" + ", " - ", " * ", " / ").get(random.nextInt(4))
                    + figure(random, depth - 1) + ")";
        };
    }

    /// Here CEL-Java strays from CEL's definition, and rules do not.
    @Test
    void noAnswerIsNeitherAboveNorBelowAWholeNumber() {
        for (String source : List.of("a.b / e.f > 5", "a.b / e.f < 5", "5 < a.b / e.f", "a.b / e.f >= 5.0")) {
            assertThat(MeterExpression.condition(source).isTrue(new double[]{0, 0})).as(source).isFalse();
        }
        assertThat(MeterExpression.condition("0 <= -(a.b)").isTrue(new double[]{0})).isTrue();
        assertThat(MeterExpression.condition("a.b > 9007199254740993").isInterpreted()).isTrue();
    }

    @Test
    void whatIsMoreThanArithmeticIsLeftToCel() {
        MeterExpression listed = MeterExpression.condition("a.b in [1.0, 2.0]");
        assertThat(listed.isInterpreted()).isTrue();
        assertThat(listed.isTrue(new double[]{2})).isTrue();
        // Whole numbers divide to whole numbers.
        assertThat(MeterExpression.condition("a.b > double(5 / 2)").isTrue(new double[]{2.2})).isTrue();
        assertThat(MeterExpression.condition("5 / 2 == 2 && a.b > 1.0").isTrue(new double[]{2})).isTrue();
    }

    @Test
    void aHugeOrDeepExpressionIsRefused() {
        assertThatThrownBy(() -> MeterExpression.condition("(".repeat(300) + "true" + ")".repeat(300)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MeterExpression.condition("true || ".repeat(1000) + "true")).isInstanceOf(IllegalArgumentException.class);
    }
}
