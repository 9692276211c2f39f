package gpudyno.watch;

import gpudyno.model.alert.AlertRule;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Times what the alert engine does with a frame: 100 rules over 500 series, five series a rule. Run by `packaging/bench/alert-rules`.
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class JudgeBenchmark {
    private static final int METERS = 100;
    private static final int SERIES = 5;
    private static final int FRAMES = 600;

    @Param({"1", "60", "600"})
    private int windowSeconds;

    private final List<Frame> frames = new ArrayList<>();
    private final MeterRegistry registry = new MeterRegistry();
    private final AlertBook book = new AlertBook(Duration.ofSeconds(30));
    private Judge judge = new Judge(List.of(), registry::meter, new BurnRate());
    private int next;

    @Setup
    public void fill() {
        StringBuilder yaml = new StringBuilder("rules:\n");
        double[] levels = new double[METERS * SERIES];
        for (int m = 0; m < METERS; m++) {
            Meter meter = Meter.gauge("bench.m" + m, "1", "", "n");
            for (int s = 0; s < SERIES; s++) {
                int level = m * SERIES + s;
                registry.gauge(meter, () -> levels[level], "s" + s);
            }
            yaml.append("  - {id: r").append(m).append(", condition: 'bench.m").append(m).append(" > 90.0', window: PT")
                    .append(windowSeconds).append("S, for: PT30S}\n");
        }
        List<AlertRule> rules = RuleFile.read(yaml.toString()).rules();
        judge = new Judge(rules, registry::meter, new BurnRate());
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        for (int i = 0; i < FRAMES; i++) {
            for (int j = 0; j < levels.length; j++) {
                levels[j] = 50 + 45 * Math.sin((i + 7 * j) / 50.0);
            }
            frames.add(registry.close(i, start.plusSeconds(i), Duration.ofSeconds(1)));
        }
        frames.forEach(judge::see);
    }

    @Benchmark
    public List<Notification> frame() {
        Frame frame = frames.get(next++ % FRAMES);
        return book.accept(1000, frame.end(), judge.judge(frame));
    }
}
