package gpudyno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpudyno.serve.UpstreamSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class UpstreamOptionsTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("GPUDYNO_UPSTREAM_KEY", " from-environment ");

    private static UpstreamOptions options(String... arguments) {
        return CommandLine.populateCommand(new UpstreamOptions(), arguments);
    }

    @Test
    void theKeyComesFromTheFileElseFromTheEnvironmentAndIsNeverShown(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("key"), "from-file\nnot this\n");
        UpstreamSettings named = options("--upstream", "http://user:word@llm:8000", "--upstream-key-file", file.toString())
                .settings(ENVIRONMENT).orElseThrow();
        assertThat(named.key()).contains("from-file");
        assertThat(named.toString()).contains("llm:8000").doesNotContain("from-file", "word");
        assertThat(options("--upstream", "http://llm:8000").settings(ENVIRONMENT).orElseThrow().key()).contains("from-environment");
        assertThat(options("--upstream", "http://llm:8000").settings(Map.of()).orElseThrow().key()).isEmpty();
        assertThat(options().settings(ENVIRONMENT)).isEmpty();
    }

    @Test
    void whatIsWrongIsNamedWithoutTheKey(@TempDir Path folder) throws Exception {
        Path empty = Files.writeString(folder.resolve("empty"), "\n");
        assertThatThrownBy(() -> options("--upstream", "llm:8000:1").settings(Map.of())).isInstanceOf(SetupException.class)
                .hasMessageContaining("--upstream");
        assertThatThrownBy(() -> options("--upstream", "http://llm", "--upstream-key-file", empty.toString()).settings(Map.of()))
                .isInstanceOf(SetupException.class).hasMessageContaining("is empty");
        assertThatThrownBy(() -> options("--upstream", "http://llm", "--upstream-key-file", folder.resolve("none").toString())
                .settings(Map.of())).isInstanceOf(SetupException.class).hasMessageContaining("cannot be read");
        assertThatThrownBy(() -> options("--upstream", "http://llm").settings(Map.of("GPUDYNO_UPSTREAM_KEY", "two secret words")))
                .isInstanceOf(SetupException.class).hasMessageContaining("visible ASCII").hasMessageNotContaining("secret");
    }
}
