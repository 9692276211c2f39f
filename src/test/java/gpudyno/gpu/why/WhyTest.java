package gpudyno.gpu.why;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.gpu.DeviceProbe.Sample;
import gpudyno.gpu.SmiCapture;
import gpudyno.gpu.StandIn;
import gpudyno.gpu.nvml.NvmlSource;
import gpudyno.model.gpu.Cause;
import gpudyno.model.gpu.DeviceEvent.Kind;
import gpudyno.model.gpu.GpuDevice;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.MeterKind;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.Reading;
import gpudyno.model.meter.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Each planted cause is said by its rule and by no other, at every resolution that a node keeps; where all is well, nothing is said.
class WhyTest {
    private static final List<Duration> RESOLUTIONS = List.of(Duration.ofSeconds(Scene.STEP), Duration.ofSeconds(10),
            Duration.ofMinutes(5));
    private static final Path CAPTURES = Path.of("..", "shared", "data", "gpus");
    private static final Set<String> STATES = Set.of(GpuMeters.PCIE_GENERATION.id(), GpuMeters.PCIE_WIDTH.id(),
            GpuMeters.PERFORMANCE_STATE.id(), GpuMeters.PCIE_REPLAYS.id(), GpuMeters.PROCESSES.id());

    private static Arguments cause(String rule, String words, UnaryOperator<Scene> plant) {
        return Arguments.of(rule, words, plant);
    }

