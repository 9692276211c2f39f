package gpudyno.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasuredSpaceTest {
    private static final String KERNEL_TUNER = """
        {"tune_params_keys": ["block", "method"], "tune_params": {"block": [1, 2], "method": ["a", "b"]}, "cache": {
          "1,a": {"block": 1, "method": "a", "time": 2.5, "times": [2.4, 2.6]},
          "2,a": {"block": 2, "method": "a", "time": 1.5},
          "2,b": {"block": 2, "method": "b", "time": "CompilationFailedConfig"}}}
        """;
    private static final String T4 = """
        {"schema_version": "1.0.0", "results": [
          {"configuration": {"block": 1, "fast": true}, "invalidity": "correct", "objectives": ["time"],
           "measurements": [{"name": "power", "value": 9}, {"name": "time", "value": 4.25}]},
          {"configuration": {"block": 2, "fast": false}, "invalidity": "runtime", "objectives": ["time"],
           "measurements": [{"name": "time", "value": "RuntimeFailedConfig"}]}]}
        """;

    @TempDir
    Path folder;

    private Path file(String text) throws Exception {
        return Files.writeString(folder.resolve("space.json"), text);
    }

    private Path zipped(String text) throws Exception {
        Path file = folder.resolve("space.json.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    @Test
    void readsAKernelTunerCachePlainOrCompressed() throws Exception {
        MeasuredSpace plain = MeasuredSpace.read(file(KERNEL_TUNER));
        assertThat(plain).isEqualTo(MeasuredSpace.read(zipped(KERNEL_TUNER)));
        assertThat(plain.parameters()).containsExactly("block", "method");
        assertThat(plain.entries()).hasSize(3);
        assertThat(plain.optimum()).isEqualTo(1.5);
        assertThat(plain.entries().getLast().time()).isNull();
        assertThat(plain.entries().getLast().failure()).isEqualTo("CompilationFailedConfig");
    }

    @Test
    void readsAT4File() throws Exception {
        MeasuredSpace space = MeasuredSpace.read(file(T4));
        assertThat(space.optimum()).isEqualTo(4.25);
        assertThat(space.entries().getFirst().values()).containsEntry("block", 1L).containsEntry("fast", true);
        assertThat(space.entries().getLast().failure()).isEqualTo("runtime");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {"|neither", "[]|neither", "{}|neither", "nonsense|not valid JSON at line 1",
        "{\"results\": []}|no configuration of 0", "{\"cache\": {\"1\": {\"time\": 1}}}|names no parameter",
        "{\"results\": [{}]}|no \"configuration\"",
        "{\"tune_params_keys\": [\"a\"], \"cache\": {}}|no configuration of 0",
        "{\"tune_params_keys\": [\"a\"], \"cache\": {\"1\": {\"time\": 1}}}|no value for parameter 'a'",
        "{\"tune_params_keys\": [\"a\"], \"cache\": {\"1\": {\"a\": 1, \"time\": -1}}}|no configuration of 1"})
    void whatIsNoMeasuredSpaceIsNamed(String text, String complaint) throws Exception {
        Path file = file(text == null ? "" : text);
        assertThatThrownBy(() -> MeasuredSpace.read(file)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file.toString()).hasMessageContaining(complaint);
    }

    @Test
    void aMissingFileAndACutArchiveAreNamed() throws Exception {
        assertThatThrownBy(() -> MeasuredSpace.read(folder.resolve("none"))).hasMessageContaining("no such file");
        Path whole = zipped(KERNEL_TUNER);
        Path cut = Files.write(folder.resolve("cut.gz"), java.util.Arrays.copyOf(Files.readAllBytes(whole), 60));
        assertThatThrownBy(() -> MeasuredSpace.read(cut)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("cut.gz");
    }
}
