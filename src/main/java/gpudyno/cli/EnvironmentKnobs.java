package gpudyno.cli;

import gpudyno.model.knob.Knob;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Knobs set by environment variables. A session can export its best configuration in this form, for services and containers.
final class EnvironmentKnobs {
    private EnvironmentKnobs() {
    }

    /// @return values by knob id, as text
    /// @throws SetupException if a variable names no knob; the message names both
    static Map<String, String> of(Map<String, String> environment, List<Knob> knobs) throws SetupException {
        Map<String, String> ids = knobs.stream().collect(Collectors.toMap(knob -> Knob.variable(knob.id()), Knob::id));
        Map<String, String> wanted = new TreeMap<>();
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            if (!variable.getKey().startsWith(Knob.VARIABLES)) {
                continue;
            }
            String id = ids.get(variable.getKey());
            if (id == null) {
                throw new SetupException(variable.getKey() + " in the environment sets no knob; there are "
                        + ids.keySet().stream().sorted().collect(Collectors.joining(", ")));
            }
            wanted.put(id, variable.getValue());
        }
        return wanted;
    }
}
