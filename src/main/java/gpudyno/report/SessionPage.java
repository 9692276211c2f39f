package gpudyno.report;

import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.target.Profile;
import gpudyno.model.target.Profiles;
import gpudyno.model.target.Target;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionReport.Column;
import gpudyno.model.tune.SessionReport.Completion;
import gpudyno.model.tune.SessionReport.Phase;
import gpudyno.model.tune.SessionReport.Verdict;
import gpudyno.model.tune.Trial;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A session as one HTML file that needs nothing else: styles and charts are inside, no script, light or dark as the reader's system is.
public final class SessionPage {
    private static final List<Row> ROWS = List.of(new Row("Memory", DerivedMeters.MEMORY_PERCENT, "%", 1),
            new Row("Cache hit", DerivedMeters.CACHE_HIT_PERCENT, "%", 1), new Row("p95 response", DerivedMeters.LATENCY_P95, "ms", 1),
            new Row("Error rate", DerivedMeters.ERRORS_PERCENT, "%", Figures.ERRORS),
            new Row("Throughput", DerivedMeters.THROUGHPUT, "req/s", 1),
            new Row("p95 of misses", DerivedMeters.LATENCY_MISS_P95, "ms", 1));
    private static final String NONE = "–";

    private final SessionReport report;
    private final Profile profile;
    private final Html html = new Html();

    private record Row(String title, String meter, String unit, int decimals) {
        String of(@Nullable Column column) {
            Double value = column == null ? null : column.meters().get(meter);
            return value == null || column == null
                    ? NONE
                    : Figures.number(value, Figures.decimals(column.intervals().get(meter), decimals)) + " " + unit;
        }
    }

    private SessionPage(SessionReport report) {
        this.report = report;
        this.profile = Profiles.byId(report.targets());
    }

    public static String of(SessionReport report) {
        return new SessionPage(report).page();
    }

    private String page() {
        html.raw(Page.opening("Tuning session " + report.id() + " · " + profile.title()));
        header();
        html.panel("wide", "Before and after", this::table);
        html.panel("", "Held rate, with 95 % interval", () -> html.raw(HeldRateBars.svg(report)));
        html.panel("", "Trials of the search", () -> html.raw(new TrialScatter(report, profile).svg()));
        html.panel("", "Knobs", this::knobs);
        html.panel("", "Why", this::why);
        html.panel("", "How it was measured", this::notes);
        html.panel("wide", "All trials", this::trials);
        return html.raw("</main></body></html>\n").toString();
    }

    private void header() {
        html.raw("<header>").element("h1", "Tuning session " + report.id() + " · " + profile.title()).raw("<p>");
        if (report.phase() != Phase.FINISHED) {
            html.element("span class=\"chip bad\"", report.phase().isEnd() ? report.phase().label() + ", partial" : report.phase().label())
                    .raw(" ");
        }
        Verdict verdict = report.verdict();
        if (verdict != null) {
            html.element("span class=\"chip " + (verdict == Verdict.BETTER ? "good" : "muted") + "\"", verdict.label()).raw(" ");
        }
        html.text(report.message()).raw("</p>");
        if (report.completion() != null) {
            html.raw("<p>").raw("<span class=\"muted\">Stock meets </span>");
            completion(report.completion().baseline());
            html.raw("<span class=\"muted\"> · best meets </span>");
            completion(report.completion().best());
            html.raw("</p>");
        }
        html.raw("</header>");
    }

    private void completion(Completion completion) {
        html.element("span class=\"number\"", completion.met() + " of " + completion.of());
        if (!completion.missed().isEmpty()) {
            html.text(", misses " + String.join(", ", completion.missed()));
        }
    }

    private void table() {
        html.raw(
                "<table><thead><tr><th></th><th>stock</th><th>best with cache off</th><th>best</th><th>95 % interval</th><th>target</th><th class=\"text\"></th></tr></thead><tbody>");
        ROWS.forEach(this::row);
        html.raw("<tr><td>Held rate</td>");
        for (Column column : columns()) {
            html.element("td",
                    column == null || column.heldRate() == null ? NONE : String.format(Locale.ROOT, "%,.0f req/s", column.heldRate()));
        }
        Column best = report.best();
        html.element("td", best == null ? NONE : HeldRateInterval.words(best.heldRate(), best.heldRateInterval(), NONE))
                .raw("<td></td><td></td></tr>");
        CostRow.of(report).forEach(cost -> row(new Row(cost.title(), cost.meter(), cost.unit(), cost.decimals())));
        html.raw("</tbody></table>");
        if (report.offered() != null) {
            html.element("p class=\"muted\"",
                    String.format(Locale.ROOT, "Every column was offered %,.0f requests a second.", report.offered().rate()));
        }
    }

