package gpudyno.node.local;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.gpu.HostMeters;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.Reading;
import gpudyno.model.meter.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnMemoryTest {
    private static final long OWN = 77;
    private final Map<Series, Reading> readings = new HashMap<>();

    private OwnMemoryTest process(String device, long pid, double bytes) {
        readings.put(GpuMeters.PROCESS_MEMORY.series(device, String.valueOf(pid), "python"), Reading.Gauge.of(bytes));
        return this;
    }

    private OwnMemoryTest inUse(String device, double percent) {
        readings.put(Meters.MEMORY.series(device), Reading.Gauge.of(percent));
        return this;
    }

    private java.util.Optional<String> full() {
        return OwnMemory.full(new Frame(1, Instant.EPOCH, Duration.ofSeconds(1), readings), OWN, 95);
    }

    @Test
    void aDeviceThatThisProcessDoesNotUseMayBeFull() {
        assertThat(process("A", 4211, 9e9).inUse("A", 99).full()).isEmpty();
        assertThat(process("B", OWN, 1e9).inUse("B", 40).full()).isEmpty();
    }

    @Test
    void aFullDeviceThatItUsesStopsATrialAndNamesWhoHoldsMost() {
        assertThat(process("A", OWN, 1e9).process("A", 4211, 9e9).inUse("A", 97).full())
                .contains("memory of A above 95 %, most of it held by process 4211 (python)");
        assertThat(process("A", OWN, 2e10).full()).contains("memory of A above 95 %");
    }

    @Test
    void withoutAGpuOfItsOwnTheResidentSetCounts() {
        readings.put(Meters.RESIDENT.series(), Reading.Gauge.of(0.96 * HostMeters.MEMORY_BUDGET_BYTES));
        assertThat(inUse("A", 99).full()).contains("memory above 95 %");
        readings.put(Meters.RESIDENT.series(), Reading.Gauge.of(0.5 * HostMeters.MEMORY_BUDGET_BYTES));
        assertThat(full()).isEmpty();
    }
}
