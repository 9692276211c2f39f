package gpudyno.node.local;

import gpudyno.model.foresight.HealthScore;
import gpudyno.model.foresight.Outlook;
import gpudyno.model.meter.ForesightMeters;
import gpudyno.model.meter.MeterRegistry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Scores, forecasts and the health score as meters. One thread tells them; frames read them.
final class ForesightGauges {
    private final MeterRegistry meters;
    private final Set<String> gauged = new HashSet<>();
    private volatile Map<String, Double> scores = Map.of();
    private volatile Map<String, Double> forecasts = Map.of();
    private volatile HealthScore health = HealthScore.of(List.of());

    ForesightGauges(MeterRegistry meters) {
        this.meters = meters;
        meters.declare(ForesightMeters.FORECAST);
        meters.gauge(ForesightMeters.HEALTH, () -> health.score());
        meters.gauge(ForesightMeters.SCORE, () -> scores.getOrDefault(ForesightMeters.JOINT, Double.NaN), ForesightMeters.JOINT);
    }

    HealthScore health() {
        return health;
    }

    void health(HealthScore now) {
        health = now;
    }

    /// @param now by meter; empty while a test keeps detection quiet
    void scores(Map<String, Double> now) {
        now.keySet().stream().filter(meter -> gauged.add(ForesightMeters.SCORE.id() + " " + meter))
                .forEach(meter -> meters.gauge(ForesightMeters.SCORE, () -> scores.getOrDefault(meter, Double.NaN), meter));
        scores = now;
    }

    void forecasts(List<Outlook> outlooks) {
        Map<String, Double> values = new HashMap<>();
        for (Outlook outlook : outlooks) {
            for (Outlook.Ahead ahead : outlook.ahead()) {
                String label = ForesightMeters.label(ahead.horizon());
                String name = outlook.meter() + " " + label;
                values.put(name, ahead.value());
                if (gauged.add(ForesightMeters.FORECAST.id() + " " + name)) {
                    meters.gauge(ForesightMeters.FORECAST, () -> forecasts.getOrDefault(name, Double.NaN), outlook.meter(), label);
                }
            }
        }
        forecasts = values;
    }
}
