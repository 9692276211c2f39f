package gpudyno.watch;

import gpudyno.model.alert.Alert;
import gpudyno.store.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A notification in the words of its receiver.
final class Payload {
    /// Alertmanager resolves what it does not hear of again; the end is told when it comes, so the wait is long.
    private static final Duration ALERTMANAGER_HOLDS = Duration.ofDays(1);

    private Payload() {
    }

    static String of(Receiver.Kind kind, String node, Notification notification) {
        return switch (kind) {
            case WEBHOOK -> Json.write(Map.of("node", node, "notification", notification));
            case SLACK -> Json.write(Map.of("text", text(node, notification)));
            case ALERTMANAGER -> Json.write(notification.notices().stream().map(notice -> alert(node, notification, notice)).toList());
        };
    }

    private static String text(String node, Notification notification) {
        List<String> lines = new ArrayList<>();
        for (Notice notice : notification.notices()) {
            String times = notice.episodes() > 1 ? " (" + notice.episodes() + " times)" : "";
            String series = notice.series().isEmpty() ? "" : " [" + notice.series() + "]";
            lines.add((notice.state() == Alert.State.FIRING ? notice.severity().name() : "RESOLVED") + " " + notice.title() + series + times
                    + " on " + node + ": " + notice.cause());
        }
        // Slack reads these three as markup.
        return String.join("\n", lines).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static Map<String, Object> alert(String node, Notification notification, Notice notice) {
        Map<String, Object> alert = new LinkedHashMap<>();
        alert.put("labels", Map.of("alertname", notice.title(), "rule", notice.rule(), "series", notice.series(), "severity",
                notice.severity().name().toLowerCase(Locale.ROOT), "group", notification.group(), "instance", node));
        alert.put("annotations", Map.of("description", notice.cause(), "episodes", String.valueOf(notice.episodes())));
        alert.put("startsAt", notice.first().toString());
        alert.put("endsAt", notice.state() == Alert.State.FIRING
                ? notification.at().plus(ALERTMANAGER_HOLDS).toString()
                : notification.at().toString());
        return alert;
    }
}
