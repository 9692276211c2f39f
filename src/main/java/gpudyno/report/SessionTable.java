package gpudyno.report;

import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.target.Profile;
import gpudyno.model.target.Profiles;
import gpudyno.model.target.Target;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionReport.Column;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The before/after table for a terminal: stock, best with the cache off, best with its 95 % interval, target and verdict mark.
public final class SessionTable {
    private static final String LINE = "%-16s %12s %16s %12s  %-19s %-10s %s%n";

    private SessionTable() {
    }

    private record Row(String title, String meter, String unit, int decimals) {}

    private static final List<Row> ROWS = List.of(new Row("Memory (host)", DerivedMeters.MEMORY_PERCENT, "%", 1),
            new Row("Cache hit", DerivedMeters.CACHE_HIT_PERCENT, "%", 1),
            new Row("p95 response", DerivedMeters.LATENCY_P95, "ms", 1),
            new Row("Error rate", DerivedMeters.ERRORS_PERCENT, "%", Figures.ERRORS),
            new Row("Throughput", DerivedMeters.THROUGHPUT, "req/s", 1));

    /// The whole table; without figures yet, the line that says why.
    public static String of(SessionReport report) {
        StringBuilder text = new StringBuilder();
        Column baseline = report.baseline();
        Column best = report.best();
        if (baseline == null || best == null) {
            return text.append("No table: ").append(report.message()).append('\n').toString();
        }
        Profile profile = Profiles.byId(report.targets());
        if (report.offered() != null) {
            text.append(String.format(Locale.ROOT, "Every column was offered %.0f req/s.%n%n", report.offered().rate()));
        }
        text.append(String.format(Locale.ROOT, LINE, "", "stock", "best, cache off", "best", "95 % interval", "target", ""));
        for (Row row : ROWS) {
            text.append(line(row, report, profile));
        }
        text.append(heldRate(report));
        Row misses = new Row("p95 of misses", DerivedMeters.LATENCY_MISS_P95, "ms", 1);
        text.append(line(misses, report, profile));
        for (CostRow cost : CostRow.of(report)) {
            text.append(line(new Row(cost.title(), cost.meter(), cost.unit(), cost.decimals()), report, profile));
        }
        text.append('\n');
        if (report.completion() != null) {
            text.append(completion("stock", report.completion().baseline())).append(completion("best", report.completion().best()));
        }
        text.append(moved(baseline, best));
        text.append(report.verdict() == null ? "" : "Verdict: " + report.verdict().label() + ". ").append(report.message()).append('\n');
        Double cpu = report.generator().get("cpu.percent");
        if (cpu != null) {
            text.append(String.format(Locale.ROOT, "The generator took %.0f %% of this machine's processors.%n", cpu));
        }
        SessionWhy.lines(report).forEach(line -> text.append(line).append('\n'));
        report.notes().forEach(note -> text.append(note).append('\n'));
        return text.toString();
    }

    private static String line(Row row, SessionReport report, Profile profile) {
        Optional<Target> target = profile.target(row.meter);
        Column best = java.util.Objects.requireNonNull(report.best());
        Double value = best.meters().get(row.meter);
        String mark = target.isEmpty() || value == null ? "" : target.get().isMetBy(value) ? "met" : "MISSED";
        String interval = Optional.ofNullable(best.intervals().get(row.meter))
                .map(ends -> "[" + Figures.number(ends.getFirst(), Figures.decimals(ends, row.decimals)) + ", "
                        + Figures.number(ends.getLast(), Figures.decimals(ends, row.decimals)) + "]")
                .orElse("");
        String bound = target.map(one -> one.comparison().sign() + " " + plain(one.bound()) + " " + row.unit).orElse("");
        return String.format(Locale.ROOT, LINE, row.title, value(report.baseline(), row), value(report.bestCacheOff(), row),
                value(best, row), interval,
                bound, mark);
    }

    private static String value(@Nullable Column column, Row row) {
        Double value = column == null ? null : column.meters().get(row.meter);
        return value == null || column == null
                ? "-"
                : Figures.number(value, Figures.decimals(column.intervals().get(row.meter), row.decimals)) + " " + row.unit;
    }

    private static String heldRate(SessionReport report) {
        return String.format(Locale.ROOT, LINE, "Held rate", held(report.baseline()), held(report.bestCacheOff()), held(report.best()),
                Optional.ofNullable(report.best()).map(best -> HeldRateInterval.words(best.heldRate(), best.heldRateInterval(), ""))
                        .orElse(""),
                "", "");
    }

    private static String held(@Nullable Column column) {
        return column == null || column.heldRate() == null ? "-" : Figures.number(column.heldRate(), 0) + " req/s";
    }

    /// The settings that make the difference, one a line.
    private static String moved(Column baseline, Column best) {
        Map<String, Object> changed = best.knobs().changedFrom(baseline.knobs()).values();
        return changed.isEmpty()
                ? "The best is the baseline itself.\n\n"
                : "Settings of the best:\n" + changed.entrySet().stream().map(knob -> String.format(Locale.ROOT, "  %-26s %8s -> %s%n",
                        knob.getKey(), baseline.knobs().get(knob.getKey()), knob.getValue())).collect(Collectors.joining()) + "\n";
    }

    private static String completion(String who, SessionReport.Completion completion) {
        return String.format(Locale.ROOT, "%-6s meets %d of %d targets%s%n", who, completion.met(), completion.of(),
                completion.missed().isEmpty() ? "" : ", misses " + String.join(", ", completion.missed()));
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
