package gpudyno.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.Reading;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostEnergyTest {
    private static void write(Path zone, long energy) throws Exception {
        Files.createDirectories(zone);
        Files.writeString(zone.resolve("energy_uj"), energy + "\n");
        Files.writeString(zone.resolve("max_energy_range_uj"), "262143328850\n");
    }

    @Test
    void packagesAddUpAndACounterMayWrap(@TempDir Path folder) throws Exception {
        write(folder.resolve("intel-rapl:0"), 262_143_000_000L);
        write(folder.resolve("intel-rapl:0:0"), 5);
        write(folder.resolve("intel-rapl:1"), 1_000_000);
        MeterRegistry meters = new MeterRegistry();
        HostEnergy energy = HostEnergy.of(folder, meters).orElseThrow();
        write(folder.resolve("intel-rapl:0"), 671_150);
        write(folder.resolve("intel-rapl:0:0"), 50_000_000);
        write(folder.resolve("intel-rapl:1"), 31_000_000);
        energy.sample();
        assertThat(meters.totals().get(Meters.HOST_ENERGY.series())).isInstanceOfSatisfying(Reading.Counter.class,
                counter -> assertThat(counter.sum()).isCloseTo(1 + 30, within(1e-6)));
    }

    @Test
    void whereNothingCanBeReadThereIsNone(@TempDir Path folder) {
        assertThat(HostEnergy.of(folder, new MeterRegistry())).isEmpty();
        assertThat(HostEnergy.of(folder.resolve("absent"), new MeterRegistry())).isEmpty();
    }
}
