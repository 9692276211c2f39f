package gpudyno.console.load;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.console.kit.Status;
import gpudyno.console.load.Findings.Finding;
import gpudyno.model.load.Run;
import gpudyno.model.load.RunReport;
import gpudyno.model.load.SloVerdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PercentilesTest {
    @ParameterizedTest
    @CsvSource({"99.99,1494,false", "99.99,99999,false", "99.99,100000,true", "99.9,1494,false", "99.9,10000,true", "99,1494,true",
        "99,999,false", "99,1000,true", "95,199,false", "50,20,true", "100,1000000,false"})
    void aPercentileNeedsTenAnswersBeyondIt(double percentile, long answers, boolean known) {
        assertThat(Percentiles.isKnown(percentile, answers)).isEqualTo(known);
    }

    @Test
    void aBoundNothingWasMeasuredForIsNeitherMetNorMissed() {
        Run run = new ScriptedLoad(3).runs().run(3).orElseThrow();
        RunReport report = java.util.Objects.requireNonNull(run.report())
                .withVerdicts(List.of(new SloVerdict("p95", 500, null, false)));
        assertThat(Findings.of(report)).filteredOn(finding -> finding.words().startsWith("p95")).extracting(Finding::status)
                .containsOnly(Status.NEUTRAL);
    }
}
