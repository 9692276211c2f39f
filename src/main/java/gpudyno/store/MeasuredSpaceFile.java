package gpudyno.store;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.MissingNode;
import gpudyno.model.tune.ObjectiveDirection;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// Reads a Kernel Tuner cache (van Werkhoven, 2019) or a T4 file (Tørring et al., "Towards a benchmarking suite for kernel tuners", 2023), entry
/// by entry, since a file can be larger than memory.
///
/// Real files deviate from their schemas: a cache that the tuner still appends to has no end, NaN is not quoted, a failed configuration has
/// an error's name or 1e20 as its time, or there are samples without their mean. All of that is accepted.
final class MeasuredSpaceFile {
    /// Bytes of JSON, after decompression, that are read.
    static final long MAX_BYTES = 4L << 30;
    private static final String CACHE = "cache";
    private static final String RESULTS = "results";
    private static final String TIME = "time";
    /// Fields at the top of a file that say which way is better; a direction is `maximize` or `minimize`, the others are true or false.
    private static final Set<String> LESS_IS_BETTER = Set.of("minimize", "lower_is_better", "objective_lower_is_better");
    private static final Set<String> DIRECTIONS = Set.of("direction", "objective_direction", "optimization_direction", "maximize",
            "higher_is_better", "objective_higher_is_better", "minimize", "lower_is_better", "objective_lower_is_better");
    private static final int GZIP_MAGIC = 0x1f8b;
    /// The time that old caches contain for a failed configuration.
    private static final double FAILED = 1e20;
    private static final ObjectReader ENTRY = Json.MAPPER.readerFor(JsonNode.class)
            .with(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS.mappedFeature());

    private final Path file;
    private final MeasuredSpace.Builder space = new MeasuredSpace.Builder();
    private String objective = "";
    private String unit = "";
    private @Nullable ObjectiveDirection stated;
    private boolean whole = true;

    /// The part of a cache before or after its entries.
    ///
    /// @param parameters names in its own order
    private record Head(List<String> parameters, String objective) {}

    MeasuredSpaceFile(Path file) {
        this.file = file;
    }

    MeasuredSpace read() {
        try {
            Head head = head();
            head.parameters.forEach(space::parameter);
            objective = head.objective;
            if (!entries()) {
                throw new IllegalArgumentException("neither a Kernel Tuner cache (with \"cache\") nor a T4 file (with \"results\")");
            }
            String name = objective.isEmpty() ? TIME : objective;
            return space.build(name, Optional.ofNullable(stated).or(() -> ObjectiveDirection.known(name, unit)), whole);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(file + ": there is no such file", e);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(file + ": not valid JSON at line " + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr() + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ": cannot be read: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    private JsonParser open() throws IOException {
        InputStream bytes = decompressed(new BufferedInputStream(Files.newInputStream(file)));
        return ENTRY.createParser(new Bounded(bytes, MAX_BYTES));
    }

    private static InputStream decompressed(BufferedInputStream bytes) throws IOException {
        bytes.mark(2);
        int magic = bytes.read() << 8 | bytes.read();
        bytes.reset();
        return magic == GZIP_MAGIC ? new GZIPInputStream(bytes, 1 << 16) : bytes;
    }

    /// These fields may come after the entries, so this is a separate pass. It ends when all are known.
    private Head head() throws IOException {
        List<String> keys = new ArrayList<>();
        List<String> values = new ArrayList<>();
        String sought = "";
        boolean passed = false;
        try (JsonParser parser = open()) {
            boolean open = parser.nextToken() == JsonToken.START_OBJECT;
            while (open && parser.nextToken() == JsonToken.FIELD_NAME && !(passed && !keys.isEmpty())) {
                String field = parser.currentName();
                JsonToken token = parser.nextToken();
                if (field.equals("tune_params_keys") && token == JsonToken.START_ARRAY) {
                    parser.<JsonNode>readValueAsTree().forEach(key -> keys.add(key.asText()));
                } else if (field.equals("tune_params") && token == JsonToken.START_OBJECT) {
                    parser.<JsonNode>readValueAsTree().fieldNames().forEachRemaining(values::add);
                } else if (field.equals("objective") && token == JsonToken.VALUE_STRING) {
                    sought = parser.getText();
                } else if (field.equals(RESULTS) || field.equals(CACHE) && !(keys.isEmpty() && values.isEmpty())) {
                    break;
                } else {
                    passed |= field.equals(CACHE);
                    parser.skipChildren();
                }
            }
        } catch (JsonProcessingException e) {
            // The pass over the entries says what is wrong with a file that ends too early, or that it may.
        }
        return new Head(keys.isEmpty() ? values : keys, sought);
    }

    /// @return whether the file has entries of either format
    private boolean entries() throws IOException {
        try (JsonParser parser = open()) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            boolean found = false;
            while (whole && parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                if (field.equals(RESULTS) && value == JsonToken.START_ARRAY) {
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        addResult(parser.readValueAsTree());
                    }
                    found = true;
                } else if (field.equals(CACHE) && value == JsonToken.START_OBJECT) {
                    addCache(parser);
                    found = true;
                } else if (DIRECTIONS.contains(field) && value.isScalarValue()) {
                    state(field, parser.getText());
                } else {
                    parser.skipChildren();
                }
            }
            return found;
        } catch (JsonProcessingException e) {
            if (!whole && endsTooEarly(e)) {
                whole = false;
                return true;
            }
            throw e;
        }
    }

