package gpudyno.model.tune;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.model.cost.CostBasis;
import gpudyno.model.cost.EnergySource;
import gpudyno.model.knob.Configuration;
import gpudyno.model.load.Workload;
import gpudyno.model.tune.SessionReport.Column;
import gpudyno.model.tune.SessionReport.Completion;
import gpudyno.model.tune.SessionReport.Completions;
import gpudyno.model.tune.SessionReport.Phase;
import gpudyno.model.tune.SessionReport.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionReportBuilderTest {
    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

    @Test
    void aChangedReportKeepsEveryOtherPart() {
        SessionReport report = full();
        assertThat(report.toBuilder().build()).isEqualTo(report);
        assertThat(report).hasNoNullFieldsOrProperties();
        assertThat(report.toBuilder().message("other").build()).usingRecursiveComparison().ignoringFields("message").isEqualTo(report);
    }

    @Test
    void aCutOffSessionKeepsItsBestOnlyWithAVerdict() {
        assertThat(full().rolledBack("Cut off.", NOON).best()).isEqualTo(column(32));
        SessionReport unverified = full().toBuilder().verdict(null).build().rolledBack("Cut off.", NOON);
        assertThat(unverified.best()).isNull();
        assertThat(unverified.bestCacheOff()).isNull();
        assertThat(unverified.baseline()).isEqualTo(column(4));
        assertThat(unverified.applied()).isFalse();
    }

    private static SessionReport full() {
        SessionRequest request = new SessionRequest("option-2", Duration.ofMinutes(5), new Workload(50, 1.1, 3), 1, true);
        return SessionReport.builder(7, "option-2", NOON).request(request).phase(Phase.FINISHED, "Better, verified.").progress(1)
                .ended(NOON.plusSeconds(300)).offered(125).baseline(column(4)).bestCacheOff(column(16)).best(column(32))
                .completion(new Completions(new Completion(3, 5, List.of("a")), new Completion(5, 5, List.of()))).verdict(Verdict.BETTER)
                .applied(true)
                .trials(List.of(new Trial(1, Trial.Purpose.SEARCH, Configuration.EMPTY, Trial.Status.FEASIBLE, "", Map.of(), NOON, 2)))
                .generator(Map.of("cpu.percent", 12.0)).warmup(Map.of("draws", 2000.0)).notes(List.of("a note"))
                .cost(new CostBasis("USD", 2.5, 0.2, 300.0, EnergySource.DECLARED, "declared"))
                .explanation(new Explanation("Converged.", Explanation.Basis.MEASURED, List.of(), "", List.of())).build();
    }

    private static Column column(long batch) {
        return new Column(Configuration.of(Map.of("serve.batch.maxSize", batch)), 100.0, List.of(90.0, 110.0), Map.of(), Map.of());
    }
}
