package gpudyno.report;

import gpudyno.model.load.LatencySummary;
import gpudyno.model.load.RunCourse;
import gpudyno.model.load.RunDifference;
import gpudyno.model.load.RunReport;
import gpudyno.model.load.SloVerdict;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A load run as one HTML file that needs nothing else: styles and charts are inside, no script, light or dark as the reader's system is.
public final class RunPage {
    private static final int MOST_SCRAPED = 12;

    private final RunReport report;
    private final String target;
    private final Html html = new Html();

    private final List<Compared> comparisons;

    /// Another run that this one is compared with.
    public record Compared(String name, List<RunDifference> differences) {}

    private RunPage(RunReport report, String target, List<Compared> comparisons) {
        this.report = report;
        this.target = target;
        this.comparisons = comparisons;
    }

    /// @param target what was loaded, as the reader should know it
    public static String of(RunReport report, String target) {
        return of(report, target, List.of());
    }

    /// With other runs beside it.
    public static String of(RunReport report, String target, List<Compared> comparisons) {
        return new RunPage(report, target, comparisons).page();
    }

    private String page() {
        html.raw(Page.opening("Load run · " + report.scenario()));
        header();
        html.panel("", "Figures", this::figures);
        html.panel("", "Bounds and errors", this::boundsAndErrors);
        html.panel("wide", "Latency, milliseconds", this::latencies);
        comparisons.forEach(compared -> html.panel("wide", "Compared with " + compared.name(), () -> comparison(compared)));
        RunCourse course = report.course();
        if (course != null && !course.columns().isEmpty()) {
            RunCharts charts = new RunCharts(course);
            html.panel("wide", "Latency over time", () -> html.raw(charts.heatMap()));
            html.panel("", "Offered and achieved", () -> html.raw(charts.rates()));
            if (!course.percentiles().isEmpty()) {
                html.panel("", "Latency by percentile", () -> html.raw(charts.percentiles()));
            }
        }
        RunReport.FoundMax found = report.findMax();
        if (found != null) {
            html.panel("wide", "Search for the highest rate", () -> probes(found));
        }
        RunReport.Steps steps = report.steps();
        if (steps != null) {
            html.panel("wide", "Steps", () -> steps(steps));
        }
        if (course != null) {
            scraped(course);
        }
        return html.raw("</main></body></html>\n").toString();
    }

    private void header() {
        html.raw("<header>").element("h1", "Load run · " + report.scenario()).raw("<p>");
        if (report.interrupted()) {
            html.element("span class=\"chip bad\"", "interrupted, partial").raw(" ");
        }
        if (report.clientLimited()) {
            html.element("span class=\"chip bad\"", "client limited: the generator fell behind").raw(" ");
        }
        if (report.nothingCorrect()) {
            html.element("span class=\"chip bad\"", "not one correct answer").raw(" ");
        }
        if (!report.slo().isEmpty()) {
            boolean met = report.slo().stream().allMatch(SloVerdict::met);
            html.element("span class=\"chip " + (met ? "good" : "bad") + "\"", met ? "all bounds met" : "a bound was missed").raw(" ");
        }
        html.element("span class=\"muted\"", String.format(Locale.ROOT, "%s · seed %d · %.1f s measured after %.1f s warm-up", target,
                report.seed(), report.seconds(), report.warmupSeconds())).raw("</p></header>");
    }

