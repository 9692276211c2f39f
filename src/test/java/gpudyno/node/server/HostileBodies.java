package gpudyno.node.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Makes bad bodies of a good one: as a whole, and field by field.
final class HostileBodies {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HOLE = "<<hole>>";
    static final String LONG = "a".repeat(100_000);

    /// What stands in a field, by kind; as raw JSON.
    private static final Map<String, List<String>> VALUES = new LinkedHashMap<>();
    static {
        VALUES.put("wrong type", List.of("true", "5", "1.5", "\"x\"", "[]", "{}", "[[]]", "{\"a\": null}", "[1, \"a\", {}]"));
        VALUES.put("null element", List.of("null", "[null]", "[null, null]", "{\"null\": null}"));
        VALUES.put("number", List.of("-1", "0", "-0.0", "1e308", "-1e308", "4.9e-324", "1e400", "-1e400", "2147483648", "-2147483649",
                "9223372036854775807", "9223372036854775808", "9".repeat(99), "9".repeat(200), "\"NaN\"", "\"Infinity\"", "\"-Infinity\""));
        VALUES.put("NaN and Infinity", List.of("NaN", "Infinity", "-Infinity"));
        VALUES.put("text", List.of("\"\"", "\"  \"", "\"" + LONG + "\"", "\"../../etc/passwd\"", "\"<script>alert(1)</script>\"",
                "\"%s%n%x\"", "\"(((((((((((((((((((((((((a\"", "\"\\ud83d\\ude00\""));
        VALUES.put("control characters", List.of("\"a\\r\\nSet-Cookie: b=c\"", "\"\\u0000\"", "\"a\\u001b[31m\"", "\"a\\u2028b\"",
                "\"\\u202eabc\"", "\"\\ud800\"", "\"a\\udc00b\""));
        VALUES.put("time", List.of("\"9999-12-31T23:59:59Z\"", "\"+1000000000-12-31T23:59:59.999999999Z\"",
                "\"-1000000000-01-01T00:00:00Z\"", "\"2026-02-30T00:00:00Z\"", "\"PT2562047788015215H30M7.999999999S\"",
                "\"PT-1S\"", "\"PT0.000000001S\"", "\"P106751991167301D\"", "\"P366D\"", "\"-PT2562047788015215H30M8S\""));
    }

    /// @param field the name of the field that was changed; null where the whole body is bad
    /// @param value what stands in it, as raw JSON; empty where nothing does
    /// @param must whether it has to be refused
    record Bad(String kind, byte[] body, @Nullable String field, String value, boolean must) {
        static Bad whole(String kind, byte[] body, boolean must) {
            return new Bad(kind, body, null, "", must);
        }
    }

    private HostileBodies() {
    }

    /// Every bad body of a good one, one after the other.
    static void each(String good, Consumer<Bad> taker) {
        whole(good, taker);
        JsonNode root = parse(good);
        fields(root, root, taker);
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }

    private static void whole(String good, Consumer<Bad> taker) {
        for (String body : List.of("", " ", "null", "[]", "[{}]", "\"x\"", "5", "true", "NaN", "{", "{\"", "not json", "\u0000", "<a/>",
                good.substring(0, good.length() / 2), good + "}", good.replace("\"", "'"))) {
            taker.accept(Bad.whole("not an object", utf8(body), !body.isBlank()));
        }
        taker.accept(Bad.whole("deep", utf8("[".repeat(100_000) + "]".repeat(100_000)), true));
        taker.accept(Bad.whole("deep", utf8("{\"a\":".repeat(50_000) + "1" + "}".repeat(50_000)), true));
        taker.accept(Bad.whole("deep", utf8(inside(good, "\"extra\": " + "[".repeat(5000) + "]".repeat(5000))), true));
        StringBuilder many = new StringBuilder("\"z\": 1");
        for (int i = 0; i < 100_000; i++) {
            many.append(",\"k").append(i).append("\":1");
        }
        taker.accept(Bad.whole("10^5 fields", utf8(inside(good, many.toString())), false));
        taker.accept(Bad.whole("10^5 fields", utf8(inside(good, "\"" + LONG + "\": 1")), false));
        taker.accept(Bad.whole("unknown field", utf8(inside(good, "\"nobodyKnows\": {\"a\": [1]}")), false));
        taker.accept(Bad.whole("too long", utf8(good + " ".repeat(5 << 20)), true));
        for (byte[] odd : new byte[][]{{(byte) 0xff}, {(byte) 0xc0, (byte) 0x80}, {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, {(byte) 0x80}}) {
            taker.accept(Bad.whole("invalid UTF-8", join(utf8("{\"a"), odd, utf8("\": 1}")), true));
            taker.accept(Bad.whole("invalid UTF-8", join(utf8("{\"a\": \""), odd, utf8("\"}")), true));
        }
        taker.accept(Bad.whole("invalid UTF-8", good.getBytes(StandardCharsets.UTF_16LE), true));
        taker.accept(
                Bad.whole("invalid UTF-8", join(new byte[]{(byte) 0xfe, (byte) 0xff}, good.getBytes(StandardCharsets.UTF_16BE)), true));
    }

    private static String inside(String good, String more) {
        String text = good.strip();
        return text.substring(0, text.length() - 1) + ", " + more + "}";
    }

    private static void fields(JsonNode root, JsonNode node, Consumer<Bad> taker) {
        if (node instanceof ObjectNode object) {
            for (String name : fieldNames(object)) {
                JsonNode before = object.get(name);
                object.put(name, HOLE);
                fill(root, name, taker);
                object.set(name, before);
                fields(root, before, taker);
                object.remove(name);
                taker.accept(new Bad("missing field", utf8(root.toString()), name, "", false));
                object.set(name, before);
                taker.accept(new Bad("field twice", utf8(root.toString().replace("\"" + name + "\":", "\"" + name + "\":null,\"" + name
                        + "\":")), name, "twice", true));
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                JsonNode before = array.get(i);
                array.set(i, JSON.getNodeFactory().textNode(HOLE));
                fill(root, "", taker);
                array.set(i, before);
                fields(root, before, taker);
            }
        }
    }

    private static List<String> fieldNames(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static void fill(JsonNode root, String name, Consumer<Bad> taker) {
        String text = root.toString();
        VALUES.forEach((kind, values) -> values
                .forEach(value -> taker.accept(new Bad(kind, utf8(text.replace("\"" + HOLE + "\"", value)), name, value, false))));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
