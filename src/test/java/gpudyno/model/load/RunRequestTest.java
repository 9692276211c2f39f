package gpudyno.model.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunRequestTest {
    private static final RunRequest ITSELF = RunRequest.of(new Scenario.Poisson(5, Duration.ofSeconds(10)), Workload.DEFAULT);

    private static RunTarget target(RunTarget.Api api) {
        return RunTarget.of(URI.create("http://127.0.0.1:8000"), api, "m", 64);
    }

    @ParameterizedTest
    @EnumSource(RunTarget.Api.class)
    void aLanguageModelMayThinkLongerBeforeItsFirstWord(RunTarget.Api api) {
        boolean language = api == RunTarget.Api.CHAT || api == RunTarget.Api.COMPLETIONS;
        RunRequest against = ITSELF.against(target(api));
        assertThat(against.timeout()).isEqualTo(Duration.ofSeconds(language ? 60 : 10));
        assertThat(against.against(null).timeout()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void aTimeoutThatWasChosenStays() {
        Duration chosen = Duration.ofSeconds(3);
        assertThat(ITSELF.within(4, chosen, Duration.ZERO).against(target(RunTarget.Api.CHAT)).timeout()).isEqualTo(chosen);
    }
}
