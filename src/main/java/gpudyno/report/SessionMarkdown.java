package gpudyno.report;

import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.target.Profile;
import gpudyno.model.target.Profiles;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionReport.Column;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A session as Markdown, to paste into a ticket or a page: the before/after table, the verdict, the knobs that moved, how it was measured.
public final class SessionMarkdown {
    private static final String NONE = "–";

    private record Row(String title, String meter, int decimals) {}

    private static final List<Row> ROWS = List.of(new Row("Memory, %", DerivedMeters.MEMORY_PERCENT, 1),
            new Row("Cache hit, %", DerivedMeters.CACHE_HIT_PERCENT, 1), new Row("p95 response, ms", DerivedMeters.LATENCY_P95, 1),
            new Row("Error rate, %", DerivedMeters.ERRORS_PERCENT, Figures.ERRORS),
            new Row("Throughput, req/s", DerivedMeters.THROUGHPUT, 1),
            new Row("p95 of misses, ms", DerivedMeters.LATENCY_MISS_P95, 1));

    private SessionMarkdown() {
    }

    public static String of(SessionReport report) {
        Profile profile = Profiles.byId(report.targets());
        StringBuilder text = new StringBuilder("# Tuning session " + report.id() + ": " + escaped(profile.title()) + "\n\n");
        text.append(escaped(report.message())).append("\n\n");
        text.append("| | stock | best, cache off | best | 95 % interval | target |\n|---|--:|--:|--:|--:|--:|\n");
        List<Row> rows = new ArrayList<>(ROWS);
        CostRow.of(report).forEach(cost -> rows.add(new Row(cost.title() + ", " + escaped(cost.unit()), cost.meter(), cost.decimals())));
        for (Row row : rows) {
            String target = profile.target(row.meter).map(bound -> bound.comparison().sign() + " " + number(bound.bound(), row.decimals))
                    .orElse("");
            line(text, row.title, row.decimals, value(report.baseline(), row), value(report.bestCacheOff(), row), value(report.best(), row),
                    report.best() == null ? null : report.best().intervals().get(row.meter), target);
        }
        text.append(String.join(" | ", "| Held rate, req/s", number(held(report.baseline()), 0), number(held(report.bestCacheOff()), 0),
                number(held(report.best()), 0), report.best() == null
                        ? NONE
                        : HeldRateInterval.words(report.best().heldRate(), report.best().heldRateInterval(), NONE),
                "")).append(" |\n");
        if (report.verdict() != null) {
            text.append("\nVerdict: **").append(report.verdict().label()).append(report.applied() ? ", applied" : "").append("**\n");
        }
        knobs(text, report);
        if (!SessionWhy.lines(report).isEmpty()) {
            text.append("\n## Why\n\n");
            SessionWhy.lines(report).forEach(line -> text.append("- ").append(escaped(line)).append('\n'));
        }
        if (!report.notes().isEmpty()) {
            text.append("\n## How it was measured\n\n");
            report.notes().forEach(note -> text.append("- ").append(escaped(note)).append('\n'));
        }
        return text.toString();
    }

    private static void knobs(StringBuilder text, SessionReport report) {
        if (report.best() == null || report.baseline() == null) {
            return;
        }
        text.append("\n## Knobs that moved\n\n");
        report.best().knobs().changedFrom(report.baseline().knobs()).values().forEach((knob, value) -> text.append("- `").append(knob)
                .append("`: ").append(escaped(String.valueOf(report.baseline().knobs().get(knob)))).append(" → ")
                .append(escaped(value.toString())).append('\n'));
    }

    private static void line(StringBuilder text, String title, int decimals, @Nullable Double stock, @Nullable Double cacheOff,
            @Nullable Double best, @Nullable List<Double> interval, String target) {
        int worth = Figures.decimals(interval, decimals);
        String range = interval == null || interval.size() != 2
                ? NONE
                : number(interval.getFirst(), worth) + " to " + number(interval.getLast(), worth);
        text.append(String.join(" | ", "| " + title, number(stock, decimals), number(cacheOff, decimals), number(best, worth), range,
                target)).append(" |\n");
    }

    private static @Nullable Double value(@Nullable Column column, Row row) {
        return column == null ? null : column.meters().get(row.meter);
    }

    private static @Nullable Double held(@Nullable Column column) {
        return column == null ? null : column.heldRate();
    }

    private static String number(@Nullable Double value, int decimals) {
        return value == null ? NONE : Figures.number(value, decimals);
    }

    /// What a node wrote never becomes markup.
    private static String escaped(String text) {
        return text.replaceAll("([\\\\`*_<>\\[\\]|#])", "\\\\$1").replaceAll("\\s+", " ");
    }
}
