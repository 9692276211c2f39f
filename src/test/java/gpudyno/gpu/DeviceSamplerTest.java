package gpudyno.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import gpudyno.model.gpu.DeviceEvent;
import gpudyno.model.gpu.DeviceEvent.Kind;
import gpudyno.model.gpu.DeviceReading;
import gpudyno.model.gpu.DeviceState;
import gpudyno.model.gpu.DeviceState.Health;
import gpudyno.model.gpu.GpuProcess;
import gpudyno.model.gpu.SourceState.State;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Meters;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The sampler over the stand-in of NVML, through real native calls, with faults of drivers.
class DeviceSamplerTest {
    private static final DeviceSampler.Bounds QUICK = new DeviceSampler.Bounds(Duration.ofMillis(50), Duration.ofMillis(300),
            Duration.ofMillis(600));
    @TempDir
    private Path folder;
    private final MeterRegistry registry = new MeterRegistry();
    private final List<DeviceEvent> events = new CopyOnWriteArrayList<>();
    @SuppressWarnings("NullAway.Init") // made by sample()
    private DeviceSampler sampler;

    @AfterEach
    void stop() {
        if (sampler != null) {
            sampler.close();
        }
    }

    private void sample(GpuSettings settings) {
        sampler = new DeviceSampler(GpuSources.all(settings), registry, QUICK, new DeviceSampler.Host() {
            @Override
            public void happened(DeviceEvent event) {
                events.add(event);
            }

            @Override
            public Error outOfMemory(OutOfMemoryError error) {
                return error;
            }
        });
    }

