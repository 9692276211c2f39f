package gpudyno.gpu.nvml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gpudyno.gpu.DeviceProbe.Result;
import gpudyno.gpu.DeviceProbe.Sample;
import gpudyno.gpu.DeviceSource.Look;
import gpudyno.gpu.GpuFindings;
import gpudyno.gpu.SmiCapture;
import gpudyno.gpu.StandIn;
import gpudyno.model.gpu.Fact;
import gpudyno.model.gpu.GpuDevice;
import gpudyno.model.gpu.GpuProcess;
import gpudyno.model.gpu.GpuProcess.Kind;
import gpudyno.model.gpu.Limit;
import gpudyno.model.gpu.SourceState.State;
import gpudyno.model.machine.Finding;
import gpudyno.model.meter.Series;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What `nvidia-smi` printed of real cards goes through the stand-in and the native calls, and comes out the same in every meter.
class CapturesTest {
    private static final Path CAPTURES = Path.of("..", "shared", "data", "gpus");
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"nvidia-geforce-rtx-2080-super__595.71.05.txt, idle", "nvidia-geforce-rtx-2080-super__595.71.05.txt, load",
        "nvidia-h100-mig__590.48.01.txt, idle", "nvidia-h100-mig__590.48.01.txt, load"})
    void everyMeterReadsWhatWasCaptured(String file, String title) throws IOException {
        Path path = CAPTURES.resolve(file);
        if (!Files.exists(path)) {
            System.out.println("SKIPPED: " + path + " is not here");
            return;
        }
        compare(SmiCapture.read(Files.readString(path), title));
    }

    /// Two cards that were made up, with what the captured ones lack: several fans, retired pages, remapped rows, throttling.
    @ParameterizedTest
    @ValueSource(strings = "smi.txt")
    void everyMeterReadsWhatIsMadeUp(String file) throws IOException {
        try (InputStream text = Objects.requireNonNull(SmiCapture.class.getResourceAsStream(file))) {
            compare(SmiCapture.read(new String(text.readAllBytes(), StandardCharsets.UTF_8), ""));
        }
    }

    @Test
    void theFindingsSayWhatIsThereAndWhatIsNotTold() throws Exception {
        try (InputStream text = Objects.requireNonNull(SmiCapture.class.getResourceAsStream("smi.txt"))) {
            SmiCapture capture = SmiCapture.read(new String(text.readAllBytes(), StandardCharsets.UTF_8), "");
            List<Finding> findings = GpuFindings.of(StandIn.nvml(folder).shows(capture.deviceFile()).settings());
            assertThat(findings).contains(Finding.ready("NVML", "driver 570.11.02, 2 GPUs", ""), Finding.ready("GPU 0",
                    "Made Up A40, 45.0 GiB", "driver 570.11.02 · cuda 12.8 · Ampere · does not tell: energy"));
            assertThat(findings).filteredOn(finding -> finding.subject().equals("GPU 1")).singleElement().satisfies(
                    second -> assertThat(second.meaning()).contains("does not tell: utilisation, power, power limit, energy, fan"));
        }
    }

    private void compare(SmiCapture capture) {
        StandIn standIn = StandIn.nvml(folder).shows(capture.deviceFile());
        try (NvmlSource source = new NvmlSource(standIn.settings())) {
            Look look = source.look();
            assertThat(look.state().state()).isEqualTo(State.WORKING);
            assertThat(look.probes()).hasSize(capture.count());
            for (int gpu = 0; gpu < capture.count(); gpu++) {
                Result result = look.probes().get(gpu).read();
                assertThat(result.lost()).isFalse();
                assertThat(result.samples()).hasSize(1 + capture.instances(gpu));
                Sample sample = result.samples().getFirst();
                same(sample.figures(), capture.expected(gpu));
                device(sample.device(), capture, gpu);
                for (int instance = 0; instance < capture.instances(gpu); instance++) {
                    Sample part = result.samples().get(1 + instance);
                    assertThat(part.device().id()).isEqualTo(capture.instanceId(gpu, instance));
                    assertThat(part.device().parent()).isEqualTo(capture.id(gpu));
                    same(part.figures(), capture.expected(gpu, instance));
                }
                processes(result.samples(), capture, gpu);
            }
        }
    }

    private static void same(Map<Series, Double> read, Map<Series, Double> expected) {
        assertThat(read.keySet()).containsExactlyInAnyOrderElementsOf(expected.keySet());
        expected.forEach((series, value) -> assertThat(read.get(series)).as(series.toString()).isEqualTo(value, within(1e-6)));
        assertThat(expected).hasSizeGreaterThan(7);
    }

    private static void device(GpuDevice device, SmiCapture capture, int gpu) {
        assertThat(device.id()).isEqualTo(capture.id(gpu));
        assertThat(device.name()).isEqualTo(capture.text(gpu, "Product Name").orElseThrow());
        assertThat("0000" + device.busId()).isEqualToIgnoringCase(capture.text(gpu, "PCI/Bus Id").orElseThrow());
        assertThat(device.fact(Fact.DRIVER)).isEqualTo(capture.driver());
        assertThat(device.fact(Fact.CUDA)).isEqualTo(capture.cuda());
        assertThat(device.fact(Fact.ARCHITECTURE)).isEqualTo(capture.text(gpu, "Product Architecture").orElse(null));
        assertThat(device.fact(Fact.VBIOS)).isEqualTo(capture.text(gpu, "VBIOS Version").orElse(null));
        assertThat(device.fact(Fact.ECC))
                .isEqualTo(capture.text(gpu, "ECC Mode/Current").map(mode -> mode.equals("Enabled") ? "on" : "off").orElse(null));
        limit(device, Limit.CLOCK_GRAPHICS, capture.number(gpu, "Max Clocks/Graphics"));
        limit(device, Limit.CLOCK_MEMORY, capture.number(gpu, "Max Clocks/Memory"));
        limit(device, Limit.PCIE_GENERATION, capture.number(gpu, "PCI/GPU Link Info/PCIe Generation/Max"));
        limit(device, Limit.PCIE_GENERATION_DEVICE, capture.number(gpu, "PCI/GPU Link Info/PCIe Generation/Device Max"));
        limit(device, Limit.PCIE_WIDTH, capture.number(gpu, "PCI/GPU Link Info/Link Width/Max"));
        limit(device, Limit.TEMPERATURE_SLOWDOWN, capture.number(gpu, "Temperature/GPU Slowdown Temp"));
        limit(device, Limit.TEMPERATURE_SHUTDOWN, capture.number(gpu, "Temperature/GPU Shutdown Temp"));
        limit(device, Limit.TEMPERATURE_TARGET, capture.number(gpu, "Temperature/GPU Target Temperature"));
        limit(device, Limit.MARGIN_SLOWDOWN, capture.number(gpu, "Temperature/GPU Slowdown T.Limit Temp"));
        limit(device, Limit.MARGIN_SHUTDOWN, capture.number(gpu, "Temperature/GPU Shutdown T.Limit Temp"));
        limit(device, Limit.POWER_MIN, capture.number(gpu, "GPU Power Readings/Min Power Limit"));
        limit(device, Limit.POWER_MAX, capture.number(gpu, "GPU Power Readings/Max Power Limit"));
        limit(device, Limit.POWER_DEFAULT, capture.number(gpu, "GPU Power Readings/Default Power Limit"));
    }

    private static void limit(GpuDevice device, Limit which, OptionalDouble expected) {
        assertThat(device.limit(which)).as(which.toString()).isEqualTo(expected);
    }

    private static void processes(List<Sample> samples, SmiCapture capture, int gpu) {
        List<GpuProcess> read = samples.stream().flatMap(sample -> sample.processes().stream()).toList();
        assertThat(read).hasSize(capture.processes(gpu).size());
        for (SmiCapture.Printed printed : capture.processes(gpu)) {
            GpuProcess process = read.stream().filter(one -> one.pid() == printed.pid()).findFirst().orElseThrow();
            assertThat(process.memoryBytes()).isEqualTo(printed.bytes());
            assertThat(process.kind()).isEqualTo(switch (printed.type()) {
                case "C" -> Kind.COMPUTE;
                case "G" -> Kind.GRAPHICS;
                default -> Kind.COMPUTE_AND_GRAPHICS;
            });
            assertThat(printed.name()).endsWith(Objects.requireNonNull(process.command()));
            assertThat(process.device().startsWith("MIG-")).isEqualTo(!printed.gpuInstance().equals("-1"));
        }
        Set<Long> pids = read.stream().map(GpuProcess::pid).collect(Collectors.toSet());
        assertThat(pids).hasSameSizeAs(read);
    }
}
