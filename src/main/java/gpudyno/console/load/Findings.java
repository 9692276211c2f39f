package gpudyno.console.load;

import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Status;
import gpudyno.model.load.RunReport;
import gpudyno.model.load.Slo;
import gpudyno.model.load.SloVerdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What a run's report concludes, each in a few words.
final class Findings {
    /// @param status success and danger are verdicts; anything else is a fact
    record Finding(Status status, String words) {}

    private final List<Finding> all = new ArrayList<>();

    private Findings() {
    }

    static List<Finding> of(RunReport report) {
        Findings findings = new Findings();
        report.slo().forEach(findings::verdict);
        RunReport.FoundMax found = report.findMax();
        if (found != null) {
            findings.found(found, report.interrupted());
        }
        RunReport.Steps steps = report.steps();
        if (steps != null) {
            findings.say(steps.breaksAt() == null ? Status.SUCCESS : Status.DANGER, steps.breaksAt() == null
                    ? "No step broke a bound"
                    : "Breaking point " + Formats.number(steps.breaksAt()) + " req/s, by " + steps.binding());
        }
        findings.generators(report);
        findings.course(report);
        findings.tokens(report);
        return List.copyOf(findings.all);
    }

    private void say(Status status, String words) {
        all.add(new Finding(status, words));
    }

    private void verdict(SloVerdict verdict) {
        boolean percent = Slo.isPercent(verdict.meter());
        String unit = percent ? "%" : "ms";
        boolean atLeast = verdict.meter().equals("goodput");
        String bound = Formats.number(verdict.bound()) + " " + unit;
        Double value = verdict.value();
        if (value == null) {
            // Neither met nor missed: the run is warming up, or nothing was answered.
            say(Status.NEUTRAL, verdict.meter() + " " + (atLeast ? "≥ " : "≤ ") + bound + ": nothing measured yet");
            return;
        }
        String sign = atLeast == verdict.met() ? (atLeast ? " ≥ " : " > ") : atLeast ? " < " : " ≤ ";
        say(verdict.met() ? Status.SUCCESS : Status.DANGER,
                verdict.meter() + " " + (percent ? Formats.percent(value) : Formats.number(value)) + " " + unit + sign + bound);
    }

    private void found(RunReport.FoundMax found, boolean cut) {
        String interval = found.interval().getFirst() < found.interval().getLast()
                ? " (" + Formats.interval(found.interval().getFirst(), found.interval().getLast()) + ")"
                : "";
        say(found.rate() > 0 ? Status.SUCCESS : found.probes().isEmpty() && !cut ? Status.NEUTRAL : Status.WARNING, found.rate() > 0
                ? "Holds " + Formats.number(found.rate()) + " req/s" + interval + (cut ? ", not finished" : "")
                : cut || !found.probes().isEmpty() ? "No rate has held yet" : "Warming up");
        if (found.binding() != null) {
            say(Status.NEUTRAL, "limited by " + found.binding());
        }
        if (found.firstFailing() != null) {
            say(Status.NEUTRAL, "first fails at " + Formats.number(found.firstFailing()) + " req/s");
        }
    }

    private void generators(RunReport report) {
        if (report.generators() != null) {
            report.generators().stream().filter(one -> one.lost() != null).forEach(one -> say(Status.DANGER, one.name() + " is lost"
                    + (one.notSent() == null ? "" : ", " + Formats.count(one.notSent()) + " of its requests count as not sent")));
        }
    }

    private void course(RunReport report) {
        RunReport.Findings seen = report.findings();
        if (seen == null) {
            return;
        }
        if (seen.aborted() != null) {
            say(Status.DANGER, "Aborted: " + seen.aborted());
        }
        RunReport.Recovery recovery = seen.recovery();
        if (recovery != null) {
            say(recovery.seconds() == null ? Status.DANGER : Status.SUCCESS, recovery.seconds() == null
                    ? "No recovery from the spike: " + recovery.worst() + " stayed broken"
                    : "Back inside bounds " + Formats.number(recovery.seconds()) + " s after the spike");
        }
        if (seen.drift() != null) {
            for (RunReport.Drift drift : seen.drift()) {
                say(drift.significant() ? Status.WARNING : Status.SUCCESS, drift.meter() + " drift " + signed(drift.perHour()) + " ms/h ("
                        + Formats.interval(drift.interval().getFirst(), drift.interval().getLast()) + ")"
                        + (drift.significant() ? "" : ", none seen"));
            }
        }
        if (seen.saturation() != null) {
            say(Status.WARNING, "Saturated from " + Formats.clock(Duration.ofSeconds(seen.saturation().second())) + " at "
                    + Formats.number(seen.saturation().rate()) + " req/s");
        }
    }

    private void tokens(RunReport report) {
        RunReport.BothClocks first = report.ttft();
        if (first != null && first.intended() != null) {
            say(Status.NEUTRAL, "TTFT p95 " + Formats.quantity(first.intended().p95(), "ms"));
        }
        if (report.tpot() != null) {
            say(Status.NEUTRAL, "TPOT p50 " + Formats.quantity(report.tpot().p50(), "ms"));
        }
        RunReport.Tokens tokens = report.tokens();
        if (tokens != null) {
            say(Status.NEUTRAL, Formats.number(tokens.rate()) + " tokens/s out" + (tokens.estimated() ? ", estimated" : ""));
        }
        if (report.goodput() != null) {
            say(Status.NEUTRAL,
                    "goodput " + Formats.number(report.goodput().rate()) + " req/s, " + Formats.number(report.goodput().percent())
                            + " %");
        }
        if (report.generatorCpuPercent() != null) {
            say(Status.NEUTRAL, "generator " + Formats.glance(report.generatorCpuPercent()) + " % of this machine's processors");
        }
    }

    private static String signed(double value) {
        return (value > 0 ? "+" : "") + Formats.number(value);
    }
}
