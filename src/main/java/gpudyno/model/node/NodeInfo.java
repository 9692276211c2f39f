package gpudyno.model.node;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a node is.
///
/// @param name for people, the machine's, such as `gpu-box`
/// @param version of GPU Dyno
/// @param started when this process of the node began
/// @param hardware one line: processor, cores, memory, GPUs
/// @param gpus one line a GPU; empty without one
/// @param address where it listens, or null while it does not
/// @param labels given by its operator, such as `site: lab`; by them nodes are grouped
/// @param memoryBudgetBytes what `memory.percent` of device `host` is measured against
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NodeInfo(String name, String version, Instant started, String hardware, List<String> gpus, String model, String backend,
        @Nullable String address, long memoryBudgetBytes, long pid, Map<String, String> labels) {
    /// What a node may have; more of one is not read.
    public static final int MOST_LABELS = 16;
    private static final Pattern LABEL = Pattern.compile("[a-z][a-zA-Z0-9_]{0,31}");
    private static final int LONGEST_VALUE = 60;

    /// Labels that are none, as of an older node, are left out.
    public NodeInfo {
        Map<String, String> taken = new TreeMap<>();
        if (labels != null) {
            labels.entrySet().stream().filter(label -> isLabel(label.getKey(), label.getValue())).limit(MOST_LABELS)
                    .forEach(label -> taken.put(label.getKey(), label.getValue()));
        }
        labels = Collections.unmodifiableMap(taken);
    }

    /// One without labels.
    public NodeInfo(String name, String version, Instant started, String hardware, List<String> gpus, String model, String backend,
            @Nullable String address, long memoryBudgetBytes, long pid) {
        this(name, version, started, hardware, gpus, model, backend, address, memoryBudgetBytes, pid, Map.of());
    }

    /// A name of lower-case beginning, of at most 32 letters, digits and `_`, and a value of at most 60 characters in one line.
    public static boolean isLabel(@Nullable String name, @Nullable String value) {
        return name != null && value != null && LABEL.matcher(name).matches() && !value.isBlank() && value.length() <= LONGEST_VALUE
                && value.chars().noneMatch(Character::isISOControl);
    }

    public NodeInfo labelled(Map<String, String> given) {
        return new NodeInfo(name, version, started, hardware, gpus, model, backend, address, memoryBudgetBytes, pid, given);
    }
}
