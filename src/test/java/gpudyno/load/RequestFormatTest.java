package gpudyno.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestFormatTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode body(RequestFormat format, Prompt prompt) throws IOException {
        return JSON.readTree(format.body(prompt, 0));
    }

    private static Generation generation(String... fields) {
        return new Generation(64, true, true, BodyFields.parse(List.of(fields)));
    }

    @Test
    void otherFieldsStandInTheBodyAndInPlaceOfWhatTheyReplace() throws IOException {
        JsonNode body = body(RequestFormat.chat("m", "Be brief.", generation("max_completion_tokens=\"{{max_tokens}}\"", "temperature=0",
                "stop=[\"a\", \"b\"]", "ignore_eos=false", "stream_options={}")), new Prompt("Why?", null, 1, 7));
        assertThat(body.has("max_tokens")).isFalse();
        assertThat(body.path("max_completion_tokens").asInt()).isEqualTo(7);
        assertThat(body.path("temperature").asInt(9)).isZero();
        assertThat(body.path("stop")).hasSize(2);
        assertThat(body.path("ignore_eos").asBoolean(true)).isFalse();
        assertThat(body.path("stream").asBoolean()).isTrue();
        assertThat(body.path("stream_options")).isEmpty();
        assertThat(body.at("/messages/0/role").asText()).isEqualTo("system");
        assertThat(body.at("/messages/0/content").asText()).isEqualTo("Be brief.");
        assertThat(body.at("/messages/1/content").asText()).isEqualTo("Why?");
        Prompt own = new Prompt("", JSON.readTree("[{\"role\": \"system\", \"content\": \"Own\"}]"), 0, 0);
        assertThat(body(RequestFormat.chat("m", "Be brief.", generation()), own).at("/messages")).hasSize(1);
        assertThat(body(RequestFormat.embeddings("m", BodyFields.parse(List.of("dimensions=64"))), own).path("dimensions").asInt())
                .isEqualTo(64);
        assertThat(body(RequestFormat.completions("m", generation("max_tokens=3")), own).path("max_tokens").asInt()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"temperature", "=1", "user=me", "user=", "a={", "a=1 2", "stream=false", "model=\"x\"", "messages=[]"})
    void whatIsNoFieldIsRefusedByName(String text) {
        assertThatThrownBy(() -> BodyFields.parse(List.of(text))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--body-field '" + text + "'");
    }

    @Test
    void aKServeModelsMetadataDecideNamesTypesAndShapes() throws IOException {
        byte[] metadata = ("{\"name\":\"m\",\"inputs\":[{\"name\":\"TEXT\",\"datatype\":\"BYTES\",\"shape\":[-1]},"
                + "{\"name\":\"input_ids\",\"datatype\":\"INT64\",\"shape\":[-1,-1]},{\"name\":\"attention_mask\",\"datatype\":\"INT64\","
                + "\"shape\":[-1,-1]},{\"name\":\"image\",\"datatype\":\"FP32\",\"shape\":[-1,2,3]}]}").getBytes(StandardCharsets.UTF_8);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v2/models/m", exchange -> {
            boolean right = exchange.getRequestURI().getPath().equals("/v2/models/m") && exchange.getRequestMethod().equals("GET");
            exchange.sendResponseHeaders(right ? 200 : 404, right ? metadata.length : -1);
            if (right) {
                exchange.getResponseBody().write(metadata);
            }
            exchange.close();
        });
        server.start();
        try {
            URI infer = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v2/models/m/infer");
            KServeModel model = KServeModel.ask(new Endpoint(infer, "POST", Map.of(), Tls.PLATFORM)).orElseThrow();
            JsonNode inputs = body(RequestFormat.kserve(model, BodyFields.NONE), new Prompt("Why?", null, 5, 0)).path("inputs");
            assertThat(inputs).hasSize(4);
            assertThat(inputs.path(0).toString()).isEqualTo("{\"name\":\"TEXT\",\"shape\":[1],\"datatype\":\"BYTES\",\"data\":[\"Why?\"]}");
            assertThat(inputs.path(1).path("shape").toString()).isEqualTo("[1,5]");
            assertThat(inputs.path(1).path("data")).hasSize(5);
            assertThat(inputs.path(2).path("data").toString()).isEqualTo("[1,1,1,1,1]");
            assertThat(inputs.path(3).path("data")).hasSize(6);
            assertThat(KServeModel.ask(new Endpoint(infer.resolve("/v2/models/none/infer"), "POST", Map.of(), Tls.PLATFORM))).isEmpty();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void kServeInputsMayBeStatedAndWhatCannotBeIsRefused() throws IOException {
        JsonNode inputs = body(RequestFormat.kserve(KServeModel.parse(List.of("t:BYTES:2")), BodyFields.NONE), Prompt.of("x"))
                .path("inputs");
        assertThat(inputs.path(0).path("data").toString()).isEqualTo("[\"x\",\"x\"]");
        for (String bad : List.of("t", "t:BYTES", "t:TEXT:1", "t:BYTES:0", "t:BYTES:x", "t:INT64:9999999,9999999")) {
            assertThatThrownBy(() -> KServeModel.parse(List.of(bad))).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("t");
        }
    }
}
