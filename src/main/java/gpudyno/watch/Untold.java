package gpudyno.watch;

import gpudyno.model.alert.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// News that has not been sent yet, and when each alert and group was last notified.
///
/// A cooldown or a group's interval delays a notice but never drops it: further events are added to the waiting notice. Time is observed
/// time, in milliseconds. Not safe for several threads.
final class Untold {
    private static final long REMEMBERED_MILLIS = Duration.ofDays(8).toMillis();

    /// A notice that waits.
    record Waiting(AlertKey key, String group, long cooldownMillis, Notice notice) {}

    /// When an alert was last reported as firing, and whether its end must still be reported.
    record Told(long atMillis, boolean firing) {}

    private final Map<AlertKey, Waiting> waiting = new LinkedHashMap<>();
    private final Map<AlertKey, Told> told = new HashMap<>();
    private final Map<String, Long> groups = new HashMap<>();

    void fired(Alert alert, Duration cooldown) {
        AlertKey key = new AlertKey(alert.rule(), alert.series());
        Waiting before = waiting.get(key);
        int episodes = before == null ? 1 : before.notice.episodes() + 1;
        Instant first = before == null || before.notice.episodes() == 0 ? alert.since() : before.notice.first();
        wait(key, alert, cooldown, episodes, first);
    }

    /// @param quiet whether the alert ended while it was suppressed; its firing is then not reported later either
    void resolved(Alert alert, Duration cooldown, boolean quiet) {
        AlertKey key = new AlertKey(alert.rule(), alert.series());
        Waiting before = waiting.get(key);
        boolean firingTold = told.containsKey(key) && told.get(key).firing;
        int episodes = (before == null ? 0 : before.notice.episodes()) - (before != null && quiet ? 1 : 0);
        if (episodes <= 0 && !firingTold) {
            waiting.remove(key);
        } else {
            wait(key, alert, cooldown, Math.max(0, episodes), before == null ? alert.since() : before.notice.first());
        }
    }

    private void wait(AlertKey key, Alert alert, Duration cooldown, int episodes, Instant first) {
        waiting.put(key, new Waiting(key, alert.group(), cooldown.toMillis(), new Notice(alert.id(), alert.rule(), alert.series(),
                alert.severity(), alert.title(), alert.cause(), episodes, first, alert.state())));
    }

    /// Takes the notices that may be sent now: one list for each group whose interval is over, in the order of events.
    Map<String, List<Notice>> take(long nowMillis, Duration groupInterval, Predicate<AlertKey> quiet) {
        Map<String, List<Notice>> due = new LinkedHashMap<>();
        for (Iterator<Waiting> each = waiting.values().iterator(); each.hasNext();) {
            Waiting one = each.next();
            Long groupTold = groups.get(one.group);
            boolean groupRests = groupTold != null && nowMillis - groupTold < groupInterval.toMillis();
            if (groupRests || isCooling(one, nowMillis) || one.notice.state() == Alert.State.FIRING && quiet.test(one.key)) {
                continue;
            }
            due.computeIfAbsent(one.group, _ -> new ArrayList<>()).add(one.notice);
            boolean firing = one.notice.state() == Alert.State.FIRING;
            long firedAt = one.notice.episodes() > 0 ? nowMillis : told.get(one.key) == null ? nowMillis : told.get(one.key).atMillis;
            told.put(one.key, new Told(firedAt, firing));
            each.remove();
        }
        due.keySet().forEach(group -> groups.put(group, nowMillis));
        forgetOld(nowMillis);
        return due;
    }

    private boolean isCooling(Waiting one, long nowMillis) {
        Told last = told.get(one.key);
        return last != null && one.notice.episodes() > 0 && nowMillis - last.atMillis < one.cooldownMillis;
    }

    private void forgetOld(long nowMillis) {
        told.values().removeIf(last -> !last.firing && nowMillis - last.atMillis > REMEMBERED_MILLIS);
        groups.values().removeIf(at -> nowMillis - at > REMEMBERED_MILLIS);
    }

    /// Whether an alert was reported as firing but its end was not reported yet.
    boolean hasTold(AlertKey key) {
        Told last = told.get(key);
        return last != null && last.firing;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /// The whole state, in the form that is stored.
    record Saved(List<Waiting> waiting, Map<String, Long> groups, List<SavedTold> told) {}

    record SavedTold(AlertKey key, Told told) {}

    Saved save() {
        return new Saved(List.copyOf(waiting.values()), Map.copyOf(groups),
                told.entrySet().stream().map(entry -> new SavedTold(entry.getKey(), entry.getValue())).toList());
    }

    static Untold restore(Saved saved) {
        Untold restored = new Untold();
        saved.waiting.forEach(one -> restored.waiting.put(one.key, one));
        restored.groups.putAll(saved.groups);
        saved.told.forEach(one -> restored.told.put(one.key, one.told));
        return restored;
    }
}