    private static void soon(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(15)).pollInterval(Duration.ofMillis(20)).until(condition);
    }

    /// One GPU, healthy unless lines are added.
    static String gpu(int index, String... more) {
        String lines = """
            uuid GPU-%1$d
            name Stand-in %1$d
            bus 00000000:0%1$d:00.0
            memory.total 8589934592
            memory.reserved 419430400
            memory.used 2147483648
            memory.free 6023020544
            util.gpu 4%1$d
            util.memory 7
            temperature 5%1$d
            power 123456
            energy 1000000
            pstate 0
            reasons.supported 511
            reasons 0
            compute 4194100:1073741824:-1:-1 4194200:536870912:-1:-1""".formatted(index);
        return lines.lines().map(line -> index + "." + line).collect(Collectors.joining("\n")) + "\n"
                + IntStream.range(0, more.length).mapToObj(i -> index + "." + more[i] + "\n").collect(Collectors.joining());
    }

    private static String gpus(int count) {
        return "system.count " + count + "\nsystem.driver 570.1\n"
                + IntStream.range(0, count).mapToObj(DeviceSamplerTest::gpu).collect(Collectors.joining());
    }

    private Frame frame() {
        return registry.close(1, Instant.EPOCH, Duration.ofSeconds(1));
    }

    private double gauge(Meter meter, String... labels) {
        return frame().gauge(meter.series(labels));
    }

    private DeviceState device(String id) {
        return sampler.devices().stream().filter(one -> one.device().id().equals(id)).findFirst().orElseThrow();
    }

    private boolean told(Kind kind, String device) {
        return events.stream().anyMatch(event -> event.kind() == kind && event.device().equals(device));
    }

    @Test
    void severalGpusAreSeveralSeries() {
        sample(StandIn.nvml(folder).shows(gpus(3)).settings());
        soon(() -> sampler.devices().size() == 3 && sampler.isComplete());
        soon(() -> gauge(GpuMeters.UTILIZATION, "GPU-2") == 42);
        assertThat(gauge(Meters.MEMORY, "GPU-0")).isEqualTo(25);
        assertThat(gauge(GpuMeters.UP, "GPU-1")).isOne();
        assertThat(gauge(GpuMeters.POWER, "GPU-1")).isEqualTo(123.456);
        assertThat(gauge(GpuMeters.FAN, "GPU-1", "0")).isNaN();
        assertThat(sampler.hasMemory()).isTrue();
        assertThat(sampler.processes("GPU-1")).extracting(GpuProcess::pid).containsExactlyInAnyOrder(4194100L, 4194200L);
        assertThat(gauge(GpuMeters.PROCESS_MEMORY, "GPU-1", "4194100", "")).isEqualTo(1L << 30);
        assertThat(sampler.sources().getFirst().state()).isEqualTo(State.WORKING);
    }

    @Test
    void aCounterGrowsByWhatTheDriverCounted() {
        StandIn standIn = StandIn.nvml(folder).shows(gpus(1));
        sample(standIn.settings());
        soon(() -> gauge(GpuMeters.UP, "GPU-0") == 1);
        frame();
        standIn.shows("system.count 1\n" + gpu(0).replace("energy 1000000", "energy 1250000"));
        double[] grown = {0};
        soon(() -> (grown[0] += frame().counted(GpuMeters.ENERGY.series("GPU-0"))) > 0);
        assertThat(grown[0]).isEqualTo(250, within(1e-6));
    }

    @Test
    void aLostGpuIsToldAndTheOthersGoOn() {
        StandIn standIn = StandIn.nvml(folder).shows(gpus(2));
        sample(standIn.settings());
        soon(() -> sampler.devices().size() == 2);
        standIn.shows(gpus(2) + "1.lost 1");
        soon(() -> told(Kind.LOST, "GPU-1"));
        assertThat(device("GPU-1").health()).isEqualTo(Health.LOST);
        soon(() -> gauge(GpuMeters.UP, "GPU-1") == 0 && Double.isNaN(gauge(GpuMeters.TEMPERATURE, "GPU-1")));
        standIn.shows(gpus(2).replace("0.temperature 50", "0.temperature 66") + "1.lost 1");
        soon(() -> gauge(GpuMeters.TEMPERATURE, "GPU-0") == 66);
        assertThat(gauge(GpuMeters.UP, "GPU-0")).isOne();
        standIn.shows(gpus(2));
        soon(() -> told(Kind.RECOVERED, "GPU-1") && gauge(GpuMeters.TEMPERATURE, "GPU-1") == 51);
        assertThat(events.stream().filter(event -> event.kind() == Kind.LOST)).hasSize(1);
    }

    @Test
    void aHungCallMakesItsGpuStaleAndHoldsUpNothingElse() {
        StandIn standIn = StandIn.nvml(folder).shows(gpus(2));
        sample(standIn.settings());
        soon(() -> sampler.devices().size() == 2 && gauge(GpuMeters.TEMPERATURE, "GPU-0") == 50);
        standIn.shows(gpus(2) + "0.hang.nvmlDeviceGetUtilizationRates 1");
        soon(() -> told(Kind.HUNG, "GPU-0"));
        assertThat(device("GPU-0").health()).isEqualTo(Health.STALE);
        assertThat(device("GPU-0").reason()).contains("nvmlDeviceGetUtilizationRates");
        soon(() -> gauge(GpuMeters.UP, "GPU-0") == 0 && Double.isNaN(gauge(GpuMeters.TEMPERATURE, "GPU-0")));
        standIn.shows(gpus(2).replace("1.temperature 51", "1.temperature 67") + "0.hang.nvmlDeviceGetUtilizationRates 1");
        soon(() -> gauge(GpuMeters.TEMPERATURE, "GPU-1") == 67);
        standIn.shows(gpus(2));
        soon(() -> told(Kind.RECOVERED, "GPU-0") && gauge(GpuMeters.UP, "GPU-0") == 1);
    }

    @Test
    void aDriverThatHangsFromTheStartIsSaid() {
        StandIn standIn = StandIn.nvml(folder).shows(gpus(1) + "system.hang.nvmlInit_v2 1");
        sample(standIn.settings());
        soon(() -> sampler.sources().getFirst().found().contains("nvmlInit_v2"));
        assertThat(sampler.sources().getFirst().state()).isEqualTo(State.FAILING);
        standIn.shows(gpus(1));
        soon(() -> sampler.devices().size() == 1);
    }

    @Test
    void aGpuThatHangsFromTheStartIsSaid() {
        StandIn standIn = StandIn.nvml(folder).shows(gpus(2) + "1.hang.nvmlDeviceGetName 1");
        sample(standIn.settings());
        soon(() -> sampler.sources().getFirst().found().contains("nvmlDeviceGetName"));
        assertThat(sampler.devices()).extracting(one -> one.device().id()).containsExactly("GPU-0");
        standIn.shows(gpus(2));
        soon(() -> sampler.devices().size() == 2 && sampler.sources().getFirst().state() == State.WORKING);
    }

    @Test
    void aGpuThatThisUserMayNotOpenIsSaid() {
        sample(StandIn.nvml(folder).shows(gpus(2) + "1.code.nvmlDeviceGetHandleByIndex_v2 4").settings());
        soon(() -> sampler.sources().getFirst().found().contains("GPU 1: this user has no permission"));
        soon(() -> gauge(GpuMeters.UP, "GPU-0") == 1);
        assertThat(sampler.sources().getFirst().state()).isEqualTo(State.FAILING);
        assertThat(sampler.devices()).extracting(one -> one.device().id()).containsExactly("GPU-0");
    }

    @Test
    void gpusWithMaskedUuidsAreToldApartByTheirPlaces() {
        sample(StandIn.nvml(folder).shows(gpus(3).replaceAll("uuid GPU-\\d", "uuid GPU-0")).settings());
        soon(() -> sampler.devices().size() == 3);
        assertThat(sampler.devices()).extracting(one -> one.device().name()).containsExactlyInAnyOrder("Stand-in 0", "Stand-in 1",
                "Stand-in 2");
        soon(() -> sampler.devices().stream().allMatch(
                one -> gauge(GpuMeters.UTILIZATION, one.device().id()) == 40 + Double.parseDouble(one.device().name().substring(9))));
    }

    @Test
    void gpusComeAndGo() {
        StandIn standIn = StandIn.nvml(folder).shows(gpus(1));
        sample(standIn.settings());
        soon(() -> sampler.devices().size() == 1);
        standIn.shows(gpus(2));
        soon(() -> told(Kind.FOUND, "GPU-1") && gauge(GpuMeters.UP, "GPU-1") == 1);
        // The first of two is taken out: the other one moves to its place.
        standIn.shows("system.count 1\n" + gpu(1).replace("1.", "0.").replace("0.bus 00000000:00", "0.bus 00000000:01"));
        soon(() -> told(Kind.GONE, "GPU-0"));
        assertThat(events).noneMatch(event -> event.kind() == Kind.GONE && event.device().equals("GPU-1"));
        assertThat(sampler.devices()).extracting(one -> one.device().id()).containsExactly("GPU-1");
        assertThat(frame().readings().keySet()).noneMatch(series -> series.labels().contains("GPU-0"));
        soon(() -> gauge(GpuMeters.UP, "GPU-1") == 1);
    }

    @Test
    void valuesOfAllOnesAreUnknown() {
        sample(StandIn.nvml(folder).shows(gpus(1) + "0.ones 1\n0.field.82 60u\n0.field.74 5\n").settings());
        soon(() -> sampler.devices().size() == 1);
        soon(() -> device("GPU-0").reading() != null);
        DeviceReading reading = Objects.requireNonNull(device("GPU-0").reading());
        assertThat(reading.figures().keySet()).extracting(series -> series.meter()).containsOnly(GpuMeters.PROCESSES.id());
    }

    @Test
    void aFunctionThatIsMissingOrRefusedMakesItsMetersAbsent() {
        sample(StandIn.nvml(folder, "nvmlDeviceGetTemperature", "nvmlDeviceGetFieldValues", "nvmlEventSetCreate",
                "nvmlDeviceGetComputeRunningProcesses_v3")
                .shows(gpus(1) + "0.code.nvmlDeviceGetPowerUsage 4\n0.code.nvmlDeviceGetMemoryInfo_v2 13\n").settings());
        soon(() -> gauge(GpuMeters.UTILIZATION, "GPU-0") == 40);
        assertThat(gauge(GpuMeters.TEMPERATURE, "GPU-0")).isNaN();
        assertThat(gauge(GpuMeters.POWER, "GPU-0")).isNaN();
        // By the older structure, in which what is used includes what is reserved.
        assertThat(gauge(GpuMeters.MEMORY_USED, "GPU-0")).isEqualTo(2147483648.0 + 419430400);
        assertThat(gauge(GpuMeters.MEMORY_RESERVED, "GPU-0")).isNaN();
        assertThat(sampler.processes("GPU-0")).extracting(GpuProcess::memoryBytes).containsExactlyInAnyOrder(1L << 30, 1L << 29);
        soon(() -> sampler.sources().getFirst().found().contains("no permission for nvmlDeviceGetPowerUsage"));
    }

    @Test
    void aLongListOfProcessesIsReadWhole() {
        String many = IntStream.range(0, 900).mapToObj(i -> (4195000 + i) + ":" + (1048576L * (i + 1)) + ":-1:-1")
                .collect(Collectors.joining(" "));
        StandIn standIn = StandIn.nvml(folder).shows(gpus(1));
        sample(standIn.settings());
        soon(() -> sampler.devices().size() == 1);
        standIn.shows("system.count 1\n" + gpu(0).replaceAll("(?m)^0.compute .*$", "0.compute " + many));
        soon(() -> sampler.processes("GPU-0").size() == 900);
        standIn.shows("system.count 1\n" + gpu(0).replaceAll("(?m)^0.compute .*$", "0.compute  ") + "0.samples 1:2:3:4:5");
        soon(() -> sampler.processes("GPU-0").isEmpty());
        soon(() -> frame().readings().keySet().stream().noneMatch(series -> series.meter().equals(GpuMeters.PROCESS_MEMORY.id())));
    }

    @Test
    void theShareOfEachProcessIsTheMeanOfItsSamples() {
        sample(StandIn.nvml(folder).shows(gpus(1) + "0.samples 4194100:30:1:0:0 4194100:50:1:0:0 4194200:4000000:1:0:0").settings());
        soon(() -> sampler.devices().size() == 1 && sampler.processes("GPU-0").size() == 2);
        assertThat(sampler.processes("GPU-0").stream().filter(one -> one.pid() == 4194100).findFirst().orElseThrow().utilization())
                .isEqualTo(40);
        assertThat(sampler.processes("GPU-0").stream().filter(one -> one.pid() == 4194200).findFirst().orElseThrow().utilization())
                .isNull();
    }

    @Test
    void anXidIsToldAndCounted() {
        StandIn standIn = StandIn.nvml(folder).shows(gpus(2));
        sample(standIn.settings());
        soon(() -> sampler.devices().size() == 2);
        // The driver tells those who wait at the time: it is told again until somebody does.
        int[] times = {0};
        soon(() -> {
            standIn.shows(gpus(2) + "1.xid 79 " + times[0]++);
            return told(Kind.XID, "GPU-1");
        });
        DeviceEvent event = events.stream().filter(one -> one.kind() == Kind.XID).findFirst().orElseThrow();
        assertThat(event.xid()).isEqualTo(79);
        assertThat(event.text()).contains("GPU 1", "XID 79", "fallen off the bus");
        assertThat(frame().counted(GpuMeters.XID.series("GPU-1"))).isPositive();
        assertThat(gauge(GpuMeters.XID_LAST, "GPU-1")).isEqualTo(79);
        assertThat(gauge(GpuMeters.XID_LAST, "GPU-0")).isNaN();
    }

    @Test
    void whyThereIsNoDriverIsSaid() {
        sample(StandIn.nvml(folder).shows("system.code.nvmlInit_v2 9").settings());
        soon(() -> sampler.sources().getFirst().state() == State.FAILING);
        assertThat(sampler.sources().getFirst().found()).contains("kernel module is not loaded");
        assertThat(sampler.devices()).isEmpty();
        assertThat(sampler.hasMemory()).isFalse();
    }

    @Test
    void aMachineWithoutAnyGpuSaysSo() throws Exception {
        sample(new GpuSettings(folder.resolve("none.so").toString(), folder.resolve("sys"), folder.resolve("proc")));
        soon(sampler::isComplete);
        assertThat(sampler.sources()).allMatch(source -> source.state() == State.ABSENT);
        assertThat(sampler.sources().getFirst().found()).contains("none.so was not found");
        assertThat(GpuFindings.of(new GpuSettings(folder.resolve("none.so").toString(), folder, folder))).singleElement()
                .satisfies(none -> {
                    assertThat(none.found()).isEqualTo("none found");
                    assertThat(none.meaning()).contains("none.so was not found", "AMD");
                });
    }
}
