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

    private static java.util.List<String> told(MeasuredSpace space) {
        return space.entries().stream().map(entry -> space.values(entry) + " " + entry.value() + entry.failure()).toList();
    }

    @Test
    void readsAKernelTunerCachePlainOrCompressed() throws Exception {
        MeasuredSpace plain = MeasuredSpace.read(file(KERNEL_TUNER));
        assertThat(told(plain)).isEqualTo(told(MeasuredSpace.read(zipped(KERNEL_TUNER))));
        assertThat(plain.parameters()).extracting(MeasuredSpace.Column::name).containsExactly("block", "method");
        assertThat(plain.entries()).hasSize(3);
        assertThat(plain.optimum()).isEqualTo(1.5);
        assertThat(plain.whole()).isTrue();
        assertThat(plain.entries().getLast().value()).isNull();
        assertThat(plain.entries().getLast().failure()).isEqualTo("CompilationFailedConfig");
    }

    @Test
    void readsAT4File() throws Exception {
        MeasuredSpace space = MeasuredSpace.read(file(T4));
        assertThat(space.optimum()).isEqualTo(4.25);
        assertThat(space.values(space.entries().getFirst())).containsEntry("block", 1L).containsEntry("fast", true);
        assertThat(space.entries().getLast().failure()).isEqualTo("runtime");
    }

    /// As a tuner leaves it that is still at work, or was killed: with a comma, without, in the middle of an entry.
    @Test
    void aCacheThatWasNeverClosedIsReadUpToItsLastWholeEntry() throws Exception {
        String start = KERNEL_TUNER.substring(0, KERNEL_TUNER.indexOf("\"2,b\""));
        for (String end : java.util.List.of("", "\n", "\"2,b\": {\"block\": 2, \"met", "\"2,b\"")) {
            MeasuredSpace space = MeasuredSpace.read(file(start + end));
            assertThat(space.entries()).as(end).hasSize(2);
            assertThat(space.whole()).isFalse();
        }
        assertThat(MeasuredSpace.read(file(start.strip().replaceAll(",$", ""))).entries()).hasSize(2);
        Path t4 = file(T4.substring(0, T4.length() / 2));
        assertThatThrownBy(() -> MeasuredSpace.read(t4)).hasMessageContaining("not valid JSON at line");
    }

    @Test
    void everyWayToSayThatAConfigurationFailedIsUnderstood() throws Exception {
        MeasuredSpace space = MeasuredSpace.read(file("""
            {"tune_params": {"a": []}, "cache": {
              "1": {"a": 1, "time": 2.0},
              "2": {"a": 2, "time": NaN},
              "3": {"a": 3, "time": Infinity},
              "4": {"a": 4, "time": "InvalidConfig"},
              "5": {"a": 5, "time": 1e20},
              "6": {"a": 6, "time": null},
              "7": {"a": 7},
              "8": {"a": 8, "times": []},
              "9": {"a": 9, "times": [1.0, 3.0, 5.0]}}}
            """));
        assertThat(told(space)).containsExactly("{a=1} 2.0", "{a=2} nullno time", "{a=3} nullno time", "{a=4} nullInvalidConfig",
                "{a=5} nullno time", "{a=6} nullno time", "{a=7} nullno time", "{a=8} nullno time", "{a=9} 3.0");
    }

    @ParameterizedTest
    @CsvSource({"timeout", "compile", "runtime", "correctness", "constraints"})
    void whatAT4FileCallsInvalidHasFailedWhateverItMeasured(String invalidity) throws Exception {
        MeasuredSpace space = MeasuredSpace.read(file(T4.replace("\"invalidity\": \"runtime\"", "\"invalidity\": \"" + invalidity + "\"")
                .replace("\"RuntimeFailedConfig\"", "1.0")));
        assertThat(space.entries().getLast().failure()).isEqualTo(invalidity);
        assertThat(space.optimum()).isEqualTo(4.25);
    }

    @Test
    void ofARateOrAScoreTheGreatestIsBest() throws Exception {
        MeasuredSpace rates = MeasuredSpace.read(file("""
            {"tune_params_keys": ["a"], "objective": "GFLOP/s", "cache": {
              "1": {"a": 1, "time": 2.0, "GFLOP/s": 50.0}, "2": {"a": 2, "time": 1.0, "GFLOP/s": 100.5},
              "3": {"a": 3, "time": "CompilationFailedConfig"}}}
            """));
        assertThat(rates.maximized()).isTrue();
        assertThat(rates.optimum()).isEqualTo(100.5);
        assertThat(rates.entries().getLast().failure()).isEqualTo("CompilationFailedConfig");
        MeasuredSpace scores = MeasuredSpace.read(file("""
            {"results": [
              {"configuration": {"method": "a"}, "objectives": ["score"], "measurements": [{"name": "score", "value": -0.25}]},
              {"configuration": {"method": "b"}, "objectives": ["score"], "measurements": [{"name": "score", "value": [0.25, 0.75]}]}]}
            """));
        assertThat(scores.optimum()).isEqualTo(0.5);
        assertThat(scores.entries()).allMatch(entry -> entry.failure().isEmpty());
    }

    @Test
    void aParameterThatOnlySomeConfigurationsHaveIsOneOfAll() throws Exception {
        MeasuredSpace space = MeasuredSpace.read(file("""
            {"results": [
              {"configuration": {"cache": 0}, "times": {"runtimes": [2.0, 4.0]}, "invalidity": "correct"},
              {"configuration": {"cache": 1, "line": 16}, "measurements": [{"name": "time", "value": 1.0, "unit": "ms"}]},
              {"configuration": {"cache": 1.0, "line": 32.5}, "measurements": [{"name": "time", "value": 2.0}]}]}
            """));
        assertThat(told(space)).containsExactly("{cache=0, line=none} 3.0", "{cache=1, line=16} 1.0", "{cache=1, line=32.5} 2.0");
        assertThat(space.parameters().getFirst().values()).isEqualTo(java.util.List.of(0L, 1L));
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
