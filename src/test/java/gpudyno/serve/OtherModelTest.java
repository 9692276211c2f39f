package gpudyno.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpudyno.model.knob.KnobRegistry;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.serve.backend.BackendUnavailableException;
import gpudyno.serve.backend.ModelFiles;
import gpudyno.serve.backend.Pooling;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A model that is not the program's own, from a jar and from a folder: bge-small-en-v1.5, which pools by its first token.
class OtherModelTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NAME = "bge-small-en-v1.5-q";

    @TempDir
    private Path folder;

    private static Path jar() throws Exception {
        URL inside = Objects.requireNonNull(OtherModelTest.class.getResource("/" + NAME + ".onnx"));
        return Path.of(((JarURLConnection) inside.openConnection()).getJarFileURL().toURI());
    }

    private ModelServer serve(ModelFiles files) {
        return new ModelServer(new MeterRegistry(), new KnobRegistry(), files, folder.resolve("native"));
    }

    private static JsonNode post(ModelServer server, Object... fields) throws Exception {
        var body = JSON.createObjectNode();
        for (int i = 0; i < fields.length; i += 2) {
            body.set((String) fields[i], JSON.valueToTree(fields[i + 1]));
        }
        return JSON.readTree(server.gateway().embeddings(Call.of(JSON.writeValueAsBytes(body))).body());
    }

    /// In one request, so that the vectors share a batch.
    private static void agreesWithTheSecondPath(ModelServer server) throws Exception {
        List<String[]> golden = Files.readAllLines(Path.of(Objects
                .requireNonNull(OtherModelTest.class.getResource("/gpudyno/serve/golden-vectors-bge-small.tsv")).toURI())).stream()
                .map(line -> line.split("\t", -1)).toList();
        JsonNode answer = post(server, "model", server.modelName(), "input",
                golden.stream().map(line -> line[0].replace("\\n", "\n")).toList(), "dimensions", 384);
        assertThat(answer.path("data")).as(answer.toString()).hasSize(golden.size());
        for (int i = 0; i < golden.size(); i++) {
            float[] expected = new float[384];
            ByteBuffer.wrap(Base64.getDecoder().decode(golden.get(i)[1])).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(expected);
            double dot = 0;
            double square = 0;
            for (int d = 0; d < expected.length; d++) {
                double value = answer.path("data").path(i).path("embedding").path(d).asDouble();
                dot += value * expected[d];
                square += value * value;
            }
            assertThat(dot).as(golden.get(i)[0]).isGreaterThan(0.985);
            assertThat(square).isBetween(0.999, 1.001);
        }
    }

    @Test
    void aModelInAJarIsServedUnderItsOwnName() throws Exception {
        try (ModelServer server = serve(ModelFiles.at(jar(), Pooling.CLS))) {
            assertThat(server.modelName()).isEqualTo(NAME);
            agreesWithTheSecondPath(server);
            assertThat(post(server, "model", "all-MiniLM-L6-v2", "input", "x").path("error").path("message").asText()).contains(NAME);
            assertThat(post(server, "model", NAME, "input", List.of(101, 7592, 102)).path("usage").path("prompt_tokens").asInt())
                    .isEqualTo(3);
            assertThat(post(server, "model", NAME, "input", List.of(7592)).path("usage").path("prompt_tokens").asInt()).isEqualTo(3);
            assertThat(post(server, "model", NAME, "input", List.of(30_522)).path("error").path("message").asText()).contains("30521");
        }
    }

    @Test
    void aFolderSaysItselfHowItsVectorsArePooled() throws Exception {
        Path model = unpacked();
        Files.createDirectories(model.resolve("1_Pooling"));
        Files.writeString(model.resolve("1_Pooling/config.json"),
                "{\"pooling_mode_cls_token\": true, \"pooling_mode_mean_tokens\": false}");
        Files.writeString(model.resolve("config.json"), "{\"max_position_embeddings\": 64, \"model_type\": \"bert\"}");
        try (ModelServer server = serve(ModelFiles.at(model, null))) {
            assertThat(server.modelName()).isEqualTo("größer model");
            JsonNode tooLong = post(server, "model", "größer model", "input", "word ".repeat(80));
            assertThat(tooLong.path("error").path("message").asText()).contains("82").contains("64");
            assertThat(post(server, "model", "größer model", "input", "short").path("data")).hasSize(1);
        }
        try (ModelServer server = serve(ModelFiles.at(model.resolve("model.onnx"), Pooling.CLS))) {
            assertThat(server.modelName()).isEqualTo("model");
        }
    }

    private Path unpacked() throws Exception {
        Path model = Files.createDirectories(folder.resolve("größer model"));
        try (FileSystem archive = FileSystems.newFileSystem(jar())) {
            Files.copy(archive.getPath("/" + NAME + ".onnx"), model.resolve("model.onnx"));
            Files.copy(archive.getPath("/" + NAME + "-tokenizer.json"), model.resolve("tokenizer.json"));
        }
        return model;
    }

    @Test
    void whatCannotBeServedIsRefusedWithWhatIsWrong() throws Exception {
        refused(jar(), "1_Pooling/config.json", "serve.model.pooling");
        refused(folder.resolve("nowhere"), "no such folder");
        Path empty = Files.createDirectories(folder.resolve("empty"));
        refused(empty, "no .onnx file");
        Files.writeString(empty.resolve("a.onnx"), "not a model");
        refused(empty, "no tokenizer.json");
        Files.writeString(empty.resolve("b.onnx"), "not a model");
        refused(empty, "several .onnx files");
        refused(Files.writeString(folder.resolve("text.txt"), "text"), "neither a folder, nor a jar");
        assertThatThrownBy(() -> Pooling.named("max")).hasMessageContaining("mean, cls, last");
        Path damaged = unpacked();
        byte[] whole = Files.readAllBytes(damaged.resolve("model.onnx"));
        Files.write(damaged.resolve("model.onnx"), "not a model".getBytes(StandardCharsets.UTF_8));
        ModelFiles files = ModelFiles.at(damaged, Pooling.MEAN);
        assertThatThrownBy(() -> serve(files)).isInstanceOf(BackendUnavailableException.class).hasMessageContaining("größer model");
        Files.write(damaged.resolve("model.onnx"), whole);
        Files.writeString(damaged.resolve("tokenizer.json"), "{}");
        ModelFiles untokenized = ModelFiles.at(damaged, Pooling.MEAN);
        assertThatThrownBy(() -> serve(untokenized)).isInstanceOf(BackendUnavailableException.class).hasMessageContaining("tokenizer.json");
    }

    private static void refused(Path path, String... words) {
        assertThatThrownBy(() -> ModelFiles.at(path, null)).isInstanceOf(BackendUnavailableException.class)
                .hasMessageContainingAll(words).hasMessageContaining(path.toString());
    }
}
