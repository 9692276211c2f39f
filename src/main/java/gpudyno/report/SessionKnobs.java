package gpudyno.report;

import gpudyno.model.knob.Configuration;
import gpudyno.model.knob.Knob;
import gpudyno.model.tune.SessionReport;
import java.util.Locale;
import java.util.stream.Collectors;

/// A session's best configuration alone, to be used again by `gpudyno node`: from `--knob-file`, from `@FILE` or from its
/// environment.
public final class SessionKnobs {
    private SessionKnobs() {
    }

    /// One `id: value` a line, under a comment that says where it comes from.
    ///
    /// @throws IllegalArgumentException if the session has no best
    public static String yaml(SessionReport report) {
        return "# Best of session " + report.id() + ", " + report.targets() + ": "
                + (report.verdict() == null ? "not verified" : report.verdict().label().toLowerCase(Locale.ROOT)) + "\n"
                + best(report).values().entrySet().stream().map(knob -> knob.getKey() + ": " + knob.getValue() + "\n")
                        .collect(Collectors.joining());
    }

    /// One `--knob id=value` for each, on one line.
    ///
    /// @throws IllegalArgumentException if the session has no best
    public static String arguments(SessionReport report) {
        return best(report).values().entrySet().stream().map(knob -> "--knob " + knob.getKey() + "=" + knob.getValue())
                .collect(Collectors.joining(" ")) + "\n";
    }

    /// One `GPUDYNO_KNOB_...=value` a line, as `gpudyno node` reads its environment and `env` files of services and containers hold it.
    ///
    /// @throws IllegalArgumentException if the session has no best
    public static String environment(SessionReport report) {
        return best(report).values().entrySet().stream().map(knob -> Knob.variable(knob.getKey()) + "=" + knob.getValue() + "\n")
                .collect(Collectors.joining());
    }

    private static Configuration best(SessionReport report) {
        if (report.best() == null || report.verdict() == null) {
            throw new IllegalArgumentException("session " + report.id() + " has no verified configuration to export");
        }
        return report.best().knobs();
    }
}
