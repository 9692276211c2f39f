package gpudyno.console.gpu;

import gpudyno.console.kit.ActionButton;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.SegmentedControl;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.feather.Feather;

/// Opens any time that is recorded: the last minutes as the top bar says, the last hours or days, or a moment by its time.
final class PeriodBar extends HBox {
    private static final PseudoClass INVALID = PseudoClass.getPseudoClass("invalid");
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("EEE HH:mm:ss", Locale.ROOT)
            .withZone(ZoneId.systemDefault());

    private final SegmentedControl<Preset> presets = new SegmentedControl<>(List.of(Preset.values()), one -> one.words, Preset.LIVE)
            .explain(one -> one.meaning);
    private final TextField time = new TextField();
    private final Label said = Labels.caption("");
    private final ActionButton back;
    private final Consumer<Period> opened;
    private Duration range = Duration.ofMinutes(15);
    private Period shown = Period.latest(range);

    private enum Preset {
        LIVE("Live", "As long as the range in the top bar", Duration.ZERO),
        SIX_HOURS("6h", "The last six hours", Duration.ofHours(6)),
        DAY("24h", "The last 24 hours", Duration.ofDays(1)),
        WEEK("7d", "The last seven days", Duration.ofDays(7)),
        MOMENT("At", "A moment, by its time", Duration.ZERO);

        private final String words;
        private final String meaning;
        private final Duration length;

        Preset(String words, String meaning, Duration length) {
            this.words = words;
            this.meaning = meaning;
            this.length = length;
        }
    }

    /// @param opened takes what is to be shown
    PeriodBar(Consumer<Period> opened) {
        super(8);
        this.opened = opened;
        setAlignment(Pos.CENTER_LEFT);
        setMinWidth(0);
        time.setPromptText("Go to 02:14, yesterday 02:14");
        time.setPrefWidth(206);
        time.setMinWidth(120);
        time.setAccessibleText("Go to a time");
        time.setOnAction(_ -> goTo());
        time.textProperty().subscribe(_ -> refuse(""));
        back = Buttons.plain("Back to live", () -> presets.selected().set(Preset.LIVE)).with(Feather.SKIP_FORWARD);
        presets.selected().addListener((_, before, chosen) -> choose(before, chosen));
        presets.setMinWidth(USE_PREF_SIZE);
        said.setMinWidth(0);
        getChildren().addAll(presets, time, said, Labels.spacer(), back);
        show(shown);
    }

    private void choose(Preset before, Preset chosen) {
        if (chosen != Preset.MOMENT) {
            refuse("");
            opened.accept(Period.latest(length(chosen)));
        } else if (!goTo()) {
            // Nothing was opened, so what was chosen before still is; not while the choice is still being told.
            Platform.runLater(() -> presets.selected().set(before));
            time.requestFocus();
        }
    }

    private Duration length(Preset preset) {
        return preset.length.isZero() ? range : preset.length;
    }

    /// @return whether the field held a time that is recorded
    private boolean goTo() {
        try {
            Instant moment = WrittenTime.parse(time.getText(), ZonedDateTime.now(ZoneId.systemDefault()));
            refuse("");
            Period wanted = Period.around(moment, range);
            if (!wanted.equals(shown)) {
                shown = wanted;
                opened.accept(wanted);
            }
            presets.selected().set(Preset.MOMENT);
            return true;
        } catch (IllegalArgumentException e) {
            refuse(String.valueOf(e.getMessage()));
            return false;
        }
    }

    private void refuse(String reason) {
        time.pseudoClassStateChanged(INVALID, !reason.isEmpty());
        time.setAccessibleHelp(reason.isEmpty() ? null : reason);
        said.setText(reason.isEmpty() ? words(shown, Instant.now()) : reason);
    }

    /// The range of the top bar, from now on.
    ///
    /// @return what is to be shown with it
    Period range(Duration length) {
        range = length;
        return shown.isLive() ? Period.latest(length(presets.selected().get())) : new Period(length, shown.moment());
    }

    void show(Period now) {
        shown = now;
        boolean live = now.isLive() && presets.selected().get() == Preset.LIVE;
        back.setVisible(!live);
        back.setManaged(!live);
        refuse("");
    }

    private static String words(Period period, Instant now) {
        return period.moment().map(at -> CLOCK.format(at) + ", " + Formats.ago(Duration.between(at, now)))
                .orElse("The last " + Formats.span(period.length()));
    }
}
