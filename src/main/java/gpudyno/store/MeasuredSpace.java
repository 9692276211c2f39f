package gpudyno.store;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// A tuning space somebody measured whole: every configuration with its time or why it has none. Read from a Kernel Tuner cache or a T4 file,
/// plain or gzip.
///
/// @param parameters names of the parameters, in the file's order
/// @param entries configurations, each once
public record MeasuredSpace(List<String> parameters, List<Entry> entries) {
    /// Bytes of JSON, after decompression, that are read.
    static final long MAX_BYTES = 4L << 30;
    private static final String CACHE = "cache";
    private static final String RESULTS = "results";
    private static final int GZIP_MAGIC = 0x1f8b;

    /// One configuration.
    ///
    /// @param values by parameter: Long, Double, Boolean or String
    /// @param time in the file's unit, milliseconds as a rule; null where it failed
    /// @param failure why, as the file says; empty where it was measured
    public record Entry(Map<String, Object> values, @Nullable Double time, String failure) {}

    /// @throws IllegalArgumentException if the file is not there, not readable, or not of either format; the message says where
    public static MeasuredSpace read(Path file) {
        try {
            List<String> keys = keys(file);
            Map<Map<String, Object>, Entry> entries = new LinkedHashMap<>();
            Set<String> parameters = new LinkedHashSet<>(keys);
            boolean found = each(file, (field, node) -> {
                Entry entry = field.equals(RESULTS) ? t4(node, parameters) : kernelTuner(node, parameters);
                entries.put(entry.values, entry);
            });
            if (!found) {
                throw new IllegalArgumentException("neither a Kernel Tuner cache (with \"cache\") nor a T4 file (with \"results\")");
            }
            if (entries.values().stream().allMatch(entry -> entry.time == null)) {
                throw new IllegalArgumentException("no configuration of " + entries.size() + " was measured");
            }
            return new MeasuredSpace(List.copyOf(parameters), List.copyOf(entries.values()));
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

    private static InputStream open(Path file) throws IOException {
        return new Bounded(decompressed(new BufferedInputStream(Files.newInputStream(file))), MAX_BYTES);
    }

    /// The parameters in a Kernel Tuner cache's own order; empty in other files. They may stand after the entries, so this is a pass of its own.
    private static List<String> keys(Path file) throws IOException {
        List<String> keys = new ArrayList<>();
        try (InputStream bytes = open(file); JsonParser parser = Json.MAPPER.createParser(bytes)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String field = parser.currentName();
                    parser.nextToken();
                    if (field.equals("tune_params_keys")) {
                        parser.<JsonNode>readValueAsTree().forEach(key -> keys.add(key.asText()));
                        return keys;
                    }
                    parser.skipChildren();
                }
            }
        }
        return keys;
    }

    /// Hands over the entries one by one: a file can be larger than memory.
    ///
    /// @return whether the file has entries of either format
    private static boolean each(Path file, BiConsumer<String, JsonNode> consumer) throws IOException {
        try (InputStream bytes = open(file); JsonParser parser = Json.MAPPER.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                boolean listed = field.equals(RESULTS) && value == JsonToken.START_ARRAY
                        || field.equals(CACHE) && value == JsonToken.START_OBJECT;
                if (listed) {
                    JsonToken end = value == JsonToken.START_ARRAY ? JsonToken.END_ARRAY : JsonToken.END_OBJECT;
                    while (parser.nextToken() != end) {
                        if (parser.currentToken() == JsonToken.FIELD_NAME) {
                            parser.nextToken();
                        }
                        consumer.accept(field, parser.readValueAsTree());
                    }
                    return true;
                }
                parser.skipChildren();
            }
            return false;
        }
    }

    private static InputStream decompressed(BufferedInputStream bytes) throws IOException {
        bytes.mark(2);
        int magic = bytes.read() << 8 | bytes.read();
        bytes.reset();
        return magic == GZIP_MAGIC ? new GZIPInputStream(bytes, 1 << 16) : bytes;
    }

    private static Entry kernelTuner(JsonNode node, Set<String> parameters) {
        if (parameters.isEmpty()) {
            throw new IllegalArgumentException("\"tune_params_keys\" names no parameter");
        }
        JsonNode time = node.path("time");
        return entry(values(node, parameters), time, time.asText("no time"));
    }

    private static Entry t4(JsonNode node, Set<String> parameters) {
        if (parameters.isEmpty()) {
            node.path("configuration").fieldNames().forEachRemaining(parameters::add);
        }
        if (parameters.isEmpty()) {
            throw new IllegalArgumentException("the first of \"results\" has no \"configuration\"");
        }
        Map<String, Object> values = values(node.path("configuration"), parameters);
        String invalid = node.path("invalidity").asText("correct");
        JsonNode time = objective(node);
        return invalid.equals("correct") ? entry(values, time, time.asText("no time")) : new Entry(values, null, invalid);
    }

    /// The measurement the result itself calls its objective, else the one called time.
    private static JsonNode objective(JsonNode result) {
        String wanted = result.path("objectives").path(0).asText("time");
        for (JsonNode measurement : result.path("measurements")) {
            if (measurement.path("name").asText().equals(wanted)) {
                return measurement.path("value");
            }
        }
        return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }

    private static Entry entry(Map<String, Object> values, JsonNode time, String otherwise) {
        boolean measured = time.isNumber() && Double.isFinite(time.asDouble()) && time.asDouble() > 0;
        return measured ? new Entry(values, time.asDouble(), "") : new Entry(values, null, otherwise);
    }

    private static Map<String, Object> values(JsonNode node, Iterable<String> parameters) {
        Map<String, Object> values = new TreeMap<>();
        for (String parameter : parameters) {
            JsonNode value = node.path(parameter);
            if (!value.isValueNode()) {
                throw new IllegalArgumentException("an entry has no value for parameter '" + parameter + "'");
            }
            values.put(parameter, value.isIntegralNumber()
                    ? (Object) value.asLong()
                    : value.isNumber() ? (Object) value.asDouble() : value.isBoolean() ? (Object) value.asBoolean() : value.asText());
        }
        return values;
    }

    /// The least time of all.
    public double optimum() {
        return entries.stream().map(Entry::time).filter(java.util.Objects::nonNull).mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    /// Ends a stream that is longer than it may be: a few kilobytes of gzip can be gigabytes.
    private static final class Bounded extends java.io.FilterInputStream {
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
