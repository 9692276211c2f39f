package gpudyno.tune.space;

import java.util.List;

/// One dimension of a space: a name and the values it can take, numbers in rising order.
///
/// @param ordered whether neighbouring values are alike, as with numbers; otherwise any value is as far from any other
public record Parameter(String name, List<Object> values, boolean ordered) {
    public Parameter {
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("parameter " + name + " has no value");
        }
        if (values.stream().distinct().count() < values.size()) {
            throw new IllegalArgumentException("parameter " + name + " names a value twice: " + values);
        }
    }

    /// How many values there are.
    public int size() {
        return values.size();
    }
}
