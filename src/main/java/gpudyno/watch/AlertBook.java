package gpudyno.watch;

import gpudyno.model.alert.Alert;
import gpudyno.model.alert.AlertRule;
import gpudyno.model.alert.Silence;
import gpudyno.watch.Standing.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// All alerts of a node: which are pending, firing or ended, which are suppressed and why, and which notifications are due. It reads no
/// clock and does no I/O, so its output depends only on the frames it was given. Not safe for several threads.
public final class AlertBook {
    /// The most series for which alerts are kept; further ones are counted in [#refused].
    static final int MOST_TRACKED = 10_000;
    private static final int MOST_ENDED = 500;
    private static final int MOST_SILENCES = 200;

    private record Tracked(Standing standing, Alert alert) {}

    /// A rule with the result of its condition in one frame.
    ///
    /// @param resting whether it was not evaluated because a test loads the node: its pending alerts end, its firing alerts keep their
    ///        state and are suppressed
    public record Judged(AlertRule rule, List<Verdict> verdicts, boolean resting) {
        public Judged(AlertRule rule, List<Verdict> verdicts) {
            this(rule, verdicts, false);
        }

        static Judged resting(AlertRule rule) {
            return new Judged(rule, List.of(), true);
        }
    }

    private final Duration groupInterval;
    private final Map<AlertKey, Tracked> tracked = new LinkedHashMap<>();
    private final Map<AlertKey, Duration> cooldowns = new HashMap<>();
    private final Deque<Alert> ended = new ArrayDeque<>();
    private final List<Silence> silences = new ArrayList<>();
    private Untold untold = new Untold();
    private long watchedMillis;
    private long ids;
    private long notifications;
    private long refused;
    private boolean changed;

    /// @param groupInterval the least time between two notifications of one group
    public AlertBook(Duration groupInterval) {
        this.groupInterval = groupInterval;
    }

    /// Processes a frame.
    ///
    /// @param millis length of the frame
    /// @param now wall-clock time at its end, used for texts and for the expiry of silences
    /// @return the notices that are due now
    public List<Notification> accept(long millis, Instant now, List<Judged> judged) {
        watchedMillis += millis;
        changed |= silences.removeIf(silence -> !now.isBefore(silence.until()));
        Set<AlertKey> seen = new HashSet<>();
        for (Judged one : judged) {
            for (Verdict verdict : one.verdicts) {
                advance(one.rule, verdict, millis, now, seen);
            }
        }
        rest(judged, seen, now);
        advanceUnseen(judged, millis, now, seen);
        endQuietly(judged, now);
        if (untold.isEmpty() && tracked.isEmpty()) {
            return List.of();
        }
        Inhibition inhibition = inhibition(judged);
        List<Notification> due = new ArrayList<>();
        untold.take(watchedMillis, groupInterval, key -> isQuiet(key, now, inhibition))
                .forEach((group, notices) -> due.add(new Notification(++notifications, group, now, notices)));
        changed |= !due.isEmpty();
        return due;
    }

    private void advance(AlertRule rule, Verdict verdict, long millis, Instant now, Set<AlertKey> seen) {
        boolean mayStart = verdict.on() || !verdict.data() && rule.noData() == AlertRule.NoData.ALERT;
        if (tracked.isEmpty() && !mayStart) {
            return;
        }
        AlertKey key = new AlertKey(rule.id(), verdict.series());
        Tracked before = tracked.get(key);
        if (before == null && !mayStart) {
            return;
        }
        seen.add(key);
        if (before == null && tracked.size() >= MOST_TRACKED) {
            refused++;
            return;
        }
        step(rule, key, before, verdict, millis, now);
    }

    private void step(AlertRule rule, AlertKey key, @Nullable Tracked before, Verdict verdict, long millis, Instant now) {
        Standing from = before == null ? Standing.INACTIVE : before.standing;
        Standing to = from.advance(rule, verdict, millis);
        if (to.phase() == Phase.INACTIVE) {
            if (before != null) {
                leave(key, before, now);
            }
            return;
        }
        Alert alert = before == null ? begin(rule, key, verdict, now.minusMillis(millis)) : before.alert;
        Alert.State state = to.phase() == Phase.FIRING ? Alert.State.FIRING : Alert.State.PENDING;
        boolean fires = state == Alert.State.FIRING && alert.state() != Alert.State.FIRING;
        String cause = verdict.cause().isEmpty() ? alert.cause() : verdict.cause();
        Alert after = as(alert, state, cause, null);
        cooldowns.put(key, rule.cooldown());
        tracked.put(key, new Tracked(to, after));
        if (fires) {
            untold.fired(after, rule.cooldown());
        }
        changed |= fires || before == null;
    }

    private Alert begin(AlertRule rule, AlertKey key, Verdict verdict, Instant since) {
        return new Alert(++ids, rule.id(), rule.group(), key.series(), rule.severity(), Alert.State.PENDING, rule.title(), verdict.cause(),
                since, null, false, "", null, false);
    }

