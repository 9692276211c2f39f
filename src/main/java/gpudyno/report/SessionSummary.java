package gpudyno.report;

import gpudyno.model.OneLine;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.target.Profiles;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionReport.Column;
import gpudyno.model.tune.SessionReport.Completion;
import gpudyno.model.tune.SessionReport.Verdict;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A tuning session on one page for the person who pays: before, after, what a thousand requests cost, what to do.
///
/// A thousand requests cost the machine's hour by the thousands of requests that it answers in an hour at its held rate. So the cost falls as
/// the held rate grows, whatever the price is, and the held rate's interval carries over.
public final class SessionSummary {
    private static final String LINE = "%-34s %14s %14s%n";
    private static final String NONE = "–";
    private static final double SECONDS_PER_HOUR = 3600;
    private static final double THOUSAND = 1000;
    private static final double PERCENT = 100;
    private static final MathContext MONEY = new MathContext(3);
    private static final MathContext TIMES = new MathContext(2);

    private final SessionReport report;
    private final @Nullable Price price;

    /// What the operator pays for the machine, its energy included.
    ///
    /// @param perHour above 0
    /// @param currency ISO 4217 code, such as `USD`
    public record Price(double perHour, String currency) {
        public Price {
            if (!(perHour > 0 && perHour < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("price per hour: a number above 0 is needed, got " + perHour);
            }
            if (!currency.matches("[A-Z]{3}")) {
                throw new IllegalArgumentException("currency: a code of three capital letters is needed, such as USD or EUR, got '"
                        + OneLine.of(OneLine.shortened(currency, 20)) + "'");
            }
        }
    }

    private record Row(String title, String before, String after) {}

    /// @param price null where none is known: the page then tells machine time and no money
    /// @throws IllegalArgumentException if the session measured no baseline
    public SessionSummary(SessionReport report, @Nullable Price price) {
        if (report.baseline() == null) {
            throw new IllegalArgumentException("session " + report.id() + " measured no baseline: " + OneLine.of(report.message()));
        }
        this.report = report;
        this.price = price;
    }

    /// For a terminal.
    public String text() {
        StringBuilder text = new StringBuilder(title()).append("\n\n").append(finding()).append("\n\n");
        text.append(String.format(Locale.ROOT, LINE, "", "before", after()));
        rows().forEach(row -> text.append(String.format(Locale.ROOT, LINE, row.title, row.before, row.after)));
        text.append("\nWhat to do\n");
        advice().forEach(line -> text.append("- ").append(line).append('\n'));
        text.append("\nWhat the figures rest on\n");
        grounds().forEach(line -> text.append("- ").append(line).append('\n'));
        return text.toString();
    }

    /// As a file that needs nothing else.
    public String html() {
        Html html = new Html().raw(Page.opening(title()));
        html.raw("<header>").element("h1", title()).element("p class=\"number\"", finding()).raw("</header>");
        html.panel("wide", "Before and after", () -> {
            html.raw("<table><thead><tr><th></th><th>before</th>").element("th", after()).raw("</tr></thead><tbody>");
            rows().forEach(row -> html.raw("<tr>").element("td", row.title).element("td", row.before).element("td", row.after)
                    .raw("</tr>"));
            html.raw("</tbody></table>");
        });
        html.panel("", "What to do", () -> list(html, advice()));
        html.panel("", "What the figures rest on", () -> list(html, grounds()));
        return html.raw("</main></body></html>\n").toString();
    }

    private static void list(Html html, List<String> lines) {
        html.raw("<ul>");
        lines.forEach(line -> html.element("li", line));
        html.raw("</ul>");
    }

    private String title() {
        return "Tuning session " + report.id() + " · " + Profiles.named(OneLine.of(report.targets())).title();
    }

    private String after() {
        return report.verdict() == Verdict.BETTER ? "after" : report.verdict() == null ? "not verified" : "best tried";
    }

    private String finding() {
        Verdict verdict = report.verdict();
        if (verdict == null) {
            return "The session came to no verdict: " + OneLine.of(report.message());
        }
        if (verdict == Verdict.NO_BETTER) {
            return "No settings were found that are better than the present ones.";
        }
        Double before = held(report.baseline());
        Double after = held(report.best());
        if (before == null || after == null) {
            return "Better settings were found. Their cost is unknown: a held rate was not measured.";
        }
        double less = PERCENT * (1 - before / after);
        return String.format(Locale.ROOT, "The same machine holds %s times the requests: each costs %.0f %% %s%s.",
                significant(after / before, TIMES), Math.abs(less), less < 0 ? "more" : "less", interval());
    }

    /// From the ends of both held rates' 95 % intervals taken against each other; says so where an end was not found.
    private String interval() {
        List<Double> before = ends(report.baseline());
        List<Double> after = ends(report.best());
        if (before.isEmpty() || after.isEmpty() || !(after.getFirst() > 0)) {
            return ", an estimate: not all ends of the intervals were found";
        }
        double least = PERCENT * (1 - before.getLast() / after.getFirst());
        double most = PERCENT * (1 - before.getFirst() / after.getLast());
        return least < 0
                ? String.format(Locale.ROOT, " (from %.0f %% more to %.0f %% less)", -least, most)
                : String.format(Locale.ROOT, " (%.0f to %.0f %%)", least, most);
    }

