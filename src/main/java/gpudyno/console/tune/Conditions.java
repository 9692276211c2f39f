package gpudyno.console.tune;

import gpudyno.console.kit.Formats;
import gpudyno.model.tune.SessionReport;
import java.util.ArrayList;
import java.util.List;

/// Under what load a session's figures were measured, in one line; without it they say nothing.
final class Conditions {
    private Conditions() {
    }

    static String of(SessionReport report) {
        List<String> parts = new ArrayList<>();
        parts.add(Formats.count(report.workload().distinctPrompts()) + " distinct prompts");
        parts.add("Zipf " + Formats.number(report.workload().zipf()));
        if (report.offered() != null) {
            parts.add("offered " + Formats.number(report.offered().rate()) + " req/s");
        }
        report.warmup().forEach((what, count) -> parts.add("warm-up " + Formats.number(count, 0) + " " + what));
        report.generator().forEach((what, value) -> parts.add("generator " + words(what, Formats.number(value))));
        return String.join(" · ", parts);
    }

    /// `cpu.percent` and `11` become `CPU 11 %`.
    private static String words(String name, String value) {
        return name.equals("cpu.percent") ? "CPU " + value + " %" : name + " " + value;
    }
}
