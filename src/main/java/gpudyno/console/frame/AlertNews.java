package gpudyno.console.frame;

import gpudyno.model.alert.Alert;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is new among the alerts of one node that fire and are not quiet: those that began, those that ended. What stood there at the first
/// look is no news.
final class AlertNews {
    private Map<Long, Alert> last = Map.of();
    private boolean looked;

    /// What changed between two looks.
    record News(List<Alert> began, List<Alert> gone) {}

    News look(List<Alert> loud) {
        Map<Long, Alert> now = new LinkedHashMap<>();
        loud.forEach(alert -> now.put(alert.id(), alert));
        Map<Long, Alert> before = last;
        last = now;
        if (!looked) {
            looked = true;
            return new News(List.of(), List.of());
        }
        return new News(now.values().stream().filter(alert -> !before.containsKey(alert.id())).toList(),
                before.values().stream().filter(alert -> !now.containsKey(alert.id())).toList());
    }
}
