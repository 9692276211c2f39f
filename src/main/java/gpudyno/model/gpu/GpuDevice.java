package gpudyno.model.gpu;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// A GPU, or an instance that a GPU was cut into (MIG).
///
/// @param id stays the same over restarts and in another slot: the UUID where there is one, else made of the PCI address
/// @param name of the product, such as `NVIDIA H100 80GB HBM3`
/// @param index its place among the devices of its source; of an instance, its place in its GPU
/// @param parent id of the GPU that an instance belongs to; null for a GPU
/// @param busId PCI address as Linux writes it, such as `0000:0c:00.0`; null where it is not told
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GpuDevice(String id, Maker maker, String name, int index, @Nullable String parent, @Nullable String busId,
        Map<Fact, String> facts, Map<Limit, Double> limits) {
    public GpuDevice {
        facts = sorted(facts);
        limits = sorted(limits);
    }

    /// In the order of the enum.
    private static <K extends Enum<K>, V> Map<K, V> sorted(@Nullable Map<K, V> map) {
        return map == null || map.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(map));
    }

    /// Name and memory, such as `NVIDIA H100 80GB HBM3, 79.6 GiB`.
    @JsonIgnore
    public String title() {
        return name + limit(Limit.MEMORY).stream().mapToObj(bytes -> String.format(Locale.ROOT, ", %.1f GiB", bytes / (1L << 30)))
                .findFirst().orElse("");
    }

    /// Whether it is a part of a GPU.
    @JsonIgnore
    public boolean isInstance() {
        return parent != null;
    }

    /// Whether it is made up, for a demonstration or a test.
    @JsonIgnore
    public boolean isSimulated() {
        return maker == Maker.SIMULATED;
    }

    /// Empty where the driver does not tell.
    public OptionalDouble limit(Limit which) {
        Double value = limits.get(which);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /// Null where the driver does not tell.
    public @Nullable String fact(Fact which) {
        return facts.get(which);
    }
}
