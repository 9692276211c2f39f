package gpudyno.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpudyno.model.knob.KnobRegistry;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Meters;
import gpudyno.serve.backend.ModelCard;
import gpudyno.serve.backend.ModelFiles;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Bodies no honest client sends, and fields that say nothing, against the real model.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadBodyTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final MeterRegistry meters = new MeterRegistry();
    private ModelServer server;

    @BeforeAll
    void start(@TempDir Path nativeFolder) {
        server = new ModelServer(meters, new KnobRegistry(), ModelFiles.builtIn(), nativeFolder);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] with(String fields) {
        return bytes("{\"model\":\"" + ModelCard.BUILT_IN.name() + "\"," + fields + "}");
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] raw(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private JsonNode ask(byte[] body) throws Exception {
        return JSON.readTree(server.gateway().embeddings(Call.of(body)).body());
    }

    private void answered(byte[] body) throws Exception {
        Reply reply = server.gateway().embeddings(Call.of(body));
        assertThat(reply.status()).as(new String(reply.body(), StandardCharsets.UTF_8)).isEqualTo(200);
    }

    private void refused(byte[] body, String... words) throws Exception {
        Reply reply = server.gateway().embeddings(Call.of(body));
        JsonNode error = JSON.readTree(reply.body()).path("error");
        String shown = new String(body, 0, Math.min(120, body.length), StandardCharsets.UTF_8);
        assertThat(reply.status()).as(shown + " -> " + error).isEqualTo(400);
        assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(error.path("message").asText()).as(shown).contains(words).doesNotContain("StreamReadConstraints").doesNotContain("`");
        assertThat(error.has("param") && error.has("code")).isTrue();
        // What it costs is bounded: nothing was tokenized before it was refused.
        assertThatThrownBy(() -> new EmbeddingWire(ModelCard.BUILT_IN, text -> {
            throw new AssertionError("tokenized " + text.length() + " characters");
        }, UnaryOperator.identity()).read(body)).isInstanceOf(ApiError.class);
    }

    @Test
    void optionalFieldsThatAreNullCountAsAbsent() throws Exception {
        for (String field : new String[]{"encoding_format", "dimensions", "user", "input_type", "truncate"}) {
            answered(with("\"input\":\"a\",\"" + field + "\":null"));
        }
        answered(with("\"encoding_format\":null,\"dimensions\":null,\"user\":null,\"input\":[\"a\"]"));
        refused(with("\"input\":null"), "'input' is missing");
        refused(bytes("{\"model\":null,\"input\":\"a\"}"), "'model' is missing");
        refused(with("\"input\":[null]"), "input[0]");
        refused(with("\"input\":[\"a\",null]"), "input[1]");
        refused(with("\"input\":[1,null]"), "token ids");
    }

    @Test
    void numbersNoHonestClientSendsAreNamed() throws Exception {
        for (String number : new String[]{"0", "-1", "385", "384.5", "1e9", "9223372036854775807", "1" + "0".repeat(30), "\"384\"", "true",
            "[]"}) {
            refused(with("\"input\":\"a\",\"dimensions\":" + number), "'dimensions' must be 384");
        }
        for (String id : new String[]{"-1", "30522", "2147483648", "-9223372036854775809", "1" + "0".repeat(30), "1.0", "1e3"}) {
            refused(with("\"input\":[101," + id + "]"), "'input'", "0 to 30521");
            refused(with("\"input\":[[101," + id + "]]"), "'input[0]'", "0 to 30521");
        }
        refused(with("\"input\":\"a\",\"dimensions\":" + "9".repeat(1_000_000)), "beyond what is read", "40");
        refused(with("\"input\":[" + "9".repeat(1_000_000) + "]"), "beyond what is read", "40");
        refused(with("\"input\":[NaN]"), "not valid JSON");
        refused(with("\"input\":[Infinity]"), "not valid JSON");
        answered(with("\"input\":\"a\",\"dimensions\":384,\"user\":" + BigInteger.TEN.pow(39)));
    }

    @Test
    void sizesNoHonestClientSendsCostLittleAndAreNamed() throws Exception {
        refused(with("\"input\":[" + "\"a\",".repeat(999_999) + "\"a\"]"), "2048");
        refused(with("\"input\":[" + "[1],".repeat(999_999) + "[1]]"), "2048");
        refused(with("\"input\":[" + "1,".repeat(999_999) + "1]"), "512");
        refused(with("\"input\":[" + "\"\",".repeat(999_999) + "\"\"]"), "input[0]", "empty string");
        refused(with("\"input\":\"" + "a".repeat(4_000_000) + "\""), "4000000", "32768");
        refused(with("\"input\":" + "[".repeat(10_000) + "]".repeat(10_000)), "input[0]");
        refused(with("\"input\":\"a\",\"extra\":" + "[".repeat(10_000) + "]".repeat(10_000)), "depth", "8");
        refused(with("\"input\":\"a\",\"extra\":" + "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000)), "depth", "8");
        refused(with("\"input\":\"a\",\"" + "k".repeat(1_000_000) + "\":1"), "beyond what is read");
        StringBuilder names = new StringBuilder("\"input\":\"a\"");
        for (int i = 0; i < 200_000; i++) {
            names.append(",\"k").append(i).append("\":1");
        }
        answered(with(names.toString()));
    }

    @Test
    void textThatIsNoUnicodeIsNamed() throws Exception {
        byte[] before = bytes("{\"model\":\"" + ModelCard.BUILT_IN.name() + "\",\"input\":\"");
        byte[] after = bytes("\"}");
        for (byte[] bad : new byte[][]{raw(0xff), raw(0xc0, 0x80), raw(0xed, 0xa0, 0x80), raw(0xe2, 0x82), raw(0x80),
            raw(0xf5, 0x80, 0x80, 0x80)}) {
            refused(join(before, bad, after), "not UTF-8", "byte " + before.length);
        }
        refused(join(bytes("{\"a"), raw(0xff), bytes("\":1}")), "not UTF-8", "byte 3");
        for (String half : new String[]{"\\ud83d", "\\ude00", "\\ude00\\ud83d", "a\\ud83db", "\\ud83d\\ud83d\\ude00"}) {
            refused(with("\"input\":\"" + half + "\""), "'input'", "surrogate");
            refused(with("\"input\":[\"a\",\"" + half + "\"]"), "'input[1]'", "surrogate");
        }
        refused(join(before, raw(0xe2), new byte[0]), "not");
        answered(with("\"input\":\"\\ud83d\\ude00 \\u0000 \\uffff \\ufeff\""));
        answered(join(before, "😀 é \u0301 \u202e".getBytes(StandardCharsets.UTF_8), after));
    }

    @Test
    void aByteOrderMarkIsSkippedAndOtherEncodingsAreNamed() throws Exception {
        answered(join(raw(0xef, 0xbb, 0xbf), with("\"input\":\"a\"")));
        String body = new String(with("\"input\":\"a\""), StandardCharsets.UTF_8);
        refused(join(raw(0xfe, 0xff), body.getBytes(StandardCharsets.UTF_16BE)), "not UTF-8", "byte 0");
        refused(join(raw(0xff, 0xfe), body.getBytes(StandardCharsets.UTF_16LE)), "not UTF-8", "byte 0");
        refused(body.getBytes(StandardCharsets.UTF_16LE), "not valid JSON");
        refused(body.getBytes(java.nio.charset.Charset.forName("UTF-32BE")), "not valid JSON");
    }

    @Test
    void aFieldThatIsThereTwiceIsRefusedAndNothingElseIsGuessed() throws Exception {
        refused(with("\"input\":\"a\",\"input\":\"b\""), "'input' is there twice");
        refused(with("\"input\":\"a\",\"model\":\"" + ModelCard.BUILT_IN.name() + "\""), "'model' is there twice");
        refused(with("\"input\":\"a\",\"dimensions\":null,\"dimensions\":384"), "'dimensions' is there twice");
        refused(with("\"input\":\"\""), "empty string");
        refused(bytes(""), "JSON object");
        refused(bytes(" \n"), "JSON object");
        refused(bytes("null"), "JSON object");
        refused(bytes("\"text\""), "JSON object");
        refused(with("\"input\":\"a\"}{"), "after the JSON object");
        refused(bytes("{\"model\":\"" + ModelCard.BUILT_IN.name() + "\",\"input\":\"a\""), "not valid JSON");
        refused(with("\"input\":{\"a\":1}"), "string or an array of strings");
        refused(with("\"input\":true"), "string or an array of strings");
        refused(with("\"input\":[{}]"), "input[0]");
        refused(with("\"input\":[[[1]]]"), "input[0]");
        refused(with("\"input\":[1,\"a\"]"), "token ids");
        refused(with("\"input\":\"a\",\"encoding_format\":7"), "'encoding_format' must be a string");
        refused(with("\"input\":\"a\",\"encoding_format\":\"\""), "'float' or 'base64'");
    }

    @Test
    void aCompressedBodyIsNamedNotTakenForBrokenJson() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(with("\"input\":\"a\""));
        }
        Map<String, String> headers = Map.of("Content-Encoding", "gzip");
        Reply reply = server.gateway().embeddings(Call.of(packed.toByteArray(), headers::get));
        assertThat(reply.status()).isEqualTo(415);
        assertThat(JSON.readTree(reply.body()).at("/error/message").asText()).contains("gzip");
        assertThat(server.gateway().embeddings(Call.of(with("\"input\":\"a\""), Map.of("Content-Encoding", "Identity")::get)).status())
                .isEqualTo(200);
    }

    @Test
    void aCallersOwnTimeoutEndsTheWaitAndAWrongOneSaysNothing() {
        assertThat(Call.of(new byte[0], Map.of("X-Stainless-Timeout", "2")::get).patienceNanos()).isEqualTo(2_000_000_000L);
        for (String wrong : new String[]{"", "0", "-1", "1.5", "1e9", "9999999999", "NaN", "٣"}) {
            assertThat(Call.of(new byte[0], Map.of("X-Stainless-Timeout", wrong)::get).patienceNanos()).as(wrong).isEqualTo(Call.UNTOLD);
        }
        byte[] body = with("\"input\":\"patience\"");
        assertThat(server.gateway().embeddings(new Call(body, null, 1)).status()).isEqualTo(503);
        assertThat(server.gateway().embeddings(new Call(body, null, Call.UNTOLD)).status()).isEqualTo(200);
    }

    /// Bytes flipped, cut and doubled in a good body: whatever comes out of it, the answer is one or a 4xx in OpenAI's shape.
    @Test
    void anyOtherBodyIsAnsweredOrRefusedInShape() throws Exception {
        Random random = new Random(23);
        byte[] good = with(
                "\"input\":[\"a \\u00e9\",[101,7592,102]],\"encoding_format\":\"base64\",\"dimensions\":384,\"user\":{\"a\":[1.5e3]}");
        answered(good);
        for (int i = 0; i < 3000; i++) {
            byte[] bad = good.clone();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                bad[random.nextInt(
                        bad.length)] = (byte) (random.nextBoolean() ? random.nextInt(256) : "{}[]\",:0-9\\u".charAt(random.nextInt(12)));
            }
            bad = random.nextInt(4) == 0 ? java.util.Arrays.copyOf(bad, random.nextInt(bad.length)) : bad;
            Reply reply = server.gateway().embeddings(Call.of(bad));
            assertThat(reply.status()).as(new String(bad, StandardCharsets.UTF_8)).isIn(200, 400, 404);
            assertThat(JSON.readTree(reply.body()).has(reply.status() == 200 ? "data" : "error")).isTrue();
        }
        assertThat(ask(good).path("data")).hasSize(2);
        assertThat(meters.close(1, Instant.EPOCH, Duration.ofSeconds(1)).counted(Meters.SERVE_FAILURES.id())).isZero();
    }
}
