package gpudyno.console.gpu;

import gpudyno.console.kit.Chip;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.MeterCard;
import gpudyno.console.kit.Status;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// What lowers the clocks now, what else could, and what did last.
final class ThrottleCard {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneId.systemDefault());
    /// More would not fit; those that hold come first.
    private static final int CHIPS = 4;
    /// Below this width two chips and no more stand side by side.
    private static final double NARROW = 200;

    private final FlowPane chips = new FlowPane(6, 5);
    private final Label last = Labels.caption("");
    private final VBox card = new VBox(4, Labels.muted("Throttle reasons"), chips, last);
    private List<String> shown = List.of();

    ThrottleCard() {
        card.getStyleClass().add("meter-card");
        card.setMinWidth(0);
        chips.setPrefWrapLength(100);
    }

    Region card() {
        return card;
    }

    void show(Picture picture) {
        List<ThrottleReason> told = picture.told();
        if (told.isEmpty()) {
            put(List.of());
            last.setText(MeterCard.ABSENT);
            return;
        }
        List<ThrottleReason> active = told.stream().filter(reason -> picture.figures().of(reason.meter()).orElse(0) > 0).toList();
        List<Chip> all = new ArrayList<>();
        if (active.isEmpty()) {
            all.add(new Chip(picture.stale() ? Status.NEUTRAL : Status.SUCCESS, "None active").dot());
        }
        active.forEach(reason -> all.add(
                new Chip(picture.stale() || !reason.bounds() ? Status.NEUTRAL : Status.WARNING, reason.title()).dot()));
        told.stream().filter(reason -> !active.contains(reason) && reason.bounds())
                .limit(Math.max(0, (card.getWidth() < NARROW ? CHIPS - 1 : CHIPS) - all.size()))
                .forEach(reason -> all.add(new Chip(Status.NEUTRAL, reason.title()).outline()));
        put(all);
        last.setText(picture.last().map(held -> "Last: " + held.reason().title().toLowerCase(Locale.ROOT).replace("hw ", "HW ") + ", "
                + CLOCK.format(held.from()) + ", " + Formats.span(held.length())).orElse("None in the range shown"));
    }

    /// Only what changed: a chip that is made anew blinks.
    private void put(List<Chip> all) {
        List<String> now = all.stream().map(chip -> chip.getText() + chip.getStyleClass() + chip.getPseudoClassStates()).toList();
        if (!now.equals(shown)) {
            shown = now;
            chips.getChildren().setAll(all);
        }
    }
}
