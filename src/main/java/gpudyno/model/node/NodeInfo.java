package gpudyno.model.node;

import com.fasterxml.jackson.annotation.JsonInclude;
import gpudyno.model.OneLine;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a node is. Its texts stand in labels of whoever shows it, so they are shortened to [#LONGEST] characters, whoever sent them.
///
/// @param name for people, the machine's, such as `gpu-box`
/// @param version of GPU Dyno
/// @param started when this process of the node began
/// @param hardware one line: processor, cores, memory, GPUs
/// @param gpus one line a GPU; empty without one
/// @param address where it listens, or null while it does not
/// @param memoryBudgetBytes what `memory.percent` of device `host` is measured against
/// @param capabilities names of the contracts it has, such as `sessions`; of a node that tells none, those of the first version
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NodeInfo(String name, String version, Instant started, String hardware, List<String> gpus, String model, String backend,
        @Nullable String address, long memoryBudgetBytes, long pid, List<String> capabilities) {
    public static final List<String> FIRST = List.of("alerting", "changes", "customMeters", "frames", "gpus", "journal", "knobs", "memory",
            "runs", "sessions", "surroundings");
    static final int LONGEST = 1_000;
    private static final int MOST = 256;

    public NodeInfo {
        name = OneLine.shortened(name, LONGEST);
        version = OneLine.shortened(version, LONGEST);
        hardware = OneLine.shortened(hardware, LONGEST);
        gpus = bounded(gpus);
        model = OneLine.shortened(model, LONGEST);
        backend = OneLine.shortened(backend, LONGEST);
        address = address == null ? null : OneLine.shortened(address, LONGEST);
        // An older node has no such field.
        @Nullable
        List<String> told = capabilities;
        capabilities = told == null ? FIRST : bounded(told);
    }

    /// Of a node that does not tell its capabilities.
    public NodeInfo(String name, String version, Instant started, String hardware, List<String> gpus, String model, String backend,
            @Nullable String address, long memoryBudgetBytes, long pid) {
        this(name, version, started, hardware, gpus, model, backend, address, memoryBudgetBytes, pid, FIRST);
    }

    private static List<String> bounded(List<String> texts) {
        return texts.stream().limit(MOST).map(text -> OneLine.shortened(text, LONGEST)).toList();
    }
}