    static Stream<Arguments> causes() {
        double gib = Scene.GIB;
        return Stream.of(
                cause("power-cap", "GPU 1 ran at 1,11. of 1,980 MHz; its 300 W cap bound it 94 % of the time; its default is 700 W",
                        scene -> scene.at(GpuMeters.THROTTLE_POWER, Scene.between(900, 2700, 0.94, 0))
                                .at(GpuMeters.CLOCK_SM, Scene.between(900, 2700, 1110, 1950))
                                .at(GpuMeters.POWER_LIMIT, Scene.between(900, 2700, 300, 700))
                                .at(GpuMeters.POWER, Scene.between(900, 2700, 298, 520))),
                cause("power-cap", "its 300 W cap bound it", scene -> scene.without(GpuMeters.THROTTLE_POWER)
                        .at(GpuMeters.CLOCK_SM, 1110).at(GpuMeters.POWER_LIMIT, 300).at(GpuMeters.POWER, 299)),
                cause("thermal", "heat held it down 60 % of the time: it reached 9. °C, made for 87 °C",
                        scene -> scene.at(GpuMeters.THROTTLE_THERMAL, Scene.between(600, 3600, 0.6, 0))
                                .at(GpuMeters.TEMPERATURE, Scene.between(600, 3600, 90, 64))
                                .at(GpuMeters.CLOCK_SM, Scene.between(600, 3600, 1300, 1950))),
                cause("thermal", "heat held it down", scene -> scene.at(GpuMeters.THROTTLE_HARDWARE, 1)
                        .at(GpuMeters.THROTTLE_HARDWARE_THERMAL, 1).at(GpuMeters.TEMPERATURE, 95).at(GpuMeters.CLOCK_SM, 900)),
                cause("hardware-slowdown", "the power supply braked it 100 % of the time", scene -> scene
                        .at(GpuMeters.THROTTLE_HARDWARE, 1).at(GpuMeters.THROTTLE_BRAKE, 1).at(GpuMeters.CLOCK_SM, 700)),
                cause("hardware-slowdown", "its hardware slowed it down", scene -> scene
                        .at(GpuMeters.THROTTLE_HARDWARE, Scene.between(1200, 1800, 1, 0))
                        .at(GpuMeters.CLOCK_SM, Scene.between(1200, 1800, 900, 1950))),
                cause("pcie-link", "GPU 1 was linked by PCIe 3.0 ×8 where the card has 4.0 ×16",
                        scene -> scene.at(GpuMeters.PCIE_GENERATION, 3).at(GpuMeters.PCIE_WIDTH, 8)),
                cause("other-process-memory",
                        "process 4211 \\(python, user ana\\) took 4[67] GiB of GPU 1 within (35|40|45) s; it was 98 % full then",
                        scene -> scene.process(4211, "python", second -> second < 1830
                                ? 8 * gib
                                : second < 1870
                                        ? 8 * gib + (second - 1830) * 46.5 * gib / 40
                                        : 54.5 * gib)
                                .at(Meters.MEMORY, second -> second < 1830
                                        ? 40
                                        : second < 1870
                                                ? 40 + (second - 1830) * 58.0 / 40
                                                : 97.5)),
                cause("other-process-memory", "process 5000 \\(python\\) took .*; 12 failures of this node's requests followed",
                        scene -> scene.process(5000, "python", Scene.between(1830, 3600, 18 * gib, Double.NaN))
                                .at(Meters.MEMORY, Scene.between(1830, 3600, 62, 40))
                                .counted(Meters.SERVE_FAILURES, Scene.between(1850, 1862, 1, 0))),
                cause("other-process-memory", "process 4211 \\(python, user ana\\) held .* of the 80 GiB of GPU 1",
                        scene -> scene.process(4211, "python", _ -> 50 * gib).at(Meters.MEMORY, 92)),
                cause("leak", "process 4211 \\(python, user ana\\) grew on GPU 1 from 2.0 GiB to 6.. GiB, by 72 MiB a minute",
                        scene -> scene.process(4211, "python", second -> 2 * gib + second * 1.2 * (1 << 20))),
                cause("leak", "this node's own process 77 \\(java\\) grew on GPU 1",
                        scene -> scene.process(Scene.OWN, "java", second -> 24 * gib + Math.max(0, second - 1800) * 4.0 * (1 << 20))),
                cause("memory-errors", "GPU 1: 2 memory errors could not be corrected",
                        scene -> scene.at(GpuMeters.ECC_VOLATILE_UNCORRECTED, Scene.between(1805, 3600, 2, 0))),
                cause("memory-errors", "GPU 1: 40 memory errors were corrected; a reset is needed",
                        scene -> scene.at(GpuMeters.ECC_VOLATILE_CORRECTED, Scene.between(1805, 3600, 40, 0))
                                .at(GpuMeters.ROWS_PENDING, Scene.between(1805, 3600, 1, 0))),
                cause("lost", "GPU 1 was lost: XID 79, the GPU has fallen off the bus; it has not answered since",
                        scene -> lost(scene.counted(GpuMeters.XID, Scene.between(1799, 1800, 1, 0))
                                .at(GpuMeters.XID_LAST, Scene.between(1799, 3600, 79, Double.NaN)), 3600)),
                cause("lost", "GPU 1 did not answer: its driver hung; it answered again after 60 s",
                        scene -> lost(scene.event(1802, Kind.HUNG), 1860)),
                cause("xid", "GPU 1 reported XID 31 3 times: a program accessed memory",
                        scene -> scene.counted(GpuMeters.XID, Scene.between(1800, 1803, 1, 0))
                                .at(GpuMeters.XID_LAST, Scene.between(1800, 3600, 31, Double.NaN))),
                cause("clocks-set", "GPU 1 ran at 1,0.. of 1,980 MHz; application clocks that were set held it down",
                        scene -> scene.at(GpuMeters.THROTTLE_APPLICATION, 1).at(GpuMeters.CLOCK_SM, 1005).at(GpuMeters.POWER, 320)),
                cause("idle-clocks", "GPU 1 ran at 34. of 1,980 MHz \\(P8\\) though it was 9. % busy and no limit held it",
                        scene -> scene.at(GpuMeters.CLOCK_SM, Scene.between(600, 3000, 345, 1950))
                                .at(GpuMeters.PERFORMANCE_STATE, Scene.between(600, 3000, 8, 0)).at(GpuMeters.UTILIZATION, 97)),
                cause("small-batch", "GPU 1 got 1.3 items a call while 40 items were waiting; it drew 26 % of its power limit",
                        scene -> scene.observed(Meters.BATCH_SIZE, 1.3).at(Meters.QUEUE_DEPTH, 40).at(GpuMeters.POWER, 180)
                                .at(Meters.IN_FLIGHT, 44).observed(Meters.QUEUE_WAIT, 90)),
                cause("host-bound",
                        "GPU 1 waited for the host: it was 22 % busy while the host's processors were 97 % busy and 30 requests",
                        scene -> scene.at(Meters.HOST_CPU, 97).at(Meters.PROCESS_CPU, 90).at(GpuMeters.UTILIZATION, 22)
                                .at(GpuMeters.POWER, 150).at(Meters.IN_FLIGHT, 30).observed(Meters.QUEUE_WAIT, 80)),
                cause("queue-bound", "items waited 42. ms for GPU 1, which worked on them for 22 ms; it was 9. % busy",
                        scene -> scene.observed(Meters.QUEUE_WAIT, 422).at(Meters.QUEUE_DEPTH, 310).at(Meters.IN_FLIGHT, 330)
                                .at(GpuMeters.UTILIZATION, 99)));
    }

