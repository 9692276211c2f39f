package gpudyno.watch;

import gpudyno.model.alert.AlertRule;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Times what the alert engine does with a frame: 100 rules over 500 series, five series a rule. Run by `packaging/bench/alert-rules`.
final class JudgeBenchmark {
    private static final int METERS = 100;
    private static final int SERIES = 5;
    private static final int WARMUP = 4_000;
    private static final int MEASURED = 4_000;

    private JudgeBenchmark() {
    }

    public static void main(String[] args) {
        for (int windowSeconds : new int[]{1, 60}) {
            run(windowSeconds);
        }
    }

    private static void run(int windowSeconds) {
        MeterRegistry registry = new MeterRegistry();
        StringBuilder yaml = new StringBuilder("rules:\n");
        double[] levels = new double[METERS * SERIES];
        for (int m = 0; m < METERS; m++) {
            Meter meter = Meter.gauge("bench.m" + m, "1", "", "n");
            for (int s = 0; s < SERIES; s++) {
                int level = m * SERIES + s;
                registry.gauge(meter, () -> levels[level], "s" + s);
            }
            yaml.append("  - {id: r").append(m).append(", condition: 'bench.m").append(m).append(" > 90.0', window: PT")
                    .append(windowSeconds)
                    .append("S, for: PT30S}\n");
        }
        List<AlertRule> rules = RuleFile.read(yaml.toString()).rules();
        Judge judge = new Judge(rules, registry::meter, new BurnRate());
        AlertBook book = new AlertBook(Duration.ofSeconds(30));
        List<Frame> frames = new ArrayList<>();
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        for (int i = 0; i < 600; i++) {
            for (int j = 0; j < levels.length; j++) {
                levels[j] = 50 + 45 * Math.sin((i + 7 * j) / 50.0);
            }
            frames.add(registry.close(i, start.plusSeconds(i), Duration.ofSeconds(1)));
        }
        long[] nanos = new long[MEASURED];
        for (int i = -WARMUP; i < MEASURED; i++) {
            Frame frame = frames.get(Math.floorMod(i, frames.size()));
            long before = System.nanoTime();
            book.accept(1000, frame.end(), judge.judge(frame));
            if (i >= 0) {
                nanos[i] = System.nanoTime() - before;
            }
        }
        Arrays.sort(nanos);
        System.out.printf(Locale.ROOT,
                "window %2d s: %d rules x %d series, %d frames: mean %.3f ms, median %.3f ms, p99 %.3f ms, max %.3f ms%n",
                windowSeconds, rules.size(), METERS * SERIES, MEASURED, Arrays.stream(nanos).average().orElse(0) / 1e6,
                nanos[MEASURED / 2] / 1e6,
                nanos[MEASURED * 99 / 100] / 1e6, nanos[MEASURED - 1] / 1e6);
    }
}
