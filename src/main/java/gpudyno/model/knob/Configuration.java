package gpudyno.model.knob;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Values of some knobs, by knob id in order. Two configurations with equal values are equal.
public record Configuration(@JsonValue SortedMap<String, Object> values) {
    public static final Configuration EMPTY = new Configuration(new TreeMap<>());

    public Configuration {
        values = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    @JsonCreator
    public static Configuration of(Map<String, Object> values) {
        return new Configuration(new TreeMap<>(values));
    }

    public @Nullable Object get(String knob) {
        return values.get(knob);
    }

    /// This configuration with one value set.
    public Configuration with(String knob, Object value) {
        TreeMap<String, Object> changed = new TreeMap<>(values);
        changed.put(knob, value);
        return new Configuration(changed);
    }

    /// This configuration with every value of `other` set over its own.
    public Configuration with(Configuration other) {
        TreeMap<String, Object> changed = new TreeMap<>(values);
        changed.putAll(other.values);
        return new Configuration(changed);
    }

    /// Those values in which this differs from `before`.
    public Configuration changedFrom(Configuration before) {
        TreeMap<String, Object> changed = new TreeMap<>();
        values.forEach((knob, value) -> {
            if (!value.equals(before.get(knob))) {
                changed.put(knob, value);
            }
        });
        return new Configuration(changed);
    }

    /// `knob=value` pairs in the order of their ids; equal configurations print alike.
    @Override
    public String toString() {
        return values.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue()).collect(Collectors.joining(" "));
    }
}
