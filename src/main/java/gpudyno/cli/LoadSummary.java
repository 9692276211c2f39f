package gpudyno.cli;

import gpudyno.model.load.LatencySummary;
import gpudyno.model.load.RunReport;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A run's report as text for a terminal.
final class LoadSummary {
    private final StringBuilder text = new StringBuilder();

    private LoadSummary() {
    }

    static String of(RunReport report) {
        return new LoadSummary().write(report);
    }

    private String write(RunReport report) {
        line("%s, seed %d, %.1f s measured after %.1f s warm-up%s", report.scenario(), report.seed(), report.seconds(),
                report.warmupSeconds(),
                report.interrupted() ? " - INTERRUPTED, partial" : "");
        line("offered   %10.1f /s  %d requests", report.offered().rate(), report.offered().requests());
        line("achieved  %10.1f /s  %d correct", report.achieved().rate(), report.achieved().requests());
        line("errors    %10.2f %%   %s", report.errors().percent(), report.errors().byKind().isEmpty() ? "none" : report.errors().byKind());
        line("client lag p50 %.2f ms, p99 %.2f ms, max %.2f ms%s", report.lag().p50(), report.lag().p99(), report.lag().max(),
                report.clientLimited() ? " - CLIENT LIMITED: the generator fell behind, the server may be faster than this" : "");
        if (report.generatorCpuPercent() != null) {
            line("generator used %.1f %% of this machine's processors", report.generatorCpuPercent());
        }
        line("latency, ms          mean      p50      p90      p95      p99    p99.9      max");
        row("from intended", report.latency().intended());
        row("from actual send", report.latency().service());
        if (report.ttft() != null) {
            row("TTFT, intended", report.ttft().intended());
            row("TTFT, actual send", report.ttft().service());
        }
        row("TPOT", report.tpot());
        row("between chunks", report.chunkGap());
        if (report.tokens() != null) {
            line("tokens    in %d, out %d, %.1f out/s%s", report.tokens().input(), report.tokens().output(), report.tokens().rate(),
                    report.tokens().estimated() ? " (estimated)" : "");
        }
        if (report.goodput() != null) {
            line("goodput   %10.1f /s  %.1f %% of requests met all bounds", report.goodput().rate(), report.goodput().percent());
        }
        for (var verdict : report.slo()) {
            line("%-6s %s: bound %s, measured %s", verdict.met() ? "met" : "MISSED", verdict.meter(), verdict.bound(),
                    verdict.value() == null ? "nothing" : String.format(Locale.ROOT, "%.3f", verdict.value()));
        }
        steps(report.steps());
        foundMax(report.findMax());
        return text.toString();
    }

    private void steps(RunReport.@Nullable Steps steps) {
        if (steps == null) {
            return;
        }
        for (RunReport.Step step : steps.each()) {
            line("step %9.1f /s  errors %6.2f %%  p95 from intended %s ms", step.rate(), step.errorsPercent(),
                    step.latency() == null ? "-" : String.format(Locale.ROOT, "%.2f", step.latency().p95()));
        }
        if (steps.breaksAt() != null) {
            line("breaking point: %.1f /s, by %s", steps.breaksAt(), steps.binding());
        }
    }

    private void foundMax(RunReport.@Nullable FoundMax found) {
        if (found == null) {
            return;
        }
        line("highest rate that holds: %.1f /s, between %.1f and %.1f", found.rate(), found.interval().getFirst(),
                found.interval().getLast());
        if (found.binding() != null) {
            line("limited by %s; lowest failing rate %.1f /s", found.binding(), found.firstFailing());
        }
    }

    private void row(String name, @Nullable LatencySummary latency) {
        if (latency != null) {
            line("  %-16s %8.2f %8.2f %8.2f %8.2f %8.2f %8.2f %8.2f", name, latency.mean(), latency.p50(), latency.p90(), latency.p95(),
                    latency.p99(), latency.p999(), latency.max());
        }
    }

    // Error Prone's own annotations are not a dependency.
    @SuppressWarnings("AnnotateFormatMethod")
    private void line(String format, @Nullable Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }
}
