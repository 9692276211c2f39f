package gpudyno.watch;

import gpudyno.model.alert.Alert;
import gpudyno.store.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A notification in the format of its receiver.
final class Payload {
    /// How often firing alerts are sent to Alertmanager again.
    static final Duration RESEND = Duration.ofMinutes(1);
    /// Alertmanager resolves an alert that is not repeated in time. As in Prometheus, three repetitions in a row may get lost.
    private static final Duration ALERTMANAGER_HOLDS = RESEND.multipliedBy(4);
    /// Slack cuts off what is longer than 40,000 characters, escapes included.
    private static final int LONGEST_TEXT = 30_000;

    private Payload() {
    }

    /// @param now the time of sending, from which Alertmanager counts how long an alert stays active
    static String of(Receiver.Kind kind, String node, Notification notification, Instant now) {
        return switch (kind) {
            case WEBHOOK -> Json.write(Map.of("node", node, "notification", notification));
            case SLACK -> Json.write(Map.of("text", text(node, notification)));
            case ALERTMANAGER -> Json.write(notification.notices().stream().map(notice -> alert(node, notification, notice, now)).toList());
        };
    }

    /// A message that would be too long is shortened and says how many alerts were left out.
    private static String text(String node, Notification notification) {
        List<String> lines = new ArrayList<>();
        int length = 0;
        for (Notice notice : notification.notices()) {
            String times = notice.episodes() > 1 ? " (" + notice.episodes() + " times)" : "";
            String series = notice.series().isEmpty() ? "" : " [" + notice.series() + "]";
            String line = escaped(
                    (notice.state() == Alert.State.FIRING ? notice.severity().name() : "RESOLVED") + " " + notice.title() + series + times
                            + " on " + node + ": " + notice.cause());
            length += line.length() + 1;
            if (length > LONGEST_TEXT) {
                lines.add("... and " + (notification.notices().size() - lines.size()) + " more");
                break;
            }
            lines.add(line);
        }
        return String.join("\n", lines);
    }

    /// Slack treats these three characters as markup.
    private static String escaped(String line) {
        String whole = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        return whole.length() <= LONGEST_TEXT / 4 ? whole : whole.substring(0, LONGEST_TEXT / 4) + " ...";
    }

    private static Map<String, Object> alert(String node, Notification notification, Notice notice, Instant now) {
        Map<String, Object> alert = new LinkedHashMap<>();
        alert.put("labels", Map.of("alertname", notice.title(), "rule", notice.rule(), "series", notice.series(), "severity",
                notice.severity().name().toLowerCase(Locale.ROOT), "group", notification.group(), "instance", node));
        alert.put("annotations", Map.of("description", notice.cause(), "episodes", String.valueOf(notice.episodes())));
        alert.put("startsAt", notice.first().toString());
        alert.put("endsAt", notice.state() == Alert.State.FIRING
                ? now.plus(ALERTMANAGER_HOLDS).toString()
                : notification.at().toString());
        return alert;
    }
}
