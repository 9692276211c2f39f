package gpudyno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulateCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)).execute(arguments);
    }

    @ParameterizedTest
    @CsvSource({"--max-num-seqs,0", "--max-num-batched-tokens,8", "--gpu-memory-utilization,1.2", "--block-size,0", "--device-blocks,0",
        "--step-ms,0", "--port,70000", "--max-num-seqs,many"})
    void anUnusableFlagIsNamedWithWhatIsAllowed(String flag, String value) {
        assertThat(run("simulate", "llm", flag, value)).isEqualTo(2);
        assertThat(err.toString()).contains(flag).contains(value.equals("many") ? "many" : "must").doesNotContain("\tat ");
    }

    @Test
    void helpNamesEveryFlag() {
        assertThat(run("simulate", "llm", "--help")).isZero();
        assertThat(out.toString()).contains("--max-num-seqs", "--max-num-batched-tokens", "--gpu-memory-utilization",
                "--no-enable-prefix-caching", "--block-size", "--device-blocks", "--step-ms", "--prefill-us", "--decode-us", "--port");
    }
}
