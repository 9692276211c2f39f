package gpudyno.gpu.drm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gpudyno.gpu.DeviceProbe.Sample;
import gpudyno.gpu.DeviceSource.Look;
import gpudyno.model.gpu.Fact;
import gpudyno.model.gpu.GpuDevice;
import gpudyno.model.gpu.GpuProcess;
import gpudyno.model.gpu.Limit;
import gpudyno.model.gpu.Maker;
import gpudyno.model.gpu.SourceState.State;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.Meters;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Cards of AMD and Intel, from folders laid out as the kernel lays them.
class DrmSourceTest {
    private static final String AMD = "0000:03:00.0";
    private static final String INTEL = "0000:00:02.0";
    @TempDir
    private Path root;
    private long nanos = 1;

    private DrmSource source(DrmTree tree, Maker maker) {
        return DrmSource.all(tree.settings(), () -> nanos).get(maker == Maker.AMD ? 0 : 1);
    }

    private static Sample read(DrmSource source) {
        Look look = source.look();
        assertThat(look.state().state()).isEqualTo(State.WORKING);
        return look.probes().getFirst().read().samples().getFirst();
    }

    private static double figure(Sample sample, Meter meter, String... more) {
        String[] labels = new String[1 + more.length];
        labels[0] = sample.device().id();
        System.arraycopy(more, 0, labels, 1, more.length);
        return sample.figures().getOrDefault(meter.series(labels), Double.NaN);
    }

    @Test
    void aRadeonTellsWhatItsFilesHold() {
        Sample sample = read(source(new DrmTree(root).radeon("card1", AMD), Maker.AMD));
        GpuDevice device = sample.device();
        assertThat(device.id()).isEqualTo("AMD-6ef0123456789abc");
        assertThat(device.name()).isEqualTo("AMD Radeon RX 7900 XTX");
        assertThat(device.busId()).isEqualTo(AMD);
        assertThat(device.fact(Fact.DRIVER)).isEqualTo("amdgpu");
        assertThat(device.limits()).containsEntry(Limit.MEMORY, 25753026560.0).containsEntry(Limit.CLOCK_GRAPHICS, 2371.0)
                .containsEntry(Limit.POWER_MAX, 390.0).containsEntry(Limit.TEMPERATURE_SLOWDOWN, 100.0)
                .containsEntry(Limit.TEMPERATURE_MEMORY, 108.0).containsEntry(Limit.PCIE_GENERATION, 4.0)
                .containsEntry(Limit.FAN_SPEED, 3300.0);
        Map<Meter, Double> expected = Map.ofEntries(Map.entry(Meters.MEMORY, 25.0), Map.entry(GpuMeters.MEMORY_USED, 6438256640.0),
                Map.entry(GpuMeters.UTILIZATION, 73.0), Map.entry(GpuMeters.MEMORY_UTILIZATION, 21.0),
                Map.entry(GpuMeters.CLOCK_GRAPHICS, 2100.0),
                Map.entry(GpuMeters.CLOCK_MEMORY, 1249.0), Map.entry(GpuMeters.TEMPERATURE, 61.0),
                Map.entry(GpuMeters.TEMPERATURE_HOTSPOT, 78.5),
                Map.entry(GpuMeters.TEMPERATURE_MEMORY, 84.0), Map.entry(GpuMeters.POWER, 287.0), Map.entry(GpuMeters.POWER_LIMIT, 339.0),
                Map.entry(GpuMeters.PCIE_GENERATION, 3.0), Map.entry(GpuMeters.PCIE_WIDTH, 8.0), Map.entry(GpuMeters.PCIE_REPLAYS, 4.0),
                Map.entry(GpuMeters.ECC_VOLATILE_CORRECTED, 9.0), Map.entry(GpuMeters.ECC_VOLATILE_UNCORRECTED, 1.0),
                Map.entry(GpuMeters.SHARED_USED, 48e6), Map.entry(GpuMeters.PROCESSES, 0.0));
        expected.forEach((meter, value) -> assertThat(figure(sample, meter)).as(meter.id()).isEqualTo(value, within(1e-6)));
        assertThat(figure(sample, GpuMeters.FAN, "0")).isEqualTo(40);
        assertThat(figure(sample, GpuMeters.FAN_SPEED, "0")).isEqualTo(1432);
        assertThat(figure(sample, GpuMeters.ECC_PLACE_VOLATILE_CORRECTED, "umc")).isEqualTo(7);
    }

    @Test
    void whatADriverDoesNotTellIsAbsent() {
        Sample sample = read(source(new DrmTree(root).card("card0", "amdgpu", "1002", "1638", AMD)
                .device("card0", "mem_info_vram_total", "536870912\n").device("card0", "mem_info_vram_used", "500000000\n")
                .device("card0", "gpu_busy_percent", ""), Maker.AMD));
        assertThat(sample.device().id()).isEqualTo("pci-" + AMD);
        assertThat(sample.device().name()).startsWith("AMD ");
        assertThat(figure(sample, GpuMeters.MEMORY_USED)).isEqualTo(5e8);
        // The carve-out of an integrated GPU says nothing of its load.
        assertThat(sample.figures().keySet()).noneMatch(series -> series.meter().equals(Meters.MEMORY.id()));
        assertThat(sample.figures().keySet()).extracting(series -> series.meter()).doesNotContain(GpuMeters.UTILIZATION.id(),
                GpuMeters.TEMPERATURE.id(), GpuMeters.POWER.id(), GpuMeters.FAN.id(), GpuMeters.ECC_VOLATILE_CORRECTED.id());
    }

