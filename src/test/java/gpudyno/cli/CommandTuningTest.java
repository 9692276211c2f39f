package gpudyno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpudyno.Alone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The whole program, interrupted and killed in the middle of a search.
@Alone
@Timeout(180)
@EnabledOnOs(value = OS.LINUX, disabledReason = "signals are sent by Linux's kill and env")
class CommandTuningTest {
    private static final String PLAN = """
        launch: ["{gpudyno}", simulate, llm, --port, "{port}", --max-num-seqs, "{seqs}"]
        knobs: {seqs: {from: 1, to: 500}}
        load: {model: simulated-llm, scenario: closed, connections: 4, duration: 1s, warmup: 0s, inputTokens: "8", outputTokens: "2"}
        objective: {maximize: throughput.rps}
        """;

    @TempDir
    private Path folder;
    private final List<ProcessHandle> seen = new ArrayList<>();
    private Path space = Path.of("");
    private Path report = Path.of("");

    @BeforeEach
    void plan() throws IOException {
        space = Files.writeString(folder.resolve("plan.yaml"), PLAN);
        report = Files.createDirectories(folder.resolve("out")).resolve("report.json");
    }

    @AfterEach
    void endAll() {
        seen.forEach(ProcessHandle::destroyForcibly);
    }

    /// Ctrl-C reaches a program whatever its parent ignores only with the signal's default restored.
    private Process tune() throws IOException {
        return tune(500);
    }

    private Process tune(int trials) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("env", "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-Xmx128m", "-cp",
                System.getProperty("java.class.path"), Main.class.getName(), "tune", "--subject", "command", "--space", space.toString(),
                "--trials", String.valueOf(trials), "--json", report.toString()).redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile());
        builder.environment().put("GPUDYNO_DATA", folder.resolve("data").toString());
        Process process = builder.start();
        seen.add(process.toHandle());
        return process;
    }

    private JsonNode search() throws IOException {
        return new ObjectMapper().readTree(report.toFile()).path("repeats").path(0);
    }

    private void awaitAServerAfterATrial(Process process) {
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(report) && process.descendants().findAny().isPresent());
        process.descendants().forEach(seen::add);
    }

    @Test
    void ctrlCEndsTheServerAndLeavesTheReportMarked() throws Exception {
        Process process = tune();
        awaitAServerAfterATrial(process);
        new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(130);
        assertThat(search().path("interrupted").asBoolean()).isTrue();
        assertThat(search().path("evaluations")).isNotEmpty();
        await().atMost(Duration.ofSeconds(5)).until(() -> seen.stream().noneMatch(ProcessHandle::isAlive));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"from: 1, to: 500   | p95=1ms     | 1", "from: -500, to: -1 | errors=1%    | 2"})
    void theStatusTellsBoundsNobodyKeptFromServersThatNeverRan(String seqs, String bounds, int status) throws Exception {
        Files.writeString(space, PLAN.replace("from: 1, to: 500", seqs) + "bounds: " + bounds + "\n");
        Process process = tune(2);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(folder.resolve("said"))).contains("No configuration ran and kept the bounds (2 trials");
        assertThat(process.exitValue()).isEqualTo(status);
    }

    @Test
    void whatAKilledSearchLeftRunningIsEndedByTheNext() throws Exception {
        Process killed = tune();
        awaitAServerAfterATrial(killed);
        Path started = folder.resolve("data").resolve("started");
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            killed.descendants().forEach(seen::add);
            return killed.descendants().findAny().isPresent() && Files.isDirectory(started) && started.toFile().list().length > 0;
        });
        killed.destroyForcibly().waitFor();
        List<ProcessHandle> orphans = seen.stream().filter(ProcessHandle::isAlive).toList();
        Files.delete(report);
        Process next = tune();
        awaitAServerAfterATrial(next);
        assertThat(orphans).noneMatch(ProcessHandle::isAlive);
        new ProcessBuilder("kill", "-INT", String.valueOf(next.pid())).start().waitFor();
        assertThat(next.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aReportThatCanNoLongerBeWrittenEndsTheSearchWithItsReasonAndNothingRunning() throws Exception {
        Process process = tune();
        awaitAServerAfterATrial(process);
        Files.delete(report);
        Files.deleteIfExists(report.resolveSibling("report.json.part"));
        await().until(() -> {
            Files.deleteIfExists(report);
            Files.deleteIfExists(report.resolveSibling("report.json.part"));
            return Files.deleteIfExists(folder.resolve("out"));
        });
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(Files.readString(folder.resolve("said"))).contains("Best:", "report.json cannot be written");
        await().atMost(Duration.ofSeconds(5)).until(() -> seen.stream().noneMatch(ProcessHandle::isAlive));
    }
}
