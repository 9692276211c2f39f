package gpudyno.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionReport.Column;
import gpudyno.model.tune.SessionReport.Phase;
import gpudyno.model.tune.SessionReport.Verdict;
import gpudyno.report.SessionSummary.Price;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SessionSummaryTest {
    private static final SessionReport REPORT = SessionPageTest.report(Phase.FINISHED, "Better, verified.");

    /// By hand: an hour has 250 x 3600 = 900,000 requests before and 1800 x 3600 = 6,480,000 after. At 3.60 an hour a thousand cost
    /// 3.60 / 900 = 0.004 and 3.60 / 6480 = 0.000556; a million take 1.11 h and 0.154 h. 250 / 1800 is 86 % less; of the intervals' ends,
    /// 262 / 1650 is 84 % less and 240 / 1930 is 88 % less.
    @Test
    void theFiguresAreThoseComputedByHand() {
        String text = new SessionSummary(REPORT, new Price(3.6, "EUR")).text();
        assertThat(text).contains("holds 7.2 times the requests: each costs 86 % less (84 to 88 %)");
        assertThat(row(text, "Requests a second")).endsWith("250          1,800");
        assertThat(row(text, "Targets met")).endsWith("2 of 5         5 of 5");
        assertThat(row(text, "Machine hours")).endsWith("1.11 h        0.154 h");
        assertThat(row(text, "Cost of a thousand")).containsPattern("0\\.004\\d* EUR +0\\.000556 EUR$");
        assertThat(text).contains("Declared price: 3.6 EUR").contains("the better settings are applied").contains("- <b>try</b> more");
    }

    private static String row(String text, String title) {
        return text.lines().filter(line -> line.startsWith(title)).findFirst().orElseThrow();
    }

    @Test
    void withoutAPriceThereIsNoMoney() {
        String text = new SessionSummary(REPORT, null).text();
        assertThat(text).doesNotContain("USD").doesNotContain("Cost of a thousand").contains("no money is shown").contains("1.11 h");
    }

    @Test
    void whatIsNotAppliedComesWithTheCommandThatAppliesIt() {
        assertThat(new SessionSummary(REPORT.toBuilder().applied(false).build(), null).text())
                .contains("gpudyno node --knob cache.enabled=true --knob serve.batch.maxSize=16");
    }

    @Test
    void aRateWhoseUpperEndWasNotFoundIsAnEstimate() {
        Column best = Objects.requireNonNull(REPORT.best());
        Column open = new Column(best.knobs(), best.heldRate(), List.of(300.0), best.meters(), best.intervals());
        assertThat(new SessionSummary(REPORT.toBuilder().best(open).build(), null).text()).contains("an estimate: not all ends")
                .contains("before 240 to 262; after ≥ 300, upper bound not found").doesNotContain("84 to 88");
    }

    @Test
    void noBetterSettingsClaimNoSaving() {
        String text = new SessionSummary(REPORT.toBuilder().verdict(Verdict.NO_BETTER).applied(false).build(), null).text();
        assertThat(text).contains("No settings were found").contains("best tried").contains("Keep the present settings")
                .contains("still missed: cache.hit.percent, latency.p95.ms").doesNotContain("less");
    }

    @Test
    void thePageNeedsNothingAndTextIsNeverMarkup() {
        assertThat(new SessionSummary(REPORT, new Price(2, "USD")).html()).contains("&lt;b&gt;try").doesNotContain("<b>try")
                .doesNotContain("http:").doesNotContain("https:").doesNotContain("<script").contains("0.000309 USD");
    }

    @Test
    void aSessionWithoutABaselineHasNoSummary() {
        SessionReport none = SessionReport.builder(1, "option-2", Instant.EPOCH).phase(Phase.STOPPED, "Stopped.").progress(1).build();
        assertThatThrownBy(() -> new SessionSummary(none, null)).hasMessageContaining("measured no baseline: Stopped.");
    }

    @Test
    void aPriceIsAPositiveNumberOfACurrency() {
        assertThatThrownBy(() -> new Price(Double.NaN, "USD")).hasMessageContaining("above 0");
        assertThatThrownBy(() -> new Price(1, "dollars")).hasMessageContaining("three capital letters");
    }
}
