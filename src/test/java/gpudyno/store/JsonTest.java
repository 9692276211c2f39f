package gpudyno.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpudyno.model.knob.Configuration;
import gpudyno.model.load.Workload;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionReport.Column;
import gpudyno.model.tune.SessionReport.Completion;
import gpudyno.model.tune.SessionReport.Completions;
import gpudyno.model.tune.SessionReport.Phase;
import gpudyno.model.tune.SessionReport.Verdict;
import gpudyno.model.tune.SessionRequest;
import gpudyno.model.tune.Trial;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void aSessionSurvivesItsJsonWithEmptyPartsToo() {
        Configuration knobs = Configuration.of(Map.of("cache.enabled", true, "serve.batch.maxSize", 8L));
        Instant now = Instant.parse("2026-01-01T00:00:00.250Z");
        Trial bare = new Trial(1, Trial.Purpose.HELD_RATE, knobs, Trial.Status.FEASIBLE, "", Map.of(), now, 1.5);
        Column column = new Column(knobs, 100.0, List.of(100.0, 106.0), Map.of("latency.p95.ms", 12.5),
                Map.of("latency.p95.ms", List.of(11.0, 14.0)));
        SessionReport report = SessionReport.builder(7, "option-2", now).phase(Phase.FINISHED, "done").progress(1).ended(now).offered(125)
                .baseline(column).best(column)
                .completion(new Completions(new Completion(3, 5, List.of("a", "b")), new Completion(5, 5, List.of())))
                .verdict(Verdict.BETTER).applied(true).trials(List.of(bare))
                .request(new SessionRequest("option-2", Duration.ofMinutes(5), Workload.DEFAULT, 1, true)).build();
        SessionReport read = Json.read(Json.write(report), SessionReport.class);
        assertThat(read.trials().getFirst().reason()).isEmpty();
        assertThat(read.trials().getFirst().meters()).isEmpty();
        assertThat(Json.write(read)).isEqualTo(Json.write(report));
    }

    @Test
    void whatIsNotJsonIsSaidSo() {
        assertThatThrownBy(() -> Json.read("{", SessionReport.class)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SessionReport");
        assertThatThrownBy(() -> Json.read("null", SessionReport.class)).isInstanceOf(IllegalArgumentException.class);
    }
}
