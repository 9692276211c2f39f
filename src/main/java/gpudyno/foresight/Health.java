package gpudyno.foresight;

import gpudyno.model.alert.Alert;
import gpudyno.model.foresight.Anomaly;
import gpudyno.model.foresight.HealthScore;
import gpudyno.model.foresight.HealthScore.Reason;
import gpudyno.model.foresight.Outlook;
import gpudyno.model.foresight.Outlook.Reach;
import gpudyno.model.target.JudgedWindow;
import gpudyno.model.target.JudgedWindow.Outcome;
import gpudyno.model.target.Profile;
import gpudyno.model.target.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The health score: 100, less 15 for each missed target, 25 for each critical alert and 10 for each other one, 5 for each anomaly that lasts, and 20,
/// 10 or 5 where memory reaches its threshold in less than 5, 30 or 120 minutes.
public final class Health {
    private Health() {
    }

    public static HealthScore of(Profile profile, JudgedWindow window, List<Alert> alerts, List<Anomaly> anomalies,
            List<Outlook> outlooks) {
        List<Reason> reasons = new ArrayList<>();
        for (Target target : profile.targets()) {
            if (window.judge(target) == Outcome.MISSED) {
                reasons.add(new Reason(15, "misses " + target.meter() + " " + target.comparison().sign() + " " + target.bound()));
            }
        }
        alerts.forEach(alert -> reasons.add(new Reason(alert.severity() == gpudyno.model.node.Event.Severity.CRITICAL ? 25 : 10,
                "alert: " + alert.title())));
        anomalies.stream().filter(Anomaly::isOpen).filter(anomaly -> !anomaly.expected())
                .forEach(anomaly -> reasons.add(new Reason(5, anomaly.sentence())));
        outlooks.forEach(outlook -> {
            Reach reach = outlook.reach();
            if (reach != null) {
                int points = switch (reach.band()) {
                    case ACT_NOW -> 20;
                    case PREPARE -> 10;
                    case WATCH -> 5;
                    case CALM -> 0;
                };
                if (points > 0) {
                    reasons.add(new Reason(points, outlook.meter() + " reaches " + Math.round(reach.threshold()) + " % in about "
                            + minutes(reach.expected())));
                }
            }
        });
        return HealthScore.of(reasons);
    }

    private static String minutes(Duration left) {
        return Math.max(1, left.toMinutes()) + " min";
    }
}
