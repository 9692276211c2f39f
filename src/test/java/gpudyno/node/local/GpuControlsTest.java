package gpudyno.node.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import gpudyno.gpu.DeviceSampler;
import gpudyno.gpu.GpuSettings;
import gpudyno.gpu.GpuSources;
import gpudyno.gpu.StandIn;
import gpudyno.gpu.drm.DrmTree;
import gpudyno.model.gpu.Control;
import gpudyno.model.gpu.ControlState;
import gpudyno.model.gpu.DeviceEvent;
import gpudyno.model.knob.KnobRegistry;
import gpudyno.model.knob.KnobState;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.store.DataFolder;
import gpudyno.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The knobs of GPUs, through real calls of a stand-in for NVML.
class GpuControlsTest {
    private static final String CARD = """
        system.driver 580.65.06
        system.count 1
        0.name NVIDIA Test
        0.uuid GPU-11111111-2222-3333-4444-555555555555
        0.power.limit 250000
        0.power.default 250000
        0.power.min 100000
        0.power.max 300000
        0.persistence 0
        0.clocks.memory 9501 810
        0.clocks.graphics 2100 1500 300""";
    private static final Duration LONG = Duration.ofSeconds(10);

    private final List<String> said = new CopyOnWriteArrayList<>();
    private final KnobRegistry knobs = new KnobRegistry();
    private Path folder;
    private StandIn driver;
    private Store store;
    private @Nullable DeviceSampler sampler;
    private @Nullable GpuControls started;

    @BeforeEach
    void open(@TempDir Path folder) {
        this.folder = folder;
        driver = StandIn.nvml(folder).shows(CARD);
        store = Store.open(DataFolder.open(folder.resolve("data")));
    }

    @AfterEach
    void close() {
        GpuControls controls = started;
        if (controls != null) {
            controls.close();
        }
        DeviceSampler reading = sampler;
        if (reading != null) {
            reading.close();
        }
        store.close();
    }

    private static DeviceSampler sampler(GpuSettings settings) {
        return new DeviceSampler(GpuSources.all(settings), new MeterRegistry(),
                new DeviceSampler.Bounds(Duration.ofMillis(50), Duration.ofSeconds(2), Duration.ofSeconds(3)), new DeviceSampler.Host() {
                    @Override
                    public void happened(DeviceEvent event) {
                        // Of no interest here.
                    }

                    @Override
                    public Error outOfMemory(OutOfMemoryError error) {
                        return error;
                    }
                });
    }

    private void start(GpuSettings settings) {
        DeviceSampler reading = sampler(settings);
        sampler = reading;
        started = new GpuControls(reading::controls, knobs, store.settings(), (_, text) -> said.add(text), () -> {});
    }

    private GpuControls controls() {
        return Objects.requireNonNull(started);
    }

    private void awaitKnobs(int amount) {
        await().atMost(LONG).pollInterval(Duration.ofMillis(20)).until(() -> {
            controls().look();
            return knobs.knobs().size() == amount;
        });
    }