    @Test
    void processesAreFoundByTheFilesTheyHoldOpen() throws InterruptedException {
        DrmTree tree = new DrmTree(root).radeon("card0", AMD);
        String info = "drm-driver:\tamdgpu\ndrm-client-id:\t%d\ndrm-pdev:\t0000:03:00.0\npasid:\t32770\ndrm-memory-vram:\t%d KiB\n"
                + "drm-memory-gtt: \t20 KiB\ndrm-memory-cpu: \t0 KiB\ndrm-engine-gfx:\t%d ns\ndrm-engine-compute:\t%d ns\n";
        tree.process(4211, "python3", 5, info.formatted(7, 2048, 1_000_000_000L, 0));
        // The same client once more, which counts once, and another client of the same process.
        tree.write("proc/4211/fdinfo/6", info.formatted(7, 2048, 1_000_000_000L, 0));
        tree.write("proc/4211/fdinfo/8", info.formatted(8, 1024, 0L, 0));
        tree.process(4300, "elsewhere", 3, info.replace("03:00.0", "04:00.0").formatted(9, 1, 0L, 0));
        DrmSource source = source(tree, Maker.AMD);
        Sample first = read(source);
        assertThat(first.processes()).singleElement().satisfies(process -> {
            assertThat(process.pid()).isEqualTo(4211);
            assertThat(process.command()).isEqualTo("python3");
            assertThat(process.user()).isEqualTo(System.getProperty("user.name"));
            assertThat(process.memoryBytes()).isEqualTo(3072L << 10);
            assertThat(process.utilization()).isNull();
            assertThat(process.started()).isEqualTo(Instant.ofEpochSecond(1700000000 + 12345));
        });
        nanos += 800_000_000;
        tree.write("proc/4211/fdinfo/5", info.formatted(7, 4096, 1_200_000_000L, 200_000_000L));
        tree.write("proc/4211/fdinfo/6", info.formatted(7, 4096, 1_200_000_000L, 200_000_000L));
        GpuProcess later = read(source).processes().getFirst();
        assertThat(later.utilization()).isEqualTo(100 * 0.4 / 0.8, within(1e-9));
        assertThat(later.memoryBytes()).isEqualTo(5120L << 10);
    }

    @Test
    void aProcessThatEndsIsGone() throws Exception {
        DrmTree tree = new DrmTree(root).radeon("card0", AMD).process(77, "blender", 3,
                "drm-driver:\tamdgpu\ndrm-client-id:\t1\ndrm-pdev:\t" + AMD + "\ndrm-memory-vram:\t8 KiB\n");
        DrmSource source = source(tree, Maker.AMD);
        assertThat(read(source).processes()).hasSize(1);
        tree.delete("proc/77/fdinfo/3");
        assertThat(read(source).processes()).as("looked at a moment ago").hasSize(1);
        nanos += 1_000_000_000;
        assertThat(read(source).processes()).isEmpty();
    }

