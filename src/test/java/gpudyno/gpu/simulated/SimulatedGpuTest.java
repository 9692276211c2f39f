package gpudyno.gpu.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gpudyno.gpu.DeviceProbe;
import gpudyno.gpu.DeviceProbe.Result;
import gpudyno.gpu.DeviceProbe.Sample;
import gpudyno.gpu.DeviceSource.DriverError;
import gpudyno.model.gpu.GpuProcess;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.Meters;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatedGpuTest {
    private final AtomicLong nanos = new AtomicLong(5);
    private volatile SimulatedLoad serving = SimulatedLoad.NONE;

    private SimulatedSource source(String gpu) {
        return new SimulatedSource(SimulationPlan.read("seed: 3\ngpus:\n- " + gpu), () -> serving, nanos::get);
    }

    private void pass(double seconds) {
        nanos.addAndGet((long) (seconds * 1e9));
    }

    private static Sample read(SimulatedSource source) {
        return source.look().probes().getFirst().read().samples().getFirst();
    }

    private static double figure(Sample sample, Meter meter) {
        return Objects.requireNonNull(sample.figures().get(meter.series(sample.device().id())), meter.id());
    }

    private Sample after(SimulatedSource source, double seconds) {
        pass(seconds);
        return read(source);
    }

    @Test
    void itSaysEverywhereThatItIsSimulated() {
        SimulatedSource source = source("{name: Card}");
        Sample sample = read(source);
        assertThat(sample.device().name()).isEqualTo("Card (simulated)");
        assertThat(sample.device().id()).startsWith("simulated-");
        assertThat(sample.device().isSimulated()).isTrue();
        assertThat(sample.device().maker().title()).isEqualTo("Simulated");
        assertThat(source.look().state().found()).contains("simulated");
    }

    @Test
    void energyIsTheIntegralOfPower() {
        SimulatedSource source = source("{load: [{at: 0s, busy: 0.2}, {at: 60s, busy: 1}, {at: 150s, busy: 0.5}, {at: 200s, busy: 0}]}");
        double before = figure(after(source, 1), GpuMeters.ENERGY);
        double joules = 0;
        double now = 0;
        for (int second = 0; second < 300; second++) {
            Sample sample = after(source, 1);
            joules += figure(sample, GpuMeters.POWER);
            now = figure(sample, GpuMeters.ENERGY);
        }
        assertThat(now - before).isEqualTo(joules, within(0.02 * joules)).isGreaterThan(50_000);
    }

    @Test
    void theSameSeedGivesTheSameCourseHoweverOftenItIsRead() {
        SimulatedSource often = source("{load: [{at: 0s, busy: 0.7}]}");
        SimulatedSource once = source("{load: [{at: 0s, busy: 0.7}]}");
        for (int i = 0; i < 99; i++) {
            after(often, 1);
        }
        assertThat(after(often, 1).figures()).isEqualTo(read(once).figures());
        SimulatedSource other = new SimulatedSource(SimulationPlan.read("{seed: 4, gpus: [{load: [{at: 0s, busy: 0.7}]}]}"), () -> serving,
                nanos::get);
        assertThat(figure(after(other, 1), GpuMeters.POWER)).isNotEqualTo(figure(read(once), GpuMeters.POWER));
    }

    @Test
    void itDoesWhatTheNodeServes() {
        SimulatedSource source = source("{}");
        Sample idle = after(source, 30);
        assertThat(figure(idle, GpuMeters.UTILIZATION)).isZero();
        assertThat(figure(idle, GpuMeters.THROTTLE_IDLE)).isOne();
        assertThat(figure(idle, GpuMeters.CLOCK_SM)).isEqualTo(345);
        assertThat(figure(idle, GpuMeters.PCIE_GENERATION)).isOne();
        serving = new SimulatedLoad(0.8, 64);
        Sample busy = after(source, 120);
        assertThat(figure(busy, GpuMeters.UTILIZATION)).isBetween(78.0, 82.0);
        assertThat(figure(busy, GpuMeters.CLOCK_SM)).isEqualTo(1980);
        assertThat(figure(busy, GpuMeters.POWER)).isBetween(500.0, 560.0);
        assertThat(figure(busy, GpuMeters.TEMPERATURE)).isBetween(55.0, 65.0);
        assertThat(figure(busy, Meters.MEMORY)).isGreaterThan(figure(idle, Meters.MEMORY) + 10);
        assertThat(figure(busy, GpuMeters.MEMORY_USED) + figure(busy, GpuMeters.MEMORY_FREE) + figure(busy, GpuMeters.MEMORY_RESERVED))
                .isEqualTo(figure(busy, GpuMeters.MEMORY_TOTAL), within(1.0));
    }

    @Test
    void aPowerCapLowersTheClockToWhatItAllows() {
        SimulatedSource source = source("{load: [{at: 0s, busy: 1}], faults: [{kind: power-cap, at: 60s, for: 60s, watts: 300}]}");
        assertThat(figure(after(source, 30), GpuMeters.THROTTLE_POWER)).isZero();
        Sample capped = after(source, 60);
        assertThat(figure(capped, GpuMeters.THROTTLE_POWER)).isOne();
        assertThat(figure(capped, GpuMeters.POWER_LIMIT)).isEqualTo(300);
        assertThat(figure(capped, GpuMeters.POWER)).isBetween(290.0, 300.0);
        assertThat(figure(capped, GpuMeters.CLOCK_SM)).isBetween(900.0, 1500.0);
        Sample after = after(source, 60);
        assertThat(figure(after, GpuMeters.CLOCK_SM)).isEqualTo(1980);
        assertThat(figure(after, GpuMeters.TIME_POWER)).isEqualTo(60_000, within(200.0));
    }

    @Test
    void heatLowersTheClockUntilTheTemperatureHolds() {
        SimulatedSource source = source("{load: [{at: 0s, busy: 1}], faults: [{kind: heat, at: 0s, celsius: 40}]}");
        Sample hot = after(source, 600);
        assertThat(figure(hot, GpuMeters.THROTTLE_THERMAL)).isOne();
        assertThat(figure(hot, GpuMeters.THROTTLED)).isOne();
        assertThat(figure(hot, GpuMeters.TEMPERATURE)).isBetween(84.0, 91.0);
        assertThat(figure(hot, GpuMeters.CLOCK_SM)).isLessThan(1900);
    }

    @Test
    void faultsShowWhereARealCardShowsThem() {
        SimulatedSource source = source(
                """
                    {load: [{at: 0s, busy: 0.9}], faults: [{kind: ecc, at: 10s, count: 2}, {kind: ecc-corrected, at: 10s, count: 40},
                      {kind: xid, at: 20s, number: 31, count: 3}, {kind: pcie, at: 0s, generation: 3, lanes: 8}, {kind: power-brake, at: 30s, for: 5s},
                      {kind: leak, at: 0s, perMinute: 600MiB, pid: 4211, command: python, user: ana},
                      {kind: memory, at: 40s, bytes: 18GiB, within: 10s, pid: 4212}, {kind: lost, at: 60s, for: 10s}]}""");
        assertThat(source.errors()).isEmpty();
        Sample errors = after(source, 15);
        assertThat(source.errors()).extracting(DriverError::number).containsExactly(48L);
        assertThat(figure(errors, GpuMeters.ECC_VOLATILE_UNCORRECTED)).isEqualTo(2);
        assertThat(figure(errors, GpuMeters.ECC_VOLATILE_CORRECTED)).isEqualTo(40);
        assertThat(figure(errors, GpuMeters.PCIE_GENERATION)).isEqualTo(3);
        assertThat(figure(errors, GpuMeters.PCIE_WIDTH)).isEqualTo(8);
        assertThat(process(errors, 4211).memoryBytes()).isEqualTo(150L << 20);
        assertThat(process(errors, 4211).user()).isEqualTo("ana");
        Sample braked = after(source, 18);
        assertThat(source.errors()).extracting(DriverError::number).containsExactly(31L, 31L, 31L);
        assertThat(figure(braked, GpuMeters.THROTTLE_BRAKE)).isOne();
        assertThat(figure(braked, GpuMeters.CLOCK_SM)).isEqualTo(990);
        assertThat(process(after(source, 12), 4212).memoryBytes()).isEqualTo(9L << 30);
        assertThat(process(after(source, 10), 4212).memoryBytes()).isEqualTo(18L << 30);
        pass(10);
        Result lost = source.look().probes().getFirst().read();
        assertThat(lost.lost()).isTrue();
        assertThat(lost.samples().getFirst().figures()).isEmpty();
        assertThat(source.errors()).extracting(DriverError::number).containsExactly(79L);
        pass(10);
        assertThat(source.look().probes().getFirst().read().lost()).isFalse();
    }

    private static GpuProcess process(Sample sample, long pid) {
        return sample.processes().stream().filter(process -> process.pid() == pid).findFirst().orElseThrow();
    }

    @Test
    void memoryNeverExceedsTheCard() {
        SimulatedSource source = source("{memory: 8GiB, faults: [{kind: memory, at: 0s, bytes: 80GiB, within: 1s}]}");
        Sample full = after(source, 20);
        assertThat(figure(full, Meters.MEMORY)).isBetween(98.0, 100.0);
        assertThat(figure(full, GpuMeters.MEMORY_FREE)).isBetween(0.0, 1024.0);
    }

    @Test
    void thePlanThatShipsHasHealthyCards() {
        SimulatedSource source = new SimulatedSource(SimulationPlan.standard(), () -> new SimulatedLoad(1, 32), nanos::get);
        pass(600);
        List<String> throttled = new ArrayList<>();
        for (DeviceProbe probe : source.look().probes()) {
            Sample sample = probe.read().samples().getFirst();
            if (figure(sample, GpuMeters.THROTTLED) > 0) {
                throttled.add(sample.device().name());
            }
        }
        assertThat(throttled).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"gpus: [] | gpus must be a list of 1 to 16",
        "cards: [] | the file has no 'cards'; it may hold gpus, seed",
        "gpus: [{memory: lots}] | gpus[0].memory must be a size such as 18GiB",
        "gpus: [{power: {idle: -1}}] | gpus[0].power.idle must be a number",
        "gpus: [{faults: [{kind: fire, at: 0s}]}] | gpus[0].faults[0].kind must be one of lost, power-cap",
        "gpus: [{faults: [{kind: lost}]}] | gpus[0].faults[0].at is missing",
        "gpus: [{faults: [{kind: lost, at: soon}]}] | gpus[0].faults[0].at must be a time such as 30s",
        "gpus: [{load: [{busy: 2}]}] | gpus[0].load.busy must be a number from 0", "'gpus: [' | no valid YAML",
        "just text | the file must hold"})
    void aPlanThatCannotBeReadSaysWhatIsAllowed(String yaml, String words) {
        assertThatThrownBy(() -> SimulationPlan.read(yaml)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(words);
    }
}
