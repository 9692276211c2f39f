package gpudyno.report;

import gpudyno.model.tune.Explanation;
import gpudyno.model.tune.Explanation.Basis;
import gpudyno.model.tune.SessionReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A session's explanation in sentences: what the gain is owed to, what binds, why the search ended, what to try next.
final class SessionWhy {
    private SessionWhy() {
    }

    /// Empty where the session has none.
    static List<String> lines(SessionReport report) {
        Explanation explanation = report.explanation();
        if (explanation == null) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        if (!explanation.shares().isEmpty()) {
            lines.add("Share of the gain by knob (" + basis(explanation.basis()) + "): " + explanation.shares().stream()
                    .map(share -> String.format(Locale.ROOT, "%s %.0f %%", share.knob(), 100 * share.share()))
                    .collect(Collectors.joining(", ")) + ".");
        }
        if (!explanation.binding().isEmpty()) {
            lines.add("The target with the least room: " + explanation.binding() + ".");
        }
        lines.add(explanation.stopped());
        explanation.next().forEach(next -> lines.add("Next: " + next));
        return lines;
    }

    private static String basis(Basis basis) {
        return switch (basis) {
            case MEASURED -> "measured, knobs turned back one by one";
            case ESTIMATED -> "estimated from the trials of the search";
        };
    }
}