    @Test
    void anArcCardOfXeTellsWhatItsFilesHold() {
        DrmTree tree = new DrmTree(root).card("card0", "xe", "8086", "e20b", "0000:0b:00.0");
        String gt = "tile0/gt0/freq0/";
        tree.device("card0", gt + "act_freq", "2400\n").device("card0", gt + "cur_freq", "2450\n")
                .device("card0", gt + "rp0_freq", "2850\n")
                .device("card0", gt + "throttle/status", "1\n").device("card0", gt + "throttle/reason_pl1", "1\n")
                .device("card0", gt + "throttle/reason_thermal", "0\n").device("card0", gt + "throttle/reason_prochot", "0\n");
        String hwmon = "hwmon/hwmon5/";
        tree.device("card0", hwmon + "name", "xe\n").device("card0", hwmon + "energy1_label", "card\n")
                .device("card0", hwmon + "energy1_input", "5000000\n")
                .device("card0", hwmon + "energy2_label", "pkg\n").device("card0", hwmon + "energy2_input", "4000000\n")
                .device("card0", hwmon + "power1_max", "190000000\n").device("card0", hwmon + "power1_rated_max", "190000000\n")
                .device("card0", hwmon + "temp2_label", "pkg\n").device("card0", hwmon + "temp2_input", "58000\n")
                .device("card0", hwmon + "temp2_crit", "110000\n").device("card0", hwmon + "temp3_label", "vram\n")
                .device("card0", hwmon + "temp3_input", "66000\n").device("card0", hwmon + "fan1_input", "1200\n");
        String info = "drm-driver:\txe\ndrm-client-id:\t3\ndrm-pdev:\t0000:0b:00.0\ndrm-total-system:\t0\ndrm-total-vram0:\t64 MiB\n"
                + "drm-shared-vram0:\t0\ndrm-resident-vram0:\t48 MiB\ndrm-resident-system:\t0\ndrm-cycles-rcs:\t%d\ndrm-total-cycles-rcs:\t%d\n"
                + "drm-cycles-vcs:\t%d\ndrm-total-cycles-vcs:\t%d\ndrm-engine-capacity-vcs:\t2\n";
        tree.process(900, "llama-server", 4, info.formatted(1000, 10_000, 0, 10_000));
        DrmSource source = source(tree, Maker.INTEL);
        Sample first = read(source);
        assertThat(first.device().maker()).isEqualTo(Maker.INTEL);
        assertThat(first.device().limits()).containsEntry(Limit.CLOCK_GRAPHICS, 2850.0).containsEntry(Limit.TEMPERATURE_SLOWDOWN, 110.0);
        assertThat(figure(first, GpuMeters.CLOCK_GRAPHICS)).isEqualTo(2400);
        assertThat(figure(first, GpuMeters.THROTTLE_POWER)).isOne();
        assertThat(figure(first, GpuMeters.THROTTLE_THERMAL)).isZero();
        assertThat(figure(first, GpuMeters.ENERGY)).isEqualTo(5);
        assertThat(figure(first, GpuMeters.TEMPERATURE)).isEqualTo(58);
        assertThat(figure(first, GpuMeters.TEMPERATURE_MEMORY)).isEqualTo(66);
        assertThat(figure(first, GpuMeters.POWER_LIMIT)).isEqualTo(190);
        assertThat(figure(first, GpuMeters.POWER)).isNaN();
        assertThat(first.processes().getFirst().memoryBytes()).isEqualTo(48L << 20);

        tree.device("card0", hwmon + "energy1_input", "105000000\n");
        nanos += 800_000_000;
        tree.process(900, "llama-server", 4, info.formatted(4000, 14_000, 2000, 14_000));
        Sample second = read(source);
        assertThat(second.processes().getFirst().utilization()).isEqualTo(75, within(1e-9));
        assertThat(figure(second, GpuMeters.UTILIZATION)).isEqualTo(75, within(1e-9));
        assertThat(figure(second, GpuMeters.DECODER_UTILIZATION)).isEqualTo(25, within(1e-9));
        assertThat(figure(second, GpuMeters.POWER)).isEqualTo(100 / 0.8, within(1e-9));
    }

    @Test
    void anIntegratedGpuOfI915HasNoMemoryOfItsOwn() {
        DrmTree tree = new DrmTree(root).card("card0", "i915", "8086", "46a6", INTEL);
        tree.write("sys/class/drm/card0/gt_act_freq_mhz", "350\n").write("sys/class/drm/card0/gt_RP0_freq_mhz", "1400\n")
                .write("sys/class/drm/card0/gt/gt0/throttle_reason_pl1", "0\n")
                .write("sys/class/drm/card0/gt/gt0/throttle_reason_thermal", "1\n");
        tree.process(55, "gnome-shell", 9, "drm-driver:\ti915\ndrm-client-id:\t5\ndrm-pdev:\t" + INTEL
                + "\ndrm-total-system0:\t300 MiB\ndrm-resident-system0:\t200 MiB\ndrm-engine-render:\t5000000 ns\ndrm-engine-video:\t0 ns\n");
        Sample sample = read(source(tree, Maker.INTEL));
        assertThat(sample.figures().keySet()).extracting(series -> series.meter()).doesNotContain(Meters.MEMORY.id(),
                GpuMeters.MEMORY_TOTAL.id());
        assertThat(figure(sample, GpuMeters.CLOCK_GRAPHICS)).isEqualTo(350);
        assertThat(sample.device().limits()).containsEntry(Limit.CLOCK_GRAPHICS, 1400.0);
        assertThat(figure(sample, GpuMeters.THROTTLE_THERMAL)).isOne();
        assertThat(figure(sample, GpuMeters.THROTTLE_POWER)).isZero();
        assertThat(sample.processes().getFirst().memoryBytes()).isEqualTo(200L << 20);
    }

    @Test
    void aCardWithoutADriverIsSaidToBeThere() {
        DrmTree tree = new DrmTree(root).write("sys/bus/pci/devices/0000:03:00.0/class", "0x030000\n")
                .write("sys/bus/pci/devices/0000:03:00.0/vendor", "0x1002\n")
                .write("sys/bus/pci/devices/0000:03:00.0/uevent", "PCI_CLASS=30000\n");
        Look look = source(tree, Maker.AMD).look();
        assertThat(look.state().state()).isEqualTo(State.FAILING);
        assertThat(look.state().found()).contains("0000:03:00.0", "no driver");
        assertThat(source(tree, Maker.INTEL).look().state().state()).isEqualTo(State.ABSENT);
    }
}
