package gpudyno.model.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gpudyno.model.fleet.FleetNode.About;
import gpudyno.model.fleet.FleetNode.Alerts;
import gpudyno.model.fleet.FleetNode.Condition;
import gpudyno.model.fleet.FleetNode.Hardware;
import gpudyno.model.fleet.FleetNode.Link;
import gpudyno.model.fleet.FleetNode.Serving;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.meter.Histogram;
import gpudyno.model.target.JudgedWindow;
import gpudyno.model.target.Profiles;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FleetFiguresTest {
    private static final Link CONNECTED = new Link(Link.State.CONNECTED, Duration.ZERO, "4 ms");

    private static FleetNode node(String name, Link link, double requests, Histogram times, String throttled, int alerts) {
        Map<String, Double> figures = times.count() == 0
                ? Map.of(DerivedMeters.MEMORY_PERCENT, 60.0)
                : Map.of(DerivedMeters.MEMORY_PERCENT, 60.0, DerivedMeters.LATENCY_P95, times.percentile(95),
                        DerivedMeters.THROUGHPUT, requests / 60, DerivedMeters.OFFERED, requests / 60,
                        DerivedMeters.ERRORS_PERCENT, 0.0, DerivedMeters.CACHE_HIT_PERCENT, 90.0);
        return new FleetNode(name, name, Map.of("site", "lab"), About.UNKNOWN, link, Profiles.OPTION_2,
                new Serving(new JudgedWindow(figures, requests), new Latencies.Exact(times), 300),
                new Hardware(1, 40, 80, 200, 400, Optional.empty(), throttled), new Alerts(alerts, false), new double[0]);
    }

    private static Histogram times(long seed, int count, double millis) {
        Random random = new Random(seed);
        return Histogram.of(random.doubles(count).map(one -> millis * (0.5 + one)).toArray());
    }

    @Test
    void thePercentileOfManyNodesIsThatOfAllTheirRequestsAndNoAverage() {
        Histogram quick = times(1, 1_000, 20);
        Histogram slow = times(2, 9_000, 400);
        FleetFigures both = FleetFigures.of(List.of(node("a", CONNECTED, 1_000, quick, "", 0), node("b", CONNECTED, 9_000, slow, "", 0)));
        assertThat(both.p95()).isCloseTo(quick.merge(slow).percentile(95), within(1e-9));
        assertThat(both.p95()).isGreaterThan(1.5 * (quick.percentile(95) + slow.percentile(95)) / 2);
        assertThat(both.throughput()).isCloseTo(10_000 / 60.0, within(1e-9));
        assertThat(both.joulesPerRequest()).isCloseTo(600.0 / 10_000, within(1e-9));
    }

    @Test
    void ofTwoFaultsANodeIsCalledByTheGraver() {
        Histogram good = times(3, 600, 50);
        Histogram late = times(4, 600, 900);
        Link stale = new Link(Link.State.RECONNECTING, Duration.ofSeconds(7), "try 2");
        Link lost = new Link(Link.State.LOST, Duration.ofSeconds(70), "lost");
        assertThat(node("a", CONNECTED, 4_000, good, "", 0).condition()).isEqualTo(Condition.HEALTHY);
        assertThat(node("a", CONNECTED, 4_000, good, "", 1).condition()).isEqualTo(Condition.AT_RISK);
        assertThat(node("a", CONNECTED, 4_000, good, "thermal", 1).condition()).isEqualTo(Condition.THROTTLED);
        assertThat(node("a", CONNECTED, 4_000, late, "thermal", 1).condition()).isEqualTo(Condition.BREACHED);
        assertThat(node("a", CONNECTED, 3, Histogram.EMPTY, "", 0).condition()).isEqualTo(Condition.IDLE);
        assertThat(node("a", stale, 4_000, late, "thermal", 1).condition()).isEqualTo(Condition.STALE);
        assertThat(node("a", lost, 4_000, late, "thermal", 1).condition()).isEqualTo(Condition.OFFLINE);
    }

    @Test
    void whatIsNotHeardCountsInNoFigure() {
        Link lost = new Link(Link.State.LOST, Duration.ofSeconds(70), "lost");
        FleetFigures figures = FleetFigures.of(List.of(node("a", CONNECTED, 4_000, times(5, 600, 50), "", 0),
                node("b", lost, 4_000, times(6, 600, 5_000), "", 0)));
        assertThat(figures.connected()).isEqualTo(1);
        assertThat(figures.nodes()).isEqualTo(2);
        assertThat(figures.judged()).isEqualTo(1);
        assertThat(figures.p95()).isLessThan(100);
        assertThat(figures.memoryPercent()).isEqualTo(50);
        assertThat(FleetFigures.of(List.of()).p95()).isNaN();
    }

    @Test
    void aPercentileInBucketsIsThatOfPrometheus() {
        double[] bounds = {100, 200, 500, Double.POSITIVE_INFINITY};
        Latencies one = new Latencies.Buckets(bounds, new double[]{80, 10, 5, 0});
        Latencies other = new Latencies.Buckets(bounds, new double[]{0, 0, 5, 0});
        // 95 of 100: the fifth of the ten between 200 and 500.
        assertThat(Latencies.merge(List.of(one, other)).percentile(95)).isCloseTo(350, within(1e-9));
        assertThat(new Latencies.Buckets(bounds, new double[]{0, 0, 0, 7}).percentile(50)).isEqualTo(500);
        assertThatThrownBy(() -> Latencies.merge(List.of(one, new Latencies.Exact(Histogram.of(3)))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
