package gpudyno.cli;

import gpudyno.load.SecondSample;
import java.io.Console;
import java.util.Locale;

/// The second just measured, in one line that overwrites itself; silent where standard output is no terminal.
final class LiveLine {
    private final boolean terminal = isTerminal();

    // JDK 25's default console provider is null again where standard input or output is redirected.
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    void show(SecondSample second) {
        if (terminal) {
            System.err.printf(Locale.ROOT,
                    "\r%4d s  offered %6d  correct %6d  errors %4d  in flight %5d  p50 %8.2f  p95 %8.2f  p99 %8.2f ms ",
                    second.second() + 1, second.offered(), second.correct(), second.errors(), second.inFlight(), second.p50(), second.p95(),
                    second.p99());
        }
    }

    void end() {
        if (terminal) {
            System.err.print("\r\033[K");
        }
    }
}
