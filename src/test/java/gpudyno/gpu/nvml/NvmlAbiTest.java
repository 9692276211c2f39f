package gpudyno.gpu.nvml;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.gpu.nvml.NvmlAbi.Function;
import java.io.IOException;
import java.lang.foreign.MemoryLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The native side against what is known of real libraries.
class NvmlAbiTest {
    private static final Path CAPTURE = Path.of("..", "shared", "data", "gpus", "nvidia-h100-mig__590.48.01.txt");

    /// Sizes as a C compiler gives them for `nvml.h` on x86-64.
    @Test
    void structuresAreLaidOutAsInTheHeader() {
        Map<MemoryLayout, Integer> sizes = Map.ofEntries(Map.entry(NvmlAbi.PCI_INFO, 68), Map.entry(NvmlAbi.MEMORY, 24),
                Map.entry(NvmlAbi.MEMORY_V2, 40), Map.entry(NvmlAbi.BAR1_MEMORY, 24), Map.entry(NvmlAbi.UTILIZATION, 8),
                Map.entry(NvmlAbi.PROCESS_INFO, 24), Map.entry(NvmlAbi.PROCESS_INFO_V1, 16), Map.entry(NvmlAbi.PROCESS_UTILIZATION, 32),
                Map.entry(NvmlAbi.FIELD_VALUE, 40), Map.entry(NvmlAbi.VIOLATION_TIME, 16), Map.entry(NvmlAbi.EVENT_DATA, 32),
                Map.entry(NvmlAbi.ATTRIBUTES, 40), Map.entry(NvmlAbi.MARGIN_TEMPERATURE, 8), Map.entry(NvmlAbi.TEMPERATURE, 12),
                Map.entry(NvmlAbi.FAN_SPEED_INFO, 12));
        sizes.forEach((layout, size) -> assertThat(layout.byteSize()).as(layout.toString()).isEqualTo(size.longValue()));
        assertThat(NvmlAbi.offset(NvmlAbi.PCI_INFO, "busId")).isEqualTo(36);
        assertThat(NvmlAbi.offset(NvmlAbi.MEMORY_V2, "total")).isEqualTo(8);
        assertThat(NvmlAbi.offset(NvmlAbi.PROCESS_INFO, "gpuInstanceId")).isEqualTo(16);
        assertThat(NvmlAbi.offset(NvmlAbi.FIELD_VALUE, "value")).isEqualTo(32);
        assertThat(NvmlAbi.MEMORY_V2_VERSION).isEqualTo(0x02000028);
    }

    @Test
    void aRealLibraryHasEveryFunctionUnderEveryName() throws IOException {
        if (!Files.exists(CAPTURE)) {
            System.out.println("SKIPPED: " + CAPTURE + " is not here");
            return;
        }
        String text = Files.readString(CAPTURE);
        Set<String> real = text.substring(text.indexOf(":: nvml-symbols")).lines().filter(line -> line.startsWith("nvml"))
                .collect(Collectors.toSet());
        assertThat(real).hasSizeGreaterThan(200);
        for (Function function : Function.values()) {
            assertThat(real).containsAll(List.copyOf(function.symbols()));
        }
    }
}
