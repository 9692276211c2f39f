package gpudyno.report;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionReport.Phase;
import org.junit.jupiter.api.Test;

class SessionKnobsTest {
    private static final SessionReport REPORT = SessionPageTest.report(Phase.FINISHED, "done");

    @Test
    void theBestIsAFileOfKnobsThatSaysWhereItComesFrom() {
        assertThat(SessionKnobs.yaml(REPORT)).isEqualTo("""
            # Best of session 7, option-2: better
            cache.enabled: true
            serve.batch.maxSize: 16
            """);
    }

    @Test
    void theBestIsACommandLineAndAnEnvironment() {
        assertThat(SessionKnobs.arguments(REPORT)).isEqualTo("--knob cache.enabled=true --knob serve.batch.maxSize=16\n");
        assertThat(SessionKnobs.environment(REPORT)).isEqualTo("GPUDYNO_KNOB_CACHE_ENABLED=true\nGPUDYNO_KNOB_SERVE_BATCH_MAXSIZE=16\n");
    }
}
