package gpudyno.cli;

import gpudyno.model.load.LatencySummary;
import gpudyno.model.load.RunReport;
import java.util.Locale;
import java.util.Map;
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
        report.errors().samples().forEach((kind, sample) -> line("  %s: %s", kind, sample));
        if (report.errors().resent() > 0) {
            line("sent again %9d    requests whose kept connection had ended before an answer began", report.errors().resent());
        }
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
        row("ITL", report.itl());
        row("between chunks", report.chunkGap());
        if (report.tokens() != null) {
            line("tokens    in %d, out %d, %.1f out/s%s", report.tokens().input(), report.tokens().output(), report.tokens().rate(),
                    report.tokens().estimated() ? " (estimated)" : "");
            RunReport.PromptLengths prompts = report.tokens().prompts();
            if (prompts != null) {
                line("prompts   %10.1f tokens on average, from %d to %d, as the server counted them", prompts.mean(), prompts.least(),
                        prompts.most());
            }
        }
        if (report.conversations() != null) {
            line("conversations %d begun, %d completed, %d broken off by a failed turn", report.conversations().begun(),
                    report.conversations().completed(), report.conversations().broken());
        }
        if (report.goodput() != null) {
            line("goodput   %10.1f /s  %.1f %% of requests met all bounds", report.goodput().rate(), report.goodput().percent());
        }
        for (var verdict : report.slo()) {
            line("%-6s %s: bound %s, measured %s", verdict.met() ? "met" : "MISSED", verdict.meter(), verdict.bound(),
                    verdict.value() == null ? "nothing" : String.format(Locale.ROOT, "%.3f", verdict.value()));
        }
        steps(report.steps());
        findings(report.findings());
        foundMax(report.findMax());
        for (RunReport.Generator each : report.generators() == null ? java.util.List.<RunReport.Generator>of() : report.generators()) {
            generator(each);
        }
        if (report.nothingCorrect()) {
            line("NOT ONE CORRECT ANSWER: all %d requests that ended were errors, %s", report.errors().total(), commonest(report));
        }
        return text.toString();
    }

    private void generator(RunReport.Generator each) {
        RunReport.Lag lag = each.lag();
        line("generator %-16s sent %d%s%s, clock %+.2f ms (round trip %.2f ms)%s%s", each.name(), each.offered(),
                each.planned() == null ? "" : " of " + each.planned(),
                lag == null ? "" : String.format(Locale.ROOT, ", lag p99 %.2f ms", lag.p99()), each.clockOffsetMillis(),
                each.roundTripMillis(), each.clientLimited() ? " - CLIENT LIMITED" : "",
                each.lost() == null
                        ? ""
                        : " - LOST: " + (each.notSent() == null ? "" : each.notSent() + " requests count as not sent; ") + each.lost());
    }

    private static String commonest(RunReport report) {
        return report.errors().byKind().entrySet().stream().max(Map.Entry.comparingByValue()).map(kind -> {
            String sample = report.errors().samples().get(kind.getKey());
            return "most often " + kind.getKey() + (sample == null ? "" : ": " + sample);
        }).orElse("of no kind");
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

    private void findings(RunReport.@Nullable Findings findings) {
        if (findings == null) {
            return;
        }
        for (String note : findings.notes() == null ? java.util.List.<String>of() : findings.notes()) {
            line("note: %s", note);
        }
        if (findings.aborted() != null) {
            line("ABORTED: %s", findings.aborted());
        }
        if (findings.saturation() != null) {
            line("saturated from second %d on, at %.1f /s: concurrency and time to first output kept rising",
                    findings.saturation().second(), findings.saturation().rate());
        }
        if (findings.recovery() != null) {
            line(findings.recovery().seconds() == null
                    ? "no recovery from the spike before the end: %2$s stayed broken"
                    : "back inside all bounds %1$.1f s after the spike", findings.recovery().seconds(), findings.recovery().worst());
        }
        for (RunReport.Drift drift : findings.drift() == null ? java.util.List.<RunReport.Drift>of() : findings.drift()) {
            line("drift of %s: %+.3f ms an hour, 95 %% interval %+.3f to %+.3f%s", drift.meter(), drift.perHour(),
                    drift.interval().getFirst(), drift.interval().getLast(), drift.significant() ? "" : " (none seen)");
        }
    }

    private void foundMax(RunReport.@Nullable FoundMax found) {
        if (found == null) {
            return;
        }
        for (RunReport.Probe probe : found.probes()) {
            line("probe %9.1f /s  %-6s %s at %.2f x its bound", probe.rate(), probe.held() ? "held" : "failed", probe.nearest(),
                    Math.exp(probe.margin()));
        }
        line("highest rate that holds: %.1f /s, with 90 %% probability between %.1f and %.1f", found.rate(), found.interval().getFirst(),
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