    private static Alert as(Alert alert, Alert.State state, String cause, @Nullable Instant end) {
        return new Alert(alert.id(), alert.rule(), alert.group(), alert.series(), alert.severity(), state, alert.title(), cause,
                alert.since(), end, alert.acknowledged(), alert.note(), alert.quietUntil(), alert.inhibited());
    }

    private void leave(AlertKey key, Tracked before, Instant now) {
        tracked.remove(key);
        changed = true;
        Duration cooldown = java.util.Objects.requireNonNullElse(cooldowns.remove(key), Duration.ZERO);
        if (before.alert.state() != Alert.State.FIRING) {
            return;
        }
        Alert resolved = as(before.alert, Alert.State.RESOLVED, before.alert.cause(), now);
        untold.resolved(resolved, cooldown, silencedUntil(key, now) != null || before.alert.inhibited());
        ended.addFirst(resolved);
        if (ended.size() > MOST_ENDED) {
            ended.removeLast();
        }
    }

    private void rest(List<Judged> judged, Set<AlertKey> seen, Instant now) {
        if (tracked.isEmpty()) {
            return;
        }
        Set<String> resting = resting(judged);
        for (Map.Entry<AlertKey, Tracked> entry : List.copyOf(tracked.entrySet())) {
            if (resting.contains(entry.getKey().rule())) {
                seen.add(entry.getKey());
                if (entry.getValue().standing.phase() == Phase.PENDING) {
                    leave(entry.getKey(), entry.getValue(), now);
                }
            }
        }
    }

    private static Set<String> resting(List<Judged> judged) {
        return judged.stream().filter(Judged::resting).map(one -> one.rule.id()).collect(Collectors.toSet());
    }

    /// A series that is tracked but missing from the frame has no data.
    private void advanceUnseen(List<Judged> judged, long millis, Instant now, Set<AlertKey> seen) {
        if (tracked.size() <= seen.size() && seen.containsAll(tracked.keySet())) {
            return;
        }
        Map<String, AlertRule> rules = judged.stream().collect(Collectors.toMap(one -> one.rule.id(), Judged::rule));
        for (AlertKey key : List.copyOf(tracked.keySet())) {
            AlertRule rule = rules.get(key.rule());
            Tracked before = tracked.get(key);
            if (rule != null && before != null && !seen.contains(key)) {
                step(rule, key, before, Verdict.noData(key.series()), millis, now);
            }
        }
    }

    /// Alerts whose rule was removed or switched off end.
    private void endQuietly(List<Judged> judged, Instant now) {
        if (tracked.isEmpty()) {
            return;
        }
        Set<String> rules = judged.stream().map(one -> one.rule.id()).collect(Collectors.toSet());
        for (Map.Entry<AlertKey, Tracked> entry : List.copyOf(tracked.entrySet())) {
            if (!rules.contains(entry.getKey().rule())) {
                leave(entry.getKey(), entry.getValue(), now);
            }
        }
    }

    /// Which rules are the cause of others, which series are firing, and which rules are suppressed by a test.
    private record Inhibition(Map<String, List<String>> by, Map<String, Set<String>> firing, Set<String> resting) {
        /// A rule with labels is the cause only for its own series; a rule without labels is the cause for every series.
        boolean covers(AlertKey key) {
            return resting.contains(key.rule())
                    || by.getOrDefault(key.rule(), List.of()).stream().map(rule -> firing.getOrDefault(rule, Set.of()))
                            .anyMatch(series -> series.contains(key.series()) || series.contains(""));
        }
    }

    private Inhibition inhibition(List<Judged> judged) {
        Map<String, Set<String>> firing = new HashMap<>();
        Set<String> resting = resting(judged);
        tracked.forEach((key, one) -> {
            if (!resting.contains(key.rule()) && one.standing.phase() == Phase.FIRING) {
                firing.computeIfAbsent(key.rule(), _ -> new HashSet<>()).add(key.series());
            }
        });
        Inhibition now = new Inhibition(judged.stream().collect(Collectors.toMap(one -> one.rule.id(), one -> one.rule.inhibitedBy())),
                firing, resting);
        tracked.replaceAll((key, one) -> one.alert.inhibited() == now.covers(key)
                ? one
                : new Tracked(one.standing, inhibited(one.alert, now.covers(key))));
        return now;
    }

    private static Alert inhibited(Alert alert, boolean covered) {
        return new Alert(alert.id(), alert.rule(), alert.group(), alert.series(), alert.severity(), alert.state(), alert.title(),
                alert.cause(), alert.since(), alert.ended(), alert.acknowledged(), alert.note(), alert.quietUntil(), covered);
    }

    private boolean isQuiet(AlertKey key, Instant now, Inhibition inhibition) {
        return silencedUntil(key, now) != null || inhibition.covers(key);
    }

    private @Nullable Instant silencedUntil(AlertKey key, Instant now) {
        return silences.stream().filter(silence -> silence.covers(key.rule(), key.series(), now)).map(Silence::until)
                .max(java.util.Comparator.naturalOrder()).orElse(null);
    }

    // Actions by people

    /// @throws IllegalArgumentException if no such alert is pending or firing
    public void acknowledge(long id, String note) {
        mark(id, true, note);
    }

