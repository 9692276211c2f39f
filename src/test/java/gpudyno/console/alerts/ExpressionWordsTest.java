package gpudyno.console.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.console.kit.Suggestions.Suggestion;
import gpudyno.expression.Operand;
import gpudyno.model.meter.Meter;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpressionWordsTest {
    private final ExpressionWords words = new ExpressionWords(() -> List.of(Meter.distribution("latency.queue", "ms", "Wait"),
            Meter.counter("cache.hits", "1", "Hits"), Meter.gauge("queue.depth", "1", "Waiting")));

    /// At the end of a text.
    private List<String> offered(String text) {
        return words.at(text, text.length(), false).stream().map(Suggestion::text).toList();
    }

    @Test
    void everyFunctionOfConditionsIsOfferedAndNoOther() {
        assertThat(ExpressionWords.functionNames()).containsExactlyInAnyOrderElementsOf(Arrays.stream(Operand.Aggregate.values())
                .filter(one -> one != Operand.Aggregate.SERIES).map(Operand.Aggregate::label).toList());
    }

    @Test
    void aBeginningOffersFunctionsFiguresAndMeters() {
        assertThat(offered("p9")).startsWith("p95(", "p99(", "p90(");
        assertThat(offered("memory.percent > 80 && errors.p")).containsExactly("errors.percent");
        assertThat(offered("que")).as("a distribution by its name is no figure").containsExactly("queue.depth", "p95(latency.queue)");
    }

    @Test
    void aFunctionOffersTheMetersItTakes() {
        assertThat(offered("p95(")).containsExactly("latency.queue)");
        assertThat(offered("sum(")).containsExactlyInAnyOrder("cache.hits)", "queue.depth)");
        assertThat(offered("burn(")).first().isEqualTo("99.0, \"1h\")");
    }

    @Test
    void nothingIsOfferedInNumbersWindowsAndWhereNothingIsBegun() {
        assertThat(offered("queue.depth > 50")).isEmpty();
        assertThat(offered("burn(99.0, \"1")).isEmpty();
        assertThat(offered("queue.depth > ")).isEmpty();
        assertThat(words.at("", 0, true)).as("asked for by key").isNotEmpty();
    }
}
