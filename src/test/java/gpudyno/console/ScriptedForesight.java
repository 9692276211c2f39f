package gpudyno.console;

import gpudyno.model.foresight.Anomaly;
import gpudyno.model.foresight.Area;
import gpudyno.model.foresight.Expectation;
import gpudyno.model.foresight.HealthScore;
import gpudyno.model.foresight.Incident;
import gpudyno.model.foresight.Incident.Clue;
import gpudyno.model.foresight.Outlook;
import gpudyno.model.foresight.Outlook.Ahead;
import gpudyno.model.foresight.Watched;
import gpudyno.model.memory.Mode;
import gpudyno.model.meter.ForesightMeters;
import gpudyno.model.meter.Frame;
import gpudyno.node.Foresight;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Foresight of a scripted node: memory that will reach 90 % and, under load, a minute in which answers took longer.
public final class ScriptedForesight implements Foresight {
    private static final List<Watched> WATCHED = List.of(new Watched("memory.percent{host}", "memory of host", "percent", 4, false, 0.1),
            new Watched("latency.p95.ms", "p95", "ms", 4, false, 0.2),
            new Watched("cache.hit.percent", "cache hit ratio", "percent", 4, false, 0));
    private final Instant now;
    private final boolean loaded;
    private final List<Long> expected = new CopyOnWriteArrayList<>();

    ScriptedForesight(List<Frame> frames, boolean loaded) {
        this.now = frames.getLast().end();
        this.loaded = loaded;
    }

    /// Ids of anomalies that somebody said were to be expected.
    public List<Long> expected() {
        return List.copyOf(expected);
    }

    @Override
    public Board board() {
        return new Board(
                loaded ? HealthScore.of(List.of(new HealthScore.Reason(15, "misses latency.p95.ms < 500.0"))) : HealthScore.of(List.of()),
                all(), stories(), outlooks(), new Feedback(14, loaded ? 0 : 14, false, loaded ? 3 : 0, loaded ? 1 : 0), Mode.RECOMMEND,
                List.of());
    }

    private List<Anomaly> all() {
        return loaded
                ? List.of(new Anomaly(7, now.minusSeconds(130), now.minusSeconds(84), Anomaly.Kind.CORRELATED, 0.93,
                        List.of(new Anomaly.Part("latency.p95.ms", "p95", "ms", Area.SERVING, 612, 0, 290, 0.6, now.minusSeconds(130)),
                                new Anomaly.Part("offered.rps", "arrivals", "1/s", Area.TRAFFIC, 90, 44, 84, 0.4, now.minusSeconds(126))),
                        false))
                : List.of();
    }

    private List<Incident> stories() {
        return loaded
                ? List.of(new Incident(2, now.minusSeconds(130), now.minusSeconds(84),
                        "More requests came than usual; p95 and arrivals above what is usual, alert “Response high”",
                        "More requests came than usual: arrivals 90.0 per second, usual up to 84.0",
                        List.of(new Clue(now.minusSeconds(130), Clue.Kind.ANOMALY, "7", Area.SERVING,
                                "p95 and arrivals above what is usual"),
                                new Clue(now.minusSeconds(120), Clue.Kind.ALERT, "response-high", Area.SERVING, "Response high")),
                        List.of("p95 612 ms, usual up to 290", "arrivals 90.0 per second, usual up to 84.0")))
                : List.of();
    }

    @Override
    public List<Watched> watched() {
        return WATCHED;
    }

    @Override
    public List<Anomaly> anomalies(Instant from, Instant to) {
        return all().stream().filter(one -> !one.from().isBefore(from) && one.from().isBefore(to)).toList();
    }

    @Override
    public List<Expectation> course(String meter) {
        List<Expectation> course = new ArrayList<>();
        boolean latency = meter.equals("latency.p95.ms");
        for (int second = 300; second >= 0; second -= 10) {
            double surge = loaded ? Math.exp(-Math.pow((190 - second) / 14.0 - (190 - 110) / 14.0, 2)) : 0;
            double value = latency ? 160 + 450 * surge + 12 * Math.sin(second / 17.0) : (loaded ? 62 : 18) + 2 * Math.sin(second / 40.0);
            course.add(new Expectation(now.minusSeconds(second), value, latency ? 40 : value - 4, latency ? 290 : value + 4,
                    latency ? Math.min(1, 0.1 + surge) : 0.12));
        }
        return course;
    }

    @Override
    public void expected(long anomaly) {
        expected.add(anomaly);
    }

    @Override
    public List<Outlook> outlooks() {
        return List.of(outlook("memory.percent", "percent", loaded ? 62 : 18, loaded ? 0.95 : 0, loaded
                ? new Outlook.Reach(90, Duration.ofMinutes(29), Duration.ofMinutes(21), Duration.ofMinutes(48))
                : null), outlook("latency.p95.ms", "ms", loaded ? 170 : 0, 0, null),
                outlook("cache.hit.percent", "percent", loaded ? 88 : 0, 0, null));
    }

    private Outlook outlook(String meter, String unit, double value, double perMinute,
            Outlook.@org.jspecify.annotations.Nullable Reach reach) {
        return new Outlook(meter, unit, now, value, ForesightMeters.HORIZONS.stream().map(horizon -> {
            double minutes = horizon.toMinutes();
            double to = Math.min(99, value + perMinute * minutes);
            double width = Math.sqrt(minutes) * value * 0.02;
            return new Ahead(horizon, to, Math.max(0, to - 2 * width), Math.max(0, to - width), to + width, to + 2 * width, 0.04);
        }).toList(), reach);
    }

    @Override
    public List<Incident> incidents(Instant from, Instant to) {
        return stories();
    }
}