    /// From the half hour on, nothing is told but that it does not answer.
    private static Scene lost(Scene scene, int until) {
        scene.at(GpuMeters.UP, Scene.between(1800, until, 0, 1));
        for (var meter : List.of(GpuMeters.UTILIZATION, GpuMeters.CLOCK_SM, GpuMeters.POWER, GpuMeters.TEMPERATURE,
                GpuMeters.THROTTLE_POWER, GpuMeters.PCIE_WIDTH, GpuMeters.PCIE_GENERATION, Meters.MEMORY)) {
            double before = meter.equals(GpuMeters.CLOCK_SM) ? 1950 : meter.equals(GpuMeters.PCIE_GENERATION) ? 4 : 16;
            scene.at(meter, Scene.between(1800, until, Double.NaN, before));
        }
        return scene.at(GpuMeters.UTILIZATION, Scene.between(1800, until, Double.NaN, 90))
                .at(GpuMeters.THROTTLE_POWER, Scene.between(1800, until, Double.NaN, 0))
                .process(Scene.OWN, "java", Scene.between(1800, until, Double.NaN, 24 * Scene.GIB))
                .process(4211, "python", Scene.between(1800, until, Double.NaN, 8 * Scene.GIB));
    }

    @ParameterizedTest
    @MethodSource("causes")
    void aPlantedCauseIsSaidByItsRuleAlone(String rule, String words, UnaryOperator<Scene> plant) {
        Scene scene = plant.apply(new Scene());
        for (Duration resolution : RESOLUTIONS) {
            List<Cause> causes = scene.causes(resolution);
            assertThat(causes).as(resolution + ": " + causes).hasSize(1);
            Cause cause = causes.getFirst();
            assertThat(cause.rule()).isEqualTo(rule);
            if (resolution.toSeconds() == Scene.STEP) {
                assertThat(cause.sentence()).containsPattern(words);
            }
            assertThat(cause.sentence()).matches("(?s)\\d\\d:\\d\\d.*");
            assertThat(cause.evidence()).isNotEmpty();
            assertThat(cause.device()).isEqualTo("GPU-1");
        }
    }

    @Test
    void everyRuleIsPlanted() {
        Set<String> planted = new HashSet<>();
        causes().forEach(one -> planted.add((String) one.get()[0]));
        assertThat(planted).containsExactlyInAnyOrderElementsOf(Why.rules());
    }

    @Test
    void whereAllIsWellNothingIsSaid() {
        Scene scene = new Scene();
        for (Duration resolution : RESOLUTIONS) {
            assertThat(scene.causes(resolution)).isEmpty();
        }
    }

    @Test
    void aCauseBeginsAndEndsWhenItDid() {
        Scene scene = new Scene().at(GpuMeters.THROTTLE_POWER, Scene.between(900, 2700, 0.94, 0)).at(GpuMeters.CLOCK_SM,
                Scene.between(900, 2700, 1110, 1950));
        assertThat(scene.causes(Duration.ofSeconds(10))).singleElement().satisfies(cause -> {
            assertThat(cause.from()).isEqualTo(Scene.BEGIN.plusSeconds(900));
            assertThat(cause.to()).isEqualTo(Scene.BEGIN.plusSeconds(2700));
            assertThat(cause.sentence()).startsWith("02:15–02:45 ");
        });
    }

