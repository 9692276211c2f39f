package gpudyno.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpudyno.model.alert.Alert;
import gpudyno.model.alert.AlertRule;
import gpudyno.model.alert.AlertRule.NoData;
import gpudyno.model.alert.Silence;
import gpudyno.model.node.Event.Severity;
import gpudyno.store.Json;
import gpudyno.watch.AlertBook.Judged;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertBookTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration INTERVAL = Duration.ofSeconds(30);

    private final List<Notification> told = new ArrayList<>();
    private AlertBook book = new AlertBook(INTERVAL);
    private Instant now = NOON;

    private static AlertRule rule(String id, String group, int forSeconds, int keepSeconds, int cooldownSeconds, NoData noData,
            String... inhibitedBy) {
        return new AlertRule(id, id, group, "true", null, Duration.ofSeconds(1), Duration.ofSeconds(forSeconds),
                Duration.ofSeconds(keepSeconds), Duration.ofSeconds(cooldownSeconds), noData, Severity.WARNING, List.of(inhibitedBy), true);
    }

    private static Verdict verdict(boolean on) {
        return new Verdict("", true, on, on, on ? "97 %" : "");
    }

    private static Judged judged(AlertRule rule, boolean on) {
        return new Judged(rule, List.of(verdict(on)));
    }

    private void second(Judged... judged) {
        now = now.plusSeconds(1);
        told.addAll(book.accept(1000, now, List.of(judged)));
    }

    private void seconds(int count, Judged... judged) {
        for (int i = 0; i < count; i++) {
            second(judged);
        }
    }

    private List<Alert.State> states() {
        return book.active(now).stream().map(Alert::state).toList();
    }

    @Test
    void aConditionMustHoldForItsTimeWithoutABreak() {
        AlertRule rule = rule("r", "g", 5, 0, 0, NoData.CLEAR);
        seconds(4, judged(rule, true));
        assertThat(states()).containsExactly(Alert.State.PENDING);
        second(judged(rule, false));
        seconds(4, judged(rule, true));
        assertThat(states()).containsExactly(Alert.State.PENDING);
        assertThat(told).isEmpty();
        second(judged(rule, true));
        assertThat(states()).containsExactly(Alert.State.FIRING);
        assertThat(told).hasSize(1);
    }

    @Test
    void aFiringAlertOutlastsShortClearingsAndWhatItsHysteresisKeeps() {
        AlertRule rule = rule("r", "g", 0, 3, 0, NoData.CLEAR);
        second(judged(rule, true));
        seconds(2, judged(rule, false));
        seconds(20, new Judged(rule, List.of(new Verdict("", true, false, true, ""))));
        seconds(2, judged(rule, false));
        assertThat(states()).containsExactly(Alert.State.FIRING);
        second(judged(rule, false));
        assertThat(states()).isEmpty();
        assertThat(book.ended()).hasSize(1);
    }

    @Test
    void noDataClearsKeepsOrAlertsAsTheRuleSays() {
        for (NoData noData : NoData.values()) {
            book = new AlertBook(INTERVAL);
            AlertRule rule = rule("r", "g", 2, 0, 0, noData);
            second(judged(rule, true));
            seconds(5, new Judged(rule, List.of()));
            assertThat(states()).as(noData.name()).isEqualTo(switch (noData) {
                case CLEAR -> List.of();
                case KEEP -> List.of(Alert.State.PENDING);
                case ALERT -> List.of(Alert.State.FIRING);
            });
        }
    }

    @Test
    void aCooldownDelaysAndCountsWhatCameMeanwhile() {
        AlertRule rule = rule("r", "g", 0, 0, 300, NoData.CLEAR);
        for (int i = 0; i < 40; i++) {
            second(judged(rule, true));
            second(judged(rule, false));
        }
        seconds(400, judged(rule, false));
        List<Notice> firing = told.stream().flatMap(one -> one.notices().stream()).filter(one -> one.episodes() > 0).toList();
        assertThat(firing.stream().mapToInt(Notice::episodes)).containsExactly(1, 39);
        assertThat(Duration.between(told.getFirst().at(), told.getLast().at())).isGreaterThanOrEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void alertsOfOneGroupAreToldTogetherAndASilenceOrAnInhibitionKeepsThemQuiet() {
        AlertRule cause = rule("cause", "g", 0, 0, 0, NoData.CLEAR);
        AlertRule effect = rule("effect", "g", 0, 0, 0, NoData.CLEAR, "cause");
        AlertRule hushed = rule("hushed", "g", 0, 0, 0, NoData.CLEAR);
        book.silence(new Silence(0, "hushed", "", now.plusSeconds(100), "me", ""), now);
        seconds(90, judged(cause, true), judged(effect, true), judged(hushed, true));
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().notices()).extracting(Notice::rule).containsExactly("cause");
        assertThat(book.active(now).stream().filter(Alert::isLoud)).extracting(Alert::rule).containsExactly("cause");
        seconds(40, judged(cause, false), judged(effect, true), judged(hushed, true));
        List<Notice> later = told.stream().skip(1).flatMap(one -> one.notices().stream()).toList();
        assertThat(later).extracting(Notice::rule).containsExactlyInAnyOrder("effect", "hushed", "cause");
    }

    @Test
    void whatIsAcknowledgedKeepsItsNoteAndWhatIsNotThereIsSaidSo() {
        AlertRule rule = rule("r", "g", 0, 0, 0, NoData.CLEAR);
        second(judged(rule, true));
        long id = book.active(now).getFirst().id();
        book.acknowledge(id, "looking");
        second(judged(rule, true));
        assertThat(book.active(now).getFirst().acknowledged()).isTrue();
        book.unacknowledge(id);
        assertThat(book.active(now).getFirst()).matches(alert -> !alert.acknowledged() && alert.note().isEmpty());
        book.acknowledge(id, "looking");
        second(judged(rule, false));
        assertThat(book.ended().getFirst().note()).isEqualTo("looking");
        assertThatThrownBy(() -> book.acknowledge(id, "")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("" + id);
        assertThatThrownBy(() -> book.silence(new Silence(0, "r", "", now, "", ""), now)).hasMessageContaining("later than now");
    }

    @Test
    void moreSeriesThanAreHeldAreCountedAndRefused() {
        AlertRule rule = rule("r", "g", 0, 0, 0, NoData.CLEAR);
        List<Verdict> many = java.util.stream.IntStream.range(0, AlertBook.MOST_TRACKED + 7)
                .mapToObj(i -> new Verdict("s" + i, true, true, true, "")).toList();
        second(new Judged(rule, many));
        assertThat(book.active(now)).hasSize(AlertBook.MOST_TRACKED);
        assertThat(book.refused()).isEqualTo(7);
    }

    /// A day of random rules and conditions: flapping, series that come and go, frames that stall, a wall clock that jumps, and now and then
    /// a restart from what was stored. A model of the rules written the long way says which conditions held.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void inADayOfFlappingEveryTrueConditionIsToldAndNoGroupTwiceInItsInterval(long seed) {
        Random random = new Random(seed);
        List<AlertRule> rules = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            rules.add(rule("r" + i, "g" + (i % 3), random.nextInt(20), random.nextInt(10), random.nextInt(600),
                    i % 2 == 0 ? NoData.CLEAR : NoData.KEEP));
        }
        Map<String, Integer> expected = new HashMap<>();
        Map<String, Model> models = new HashMap<>();
        Map<String, Integer> toldEpisodes = new HashMap<>();
        Map<String, Long> lastOfGroup = new HashMap<>();
        boolean[] on = new boolean[rules.size()];
        long watched = 0;
        for (int frame = 0; frame < 86_400; frame++) {
            long millis = random.nextInt(500) == 0 ? 1 + random.nextInt(120_000) : 1000;
            now = random.nextInt(5_000) == 0 ? now.plusSeconds(random.nextInt(200_000) - 100_000) : now.plusMillis(millis);
            watched += millis;
            if (random.nextInt(3_000) == 0) {
                String stored = Json.write(book.save());
                book = new AlertBook(INTERVAL);
                book.restore(Json.read(stored, AlertBook.Saved.class), now);
            }
            List<Judged> judged = new ArrayList<>();
            for (int i = 0; i < on.length; i++) {
                boolean quietHours = frame > 85_000;
                on[i] = !quietHours && (random.nextInt(i < 3 ? 5 : 60) == 0 ? !on[i] : on[i]);
                boolean data = quietHours || random.nextInt(50) != 0;
                AlertRule rule = rules.get(i);
                judged.add(new Judged(rule, data ? List.of(verdict(on[i])) : List.of()));
                if (models.computeIfAbsent(rule.id(), _ -> new Model()).fires(rule, data ? on[i] : null, millis)) {
                    expected.merge(rule.id(), 1, Integer::sum);
                }
            }
            for (Notification one : book.accept(millis, now, judged)) {
                Long last = lastOfGroup.put(one.group(), watched);
                assertThat(last == null || watched - last >= INTERVAL.toMillis()).isTrue();
                one.notices().forEach(notice -> toldEpisodes.merge(notice.rule(), notice.episodes(), Integer::sum));
            }
        }
        assertThat(expected).isNotEmpty();
        assertThat(toldEpisodes).isEqualTo(expected);
        assertThat(book.active(now)).isEmpty();
    }

    /// The rules of pending and firing, written the long way.
    private static final class Model {
        private boolean firing;
        private long run;

        /// @param on null without data
        boolean fires(AlertRule rule, @Nullable Boolean on, long millis) {
            if (on == null && rule.noData() == NoData.KEEP) {
                return false;
            }
            boolean isOn = Boolean.TRUE.equals(on);
            if (isOn == firing) {
                run = 0;
                return false;
            }
            run += millis;
            Duration needed = firing ? rule.keepFiring() : rule.holdFor();
            if (run < needed.toMillis()) {
                return false;
            }
            firing = isOn;
            run = 0;
            return isOn;
        }
    }
}
