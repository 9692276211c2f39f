package gpudyno.tune.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpudyno.Alone;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Alone
@Timeout(120)
class CommandSearchTest {
    private static final List<String> SELF = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1", "-Xmx128m", "-cp", System.getProperty("java.class.path"), "gpudyno.cli.Main");

    @TempDir
    Path folder;

    private CommandSearch search(String yaml, String duration) {
        String load = """
            load: {model: simulated-llm, scenario: closed, connections: 8, duration: %s, warmup: 500ms, inputTokens: 32, outputTokens: "4"}
            objective: {maximize: throughput.rps}
            bounds: ttft.p95=5s
            """.formatted(duration);
        return new CommandSearch(CommandPlanFile.parse(yaml + load), SELF, new StartedProcesses(folder), _ -> {});
    }

    /// Trials of a shell script, with one knob that changes nothing of note.
    private List<Evaluation> trials(String script, String startTimeout) throws InterruptedException {
        CommandSearch search = search("startTimeout: " + startTimeout + "\nlaunch: [sh, -c, '" + script
                + "', sh, '{port}', '{a}']\nknobs: {a: [1]}\n", "1s");
        search.run("random", 5, 1);
        assertThat(search.best()).isEmpty();
        return search.evaluations();
    }

    @AfterEach
    void noProcessIsLeftBehind() {
        assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive).map(ProcessHandle::info)).isEmpty();
    }

    @Test
    void theFlagsOfARealServerAreSearchedAndTheBestMeasuredAgain() throws InterruptedException {
        CommandSearch search = search("""
            launch: ["{gpudyno}", simulate, llm, --port, "{port}", --max-num-seqs, "{seqs}", --max-num-batched-tokens, "{tokens}"]
            knobs: {seqs: [1, 8], tokens: [4, 256]}
            """, "2s");
        search.run("auto", 4, 1);
        assertThat(search.evaluations()).hasSize(4);
        assertThat(search.evaluations()).filteredOn(evaluation -> evaluation.value() == null).singleElement()
                .satisfies(refused -> assertThat(refused.failure()).contains("before it was healthy", "max-num-batched-tokens"));
        assertThat(search.best().orElseThrow().config()).containsEntry("seqs", 8L).containsEntry("tokens", 256L);
        assertThat(search.best().orElseThrow().trials()).isEqualTo(2);
        assertThat(search.confirmations()).isNotEmpty();
    }

    @Test
    void aStartThatRunsOutOfMemoryIsInfeasibleWithTheReason() throws InterruptedException {
        assertThat(trials("echo torch.OutOfMemoryError: CUDA out of memory; echo bye; exit 1", "20s")).singleElement()
                .satisfies(trial -> assertThat(trial.failure()).startsWith("out of memory before it was healthy: torch"));
        assertThat(trials("kill -9 $$", "20s")).singleElement()
                .satisfies(trial -> assertThat(trial.failure()).contains("was killed"));
    }

    @Test
    void aFailedStartTellsItsStatusAndLastWords() throws InterruptedException {
        assertThat(trials("echo unknown flag --max-nun-seqs; exit 3", "20s")).singleElement().satisfies(
                trial -> assertThat(trial.failure()).isEqualTo("ended with status 3 before it was healthy: unknown flag --max-nun-seqs"));
    }

    @Test
    void aServerThatNeverGetsHealthyIsEndedWithAllItStarted() throws InterruptedException {
        assertThat(trials("trap \"\" TERM; sleep 300 & (sleep 300 & sleep 300) & sleep 300", "1s")).singleElement()
                .satisfies(trial -> assertThat(trial.failure()).startsWith("not healthy within 1 s at /health"));
    }

    @Test
    void aServerThatDiesUnderLoadHasFailed() throws InterruptedException {
        CommandSearch search = search("launch: [timeout, -s, KILL, '15', '" + String.join("', '", SELF)
                + "', simulate, llm, --port, '{port}', --max-num-seqs, '{seqs}']\nknobs: {seqs: [8]}\n", "60s");
        search.run("random", 1, 1);
        assertThat(search.evaluations()).singleElement()
                .satisfies(trial -> assertThat(trial.failure()).endsWith("during the load, as systems"
                        + " do when memory runs out"));
    }

    @Test
    void aMissingProgramIsNamedAtOnce() {
        CommandSearch search = search("launch: [no-such-server, '{port}', '{a}']\nknobs: {a: [1, 2]}\n", "1s");
        assertThatThrownBy(() -> search.run("random", 2, 1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'no-such-server' cannot be started");
    }

    @Test
    void anotherProgramOnThePortIsNotMeasured() throws java.io.IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CommandSearch search = search("port: " + taken.getLocalPort() + "\nlaunch: [serve, '{a}']\nknobs: {a: [1]}\n", "1s");
            assertThatThrownBy(() -> search.run("random", 1, 1)).hasMessageContaining("port " + taken.getLocalPort() + " is taken");
        }
    }
}