    private static List<Double> ends(@Nullable Column column) {
        Double rate = held(column);
        List<Double> ends = column == null ? null : column.heldRateInterval();
        return rate == null || ends == null || !SessionReport.isFound(rate, ends) ? List.of() : ends;
    }

    private static @Nullable Double held(@Nullable Column column) {
        Double rate = column == null ? null : column.heldRate();
        return rate == null || !(rate > 0) ? null : rate;
    }

    private List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        rows.add(row("Requests a second it holds", column -> rate(held(column))));
        if (report.completion() != null) {
            rows.add(new Row("Targets met", met(report.completion().baseline()), met(report.completion().best())));
        }
        rows.add(row("95 % of answers come within", column -> meter(column, DerivedMeters.LATENCY_P95, 1, " ms")));
        rows.add(row("Errors", column -> meter(column, DerivedMeters.ERRORS_PERCENT, Figures.ERRORS, " %")));
        rows.add(row("Machine hours a million requests", column -> hours(held(column))));
        Price known = price;
        if (known != null) {
            rows.add(row("Cost of a thousand requests", column -> money(known, held(column))));
        }
        CostRow.of(report).forEach(cost -> rows.add(row(cost.title() + " requests, measured",
                column -> meter(column, cost.meter(), cost.decimals(), " " + cost.unit()))));
        return rows;
    }

    private interface Cell {
        String of(@Nullable Column column);
    }

    private Row row(String title, Cell cell) {
        return new Row(title, cell.of(report.baseline()), cell.of(report.best()));
    }

    private static String met(Completion completion) {
        return completion.met() + " of " + completion.of();
    }

    private static String meter(@Nullable Column column, String meter, int decimals, String unit) {
        return Optional.ofNullable(column).map(one -> one.meters().get(meter)).map(value -> Figures.number(value, decimals) + unit)
                .orElse(NONE);
    }

    private static String rate(@Nullable Double rate) {
        return rate == null ? NONE : Figures.number(rate, rate < 10 ? 1 : 0);
    }

    private static String hours(@Nullable Double rate) {
        return rate == null ? NONE : significant(THOUSAND * THOUSAND / (SECONDS_PER_HOUR * rate), MONEY) + " h";
    }

    private static String money(Price price, @Nullable Double rate) {
        return rate == null ? NONE : significant(THOUSAND * price.perHour / (SECONDS_PER_HOUR * rate), MONEY) + " " + price.currency;
    }

    private static String significant(double value, MathContext digits) {
        return BigDecimal.valueOf(value).round(digits).toPlainString();
    }

    private List<String> advice() {
        List<String> lines = new ArrayList<>();
        if (report.verdict() == Verdict.BETTER) {
            lines.add(report.applied()
                    ? "Nothing on this node: the better settings are applied."
                    : "Apply the better settings: gpudyno node " + OneLine.of(SessionKnobs.arguments(report).strip()));
        } else {
            lines.add(report.verdict() == null
                    ? "Run the session to its end before deciding: its result is not verified."
                    : "Keep the present settings.");
        }
        if (report.completion() != null) {
            Completion now = report.verdict() == Verdict.BETTER ? report.completion().best() : report.completion().baseline();
            if (!now.missed().isEmpty()) {
                lines.add("Targets still missed: " + OneLine.of(String.join(", ", now.missed())) + ".");
            }
        }
        if (report.explanation() != null) {
            report.explanation().next().forEach(next -> lines.add(OneLine.of(next)));
        }
        return lines;
    }

    private List<String> grounds() {
        List<String> lines = new ArrayList<>();
        boolean measured = CostRow.of(report).stream().anyMatch(row -> row.meter().equals(DerivedMeters.COST_PER_THOUSAND));
        lines.add(price == null
                ? measured
                        ? "Money is counted by the prices that the node had when the session started."
                        : "No price was given, so no money is shown; --price-per-hour tells it."
                : "Declared price: " + BigDecimal.valueOf(price.perHour).toPlainString() + " " + price.currency
                        + " for an hour of the whole machine.");
        if (!CostRow.of(report).isEmpty()) {
            lines.add("What is measured per 1k is the cost of 1,000 correct answers at the rate that was offered, before and after alike.");
        }
        lines.add("Cost is that at the held rate, the highest rate of requests at which the targets of latency and errors hold. "
                + "A machine that is idle part of the time pays more for each request.");
        lines.add("95 % interval of the rate it holds: before " + interval(report.baseline()) + "; " + after() + " "
                + interval(report.best()) + ".");
        if (report.offered() != null) {
            lines.add(
                    "Latency and errors were measured at " + rate(report.offered().rate()) + " requests a second, before and after alike.");
        }
        lines.add("Measured " + report.started().truncatedTo(ChronoUnit.SECONDS)
                + (report.ended() == null ? "" : " to " + report.ended().truncatedTo(ChronoUnit.SECONDS)) + ".");
        return lines;
    }

    private static String interval(@Nullable Column column) {
        return column == null ? "unknown" : HeldRateInterval.words(column.heldRate(), column.heldRateInterval(), "unknown");
    }
}