    private @Nullable Column[] columns() {
        return new @Nullable Column[]{report.baseline(), report.bestCacheOff(), report.best()};
    }

    private void row(Row row) {
        Target target = profile.target(row.meter).orElse(null);
        html.raw("<tr>").element("td", row.title);
        for (Column column : columns()) {
            Double value = column == null ? null : column.meters().get(row.meter);
            boolean missed = target != null && value != null && !target.isMetBy(value);
            html.element(missed ? "td class=\"bad\"" : "td", row.of(column));
        }
        Column best = report.best();
        Double value = best == null ? null : best.meters().get(row.meter);
        html.element("td", best == null ? NONE : interval(best.intervals().get(row.meter), row.decimals));
        html.element("td", target == null ? "" : target.comparison().sign() + " " + Axis.label(target.bound()) + " " + row.unit);
        if (target == null || value == null) {
            html.raw("<td></td></tr>");
            return;
        }
        boolean met = target.isMetBy(value);
        html.element(met ? "td class=\"text good\"" : "td class=\"text bad\"", met ? "✓ met" : "✗ missed").raw("</tr>");
    }

    private static String interval(@Nullable List<Double> ends, int decimals) {
        return ends == null
                ? NONE
                : Figures.number(ends.getFirst(), Figures.decimals(ends, decimals)) + " to "
                        + Figures.number(ends.getLast(), Figures.decimals(ends, decimals));
    }

    private void knobs() {
        TreeSet<String> ids = new TreeSet<>();
        for (Column column : columns()) {
            if (column != null) {
                ids.addAll(column.knobs().values().keySet());
            }
        }
        html.raw("<table><thead><tr><th></th><th>stock</th><th>best with cache off</th><th>best</th></tr></thead><tbody>");
        for (String id : ids) {
            html.raw("<tr>").element("td", id);
            for (Column column : columns()) {
                html.element("td", column == null || column.knobs().get(id) == null ? NONE : String.valueOf(column.knobs().get(id)));
            }
            html.raw("</tr>");
        }
        html.raw("</tbody></table>");
    }

    private void why() {
        html.raw("<ul>");
        SessionWhy.lines(report).forEach(line -> html.element("li", line));
        html.raw("</ul>");
    }

    private void notes() {
        html.raw("<ul>");
        report.notes().forEach(note -> html.element("li", note));
        report.warmup().forEach((what, amount) -> html.element("li", "Warm-up " + what + ": " + Axis.label(amount)));
        Double cpu = report.generator().get("cpu.percent");
        if (cpu != null) {
            html.element("li", String.format(Locale.ROOT, "The load generator took %.0f %% of this machine's processors.", cpu));
        }
        html.element("li", "Started " + report.started() + (report.ended() == null ? "" : ", ended " + report.ended()) + ".").raw("</ul>");
    }

    private void trials() {
        html.raw(
                "<table><thead><tr><th>#</th><th class=\"text\">part</th><th class=\"text\">status</th><th>offered</th><th>correct req/s</th><th>p95 ms</th><th>errors %</th><th class=\"text\">knobs and reason</th></tr></thead><tbody>");
        for (Trial trial : report.trials()) {
            html.raw("<tr>").element("td", Integer.toString(trial.number())).element("td class=\"text\"", trial.purpose().label())
                    .element("td class=\"text\"", trial.status().label());
            for (String meter : List.of(DerivedMeters.OFFERED, DerivedMeters.THROUGHPUT, DerivedMeters.LATENCY_P95,
                    DerivedMeters.ERRORS_PERCENT)) {
                Double value = trial.meters().get(meter);
                html.element("td",
                        value == null ? NONE : Figures.number(value, meter.equals(DerivedMeters.ERRORS_PERCENT) ? Figures.ERRORS : 1));
            }
            html.element("td class=\"config\"", trial.config() + (trial.reason().isEmpty() ? "" : " · " + trial.reason())).raw("</tr>");
        }
        html.raw("</tbody></table>");
    }
}
