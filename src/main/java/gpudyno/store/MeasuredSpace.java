package gpudyno.store;

import gpudyno.model.tune.ObjectiveDirection;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A tuning space that was measured completely: every configuration with its value, or the reason why it has none. Read from a Kernel Tuner
/// cache or a T4 file, plain or gzip.
///
/// Spaces reach hundreds of thousands of configurations, so a configuration is kept as the indexes of its values: about a hundred bytes.
public final class MeasuredSpace {
    private final String objective;
    private final Optional<ObjectiveDirection> direction;
    private final boolean whole;
    private final List<Column> parameters;
    private final List<Entry> entries;

    /// A parameter.
    ///
    /// @param values those that occur, each once, in the order they did: Long, Double, Boolean or String
    public record Column(String name, List<Object> values) {
        public Column {
            values = List.copyOf(values);
        }
    }

    /// One configuration. Immutable.
    public static final class Entry {
        private final int[] indexes;
        private final double value;
        private final String failure;

        private Entry(int[] indexes, double value, String failure) {
            this.indexes = indexes;
            this.value = value;
            this.failure = failure;
        }

        /// Which of a parameter's values it has.
        public int index(int parameter) {
            return indexes[parameter];
        }

        /// What was measured, in the file's unit, as a rule milliseconds; null where it failed.
        public @Nullable Double value() {
            return failure.isEmpty() ? (Double) value : null;
        }

        /// Why it has no value, as the file says; empty where it was measured.
        public String failure() {
            return failure;
        }
    }

    private MeasuredSpace(String objective, Optional<ObjectiveDirection> direction, boolean whole, List<Column> parameters,
            List<Entry> entries) {
        this.objective = objective;
        this.direction = direction;
        this.whole = whole;
        this.parameters = List.copyOf(parameters);
        this.entries = List.copyOf(entries);
        if (entries.stream().noneMatch(entry -> entry.failure.isEmpty())) {
            throw new IllegalArgumentException("no configuration of " + entries.size() + " was measured");
        }
        if (parameters.isEmpty()) {
            throw new IllegalArgumentException("it names no parameter");
        }
    }

    /// @throws IllegalArgumentException if the file is not there, not readable, or not of either format; the message says where
    public static MeasuredSpace read(Path file) {
        return new MeasuredSpaceFile(file).read();
    }

    /// What was measured, such as `time`.
    public String objective() {
        return objective;
    }

    /// Whether higher or lower values of the objective are better: from the file, else from the objective's name or unit; empty if unknown.
    public Optional<ObjectiveDirection> direction() {
        return direction;
    }

    /// This space with its objective sought in another direction.
    public MeasuredSpace towards(ObjectiveDirection other) {
        return new MeasuredSpace(objective, Optional.of(other), whole, parameters, entries);
    }

    /// Whether greater values of the objective are better.
    ///
    /// @throws IllegalArgumentException if it is unknown
    public boolean maximized() {
        return direction.orElseThrow(() -> new IllegalArgumentException("objective '" + objective
                + "': neither the file nor the name and unit tell whether more or less of it is better, so it must be said")).maximize();
    }

    /// Whether the file was closed; false for the cache of a tuner that is at work or was cut off, of which all whole entries are read.
    public boolean whole() {
        return whole;
    }

    /// In the file's order.
    public List<Column> parameters() {
        return parameters;
    }

    /// Configurations, each once.
    public List<Entry> entries() {
        return entries;
    }

    /// The values of a configuration by parameter.
    public Map<String, Object> values(Entry entry) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < parameters.size(); i++) {
            values.put(parameters.get(i).name, parameters.get(i).values.get(entry.indexes[i]));
        }
        return values;
    }

    /// The best value of all.
    public double optimum() {
        var measured = entries.stream().filter(entry -> entry.failure.isEmpty()).mapToDouble(entry -> entry.value);
        return (maximized() ? measured.max() : measured.min()).orElseThrow();
    }

    /// Collects configurations one by one. A parameter can turn up late: those before it have no value of it.
    public static final class Builder {
        /// The value of a parameter that a configuration does not have, for example because it applies only when another one is on.
        static final String ABSENT = "none";

        private final List<String> names = new ArrayList<>();
        private final List<Map<Object, Integer>> indexes = new ArrayList<>();
        private final List<List<Object>> values = new ArrayList<>();
        private final Map<IntBuffer, Entry> entries = new LinkedHashMap<>();
        private final Map<String, String> failures = new HashMap<>();

        /// Adds a parameter unless it is there.
        public void parameter(String name) {
            if (!names.contains(name)) {
                names.add(name);
                indexes.add(new HashMap<>());
                values.add(new ArrayList<>());
                entries.values().stream().toList().forEach(this::lengthen);
            }
        }

        private void lengthen(Entry entry) {
            int[] longer = java.util.Arrays.copyOf(entry.indexes, names.size());
            longer[names.size() - 1] = index(names.size() - 1, ABSENT);
            entries.remove(IntBuffer.wrap(entry.indexes));
            entries.put(IntBuffer.wrap(longer), new Entry(longer, entry.value, entry.failure));
        }

        public List<String> parameters() {
            return List.copyOf(names);
        }

        /// Adds a configuration, in the place of an equal one if there is.
        ///
        /// @param value NaN where it failed
        /// @param failure why; empty where it was measured
        public void add(Map<String, ?> configuration, double value, String failure) {
            int[] at = new int[names.size()];
            for (int i = 0; i < at.length; i++) {
                Object given = configuration.get(names.get(i));
                at[i] = index(i, given == null ? ABSENT : given);
            }
            String reason = failures.computeIfAbsent(failure, same -> same);
            entries.put(IntBuffer.wrap(at), new Entry(at, value, reason));
        }

        /// 16 and 16.0 are one value.
        private int index(int parameter, Object value) {
            Object same = value instanceof Number number ? (Object) number.doubleValue() : value;
            return indexes.get(parameter).computeIfAbsent(same, _ -> {
                values.get(parameter).add(value);
                return values.get(parameter).size() - 1;
            });
        }

        /// @throws IllegalArgumentException if there is no parameter, or no configuration was measured
        public MeasuredSpace build(String objective, boolean whole) {
            return build(objective, ObjectiveDirection.known(objective, ""), whole);
        }

        /// @throws IllegalArgumentException if there is no parameter, or no configuration was measured
        MeasuredSpace build(String objective, Optional<ObjectiveDirection> direction, boolean whole) {
            List<Column> columns = new ArrayList<>();
            for (int i = 0; i < names.size(); i++) {
                columns.add(new Column(names.get(i), values.get(i)));
            }
            return new MeasuredSpace(objective, direction, whole, columns, List.copyOf(entries.values()));
        }
    }
}
