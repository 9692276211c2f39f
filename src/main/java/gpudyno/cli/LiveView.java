package gpudyno.cli;

import gpudyno.load.SecondSample;
import gpudyno.model.load.LatencySummary;
import gpudyno.model.load.RunCourse;
import gpudyno.model.load.RunReport;
import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Shows a running load run on standard error: on a terminal a few lines that are updated in place, otherwise a plain line every ten
/// seconds. Its own thread asks for the figures of the whole run once a second. The generator's thread only stores the last second here.
final class LiveView {
    private static final int PLAIN_SECONDS = 10;
    private static final int BAR = 24;
    private static final String CLEAR_LINE = "\033[2K";
    private static final String NO_WRAP = "\033[?7l";
    private static final String WRAP = "\033[?7h";

    private final PrintStream out;
    private final boolean terminal;
    private volatile @Nullable SecondSample last;
    private @Nullable Thread thread;
    private int drawn;
    private int told;

    /// The state of a run, if it is available.
    interface Standing {
        Optional<RunReport> soFar() throws InterruptedException;
    }

    /// @param length warm-up included; zero if it is not known beforehand
    record Running(String title, Duration length) {}

    LiveView() {
        this(System.err, isTerminal());
    }

    LiveView(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    // JDK 25's default console provider is null again where standard input or output is redirected.
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    /// Shows a run until [#end].
    void show(Running running, Standing standing) {
        show(running, standing, terminal);
    }

    /// @param always whether to ask how the run stands even where that is not drawn
    private void show(Running running, Standing standing, boolean always) {
        thread = Thread.ofVirtual().name("live-view").start(() -> {
            long start = System.nanoTime();
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    Thread.sleep(1000);
                    Duration gone = Duration.ofNanos(System.nanoTime() - start);
                    Optional<RunReport> report = always ? standing.soFar() : Optional.empty();
                    draw(running, gone, report.orElse(null));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /// Likewise of a load that others send, whose single seconds are not known here.
    void showStanding(Running running, Standing standing) {
        show(running, () -> {
            Optional<RunReport> report = standing.soFar();
            report.map(LiveView::latest).ifPresent(this::second);
            return report;
        }, true);
    }

    /// The newest full second of a report's course.
    private static SecondSample latest(RunReport report) {
        RunCourse course = report.course();
        if (course == null || course.columns().isEmpty()) {
            return new SecondSample(0, 0, 0, 0, 0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
        }
        RunCourse.Column column = course.columns().getLast();
        double seconds = course.columnSeconds();
        return new SecondSample((int) (course.columns().size() * seconds) - 1, Math.round(column.offered() / seconds),
                Math.round(column.correct() / seconds), Math.round(column.errors() / seconds), column.inFlight(), orNone(column.p50()),
                orNone(column.p95()), orNone(column.p99()), Double.NaN, Double.NaN);
    }

    private static double orNone(@Nullable Double millis) {
        return millis == null ? Double.NaN : millis;
    }

    /// The second just measured; called from the generator's thread.
    void second(SecondSample sample) {
        last = sample;
    }

    private synchronized void draw(Running running, Duration gone, @Nullable RunReport report) {
        SecondSample second = last;
        if (second == null) {
            return;
        }
        if (!terminal) {
            int stretch = (second.second() + 1) / PLAIN_SECONDS;
            if (stretch > told) {
                told = stretch;
                out.println(plain(second));
            }
            return;
        }
        StringBuilder text = new StringBuilder(NO_WRAP);
        if (drawn > 0) {
            text.append("\033[").append(drawn).append("A\r");
        }
        List<String> lines = lines(running, gone, second, report);
        lines.forEach(line -> text.append(CLEAR_LINE).append(line).append('\n'));
        drawn = lines.size();
        out.print(text.append(WRAP));
        out.flush();
    }

    /// Removes the lines from the terminal.
    void end() {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
            thread = null;
        }
        synchronized (this) {
            if (drawn > 0) {
                out.print("\033[" + drawn + "A\r\033[J" + WRAP);
                out.flush();
                drawn = 0;
            }
        }
    }

    static String plain(SecondSample second) {
        return String.format(Locale.ROOT, "%s  offered %d/s  correct %d/s  errors %d/s  in flight %d  p50 %s  p95 %s  p99 %s ms",
                clock(Duration.ofSeconds(second.second() + 1L)), second.offered(), second.correct(), second.errors(), second.inFlight(),
                millis(second.p50()), millis(second.p95()), millis(second.p99()));
    }

    static List<String> lines(Running running, Duration gone, SecondSample second, @Nullable RunReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(progress(running, gone, report));
        lines.add(String.format(Locale.ROOT, "last second   offered %7d /s   achieved %7d /s   errors %5d /s   in flight %6d",
                second.offered(), second.correct(), second.errors(), second.inFlight()));
        if (report == null || report.offered().requests() == 0) {
            lines.add("so far        warming up, nothing is measured yet");
        } else {
            lines.add(String.format(Locale.ROOT, "so far        offered %7.1f /s   achieved %7.1f /s   errors %6.2f %%   lag p99 %8s ms%s",
                    report.offered().rate(), report.achieved().rate(), report.errors().percent(), millis(report.lag().p99()),
                    report.clientLimited() ? "  CLIENT LIMITED" : ""));
        }
        lines.add(String.format(Locale.ROOT, "%-22s %9s %9s %9s %9s %9s", "latency, ms", "p50", "p95", "p99", "p99.9", "max"));
        lines.add(latency("  last second", second.p50(), second.p95(), second.p99()));
        if (report != null) {
            lines.add(latency("  from intended send", report.latency().intended()));
            lines.add(latency("  from actual send", report.latency().service()));
            RunReport.BothClocks first = report.ttft();
            if (first != null) {
                lines.add(latency("  TTFT, intended", first.intended()));
            }
            report.errors().byKind().entrySet().stream().sorted(java.util.Map.Entry.<String, Long>comparingByValue().reversed()).limit(3)
                    .forEach(kind -> lines.add(String.format(Locale.ROOT, "  %,d x %s", kind.getValue(), kind.getKey())));
        }
        return lines;
    }

    private static String progress(Running running, Duration gone, @Nullable RunReport report) {
        RunReport.FoundMax search = report == null ? null : report.findMax();
        if (search != null) {
            return running.title + String.format(Locale.ROOT, "  %s  probe %d, highest that held %.1f /s", clock(gone),
                    search.probes().size() + 1, search.rate());
        }
        if (running.length.isZero()) {
            return running.title + "  " + clock(gone);
        }
        double share = Math.clamp(gone.toMillis() / (double) Math.max(1, running.length.toMillis()), 0, 1);
        int full = (int) Math.round(share * BAR);
        return running.title + "  [" + "#".repeat(full) + "-".repeat(BAR - full) + "] " + clock(gone) + " of " + clock(running.length);
    }

    private static String latency(String name, @Nullable LatencySummary summary) {
        return summary == null
                ? String.format(Locale.ROOT, "%-22s %9s", name, "-")
                : String.format(Locale.ROOT, "%-22s %9s %9s %9s %9s %9s", name, millis(summary.p50()), millis(summary.p95()),
                        millis(summary.p99()), millis(summary.p999()), millis(summary.max()));
    }

    private static String latency(String name, double p50, double p95, double p99) {
        return String.format(Locale.ROOT, "%-22s %9s %9s %9s", name, millis(p50), millis(p95), millis(p99));
    }

    private static String millis(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.2f", value);
    }

    private static String clock(Duration time) {
        long seconds = time.toSeconds();
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
