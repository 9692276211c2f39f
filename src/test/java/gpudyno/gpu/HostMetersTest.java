package gpudyno.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.model.meter.Frame;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Meters;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// On the real machine.
class HostMetersTest {
    private final MeterRegistry meters = new MeterRegistry();
    private final HostMeters host = new HostMeters(meters);

    private Frame frame() {
        return meters.close(1, Instant.EPOCH, Duration.ofSeconds(1));
    }

    @Test
    void memoryIsTheResidentSetAgainstTheBudget() {
        Frame frame = frame();
        double resident = frame.gauge(Meters.RESIDENT.id());
        assertThat(resident).isGreaterThan(20e6);
        assertThat(frame.gauge(Meters.MEMORY.series("host"))).isEqualTo(100 * resident / HostMeters.MEMORY_BUDGET_BYTES);
        assertThat(frame.gauge(Meters.HEAP.id())).isBetween(1e6, resident);
        assertThat(frame.gauge(Meters.HOST_MEMORY.id())).isBetween(0.1, 100.0);
    }

    @Test
    void aBusyProcessShowsInItsProcessorTime() {
        long end = System.nanoTime() + 300_000_000;
        double work = 0;
        while (System.nanoTime() < end) {
            work += Math.sin(work + 1);
        }
        host.sample();
        Frame frame = frame();
        double cores = Runtime.getRuntime().availableProcessors();
        assertThat(frame.gauge(Meters.PROCESS_CPU.id())).as("work %s", work).isBetween(5 / cores, 101.0);
        assertThat(frame.gauge(Meters.HOST_CPU.id())).isBetween(0.1, 100.0);
    }

    @Test
    void theHardwareIsSaidInOneLine() {
        assertThat(HostMeters.hardware()).contains("cores", "GiB").doesNotContain("\n");
    }
}
