package gpudyno.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import gpudyno.store.Json;
import gpudyno.watch.Relabel.Action;
import gpudyno.watch.RelabelPrometheus.Recorded;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RelabelTest {
    /// What Prometheus 2.42 made of 200 seeded cases (`packaging/bench/relabel-prometheus`).
    @Test
    void itMakesTheSeriesThatPrometheusMakes() throws Exception {
        List<Recorded> recorded;
        try (InputStream stream = Objects.requireNonNull(RelabelTest.class.getResourceAsStream("relabel-prometheus.json"))) {
            recorded = Json.MAPPER.readValue(stream, new TypeReference<>() {
            });
        }
        assertThat(recorded).hasSize(200);
        for (Recorded one : recorded) {
            assertThat(RelabelCases.ours(new RelabelCases.Case(one.text(), one.rules()))).as("%s", one).isEqualTo(one.answers());
        }
        assertThat(recorded.stream().flatMap(one -> one.rules().stream()).map(Relabel::action).distinct())
                .containsExactlyInAnyOrder(Action.values());
        assertThat(recorded.stream().filter(one -> !one.answers().isEmpty()).count()).isGreaterThan(100);
    }

    @Test
    void aRuleCopiedFromPrometheusIsReadAsItStands() {
        Relabel rule = MeterFile.read("""
            scrapes:
              - name: gpu
                url: "http://127.0.0.1:9400/metrics"
                relabel:
                  - {source_labels: [__address__, shard], separator: '-', regex: '(.+)-(\\d+)', target_label: where, replacement: '${2}x$1'}
            """).scrapes().getFirst().relabel().getFirst();
        Map<String, String> labels = new TreeMap<>(Map.of("__address__", "host", "shard", "7"));
        assertThat(new Relabel.Compiled(rule).apply(labels)).isTrue();
        assertThat(labels).containsEntry("where", "7xhost");
    }

    @Test
    void whatARuleLacksIsNamed() {
        assertThatThrownBy(() -> new Relabel(List.of(), ";", "(.*)", "", "$1", 0, Action.REPLACE)).hasMessageContaining("targetLabel");
        assertThatThrownBy(() -> new Relabel(List.of(), ";", "(.*)", "not a label", "$1", 0, Action.LOWERCASE))
                .hasMessageContaining("targetLabel");
        assertThatThrownBy(() -> new Relabel(List.of(), ";", "(.*)", "shard", "$1", 0, Action.HASHMOD)).hasMessageContaining("modulus");
        assertThatThrownBy(() -> new Relabel(List.of(), ";", "(a{1000}){1000}", "a", "$1", 0, Action.REPLACE))
                .hasMessageContaining("steps");
        assertThatThrownBy(() -> MeterFile.read("scrapes:\n  - {name: a, url: 'http://x/', relabel: [{action: rename}]}\n"))
                .hasMessageContaining("labelmap");
    }
}
