package gpudyno.gpu.check;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The lines of a check: `passed|failed|not allowed|absent  what  figures`.
final class Verdicts {
    private final PrintStream out;
    private final List<String> lines = new ArrayList<>();
    private int failures;

    enum Verdict {
        PASSED,
        FAILED,
        NOT_ALLOWED,
        /// The driver or the device does not have it.
        ABSENT;

        String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    Verdicts(PrintStream out) {
        this.out = out;
    }

    void say(Verdict verdict, String what, String figures) {
        String line = String.format(Locale.ROOT, "%-11s  %-34s  %s", verdict.words(), what, figures.replaceAll("\\s*\\R\\s*", "; "))
                .strip();
        lines.add(line);
        out.println(line);
        if (verdict == Verdict.FAILED) {
            failures++;
        }
    }

    void judge(boolean passed, String what, String figures) {
        say(passed ? Verdict.PASSED : Verdict.FAILED, what, figures);
    }

    int failures() {
        return failures;
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
