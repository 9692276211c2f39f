package gpudyno.model.knob;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Values of some knobs, by knob id in order, each in the one form of [KnobValue]. Two configurations with equal values are equal, whatever
/// the values were written as and whether or not they went through JSON.
public record Configuration(@JsonValue SortedMap<String, Object> values) {
    public static final Configuration EMPTY = new Configuration(new TreeMap<>());

    public Configuration {
        TreeMap<String, Object> canonical = new TreeMap<>();
        values.forEach((knob, value) -> {
            try {
                canonical.put(knob, KnobValue.canonical(value));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("knob " + knob + ": " + e.getMessage(), e);
            }
        });
        values = Collections.unmodifiableSortedMap(canonical);
    }

    @JsonCreator
    public static Configuration of(Map<String, Object> values) {
        return new Configuration(new TreeMap<>(values));
    }

    public @Nullable Object get(String knob) {
        return values.get(knob);
    }

    /// A whole number's value.
    ///
    /// @throws IllegalArgumentException if the knob is not among these or is no whole number
    public long whole(String knob) {
        if (values.get(knob) instanceof Long whole) {
            return whole;
        }
        throw new IllegalArgumentException("knob " + knob + " has no whole number, but " + values.get(knob));
    }

    /// A switch's value.
    ///
    /// @throws IllegalArgumentException if the knob is not among these or is no switch
    public boolean on(String knob) {
        if (values.get(knob) instanceof Boolean on) {
            return on;
        }
        throw new IllegalArgumentException("knob " + knob + " is neither true nor false, but " + values.get(knob));
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

    /// Those of these values whose knob is among `ids`.
    public Configuration only(Collection<String> ids) {
        TreeMap<String, Object> kept = new TreeMap<>(values);
        kept.keySet().retainAll(ids);
        return new Configuration(kept);
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