    /// A file may say itself in which direction its objective is better.
    private void state(String field, String value) {
        String said = value.strip().toLowerCase(Locale.ROOT);
        boolean truth = said.equals("true");
        if (field.endsWith("direction") ? said.startsWith("max") || said.startsWith("min") : truth || said.equals("false")) {
            boolean more = field.endsWith("direction") ? said.startsWith("max") : LESS_IS_BETTER.contains(field) ? !truth : truth;
            stated = ObjectiveDirection.stated(more, field);
            return;
        }
        throw new IllegalArgumentException("\"" + field + "\" is '" + value + "'; allowed are "
                + (field.endsWith("direction") ? "maximize and minimize" : "true and false"));
    }

    private void addCache(JsonParser parser) throws IOException {
        if (space.parameters().isEmpty()) {
            throw new IllegalArgumentException("\"tune_params_keys\" names no parameter");
        }
        try {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                parser.nextToken();
                addCached(key, parser.readValueAsTree());
            }
        } catch (JsonProcessingException e) {
            if (!endsTooEarly(e)) {
                throw e;
            }
            // The tuner appends entries and closes the file at its end, so all entries are valid, except for a half-written last one.
            whole = false;
        }
    }

    /// Jackson reports an early end inside a value by an exception of its own, and between two values only by its message.
    private static boolean endsTooEarly(JsonProcessingException e) {
        return e instanceof JsonEOFException || e.getOriginalMessage().startsWith("Unexpected end-of-input");
    }

    private void addCached(String key, JsonNode node) {
        Map<String, Object> configuration = new HashMap<>();
        for (String parameter : space.parameters()) {
            if (node.path(parameter).isMissingNode()) {
                throw new IllegalArgumentException("entry '" + key + "' has no value for parameter '" + parameter + "'");
            }
            configuration.put(parameter, plain(node.path(parameter)));
        }
        add(configuration, measured(node.path(objective.isEmpty() ? TIME : objective), node.path(TIME), node.path("times")),
                node.path("invalidity").asText(""));
    }

    private void addResult(JsonNode node) {
        JsonNode given = node.path("configuration");
        given.fieldNames().forEachRemaining(space::parameter);
        if (space.parameters().isEmpty()) {
            throw new IllegalArgumentException("the first of \"results\" has no \"configuration\"");
        }
        Map<String, Object> configuration = new HashMap<>();
        given.properties().forEach(entry -> configuration.put(entry.getKey(), plain(entry.getValue())));
        if (objective.isEmpty()) {
            objective = node.path("objectives").path(0).asText("");
        }
        if (unit.isEmpty() && !objective.isEmpty()) {
            unit = entry(node, objective).path("unit").asText("");
        }
        String invalid = node.path("invalidity").asText("");
        JsonNode time = measurement(node, TIME);
        add(configuration, measured(objective.isEmpty() ? time : measurement(node, objective), time, node.path("times").path("runtimes")),
                invalid.equals("correct") ? "" : invalid);
    }

    private static JsonNode measurement(JsonNode result, String name) {
        return entry(result, name).path("value");
    }

    private static JsonNode entry(JsonNode result, String name) {
        for (JsonNode measurement : result.path("measurements")) {
            if (measurement.path("name").asText().equals(name)) {
                return measurement;
            }
        }
        return MissingNode.getInstance();
    }

    /// The measured value of the objective, else the error in place of the time, else, if the time is the objective, its samples.
    private JsonNode measured(JsonNode value, JsonNode time, JsonNode samples) {
        if (!value.isMissingNode() && !value.isNull()) {
            return value;
        }
        return time.isTextual() ? time : objective.isEmpty() || objective.equals(TIME) ? samples : value;
    }

    private void add(Map<String, Object> configuration, JsonNode measured, String invalid) {
        double value = measured.isArray() ? mean(measured) : measured.isNumber() ? measured.asDouble() : Double.NaN;
        boolean counts = invalid.isEmpty() && Double.isFinite(value) && value < FAILED
                && (value > 0 || !objective.isEmpty() && !objective.equals(TIME));
        String failure = !invalid.isEmpty()
                ? invalid
                : measured.isTextual() ? measured.asText() : "no " + (objective.isEmpty() ? TIME : objective);
        space.add(configuration, counts ? value : Double.NaN, counts ? "" : failure);
    }

    private static double mean(JsonNode samples) {
        double sum = 0;
        for (JsonNode sample : samples) {
            sum += sample.isNumber() ? sample.asDouble() : Double.NaN;
        }
        return sum / samples.size();
    }

    /// A list or an object is a value like any other, by its text.
    private static Object plain(JsonNode value) {
        return value.isIntegralNumber() && value.canConvertToLong()
                ? (Object) value.asLong()
                : value.isNumber()
                        ? (Object) value.asDouble()
                        : value.isBoolean()
                                ? (Object) value.asBoolean()
                                : value.isNull() ? MeasuredSpace.Builder.ABSENT : value.isTextual() ? value.asText() : value.toString();
    }

    /// Ends a stream that is longer than it may be: a few kilobytes of gzip can be gigabytes.
    private static final class Bounded extends FilterInputStream {
        private long left;

        Bounded(InputStream in, long most) {
            super(in);
            left = most;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = super.read(into, offset, length);
            count(Math.max(0, read));
            return read;
        }

        private void count(int read) throws IOException {
            left -= read;
            if (left < 0) {
                throw new IOException("it holds more than " + (MAX_BYTES >> 20) + " MiB");
            }
        }
    }
}
