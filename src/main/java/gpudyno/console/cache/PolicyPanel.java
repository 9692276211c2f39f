package gpudyno.console.cache;

import gpudyno.console.kit.Chip;
import gpudyno.console.kit.EmptyState;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.KeyValueRow;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.MeterBar;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.SegmentedControl;
import gpudyno.console.kit.Status;
import gpudyno.model.cache.CacheBoard;
import gpudyno.model.cache.CachePolicy;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// Which policy the cache follows, what each would have hit, and the choice between them.
final class PolicyPanel {
    private static final String FREQUENT = "w-tinylfu";
    private static final String RECENT = "lru";
    private static final List<String> CHOICES = List.of("adaptive", FREQUENT, RECENT);

    private final Panel panel = new Panel("Policy").subtitle("L1, hits on a sample");
    private final SegmentedControl<String> choice = new SegmentedControl<>(CHOICES, PolicyPanel::name, CHOICES.getFirst()).fill()
            .explain(PolicyPanel::meaning);
    private final KeyValueRow frequent = new KeyValueRow(name(FREQUENT), Formats.NONE);
    private final MeterBar frequentBar = new MeterBar();
    private final KeyValueRow recent = new KeyValueRow(name(RECENT), Formats.NONE);
    private final MeterBar recentBar = new MeterBar();
    private final Label past = Labels.caption("");
    private final Node body;
    /// What the node told last; a choice of it turns nothing.
    private String configured = CHOICES.getFirst();

    /// @param turn sets the knob `cache.policy`
    PolicyPanel(Consumer<String> turn) {
        past.setMinHeight(Region.USE_PREF_SIZE);
        body = new VBox(7, choice, new VBox(3, frequent, frequentBar), new VBox(3, recent, recentBar), past);
        choice.selected().subscribe(chosen -> {
            if (!chosen.equals(configured)) {
                turn.accept(chosen);
            }
        });
    }

    private static String name(String policy) {
        return switch (policy) {
            case FREQUENT -> "W-TinyLFU";
            case RECENT -> "LRU";
            default -> "Adaptive";
        };
    }

    private static String meaning(String policy) {
        return switch (policy) {
            case FREQUENT -> "Keeps what is asked for often";
            case RECENT -> "Keeps what was asked for last";
            default -> "Follows the one that hits more of a sample of the keys";
        };
    }

    Panel panel() {
        return panel;
    }

    /// @param reason why nothing can be asked of the node; empty while it answers
    void away(String reason) {
        choice.setDisable(!reason.isEmpty());
    }

    void show(CacheBoard board) {
        CachePolicy policy = board.policy();
        if (policy == null || !board.on()) {
            panel.trailing()
                    .content(new EmptyState(policy == null ? "A simulated node keeps no entries." : "Shown while the cache is on."));
            return;
        }
        configured = policy.configured();
        choice.selected().set(configured);
        panel.trailing(
                policy.moving() ? new Chip(Status.WARNING, "moving").dot() : new Chip(Status.SUCCESS, name(policy.followed())).dot());
        show(policy, FREQUENT, frequent, frequentBar);
        show(policy, RECENT, recent, recentBar);
        past.setText(past(policy));
        panel.content(body);
    }

    private static void show(CachePolicy policy, String id, KeyValueRow row, MeterBar bar) {
        Double hits = policy.hitPercent().get(id);
        row.value(hits == null ? Formats.NONE : Formats.percent(hits) + " %");
        bar.show(hits == null ? 0 : hits / 100, id.equals(policy.followed()) ? Status.ACCENT : Status.NEUTRAL);
    }

    private static String past(CachePolicy policy) {
        Long last = policy.switchedSecondsAgo();
        String times = policy.switches() == 1 ? "once" : Formats.count(policy.switches()) + " times";
        return last == null
                ? "Never switched; shadows of " + policy.sampleKeys() + " keys"
                : "Switched " + times + ", last " + Formats.ago(Duration.ofSeconds(last));
    }
}
