package gpudyno.tune.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandPlanFileTest {
    private static final String LOAD = """
        load: {model: m, scenario: closed, connections: 4}
        objective: {maximize: throughput.rps}
        """;

    private static void refused(String yaml, String... words) {
        assertThatThrownBy(() -> CommandPlanFile.parse(yaml)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(words);
    }

    @Test
    void knobsAreListsOrRanges() {
        CommandPlan plan = CommandPlanFile.parse("""
            launch: [serve, --port, "{port}", --seqs, "{seqs}", --share, "{share}", "{flag}", --batch, "{batch}"]
            knobs:
              seqs: {from: 6, to: 40, scale: power-of-two}
              share: {from: 0.5, to: 0.9, steps: 2}
              flag: [--cache, ""]
              batch: {from: 1, to: 3}
            """ + LOAD);
        assertThat(plan.space().parameters().get(0).values()).isEqualTo(List.of(8L, 16L, 32L));
        assertThat(plan.space().parameters().get(1).values()).isEqualTo(List.of(0.5, 0.7, 0.9));
        assertThat(plan.space().parameters().get(2).ordered()).isFalse();
        assertThat(plan.space().parameters().get(3).values()).isEqualTo(List.of(1L, 2L, 3L));
    }

    @Test
    void aValueStaysOneWordAndAnEmptyOneIsLeftOut() {
        LaunchTemplate launch = new LaunchTemplate(List.of("serve", "--name={name}", "{flag}", "{port}"));
        assertThat(launch.of(Map.of("name", "a b; rm -rf $HOME", "flag", ""), 7000, List.of()))
                .containsExactly("serve", "--name=a b; rm -rf $HOME", "7000");
    }

    @Test
    void aPlaceholderWithoutAKnobIsNamed() {
        refused("launch: [serve, '{port}', '{seqs}', '{batch}']\nknobs: {seqs: [1]}\n" + LOAD, "{batch} has no knob");
    }

    @Test
    void aKnobWithoutAPlaceholderIsNamed() {
        refused("launch: [serve, '{port}']\nknobs: {seqs: [1]}\n" + LOAD, "knob 'seqs'", "no {seqs}");
    }

    @Test
    void mistakesAreNamedWithWhatIsAllowed() {
        refused("launch: [serve, '{port}']\nknobs: {}\n" + LOAD, "search space is empty");
        refused("launch: [serve, '{port}', '{a}']\nknobs: {a: []}\n" + LOAD, "parameter a has no value");
        refused("launch: [serve, '{port}', '{a}']\nknobs: {a: {from: 9, to: 1}}\n" + LOAD, "knob a", "no range");
        refused("launch: [serve, '{port}', '{a}']\nknobs: {a: {from: 1, to: 1e9, steps: 100000}}\n" + LOAD, "knob a", "999");
        refused("launch: ['{a}', '{port}']\nknobs: {a: [sh]}\n" + LOAD, "program cannot be a placeholder");
        refused("lunch: [serve]\n" + LOAD, "'lunch' is not known", "launch");
        refused("launch: [serve, '{port}', '{a}']\nknobs: {a: [1]}\nbounds: ttft.p95=fast\n" + LOAD, "ttft.p95=fast");
        refused("launch: [serve, '{port}', '{a}']\nknobs: {a: [1]}\nload: {model: m, scenario: poisson}\nobjective: {minimize: ttft.p95.ms}",
                "rate: is needed");
        refused("launch: [serve, '{port}', '{a}']\nknobs: {a: [1]}\nload: {model: m, scenario: closed, connections: 1}\n"
                + "objective: {maximize: luck}", "objective 'luck'", "throughput.rps");
        refused("a: [b", "not valid YAML");
        refused("[]", "no YAML mapping");
    }

    @Test
    void everyReadyMadeSpaceIsRead() throws java.io.IOException {
        for (String name : List.of("simulate-llm", "vllm", "sglang", "llama-server", "triton")) {
            try (var in = java.util.Objects.requireNonNull(getClass().getResourceAsStream("/gpudyno/tune/" + name + ".yaml"), name)) {
                CommandPlan plan = CommandPlanFile.parse(new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
                assertThat(plan.space().parameters()).as(name).hasSizeGreaterThan(2);
            }
        }
    }
}
