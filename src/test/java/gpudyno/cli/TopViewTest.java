package gpudyno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.model.gpu.DeviceReading;
import gpudyno.model.gpu.DeviceState;
import gpudyno.model.gpu.DeviceState.Health;
import gpudyno.model.gpu.GpuDevice;
import gpudyno.model.gpu.GpuProcess;
import gpudyno.model.gpu.GpuProcess.Kind;
import gpudyno.model.gpu.Limit;
import gpudyno.model.gpu.Maker;
import gpudyno.model.gpu.SourceState;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TopViewTest {
    private static final String GPU = "GPU-1";

    private static DeviceState state(String name, Map<Series, Double> figures, Health health) {
        return new DeviceState(new GpuDevice(GPU, Maker.NVIDIA, name, 0, null, null, Map.of(), Map.of(Limit.CLOCK_GRAPHICS, 1980.0)),
                health,
                health == Health.ANSWERING ? "" : "it has fallen off the bus", new DeviceReading(Instant.now(), figures), Duration.ZERO);
    }

    private static Map<Series, Double> figures() {
        Map<Series, Double> figures = new HashMap<>();
        figures.put(GpuMeters.UTILIZATION.series(GPU), 50.0);
        figures.put(GpuMeters.MEMORY_USED.series(GPU), 20.0 * (1L << 30));
        figures.put(GpuMeters.MEMORY_TOTAL.series(GPU), 80.0 * (1L << 30));
        figures.put(GpuMeters.POWER.series(GPU), 299.6);
        figures.put(GpuMeters.POWER_LIMIT.series(GPU), 300.0);
        figures.put(GpuMeters.THROTTLE_POWER.series(GPU), 1.0);
        figures.put(GpuMeters.THROTTLE_THERMAL.series(GPU), 0.0);
        figures.put(GpuMeters.CLOCK_GRAPHICS.series(GPU), 1110.0);
        return figures;
    }

    private static GpuProcess process(long pid, @Nullable Long memory, Double busy, String command) {
        return new GpuProcess(GPU, pid, "ana", command, Kind.COMPUTE, memory, busy, null);
    }

    private static TopSnapshot snapshot(DeviceState state, GpuProcess... processes) {
        return new TopSnapshot("box", List.of(state), List.of(processes), List.of(),
                new TopSnapshot.Serving(120.25, 4.2, 9.9, 21.0, 0.5, null, 3.0));
    }

    @Test
    void figuresAreShownAndWhatIsNotToldIsADash() {
        String text = String.join("\n", new TopView(100, TopView.Sort.MEMORY).lines(snapshot(state("H100", figures(), Health.ANSWERING))));
        assertThat(text).contains("120.3 req/s", "p95 9.9", "hit -", "queue 3", "50 %", "20.0/80.0 GiB", "300/300 W", "1110/1980 MHz",
                "throttle power cap", "fan -", "PCIe -x-");
    }

    @Test
    void everyLineFitsFrom40To200Columns() {
        TopSnapshot snapshot = snapshot(state("A name that is far too long for a narrow terminal", figures(), Health.ANSWERING),
                process(1, 5L << 20, 1.0, "python3".repeat(40)));
        for (int columns = TopView.LEAST_COLUMNS; columns <= TopView.MOST_COLUMNS; columns++) {
            int most = columns;
            assertThat(new TopView(columns, TopView.Sort.MEMORY).lines(snapshot)).allMatch(line -> line.length() <= most);
        }
    }

    @Test
    void processesAreSortedAsAsked() {
        TopSnapshot snapshot = snapshot(state("H100", figures(), Health.ANSWERING), process(11, null, 5.0, "a"),
                process(22, 9L << 30, 1.0, "b"), process(33, 1L << 30, 90.0, "c"));
        assertThat(pids(snapshot, TopView.Sort.MEMORY)).containsExactly("22", "33", "11");
        assertThat(pids(snapshot, TopView.Sort.SM)).containsExactly("33", "11", "22");
    }

    private static List<String> pids(TopSnapshot snapshot, TopView.Sort sort) {
        return new TopView(100, sort).lines(snapshot).stream().map(line -> line.strip().split(" ")[0]).filter(word -> word.matches("\\d+"))
                .toList();
    }

    @Test
    void namesOfOtherMachinesDriveNoTerminal() {
        List<String> lines = new TopView(100, TopView.Sort.MEMORY)
                .lines(snapshot(state("H100\033[2J\r\n\u009b31m", figures(), Health.ANSWERING),
                        process(1, 1L, 1.0, "\033]0;owned\007python")));
        assertThat(String.join("", lines)).doesNotContain("\033", "\r", "\n", "\u009b", "\007");
    }

    @Test
    void aLostGpuAndAMachineWithoutOneAreSaid() {
        assertThat(new TopView(100, TopView.Sort.MEMORY).lines(snapshot(state("H100", Map.of(), Health.LOST))))
                .anyMatch(line -> line.contains("lost: it has fallen off the bus")).noneMatch(line -> line.contains("util"));
        assertThat(new TopView(100, TopView.Sort.MEMORY).lines(new TopSnapshot("box", List.of(), List.of(),
                List.of(new SourceState("NVML", SourceState.State.ABSENT, "no NVIDIA driver here")), null)))
                .contains("No GPU was found.", "  NVML: no NVIDIA driver here");
    }

    @Test
    void aFrameOverwritesTheLastAndFitsTheRows() {
        assertThat(TopTerminal.frame(List.of("a", "b", "c"), 2)).isEqualTo("\033[Ha\033[K\r\nb\033[K\033[J");
    }
}
