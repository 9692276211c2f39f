package gpudyno.model.tune;

import com.fasterxml.jackson.annotation.JsonValue;
import gpudyno.model.OneLine;
import java.util.Arrays;
import java.util.stream.Collectors;

/// What a session seeks among the configurations that keep their targets.
public enum Goal {
    /// The highest rate at which the targets of latency and errors hold.
    HELD_RATE("held-rate", "Held rate"),
    /// The lowest cost of a request at the profile's own rate; its energy, where nothing has a price.
    COST("cost", "Cost");

    private static final int LONGEST_SHOWN = 40;

    private final String id;
    private final String title;

    Goal(String id, String title) {
        this.id = id;
        this.title = title;
    }

    @JsonValue
    public String id() {
        return id;
    }

    public String title() {
        return title;
    }

    /// @throws IllegalArgumentException names the goals that there are
    public static Goal byId(String id) {
        return Arrays.stream(values()).filter(goal -> goal.id.equals(id)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown goal '" + OneLine.of(OneLine.shortened(id, LONGEST_SHOWN))
                        + "'; there are " + Arrays.stream(values()).map(Goal::id).collect(Collectors.joining(", "))));
    }
}