    /// @throws IllegalArgumentException if no such alert is pending or firing
    public void unacknowledge(long id) {
        mark(id, false, "");
    }

    private void mark(long id, boolean acknowledged, String note) {
        AlertKey key = tracked.entrySet().stream().filter(entry -> entry.getValue().alert.id() == id).map(Map.Entry::getKey).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no alert " + id + " that is pending or firing"));
        tracked.computeIfPresent(key, (_, one) -> new Tracked(one.standing,
                new Alert(id, key.rule(), one.alert.group(), key.series(), one.alert.severity(), one.alert.state(), one.alert.title(),
                        one.alert.cause(), one.alert.since(), null, acknowledged, note, null, one.alert.inhibited())));
        changed = true;
    }

    /// @return the silence's id
    public long silence(Silence wanted, Instant now) {
        if (!now.isBefore(wanted.until())) {
            throw new IllegalArgumentException("until: a silence must end later than now (" + now + "), got " + wanted.until());
        }
        String wrong = wanted.problem(now);
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(wrong.strip());
        }
        if (silences.size() >= MOST_SILENCES) {
            throw new IllegalStateException(MOST_SILENCES + " silences hold already; lift one first");
        }
        long id = ++ids;
        silences.add(new Silence(id, wanted.rule(), wanted.series(), wanted.until(), wanted.by(), wanted.note()));
        changed = true;
        return id;
    }

    /// @throws IllegalArgumentException if there is no such silence
    public void unsilence(long id) {
        if (!silences.removeIf(silence -> silence.id() == id)) {
            throw new IllegalArgumentException("there is no silence " + id);
        }
        changed = true;
    }

    // State

    /// Pending and firing alerts, oldest first.
    public List<Alert> active(Instant now) {
        return tracked.entrySet().stream().map(entry -> {
            Alert alert = entry.getValue().alert;
            return new Alert(alert.id(), alert.rule(), alert.group(), alert.series(), alert.severity(), alert.state(), alert.title(),
                    alert.cause(), alert.since(), null, alert.acknowledged(), alert.note(), silencedUntil(entry.getKey(), now),
                    alert.inhibited());
        }).toList();
    }

    /// Alerts that were reported as firing and still fire, by group, for repeated notifications.
    List<Notification> toldFiring(Instant now) {
        Map<String, List<Notice>> groups = new LinkedHashMap<>();
        tracked.forEach((key, one) -> {
            if (one.standing.phase() == Phase.FIRING && untold.hasTold(key)) {
                Alert alert = one.alert;
                groups.computeIfAbsent(alert.group(), _ -> new ArrayList<>()).add(new Notice(alert.id(), alert.rule(), alert.series(),
                        alert.severity(), alert.title(), alert.cause(), 1, alert.since(), Alert.State.FIRING));
            }
        });
        return groups.entrySet().stream().map(group -> new Notification(0, group.getKey(), now, group.getValue())).toList();
    }

    /// Newest first.
    public List<Alert> ended() {
        return List.copyOf(ended);
    }

    public List<Silence> silences() {
        return List.copyOf(silences);
    }

    /// Number of alerts since the start that were not kept because the maximum was reached.
    public long refused() {
        return refused;
    }

    /// Whether something that must survive a restart has changed since the last call.
    public boolean takeChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }

    private record SavedAlert(Standing standing, Alert alert, Duration cooldown) {}

    /// The whole state, in the form that is stored.
    public record Saved(long watchedMillis, long ids, long notifications, List<SavedAlert> alerts, List<Alert> ended,
            List<Silence> silences, Untold.Saved untold) {}

    public Saved save() {
        List<SavedAlert> alerts = tracked.entrySet().stream().map(entry -> new SavedAlert(entry.getValue().standing,
                entry.getValue().alert, cooldowns.getOrDefault(entry.getKey(), Duration.ZERO))).toList();
        return new Saved(watchedMillis, ids, notifications, alerts, List.copyOf(ended), List.copyOf(silences), untold.save());
    }

    /// Replaces the present state by a stored one.
    ///
    /// @return what of it was dropped, as text for people: silences longer than the maximum
    public List<String> restore(Saved saved, Instant now) {
        tracked.clear();
        cooldowns.clear();
        ended.clear();
        silences.clear();
        watchedMillis = saved.watchedMillis;
        ids = saved.ids;
        notifications = saved.notifications;
        saved.alerts.forEach(one -> {
            AlertKey key = new AlertKey(one.alert.rule(), one.alert.series());
            tracked.put(key, new Tracked(one.standing, one.alert));
            cooldowns.put(key, one.cooldown);
        });
        ended.addAll(saved.ended);
        untold = Untold.restore(saved.untold);
        List<String> left = new ArrayList<>();
        for (Silence silence : saved.silences) {
            String wrong = silences.size() < MOST_SILENCES ? silence.problem(now) : "at most " + MOST_SILENCES + " are kept";
            if (wrong.isEmpty()) {
                silences.add(silence);
            } else {
                left.add("silence " + silence.id() + " was lifted: " + wrong.strip());
            }
        }
        return left;
    }

}
