package gpudyno.console.kit;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.model.gpu.GpuDevice;
import gpudyno.model.gpu.Maker;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeviceWordsTest {
    private static GpuDevice device(String id, Maker maker, String name, int index, @Nullable String parent) {
        return new GpuDevice(id, maker, name, index, parent, null, Map.of(), Map.of());
    }

    @Test
    void aGpuIsCalledByItsPlaceAndItsModel() {
        GpuDevice gpu = device("a", Maker.NVIDIA, "NVIDIA GeForce RTX 3090", 0, null);
        assertThat(DeviceWords.title(gpu, List.of(gpu))).isEqualTo("GPU 0 · RTX 3090");
    }

    @Test
    void gpusOfTwoMakersWithTheSamePlaceAreToldApart() {
        GpuDevice one = device("a", Maker.NVIDIA, "NVIDIA L4", 0, null);
        GpuDevice other = device("b", Maker.AMD, "AMD Radeon PRO W7900", 0, null);
        assertThat(DeviceWords.place(one, List.of(one, other))).isEqualTo("NVIDIA 0");
        assertThat(DeviceWords.title(other, List.of(one, other))).isEqualTo("AMD 0 · Radeon PRO W7900");
    }

    @Test
    void aSimulatedGpuIsCalledSo() {
        GpuDevice gpu = device("s", Maker.SIMULATED, "Simulated RTX 3090", 0, null);
        assertThat(DeviceWords.title(gpu, List.of(gpu))).isEqualTo("Simulated 0 · Simulated RTX 3090");
    }

    @Test
    void anInstanceIsCalledByItsGpuAndItsProfile() {
        GpuDevice gpu = device("a", Maker.NVIDIA, "NVIDIA H100 80GB HBM3", 2, null);
        GpuDevice instance = device("m", Maker.NVIDIA, "NVIDIA H100 80GB HBM3 MIG 1g.10gb", 3, "a");
        assertThat(DeviceWords.title(instance, List.of(gpu, instance))).isEqualTo("GPU 2 · MIG 3 · 1g.10gb");
    }
}
