package gpudyno.model.node;

import com.fasterxml.jackson.annotation.JsonInclude;
import gpudyno.model.OneLine;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a node is. Its texts stand in labels of whoever shows it, so they are shortened to [#LONGEST] characters, whoever sent them.
///
/// @param name for people, the machine's, such as `gpu-box`
/// @param version of GPU Dyno
/// @param started when this process of the node began
/// @param hardware one line: processor, cores, memory, GPUs
/// @param gpus one line a GPU; empty without one
/// @param address where it listens, or null while it does not
/// @param labels given by its operator, such as `site: lab`; by them nodes are grouped
/// @param memoryBudgetBytes what `memory.percent` of device `host` is measured against
/// @param capabilities names of the contracts it has, such as `sessions`; of a node that tells none, those of the first version
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NodeInfo(String name, String version, Instant started, String hardware, List<String> gpus, String model, String backend,
        @Nullable String address, long memoryBudgetBytes, long pid, Map<String, String> labels, List<String> capabilities) {
    /// What a node may have; more of one is not read.
    public static final int MOST_LABELS = 16;
    public static final List<String> FIRST = List.of("alerting", "changes", "customMeters", "frames", "gpus", "journal", "knobs", "memory",
            "runs", "sessions", "surroundings");
    static final int LONGEST = 1_000;
    private static final int MOST = 256;
    private static final Pattern LABEL = Pattern.compile("[a-z][a-zA-Z0-9_]{0,31}");
    private static final int LONGEST_VALUE = 60;

    /// Labels that are none are left out. An older node has neither labels nor capabilities.
    public NodeInfo {
        name = OneLine.shortened(name, LONGEST);
        version = OneLine.shortened(version, LONGEST);
        hardware = OneLine.shortened(hardware, LONGEST);
        gpus = bounded(gpus);
        model = OneLine.shortened(model, LONGEST);
        backend = OneLine.shortened(backend, LONGEST);
        address = address == null ? null : OneLine.shortened(address, LONGEST);
        labels = taken(labels);
        @Nullable
        List<String> told = capabilities;
        capabilities = told == null ? FIRST : bounded(told);
    }

    /// Of a node that tells neither labels nor capabilities.
    public NodeInfo(String name, String version, Instant started, String hardware, List<String> gpus, String model, String backend,
            @Nullable String address, long memoryBudgetBytes, long pid) {
        this(name, version, started, hardware, gpus, model, backend, address, memoryBudgetBytes, pid, Map.of(), FIRST);
    }

    /// A name of lower-case beginning, of at most 32 letters, digits and `_`, and a value of at most 60 characters in one line.
    public static boolean isLabel(@Nullable String name, @Nullable String value) {
        return name != null && value != null && LABEL.matcher(name).matches() && !value.isBlank() && value.length() <= LONGEST_VALUE
                && value.chars().noneMatch(Character::isISOControl);
    }

    public NodeInfo labelled(Map<String, String> given) {
        return new NodeInfo(name, version, started, hardware, gpus, model, backend, address, memoryBudgetBytes, pid, given, capabilities);
    }

    private static Map<String, String> taken(@Nullable Map<String, String> labels) {
        Map<String, String> taken = new TreeMap<>();
        if (labels != null) {
            labels.entrySet().stream().filter(label -> isLabel(label.getKey(), label.getValue())).limit(MOST_LABELS)
                    .forEach(label -> taken.put(label.getKey(), label.getValue()));
        }
        return Collections.unmodifiableMap(taken);
    }

    private static List<String> bounded(List<String> texts) {
        return texts.stream().limit(MOST).map(text -> OneLine.shortened(text, LONGEST)).toList();
    }
}
