package gpudyno.console.kit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertWordsTest {
    @ParameterizedTest
    @CsvSource(value = {"burn(99.0, \"259200s\") = 1.11|3-day error budget burns 1.11 × too fast",
        "burn(99.0, \"1h\") = 22.1|1-hour error budget burns 22.1 × too fast",
        "bench: burn(99.9, \"5m\") = 0.5, errors.percent = 7|bench: 5-minute error budget burns at 0.5 × of what is allowed, errors.percent = 7",
        "memory.percent = 88.2|memory.percent = 88.2"}, delimiter = '|')
    void aBurningBudgetIsSaidAsASentence(String figures, String words) {
        assertThat(AlertWords.cause(figures)).isEqualTo(words);
    }
}
