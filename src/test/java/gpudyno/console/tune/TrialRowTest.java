package gpudyno.console.tune;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.console.chart.ScatterChart;
import gpudyno.console.chart.ScatterChart.Mark;
import gpudyno.model.knob.Configuration;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionReport.Phase;
import gpudyno.model.tune.Trial;
import gpudyno.model.tune.Trial.Purpose;
import gpudyno.model.tune.Trial.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrialRowTest {
    private static final SessionReport REPORT = new ScriptedSession().reach(Phase.FINISHED, 28).sessions().report(17).orElseThrow();

    private static SessionReport with(List<Trial> trials) {
        return REPORT.withTrials(trials);
    }

    private static Trial trial(int number, Configuration config, Status status) {
        return new Trial(number, Purpose.SEARCH, config, status, "", Map.of("throughput.rps", 100.0 + number, "latency.p95.ms", 90.0),
                Instant.now(), 6);
    }

    @Test
    void theBestIsRingedThoughItsTrialNamesOnlyTheKnobsThatWereSearched() {
        Configuration searched = Configuration.of(Map.of("serve.batch.maxSize", 16, "serve.batch.maxDelay", 2L, "cache.enabled", true));
        List<TrialRow> rows = TrialRow.of(with(List.of(trial(1, searched, Status.FEASIBLE))));
        assertThat(rows).extracting(TrialRow::kind).containsExactly(TrialRow.Kind.BEST);
    }

    @Test
    void howeverOftenStockAndTheBestWereMeasuredEachIsMarkedOnceAtTheFiguresOfTheTable() {
        Configuration stock = java.util.Objects.requireNonNull(REPORT.baseline()).knobs();
        Configuration best = java.util.Objects.requireNonNull(REPORT.best()).knobs();
        List<Trial> trials = new ArrayList<>();
        for (int i = 1; i <= 6; i++) {
            trials.add(trial(i, i % 2 == 0 ? stock : best, Status.FEASIBLE));
        }
        SessionReport report = with(trials);
        List<ScatterChart.Point> points = TrialRow.points(TrialRow.of(report), Optional.of(report));
        assertThat(points).extracting(ScatterChart.Point::mark).containsExactly(Mark.BASELINE, Mark.BEST);
        assertThat(points.getLast().y()).isEqualTo(38.2);
    }

    @Test
    void whatAPersonStoppedIsNotCalledPruned() {
        Configuration other = Configuration.of(Map.of("serve.batch.maxSize", 32L));
        TrialRow row = TrialRow.of(with(List.of(trial(1, other, Status.STOPPED)))).getFirst();
        assertThat(row.kind()).isEqualTo(TrialRow.Kind.STOPPED);
    }

    @Test
    void aHeldRateWhoseUpperEndWasNotFoundSaysSo() {
        ComparisonRow row = new ComparisonRow("Held rate", ComparisonRow.HELD_RATE, "req/s", 118, 171, 185,
                Optional.of(List.of(185.0, 124_945.0)));
        assertThat(row.bestWords() + ", " + row.spread()).isEqualTo("≥ 185, upper bound not found");
        ComparisonRow found = new ComparisonRow("p95", "latency.p95.ms", "ms", 40, 30, 20.6, Optional.of(List.of(6.6, 34.6)));
        assertThat(found.bestWords() + " " + found.spread()).isEqualTo("21 ± 14");
    }
}