    @Test
    void twoCausesOfDifferentTimesAreBothSaid() {
        Scene scene = new Scene().at(GpuMeters.THROTTLE_POWER, Scene.between(100, 1000, 0.9, 0))
                .at(GpuMeters.THROTTLE_THERMAL, Scene.between(2000, 3000, 0.9, 0)).at(GpuMeters.CLOCK_SM, 1200)
                .at(GpuMeters.UTILIZATION, 30);
        assertThat(scene.causes(Duration.ofSeconds(10))).extracting(Cause::rule).containsExactly("power-cap", "thermal");
    }

    @Test
    void aModelThatIsLoadedAndACacheThatFillsAreNoLeaks() {
        double gib = Scene.GIB;
        assertThat(new Scene().process(4211, "python", second -> Math.min(30, second / 10.0) * gib).causes(Duration.ofSeconds(10)))
                .isEmpty();
        assertThat(new Scene().process(4211, "python", second -> 20 * gib * (1 - Math.exp(-second / 1000.0)))
                .causes(Duration.ofSeconds(10))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"nvidia-geforce-rtx-2080-super__595.71.05.txt, idle", "nvidia-geforce-rtx-2080-super__595.71.05.txt, load",
        "nvidia-h100-mig__590.48.01.txt, idle", "nvidia-h100-mig__590.48.01.txt, load"})
    void aHealthyCardSaysNothingInAnHour(String file, String title, @TempDir Path folder) throws IOException {
        Path path = CAPTURES.resolve(file);
        if (!Files.exists(path)) {
            System.out.println("SKIPPED: " + path + " is not here");
            return;
        }
        StandIn standIn = StandIn.nvml(folder).shows(SmiCapture.read(Files.readString(path), title).deviceFile());
        List<Sample> samples;
        try (NvmlSource source = new NvmlSource(standIn.settings())) {
            samples = source.look().probes().getFirst().read().samples();
        }
        List<GpuDevice> devices = samples.stream().map(Sample::device).toList();
        for (int each : new int[]{1, 2, 60}) {
            List<Frame> frames = replayed(samples, each);
            assertThat(Why.causes(new Period(frames, devices, List.of(), List.of(), 0, ZoneOffset.UTC))).isEmpty();
        }
    }

    /// An hour in which every level swings by two percent around what was captured.
    private static List<Frame> replayed(List<Sample> samples, int each) {
        SplittableRandom random = new SplittableRandom(each);
        Map<String, MeterKind> kinds = new HashMap<>();
        GpuMeters.all().forEach(meter -> kinds.put(meter.id(), meter.kind()));
        List<Frame> frames = new ArrayList<>();
        List<Frame> open = new ArrayList<>();
        for (int second = 0; second < 3600; second += 5) {
            Map<Series, Reading> readings = new LinkedHashMap<>();
            for (Sample sample : samples) {
                readings.put(GpuMeters.UP.series(sample.device().id()), Reading.Gauge.of(1));
                sample.figures().forEach((series, value) -> readings.put(series, kinds.get(series.meter()) == MeterKind.COUNTER
                        ? new Reading.Counter(0)
                        : Reading.Gauge.of(STATES.contains(series.meter()) ? value : value * (1 + 0.02 * random.nextDouble(-1, 1)))));
                sample.processes().forEach(process -> {
                    Long bytes = process.memoryBytes();
                    if (bytes != null) {
                        readings.put(GpuMeters.PROCESS_MEMORY.series(process.device(), String.valueOf(process.pid()),
                                String.valueOf(process.command())), Reading.Gauge.of(bytes));
                    }
                });
            }
            open.add(new Frame(second / 5 + 1, Instant.EPOCH.plusSeconds(second), Duration.ofSeconds(5), readings));
            if (open.size() == each) {
                frames.add(Frame.rollUp(open));
                open.clear();
            }
        }
        return frames;
    }
}
