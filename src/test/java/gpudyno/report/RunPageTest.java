package gpudyno.report;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.model.load.LatencySummary;
import gpudyno.model.load.RunCourse;
import gpudyno.model.load.RunDifference;
import gpudyno.model.load.RunReport;
import gpudyno.model.load.SloVerdict;
import gpudyno.store.Json;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class RunPageTest {
    private static final String HOSTILE = "\"><script>alert('1')</script>";

    private static LatencySummary summary(double p50) {
        return new LatencySummary(p50 * 1.1, p50, p50 * 1.9, p50 * 2.3, p50 * 3.7, p50 * 5.1, p50 * 7.7);
    }

    /// @param p95 of every second, on average
    static RunReport report(String kind, double p95, long seed) {
        Random random = new Random(seed);
        List<RunCourse.Column> columns = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            double value = p95 + random.nextGaussian();
            columns.add(new RunCourse.Column(50, 48, 2, 7, value / 2, value, value * 1.5, List.of(40L, 7L, 1L)));
        }
        RunCourse course = new RunCourse(1, List.of(13.335, 17.783, 23.714), columns,
                List.of(new RunCourse.Point(0, 9.5, 9.25), new RunCourse.Point(50, 13.25, 12.75), new RunCourse.Point(99, 91.5, 22.5),
                        new RunCourse.Point(100, 140.25, 31.5)),
                List.of(new RunCourse.Scraped(kind, List.of(1.0, 2.0), List.of(3.0, 4.0))));
        return new RunReport("poisson", 42, 40, 2, new RunReport.Rate(50.125, 2005), new RunReport.Rate(48.375, 1935), true,
                new RunReport.Lag(0.12, 12.34, 45.67), new RunReport.BothClocks(summary(13.25), summary(12.75)),
                new RunReport.BothClocks(summary(5.5), summary(5.25)), summary(3.125), summary(2.875), null,
                new RunReport.Tokens(12_345, 6_789, 169.7, true), new RunReport.Errors(70, 3.49, Map.of(kind, 41L, "timeout", 29L)),
                new RunReport.Goodput(44.5, 88.78),
                List.of(new SloVerdict("p95", 25, 30.475, false), new SloVerdict("errors", 5, 3.49, true)),
                new RunReport.FoundMax(118.4, List.of(115.2, 121.9), "p95", 125.0, List.of(new RunReport.Probe(125, false, 0.21, "p95"))),
                new RunReport.Steps(List.of(new RunReport.Step(32, 960, 0, summary(7.5))), 32.0, "p95"),
                new RunReport.Findings(new RunReport.Recovery(3.2, "p95"),
                        List.of(new RunReport.Drift("p95", 1.25, List.of(0.5, 2.0), true)),
                        new RunReport.Saturation(17, 49.5), null),
                course, null, 4.2, false);
    }

    /// Every figure of the JSON that is a measurement stands on the page as it is rounded there.
    @Test
    void itsFiguresAreThoseOfTheJson() throws Exception {
        RunReport report = Json.read(Json.pretty(report("status 503", 30, 1)), RunReport.class);
        String page = RunPage.of(report, "127.0.0.1:8000/v1/completions");
        for (LatencySummary latency : Stream.of(report.latency().intended(), report.latency().service(),
                Objects.requireNonNull(report.ttft()).intended(), Objects.requireNonNull(report.ttft()).service(), report.tpot(),
                report.itl())
                .map(Objects::requireNonNull).toList()) {
            for (double value : new double[]{latency.mean(), latency.p50(), latency.p90(), latency.p95(), latency.p99(), latency.p999(),
                latency.max()}) {
                assertThat(page).contains(String.format(Locale.ROOT, "<td>%,.2f</td>", value));
            }
        }
        assertThat(page).contains("50.1 req/s, 2,005 requests", "48.4 req/s, 1,935 correct", "3.49 %, 70 requests",
                "p50 0.12 ms, p99 12.34 ms, max 45.67 ms", "12,345 in, 6,789 out, 169.7 out/s", "Tokens, estimated",
                "44.5 req/s, 88.8 % of requests kept all bounds", "118.4 req/s, 90 %: 115.2 to 121.9", "client limited", "✗ missed",
                "✓ met",
                "3.2 s after the spike", "+1.250 ms an hour, 95 %: +0.500 to +2.000", "from second 17 on, at 49.5 req/s",
                "Breaking point: 32.0 req/s, by p95", "<td>status 503</td><td>41</td><td>2.04 %</td>",
                "<td>timeout</td><td>29</td><td>1.45 %</td>");
    }

    @Test
    void itsHeatMapHasACellForEveryBucketThatHoldsAnswers() {
        String page = RunPage.of(report("status 503", 30, 1), "x");
        assertThat(Pattern.compile("class=\"heat\"").matcher(page).results().count()).isEqualTo(40 * 3);
        assertThat(page).contains("Offered and achieved rate over time", "Latency by percentile on both clocks",
                "Latency from the intended send time, over time");
    }

    @Test
    void textFromAnywhereIsNeverMarkup() {
        String page = RunPage.of(report(HOSTILE, 30, 1), HOSTILE,
                List.of(new RunPage.Compared(HOSTILE, List.of(new RunDifference(HOSTILE, HOSTILE, 1, 2, List.of(), false, false)))));
        assertThat(page).doesNotContain("<script").contains("&lt;script&gt;alert(&#39;1&#39;)");
    }

    @Test
    void needsNothingFromElsewhere() {
        assertThat(RunPage.of(report("status 503", 30, 1), "x")).doesNotContain("http:").doesNotContain("https:").doesNotContain("url(")
                .doesNotContain("@import").doesNotContain("<script").contains("default-src 'none'");
    }

    @Test
    void itsChartsAreWellFormed() throws Exception {
        String page = RunPage.of(report(HOSTILE, 30, 1), "x");
        var svgs = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL).matcher(page).results().toList();
        assertThat(svgs).hasSize(4);
        for (var svg : svgs) {
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg.group())));
        }
        assertThat(page).doesNotContain("NaN").doesNotContain("Infinity");
    }

    @Test
    void aRunWithoutAnswersStillHasAPage() {
        RunReport empty = new RunReport("constant", 1, 5, 0, new RunReport.Rate(10, 50), new RunReport.Rate(0, 0), false,
                new RunReport.Lag(0, 0, 0), new RunReport.BothClocks(null, null), null, null, null, null, null,
                new RunReport.Errors(50, 100, Map.of("connection refused", 50L)), null, List.of(), null, null, null,
                new RunCourse(1, List.of(1.0, 1.3), List.of(new RunCourse.Column(50, 0, 50, 1, null, null, null, List.of(0L, 0L))),
                        List.of(),
                        List.of()),
                null, null, true);
        assertThat(RunPage.of(empty, "x")).contains("interrupted, partial", "connection refused").doesNotContain("NaN");
    }

    @Test
    void twoRunsDifferWhereTheIntervalExcludesZeroAndNowhereElse() {
        List<RunDifference> slower = RunComparison.of(report("x", 30, 1), report("x", 36, 2));
        assertThat(slower).filteredOn(one -> one.figure().equals("p95")).singleElement()
                .matches(one -> one.differs() && !one.better() && one.interval().getFirst() > 4 && one.interval().getLast() < 8);
        assertThat(slower).filteredOn(one -> one.figure().equals("achieved rate")).singleElement().matches(one -> !one.differs());
        assertThat(RunComparison.of(report("x", 30, 1), report("x", 30, 3))).filteredOn(one -> one.figure().equals("p95")).singleElement()
                .matches(one -> one.interval().getFirst() < 0.5 && one.interval().getLast() > -0.5);
        assertThat(RunComparison.text("a.json", "b.json", slower)).contains("B is worse", "They differ in p50, p95, p99.");
        assertThat(RunComparison.settings(report("x", 30, 1), report("x", 30, 3))).isEmpty();
    }
}