    private void figures() {
        html.raw("<table><tbody>");
        figure("Offered", "%,.1f req/s, %,d requests", report.offered().rate(), report.offered().requests());
        figure("Achieved", "%,.1f req/s, %,d correct", report.achieved().rate(), report.achieved().requests());
        figure("Errors", "%s, %,d requests", Figures.errors(report.errors().percent()), report.errors().total());
        figure("Generator lag", "p50 %.2f ms, p99 %.2f ms, max %.2f ms", report.lag().p50(), report.lag().p99(), report.lag().max());
        if (report.errors().resent() > 0) {
            figure("Sent again", "%,d requests whose kept connection had ended before an answer began", report.errors().resent());
        }
        if (report.tokens() != null && report.tokens().prompts() != null) {
            RunReport.PromptLengths prompts = report.tokens().prompts();
            figure("Prompts, as the server counted", "%,.1f tokens on average, from %,d to %,d", prompts.mean(), prompts.least(),
                    prompts.most());
        }
        if (report.tokens() != null) {
            figure("Tokens" + (report.tokens().estimated() ? ", estimated" : ""), "%,d in, %,d out, %,.1f out/s", report.tokens().input(),
                    report.tokens().output(), report.tokens().rate());
        }
        if (report.conversations() != null) {
            figure("Conversations", "%,d begun, %,d completed, %,d broken off", report.conversations().begun(),
                    report.conversations().completed(), report.conversations().broken());
        }
        if (report.goodput() != null) {
            figure("Goodput", "%,.1f req/s, %.1f %% of requests kept all bounds", report.goodput().rate(), report.goodput().percent());
        }
        if (report.findMax() != null) {
            figure("Highest rate", "%,.1f req/s, 90 %%: %,.1f to %,.1f", report.findMax().rate(), report.findMax().interval().getFirst(),
                    report.findMax().interval().getLast());
        }
        findings(report.findings());
        html.raw("</tbody></table>");
    }

    private void findings(RunReport.@Nullable Findings findings) {
        if (findings == null) {
            return;
        }
        for (String note : Objects.requireNonNullElse(findings.notes(), List.<String>of())) {
            figure("Note", "%s", note);
        }
        if (findings.aborted() != null) {
            figure("Aborted", "%s", findings.aborted());
        }
        if (findings.saturation() != null) {
            figure("Saturated", "from second %d on, at %,.1f req/s", findings.saturation().second(), findings.saturation().rate());
        }
        if (findings.recovery() != null) {
            figure("Recovery", findings.recovery().seconds() == null ? "none before the end" : "%.1f s after the spike",
                    findings.recovery().seconds());
        }
        for (RunReport.Drift drift : Objects.requireNonNullElse(findings.drift(), List.<RunReport.Drift>of())) {
            figure("Drift of " + drift.meter(), "%+.3f ms an hour, 95 %%: %+.3f to %+.3f", drift.perHour(), drift.interval().getFirst(),
                    drift.interval().getLast());
        }
    }

    @SuppressWarnings("AnnotateFormatMethod") // its annotation would be the only use of another library
    private void figure(String name, String format, @Nullable Object... values) {
        html.raw("<tr>").element("td", name).element("td", String.format(Locale.ROOT, format, values)).raw("</tr>");
    }

    private void boundsAndErrors() {
        if (!report.slo().isEmpty()) {
            html.raw("<table><thead><tr><th>bound</th><th>at</th><th>measured</th><th class=\"text\"></th></tr></thead><tbody>");
            for (SloVerdict verdict : report.slo()) {
                html.raw("<tr>").element("td", verdict.meter())
                        .element("td",
                                Axis.label(verdict.bound())
                                        + (verdict.meter().equals("errors") || verdict.meter().equals("goodput") ? " %" : " ms"))
                        .element("td", verdict.value() == null ? "nothing" : String.format(Locale.ROOT, "%,.2f", verdict.value()))
                        .element(verdict.met() ? "td class=\"text good\"" : "td class=\"text bad\"", verdict.met() ? "✓ met" : "✗ missed")
                        .raw("</tr>");
            }
            html.raw("</tbody></table>");
        }
        if (report.errors().byKind().isEmpty()) {
            html.element("p class=\"muted\"", "No request failed.");
            return;
        }
        html.raw("<table><thead><tr><th>error</th><th>requests</th><th>share</th></tr></thead><tbody>");
        report.errors().byKind().entrySet().stream().sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .forEach(kind -> html.raw("<tr>")
                        .element("td",
                                kind.getKey()
                                        + Optional.ofNullable(report.errors().samples().get(kind.getKey())).map(": "::concat).orElse(""))
                        .element("td", String.format(Locale.ROOT, "%,d", kind.getValue()))
                        .element("td", Figures.errors(100.0 * kind.getValue() / report.offered().requests()))
                        .raw("</tr>"));
        html.raw("</tbody></table>");
    }

