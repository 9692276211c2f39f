package gpudyno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ExportCommandTest {
    @TempDir
    private Path folder;
    private final StringWriter err = new StringWriter();

    private int export(String... arguments) {
        CommandLine line = Main.commandLine().setOut(new PrintWriter(new StringWriter(), true)).setErr(new PrintWriter(err, true));
        String[] all = new String[arguments.length + 1];
        all[0] = "export";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return line.execute(all);
    }

    @Test
    void aPrometheusAndAGrafanaGetTheirFiles() throws IOException {
        Path rules = Files.writeString(folder.resolve("mine.yaml"), """
            rules:
              - {id: hot, condition: "host.cpu.percent > 50.0"}
              - {id: mine, condition: "fan.speed > 3.0"}
            """);
        Path out = folder.resolve("out");
        assertThat(export("prometheus", out.toString(), "--rules", rules.toString(), "--node", "lab:7070", "--node", "[::1]:7071"))
                .isZero();
        assertThat(err.toString()).contains("left out, rule mine: there is no meter fan.speed");
        assertThat(Files.readString(out.resolve("gpudyno-rules.yml"))).contains("GpuDynoHot").doesNotContain("GpuDynoMine");
        assertThat(new ObjectMapper().readTree(Files.readString(out.resolve("prometheus.yml"))).findValue("targets"))
                .hasToString("[\"lab:7070\",\"[::1]:7071\"]");
        assertThat(export("grafana", out.toString(), "--targets", "option-3")).isZero();
        assertThat(new ObjectMapper().readTree(Files.readString(out.resolve("gpudyno-dashboard.json"))).path("title").asText())
                .isEqualTo("GPU Dyno · Option 3");
    }

    @Test
    void whatIsUnusableIsExitCodeTwoAndNamed() {
        assertThat(export("nagios", folder.toString())).isEqualTo(2);
        assertThat(export("prometheus", folder.toString(), "--node", "lab")).isEqualTo(2);
        assertThat(export("prometheus", folder.toString(), "--rules", folder.resolve("none.yaml").toString())).isEqualTo(2);
        assertThat(export("grafana", folder.toString(), "--targets", "option-9")).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(4);
        assertThat(err.toString()).contains("'nagios'", "--node 'lab'", "none.yaml", "option-9");
        assertThat(folder).isEmptyDirectory();
    }
}
