package gpudyno.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Recorded arrivals with the tokens of each.
///
/// Read from three forms, told apart by their first line: the Azure LLM inference trace (`TIMESTAMP,ContextTokens,GeneratedTokens`, wall-clock
/// times), the Mooncake trace (JSON lines with `timestamp` in milliseconds, `input_length`, `output_length`, `hash_ids`), and `offset_s,input_tokens,output_tokens`.
///
/// @param arrivals in order of time, the first at 0
public record Trace(List<Arrival> arrivals) {
    /// Of one block hash of the Mooncake trace.
    static final int BLOCK_TOKENS = 512;
    private static final ObjectMapper JSON = new ObjectMapper();

    /// @param seconds from the first arrival
    /// @param blocks hashes of the prompt's blocks of [#BLOCK_TOKENS] tokens, in order; empty where the trace has none
    public record Arrival(double seconds, int inputTokens, int outputTokens, List<Long> blocks) {
        /// Text of this length; equal blocks give equal text for equal seeds.
        Prompt prompt(long seed, int number) {
            StringBuilder text = new StringBuilder();
            int left = inputTokens;
            for (int i = 0; i < blocks.size() && left > 0; i++) {
                text.append(SyntheticText.of(Math.min(left, BLOCK_TOKENS), seed ^ blocks.get(i) * 0x9E3779B97F4A7C15L));
                left -= BLOCK_TOKENS;
            }
            if (left > 0) {
                text.append(SyntheticText.of(left, seed * 31 + number));
            }
            return new Prompt(text.toString(), null, inputTokens, outputTokens);
        }
    }

    public Trace {
        if (arrivals.isEmpty()) {
            throw new IllegalArgumentException("the trace holds no arrival");
        }
        double first = arrivals.stream().mapToDouble(Arrival::seconds).min().orElseThrow();
        arrivals = arrivals.stream()
                .map(arrival -> new Arrival(arrival.seconds - first, arrival.inputTokens, arrival.outputTokens, arrival.blocks))
                .sorted(Comparator.comparingDouble(Arrival::seconds)).toList();
    }

    /// @throws IllegalArgumentException naming the file and the line that cannot be read
    public static Trace read(String file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(Path.of(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalArgumentException("trace " + file + " cannot be read: " + e, e);
        }
        return parse(file, lines);
    }

    /// @param file what the lines came from, for people
    /// @throws IllegalArgumentException naming the line that cannot be read
    public static Trace parse(String file, List<String> lines) {
        String head = lines.isEmpty() ? "" : lines.getFirst().toLowerCase(Locale.ROOT);
        List<Arrival> arrivals = new ArrayList<>();
        for (int i = head.startsWith("{") ? 0 : 1; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty()) {
                continue;
            }
            try {
                arrivals.add(line.startsWith("{") ? mooncake(line) : head.startsWith("timestamp") ? azure(line) : plain(head, line));
            } catch (DateTimeParseException | NumberFormatException | JsonProcessingException | ArrayIndexOutOfBoundsException e) {
                throw new IllegalArgumentException("trace " + file + ", line " + (i + 1) + ": '" + line + "' is no arrival", e);
            }
        }
        return new Trace(arrivals);
    }

    private static Arrival mooncake(String line) throws JsonProcessingException {
        JsonNode json = JSON.readTree(line);
        List<Long> blocks = new ArrayList<>();
        json.path("hash_ids").forEach(id -> blocks.add(id.asLong()));
        return new Arrival(number(json, "timestamp") / 1000, (int) number(json, "input_length"), (int) number(json, "output_length"),
                blocks);
    }

    private static double number(JsonNode json, String name) {
        if (!json.path(name).isNumber()) {
            throw new NumberFormatException(name);
        }
        return json.path(name).asDouble();
    }

    private static Arrival azure(String line) {
        String[] cells = line.split(",", -1);
        LocalDateTime time = LocalDateTime.parse(cells[0].replace(' ', 'T').replaceFirst("(Z|\\+00:00)$", ""));
        return new Arrival(ChronoUnit.NANOS.between(LocalDateTime.of(2020, 1, 1, 0, 0), time) / 1e9, Integer.parseInt(cells[1].strip()),
                Integer.parseInt(cells[2].strip()), List.of());
    }

    private static Arrival plain(String head, String line) {
        if (!head.startsWith("offset_s")) {
            throw new NumberFormatException("unknown head");
        }
        String[] cells = line.split(",", -1);
        return new Arrival(Double.parseDouble(cells[0]), Integer.parseInt(cells[1].strip()), Integer.parseInt(cells[2].strip()), List.of());
    }

    /// Up to just past the last arrival.
    public Duration length(double timeScale) {
        return Duration.ofNanos(Math.round(arrivals.getLast().seconds * timeScale * 1e9) + 1);
    }

    FireTimes arrivals(double timeScale) {
        var next = arrivals.iterator();
        return () -> next.hasNext() ? Math.round(next.next().seconds * timeScale * 1e9) : Long.MAX_VALUE;
    }
}
