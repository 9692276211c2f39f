package gpudyno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class RefusedFlagsTest {
    /// The engines that refuse these values know nothing of flags.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --turns, --answer-time, --pause: | --api openai-chat --turns 9999 --answer-time 3s
        --turns, --answer-time, --pause: | --api openai-chat --turns 3 --answer-time 9h
        --slo:                           | --slo p77=1ms
        --slo:                           | --scenario find-max
        --abort:                         | --abort max=3s
        --check:                         | --check colour:blue
        --expect-status:                 | --expect-status 99
        --warmup:                        | --scenario ramp --to 10 --warmup auto
        --max-tokens:                    | --api openai-chat --max-tokens 0
        --shared-prefix:                 | --api openai-chat --input-tokens 10 --shared-prefix many
        --burstiness                     | --burstiness 5d
        --burstiness                     | --burstiness 1,5
        --zipf                           | --api openai-chat --zipf NaN
        --time-scale                     | --time-scale 0x1p3
        --rate                           | --rate 1e400
        --prompt-file:                   | --api openai-chat --prompt-file no-such-file
        """)
    void aRefusalNamesTheFlagOnceThatGaveTheValue(String flag, String options) {
        List<String> words = new ArrayList<>(List.of("load", "http://127.0.0.1:9/v1/chat/completions", "--rate", "5"));
        if (!options.contains("find-max")) {
            words.addAll(List.of("--duration", "1s"));
        }
        words.addAll(List.of(options.split(" ")));
        StringWriter told = new StringWriter();
        CommandLine line = Main.commandLine().setErr(new PrintWriter(told));
        assertThat(line.execute(words.toArray(String[]::new))).isEqualTo(Exit.SETUP);
        assertThat(told.toString()).containsOnlyOnce(flag);
    }
}
