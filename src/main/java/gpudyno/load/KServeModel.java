package gpudyno.load;

import com.fasterxml.jackson.databind.JsonNode;
import gpudyno.model.net.Address;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// The inputs of a model behind the KServe v2 protocol, from its metadata (`GET /v2/models/NAME`) or as the user gives them.
///
/// Inputs of type `BYTES` get the prompt. Numbers are made up from it: ones where a name holds `mask`, integers from 0 to 99 elsewhere,
/// fractions from 0 to 1; enough to load a server, not to judge its answers.
///
/// @param inputs in the order they are sent
public record KServeModel(List<Input> inputs) {
    private static final List<String> TYPES = List.of("BOOL", "UINT8", "UINT16", "UINT32", "UINT64", "INT8", "INT16", "INT32", "INT64",
            "FP16", "FP32", "FP64", "BYTES", "BF16");
    private static final long MOST_VALUES = 1_000_000;
    private static final int MOST_INPUTS = 100;
    private static final int LONGEST_SEQUENCE = 4096;

    /// @param datatype of the protocol, such as `BYTES` or `INT64`
    /// @param shape -1 for a length that is free: one, or as many as the prompt has tokens where it is the last of a number's
    public record Input(String name, String datatype, List<Long> shape) {
        public Input {
            shape = List.copyOf(shape);
            if (!TYPES.contains(datatype)) {
                throw new IllegalArgumentException("input '" + name + "' has the type '" + datatype + "'; known are " + TYPES);
            }
            long values = 1;
            for (long length : shape) {
                if (length != -1 && (length < 1 || length > MOST_VALUES)) {
                    throw new IllegalArgumentException(
                            "input '" + name + "' has the shape " + shape + "; lengths are -1 or 1 to " + MOST_VALUES);
                }
                values *= Math.max(1, length);
                if (values > MOST_VALUES) {
                    throw new IllegalArgumentException(
                            "input '" + name + "' of shape " + shape + " has more than " + MOST_VALUES + " values");
                }
            }
        }

        private String json(Prompt prompt, long seed) {
            boolean text = datatype.equals("BYTES");
            List<Long> lengths = new ArrayList<>(shape);
            for (int i = 0; i < lengths.size(); i++) {
                boolean sequence = !text && i > 0 && i == lengths.size() - 1;
                lengths.set(i,
                        lengths.get(i) >= 0 ? lengths.get(i) : sequence ? Math.clamp(prompt.inputTokens(), 1, LONGEST_SEQUENCE) : 1L);
            }
            long count = Math.min(MOST_VALUES, lengths.stream().reduce(1L, Math::multiplyExact));
            String value = text ? RequestFormat.quoted(prompt.text()) : "";
            SplittableRandom random = new SplittableRandom(seed);
            return LongStream.range(0, count).mapToObj(_ -> text ? value : number(random))
                    .collect(
                            Collectors.joining(",", "{\"name\":" + RequestFormat.quoted(name) + ",\"shape\":" + lengths + ",\"datatype\":\""
                                    + datatype + "\",\"data\":[", "]}"));
        }

        private String number(SplittableRandom random) {
            if (datatype.equals("BOOL")) {
                return "true";
            }
            boolean fraction = datatype.startsWith("FP") || datatype.equals("BF16");
            return fraction
                    ? Float.toString((float) random.nextInt(1000) / 1000)
                    : name.contains("mask") ? "1" : Integer.toString(random.nextInt(100));
        }
    }

    public KServeModel {
        inputs = List.copyOf(inputs);
        if (inputs.isEmpty() || inputs.size() > MOST_INPUTS) {
            throw new IllegalArgumentException("a KServe model has from 1 to " + MOST_INPUTS + " inputs, got " + inputs.size());
        }
    }

    /// One input of text, of a batch of one.
    public static KServeModel text(String name) {
        return new KServeModel(List.of(new Input(name, "BYTES", List.of(1L, 1L))));
    }

    /// Reads `NAME:TYPE:LENGTH,LENGTH` texts, such as `text:BYTES:1` or `input_ids:INT64:-1,-1`.
    public static KServeModel parse(List<String> texts) {
        return new KServeModel(texts.stream().map(text -> {
            String[] parts = text.split(":", -1);
            if (parts.length != 3 || parts[0].isBlank() || !parts[2].matches("(-1|\\d{1,7})(,(-1|\\d{1,7}))*")) {
                throw new IllegalArgumentException(
                        "'" + text + "': NAME:TYPE:SHAPE is needed, such as text:BYTES:1,1 or input_ids:INT64:-1,-1");
            }
            return new Input(parts[0], parts[1], Arrays.stream(parts[2].split(",")).map(Long::valueOf).toList());
        }).toList());
    }

    /// The inputs from the server's metadata; empty if there are none.
    ///
    /// @param infer where requests go, `…/infer`
    /// @throws IllegalArgumentException if it describes inputs of types or sizes that cannot be sent
    public static Optional<KServeModel> ask(Endpoint infer) {
        Address address = infer.address().withPath(infer.address().path().replaceFirst("/infer$", ""));
        try {
            return read(new ServerInquiry(infer).get(address));
        } catch (IOException _) {
            // If it does not answer, or not in JSON, the usual input is used, and the run itself will show what is wrong.
            return Optional.empty();
        }
    }

    static Optional<KServeModel> read(JsonNode metadata) {
        List<Input> inputs = new ArrayList<>();
        for (JsonNode input : metadata.path("inputs")) {
            List<Long> shape = new ArrayList<>();
            input.path("shape").forEach(length -> shape.add(length.asLong(1)));
            inputs.add(new Input(input.path("name").asText(), input.path("datatype").asText(), shape.isEmpty() ? List.of(1L) : shape));
        }
        return inputs.isEmpty() ? Optional.empty() : Optional.of(new KServeModel(inputs));
    }

    String json(Prompt prompt) {
        long seed = prompt.text().hashCode();
        return IntStream.range(0, inputs.size()).mapToObj(i -> inputs.get(i).json(prompt, seed + i))
                .collect(Collectors.joining(",", "[", "]"));
    }
}
