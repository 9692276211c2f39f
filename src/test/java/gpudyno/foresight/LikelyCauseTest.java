package gpudyno.foresight;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.model.foresight.Anomaly;
import gpudyno.model.foresight.Anomaly.Part;
import gpudyno.model.foresight.Area;
import gpudyno.model.foresight.Incident.Clue;
import gpudyno.model.meter.DerivedMeters;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LikelyCauseTest {
    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

    private static Part part(String meter, String title, double value, double high) {
        return new Part(meter, title, "percent", Area.SERVING, value, 0, high, 0.5, NOON);
    }

    private static String cause(Part... parts) {
        Anomaly anomaly = new Anomaly(1, NOON, null, Anomaly.Kind.SPIKE, 0.9, List.of(parts), false);
        Clue clue = new Clue(NOON, Clue.Kind.ANOMALY, "1", Area.SERVING, "something deviates");
        return new LikelyCause(List.of(anomaly), List.of(clue)).told(Map.of()).headline();
    }

    @Test
    void requestsThatComeAgainBecauseTheyFailAreNoFlood() {
        assertThat(cause(part(DerivedMeters.OFFERED, "arrivals", 93, 80), part(DerivedMeters.ERRORS_PERCENT, "errors", 60, 1)))
                .isEqualTo("Requests fail");
    }

    @Test
    void farMoreRequestsThanUsualExplainTheirErrors() {
        assertThat(cause(part(DerivedMeters.OFFERED, "arrivals", 3_000, 80), part(DerivedMeters.ERRORS_PERCENT, "errors", 60, 1)))
                .isEqualTo("More requests came than usual");
    }

    @Test
    void moreRequestsWithoutErrorsExplainSlowness() {
        assertThat(cause(part(DerivedMeters.OFFERED, "arrivals", 120, 80), part(DerivedMeters.LATENCY_P95, "p95", 600, 120)))
                .isEqualTo("More requests came than usual");
    }
}
