package gpudyno.report;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.model.knob.Configuration;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionReport.Column;
import gpudyno.model.tune.SessionReport.Phase;
import gpudyno.model.tune.Trial;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FiguresTest {
    private static final Column COLUMN = new Column(Configuration.EMPTY, 100.0, null, Map.of("latency.p95.ms", 20.6, "errors.percent", 0.0),
            Map.of("latency.p95.ms", List.of(6.6, 34.6)));
    private static final SessionReport REPORT = SessionReport.builder(1, "option-2", Instant.EPOCH).phase(Phase.FINISHED, "Done.")
            .baseline(COLUMN).best(COLUMN)
            .trials(List
                    .of(new Trial(1, Trial.Purpose.SEARCH, Configuration.EMPTY, Trial.Status.FEASIBLE, "", Map.of("errors.percent", 0.0),
                            Instant.EPOCH, 1)))
            .build();

    @Test
    void aValueHasNoDigitsBelowItsInterval() {
        assertThat(Figures.decimals(List.of(6.6, 34.6), 1)).isZero();
        assertThat(Figures.decimals(List.of(20.1, 20.9), 1)).isEqualTo(1);
        assertThat(Figures.decimals(List.of(0.0, 0.0), 2)).isEqualTo(2);
        assertThat(Figures.decimals(null, 1)).isEqualTo(1);
    }

    @Test
    void everyFormOfAReportRoundsAValueToItsInterval() {
        assertThat(SessionTable.of(REPORT)).contains("21 ms").contains("[7, 35]").doesNotContain("6.6");
        assertThat(SessionMarkdown.of(REPORT)).contains("| 21 | 7 to 35 |");
        assertThat(SessionPage.of(REPORT)).contains("<td>21 ms</td>").contains("7 to 35");
    }

    @Test
    void anErrorRateReadsTheSameEverywhere() {
        assertThat(SessionTable.of(REPORT)).contains("0.00 %");
        assertThat(SessionMarkdown.of(REPORT)).contains("| 0.00 |");
        assertThat(SessionPage.of(REPORT)).contains("<td>0.00 %</td>").contains("<td>0.00</td>").doesNotContain("<td>0.0</td>");
    }
}