    private void latencies() {
        html.raw("<table><thead><tr><th></th><th>mean</th><th>p50</th><th>p90</th><th>p95</th><th>p99</th><th>p99.9</th><th>max</th></tr>")
                .raw("</thead><tbody>");
        row("End to end, from the intended send", report.latency().intended());
        row("End to end, from the actual send", report.latency().service());
        if (report.ttft() != null) {
            row("Time to first token, from the intended send", report.ttft().intended());
            row("Time to first token, from the actual send", report.ttft().service());
        }
        row("Time per output token", report.tpot());
        row("Between tokens", report.itl());
        row("Between chunks", report.chunkGap());
        html.raw("</tbody></table>");
    }

    private void comparison(Compared compared) {
        html.raw("<table><thead><tr><th></th><th>this run</th><th>the other</th><th>the other less this, 95 %</th>")
                .raw("<th class=\"text\">the other is</th></tr></thead><tbody>");
        for (RunDifference one : compared.differences()) {
            html.raw("<tr>").element("td", one.figure() + ", " + one.unit()).element("td", String.format(Locale.ROOT, "%,.2f", one.a()))
                    .element("td", String.format(Locale.ROOT, "%,.2f", one.b()))
                    .element("td", one.interval().isEmpty()
                            ? "too short to tell"
                            : String.format(Locale.ROOT, "%+,.2f to %+,.2f", one.interval().getFirst(), one.interval().getLast()));
            html.element(one.differs() ? one.better() ? "td class=\"text good\"" : "td class=\"text bad\"" : "td class=\"text muted\"",
                    one.interval().isEmpty() ? "" : !one.differs() ? "not seen to differ" : one.better() ? "better" : "worse").raw("</tr>");
        }
        html.raw("</tbody></table>");
    }

    private void row(String name, @Nullable LatencySummary latency) {
        if (latency == null) {
            return;
        }
        html.raw("<tr>").element("td", name);
        for (double value : new double[]{latency.mean(), latency.p50(), latency.p90(), latency.p95(), latency.p99(), latency.p999(),
            latency.max()}) {
            html.element("td", String.format(Locale.ROOT, "%,.2f", value));
        }
        html.raw("</tr>");
    }

    private void probes(RunReport.FoundMax found) {
        html.raw(
                "<table><thead><tr><th>probe</th><th>req/s</th><th class=\"text\"></th><th class=\"text\">nearest bound</th><th>× bound</th></tr>")
                .raw("</thead><tbody>");
        int number = 1;
        for (RunReport.Probe probe : found.probes()) {
            html.raw("<tr>").element("td", Integer.toString(number++)).element("td", String.format(Locale.ROOT, "%,.1f", probe.rate()))
                    .element(probe.held() ? "td class=\"text good\"" : "td class=\"text bad\"", probe.held() ? "✓ held" : "✗ failed")
                    .element("td class=\"text\"", probe.nearest())
                    .element("td", String.format(Locale.ROOT, "%.2f", Math.exp(probe.margin()))).raw("</tr>");
        }
        html.raw("</tbody></table>");
    }

    private void steps(RunReport.Steps steps) {
        html.raw("<table><thead><tr><th>req/s</th><th>requests</th><th>errors</th><th>p95, ms</th><th>p99, ms</th></tr></thead><tbody>");
        for (RunReport.Step step : steps.each()) {
            boolean breaks = steps.breaksAt() != null && step.rate() >= steps.breaksAt();
            html.raw("<tr>").element(breaks ? "td class=\"bad\"" : "td", String.format(Locale.ROOT, "%,.1f", step.rate()))
                    .element("td", String.format(Locale.ROOT, "%,d", step.offered()))
                    .element("td", Figures.errors(step.errorsPercent()))
                    .element("td", step.latency() == null ? "–" : String.format(Locale.ROOT, "%,.2f", step.latency().p95()))
                    .element("td", step.latency() == null ? "–" : String.format(Locale.ROOT, "%,.2f", step.latency().p99())).raw("</tr>");
        }
        html.raw("</tbody></table>");
        if (steps.breaksAt() != null) {
            html.element("p", String.format(Locale.ROOT, "Breaking point: %,.1f req/s, by %s.", steps.breaksAt(), steps.binding()));
        }
    }

    /// Those that changed, the first ones; all are in the JSON.
    private void scraped(RunCourse course) {
        course.scraped().stream().filter(series -> series.values().stream().distinct().count() > 1).limit(MOST_SCRAPED)
                .forEach(series -> html.panel("", series.name(), () -> html.raw(new RunCharts(course).scraped(series))));
    }
}
