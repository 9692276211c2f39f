package gpudyno.report;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.model.cost.CostBasis;
import gpudyno.model.cost.EnergySource;
import gpudyno.model.knob.Configuration;
import gpudyno.model.tune.Explanation;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionReport.Column;
import gpudyno.model.tune.SessionReport.Completion;
import gpudyno.model.tune.SessionReport.Completions;
import gpudyno.model.tune.SessionReport.Phase;
import gpudyno.model.tune.SessionReport.Verdict;
import gpudyno.model.tune.Trial;
import gpudyno.store.Json;
import java.io.StringReader;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class SessionPageTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Explanation EXPLANATION = new Explanation("The search used its share of the budget.", Explanation.Basis.ESTIMATED,
            List.of(new Explanation.Share("cache.enabled", 1)), "memory.percent binds", List.of("<b>try</b> more"));

    static SessionReport report(Phase phase, String message) {
        Configuration stock = Configuration.of(Map.of("cache.enabled", false, "serve.batch.maxSize", 1L));
        Configuration tuned = Configuration.of(Map.of("cache.enabled", true, "serve.batch.maxSize", 16L));
        Column baseline = new Column(stock, 250.0, List.of(240.0, 262.0),
                Map.of("latency.p95.ms", 900.0, "throughput.rps", 260.0, "errors.percent", 0.0, "memory.percent", 31.0), Map.of());
        Column best = new Column(tuned, 1800.0, List.of(1650.0, 1930.0),
                Map.of("latency.p95.ms", 21.5, "throughput.rps", 312.0, "errors.percent", 0.0, "memory.percent", 33.0, "cache.hit.percent",
                        91.0),
                Map.of("latency.p95.ms", List.of(20.1, 22.8)));
        List<Trial> trials = List.of(
                new Trial(1, Trial.Purpose.SEARCH, tuned, Trial.Status.FEASIBLE, "",
                        Map.of("latency.p95.ms", 25.0, "throughput.rps", 310.0), NOON, 4),
                new Trial(2, Trial.Purpose.SEARCH, stock, Trial.Status.INFEASIBLE, "latency.p95.ms",
                        Map.of("latency.p95.ms", 1200.0, "throughput.rps", 255.0), NOON, 4),
                new Trial(3, Trial.Purpose.SEARCH, stock, Trial.Status.FAILED, "<script>alert('1')</script>", Map.of(), NOON, 1));
        return SessionReport.builder(7, "option-2", NOON).phase(phase, message).progress(1).ended(NOON.plusSeconds(300)).offered(312.5)
                .baseline(baseline).best(best)
                .completion(new Completions(new Completion(2, 5, List.of("cache.hit.percent", "latency.p95.ms")),
                        new Completion(5, 5, List.of())))
                .verdict(Verdict.BETTER).applied(true).trials(trials).generator(Map.of("cpu.percent", 12.0))
                .warmup(Map.of("draws", 20_000.0)).notes(List.of("a note")).explanation(EXPLANATION).build();
    }

    /// The same, of a node that knows its price and its power.
    static SessionReport priced() {
        SessionReport report = report(Phase.FINISHED, "Better, verified.");
        return report.toBuilder().cost(new CostBasis("CHF", 2.5, null, null, EnergySource.COUNTER, "declared"))
                .baseline(costing(report.baseline(), 0.00267, 3.6, null))
                .best(costing(report.best(), 0.00223, 0.512, List.of(0.0022, 0.00226)))
                .build();
    }

    private static Column costing(@Nullable Column column, double cost, double energy, @Nullable List<Double> interval) {
        Column of = Objects.requireNonNull(column);
        Map<String, Double> meters = new HashMap<>(of.meters());
        meters.put("cost.per.1k", cost);
        meters.put("energy.per.1k.wh", energy);
        Map<String, List<Double>> intervals = new HashMap<>(of.intervals());
        if (interval != null) {
            intervals.put("cost.per.1k", interval);
        }
        return new Column(of.knobs(), of.heldRate(), of.heldRateInterval(), meters, intervals);
    }

    @Test
    void costIsARowOfEveryForm() {
        assertThat(SessionPage.of(priced())).contains("<td>Cost per 1k</td><td>0.00267 CHF</td><td>–</td>")
                .contains("0.00220 to 0.00226").contains("<td>Energy per 1k</td><td>3.600 Wh</td>");
        assertThat(SessionMarkdown.of(priced())).contains("| Cost per 1k, CHF | 0.00267 | – | 0.00223 | 0.00220 to 0.00226 |");
        assertThat(SessionTable.of(priced()).lines())
                .anyMatch(line -> line.matches("Cost per 1k +0.00267 CHF +- +0.00223 CHF  \\[0.00220, 0.00226] +"))
                .anyMatch(line -> line.matches("Energy per 1k +3.600 Wh +- +0.512 Wh +"));
        assertThat(new SessionSummary(priced(), null).text()).contains("0.00267 CHF").contains("by the prices that the node had")
                .doesNotContain("No price was given");
        assertThat(Json.pretty(priced())).contains("\"currency\" : \"CHF\"").contains("\"cost.per.1k\" : 0.00223")
                .contains("\"energy.per.1k.wh\" : 0.512");
        assertThat(Json.read(Json.write(priced()), SessionReport.class)).isEqualTo(priced());
    }

    @Test
    void withoutPriceAndPowerThereIsNoSuchRow() {
        SessionReport none = report(Phase.FINISHED, "done");
        assertThat(SessionPage.of(none) + SessionMarkdown.of(none) + SessionTable.of(none) + new SessionSummary(none, null).text())
                .doesNotContain("per 1k");
        assertThat(Json.write(none)).doesNotContain("currency");
    }

    @Test
    void textFromAnywhereIsNeverMarkup() {
        String page = SessionPage.of(report(Phase.FINISHED, "\"><img src=x onerror=alert(1)>"));
        assertThat(page).doesNotContain("<script").doesNotContain("<img");
        assertThat(page).contains("&lt;script&gt;alert(&#39;1&#39;)");
    }

    @Test
    void needsNothingFromElsewhere() {
        assertThat(SessionPage.of(report(Phase.FINISHED, "done"))).doesNotContain("http:").doesNotContain("https:").doesNotContain("url(")
                .doesNotContain("@import");
    }

    @Test
    void chartsAreWellFormedAndShowEveryMeasuredTrial() throws Exception {
        String page = SessionPage.of(report(Phase.FINISHED, "done"));
        assertThat(page.split("<svg", -1)).hasSize(3);
        for (int from = page.indexOf("<svg"); from >= 0; from = page.indexOf("<svg", from + 1)) {
            String svg = page.substring(from, page.indexOf("</svg>", from) + 6);
            assertThat(DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)))).isNotNull();
        }
        assertThat(page).contains("#1 feasible").contains("#2 infeasible").doesNotContain("NaN");
    }

    @Test
    void showsTheTableAgainstTheTargets() {
        assertThat(SessionPage.of(report(Phase.FINISHED, "done"))).contains("1,800 req/s").contains("1,650 to 1,930").contains("≤ 500 ms")
                .contains("✓ met")
                .contains("<td class=\"bad\">900.0 ms</td>").contains("2 of 5").contains("misses cache.hit.percent, latency.p95.ms");
    }

    @Test
    void anEndedButUnfinishedSessionIsMarkedPartial() {
        assertThat(SessionPage.of(report(Phase.STOPPED, "Stopped"))).contains("stopped, partial");
    }
}