    private List<String> set() throws IOException {
        Path file = Path.of(driver.library() + ".devices.set");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private ControlState state(Control control) {
        return controls().states().stream().filter(one -> one.control() == control).findFirst().orElseThrow();
    }

    @Test
    void knobsHaveTheDriversRangesAndWhatWasFoundComesBackAtTheEnd() throws IOException {
        start(driver.settings());
        awaitKnobs(4);
        assertThat(knobs.states()).extracting(one -> one.knob().id() + " " + one.value()).containsExactly("gpu.0.clock.max 2100",
                "gpu.0.clock.min 300", "gpu.0.persistence false", "gpu.0.power.limit 250");
        assertThat(knobs.states()).extracting(KnobState::knob).noneMatch(knob -> knob.searched());
        assertThatThrownBy(() -> knobs.turn(Map.of("gpu.0.power.limit", 301), "test")).hasMessageContaining("100.0 to 300.0");
        assertThatThrownBy(() -> knobs.turn(Map.of("gpu.0.clock.min", 1500, "gpu.0.clock.max", 900), "test"))
                .hasMessageContaining("above the greatest clock");

        knobs.turn(Map.of("gpu.0.power.limit", 200, "gpu.0.clock.max", 1500, "gpu.0.persistence", true), "test");
        assertThat(state(Control.POWER_LIMIT)).matches(one -> one.value() == 200 && Double.valueOf(250).equals(one.found()));
        assertThat(state(Control.CLOCK_MAX).value()).isEqualTo(1500);
        assertThat(set()).endsWith("0.persistence 1", "0.power.limit 200000", "0.clocks 300 1500");

        controls().close();
        assertThat(set()).endsWith("0.persistence 0", "0.power.limit 250000", "0.clocks free");
        assertThat(knobs.knobs()).isEmpty();
        assertThat(store.settings().get("gpu.found.GPU-11111111-2222-3333-4444-555555555555")).isEmpty();
    }

    @Test
    void whatAKilledNodeLeftIsPutBackAtTheNextStart() throws IOException {
        store.settings().set("gpu.found.GPU-11111111-2222-3333-4444-555555555555", "{\"POWER_LIMIT\": 250.0, \"CLOCK_MAX\": 2100.0}");
        driver.shows(CARD.replace("power.limit 250000", "power.limit 150000"));
        start(driver.settings());
        awaitKnobs(4);
        assertThat(set()).endsWith("0.power.limit 250000", "0.clocks free");
        assertThat(said).singleElement().asString().contains("power.limit 250 W", "clock.max 2100 MHz");
        assertThat(store.settings().get("gpu.found.GPU-11111111-2222-3333-4444-555555555555")).isEmpty();
    }

    @Test
    void whoMayNotSetIsToldSoAndNothingChanges() throws IOException {
        driver.shows(CARD + "\n0.code.nvmlDeviceSetPersistenceMode 4\n0.code.nvmlDeviceSetPowerManagementLimit 4");
        start(driver.settings());
        awaitKnobs(4);
        assertThat(controls().states()).allMatch(one -> one.problem().startsWith("Needs admin"));
        assertThatThrownBy(() -> knobs.turn(Map.of("gpu.0.power.limit", 200), "test")).hasMessageContaining("Needs admin");
        assertThat(set()).isEmpty();
    }

    @Test
    void aRefusalTurnsBackWhatWasSetBeforeIt() throws IOException {
        driver.shows(CARD + "\n0.code.nvmlDeviceSetGpuLockedClocks 999");
        start(driver.settings());
        awaitKnobs(4);
        assertThatThrownBy(() -> knobs.turn(Map.of("gpu.0.power.limit", 200, "gpu.0.clock.max", 1500), "test"))
                .hasMessageContaining("clock.max").hasMessageContaining("nothing was changed");
        assertThat(set()).containsSequence("0.power.limit 200000", "0.power.limit 250000");
        assertThat(state(Control.POWER_LIMIT).value()).isEqualTo(250);
    }

    @Test
    void theDriversDefaultComesBackByCommand() throws IOException {
        driver.shows(CARD.replace("power.limit 250000", "power.limit 180000"));
        start(driver.settings());
        awaitKnobs(4);
        controls().reset("GPU-11111111-2222-3333-4444-555555555555");
        assertThat(set()).endsWith("0.power.limit 250000", "0.clocks free");
        assertThat(state(Control.POWER_LIMIT)).matches(one -> one.value() == 250 && Double.valueOf(180).equals(one.found()));
    }

    @Test
    void knobsGoWithALostGpuAndComeAgain() {
        start(driver.settings());
        awaitKnobs(4);
        driver.shows(CARD + "\n0.lost 1");
        awaitKnobs(0);
        driver.shows(CARD);
        awaitKnobs(4);
        assertThat(said).isEmpty();
    }

    @Test
    void aDriverThatHangsHoldsNobodyForGood() {
        start(driver.settings());
        awaitKnobs(4);
        driver.shows(CARD + "\n0.hang.nvmlDeviceSetPowerManagementLimit 1");
        try {
            assertThatThrownBy(() -> knobs.turn(Map.of("gpu.0.power.limit", 200), "test")).hasMessageContaining("within 5 s");
        } finally {
            driver.shows(CARD);
        }
    }

    @Test
    void theCapOfAnAmdCardIsAFile() throws IOException {
        DrmTree tree = new DrmTree(folder.resolve("kernel")).radeon("card0", "0000:03:00.0");
        start(tree.settings());
        awaitKnobs(1);
        knobs.turn(Map.of("gpu.amd.0.power.limit", 300), "test");
        assertThat(state(Control.POWER_LIMIT)).matches(one -> one.value() == 300 && Double.valueOf(339).equals(one.found()));
        controls().close();
        try (var files = Files.walk(folder.resolve("kernel"))) {
            Path cap = files.filter(file -> file.endsWith("power1_cap")).findFirst().orElseThrow();
            assertThat(Files.readString(cap)).isEqualTo("339000000");
        }
    }
}
