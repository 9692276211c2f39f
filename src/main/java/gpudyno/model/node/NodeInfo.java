package gpudyno.model.node;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a node is.
///
/// @param name for people, the machine's, such as `gpu-box`
/// @param version of GPU Dyno
/// @param started when this process of the node began
/// @param hardware one line: processor, cores, memory, GPUs
/// @param gpus one line a GPU; empty without one
/// @param address where it listens, or null while it does not
/// @param memoryBudgetBytes what `memory.percent` of device `host` is measured against
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NodeInfo(String name, String version, Instant started, String hardware, List<String> gpus, String model, String backend,
        @Nullable String address, long memoryBudgetBytes, long pid) {}
