package gpudyno.console.kit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertWordsTest {
    @ParameterizedTest
    @CsvSource(value = {"burn(99.0, \"259200s\") = 1.11|3-day error budget burns 1.11 × too fast",
        "burn(99.0, \"1h\") = 22.1|1-hour error budget burns 22.1 × too fast",
        "bench: burn(99.9, \"5m\") = 0.5, errors.percent = 7|bench: 5-minute error budget burns at 0.5 × of what is allowed, error rate is 7 %",
        "memory.percent = 88.2|memory is 88.2 %", "latency.p95.ms = 1320|p95 latency is 1,320 ms",
        "p95(latency.queue) = 61.0|p95 of latency.queue is 61",
        "max(gpu.temperature, \"300s\") = 91|highest gpu.temperature over 5 min is 91",
        "my.gauge = -0.5|my.gauge is −0.5", "Load run 1 started: poisson|Load run 1 started: poisson"}, delimiter = '|')
    void whatARuleFoundIsSaidAsASentence(String figures, String words) {
        assertThat(AlertWords.cause(figures)).isEqualTo(words);
    }
}
