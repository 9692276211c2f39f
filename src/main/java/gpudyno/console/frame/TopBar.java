package gpudyno.console.frame;

import gpudyno.console.kit.ActionButton;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.HealthChip;
import gpudyno.console.kit.Icons;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.SearchBox;
import gpudyno.console.kit.SegmentedControl;
import gpudyno.console.kit.Status;
import gpudyno.console.kit.TargetWords;
import gpudyno.console.kit.Theme;
import gpudyno.console.page.Heading;
import gpudyno.console.page.TimeRange;
import gpudyno.model.target.Profile;
import gpudyno.model.target.Profiles;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.CustomMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// The chosen node and its health; what it is judged by; the range of charts, pause, commands and theme.
final class TopBar extends HBox {
    private static final double PAUSE = 94;
    private static final double MENU_WIDTH = 520;

    private final Label name = Labels.title("");
    private final Label hardware = Labels.caption("");
    private final HealthChip health = new HealthChip(HealthChip.Health.STALE);
    private final MenuButton targets = new MenuButton("Targets", Icons.of(Feather.FLAG, 14));
    private final SearchBox commands;
    /// The profile the node is judged by; null until it has told.
    private @Nullable Profile inForce;

    TopBar(Workbench bench, Consumer<String> setTargets, Runnable search) {
        super(12);
        getStyleClass().add("top-bar");
        setMinWidth(0);
        setAlignment(Pos.CENTER_LEFT);
        VBox node = new VBox(name, hardware);
        node.setAlignment(Pos.CENTER_LEFT);
        node.setMinWidth(0);
        Label meaning = Labels.muted("What this node's tiles, health and runs are judged by. The percentages are names, not measurements.");
        meaning.setWrapText(true);
        meaning.setPrefWidth(MENU_WIDTH);
        targets.getItems().add(new CustomMenuItem(meaning, false));
        targets.getItems().add(new SeparatorMenuItem());
        for (Profile profile : Profiles.SHIPPED) {
            RadioMenuItem item = new RadioMenuItem();
            Label bounds = Labels.muted(capitalised(TargetWords.bounds(profile)));
            item.setGraphic(new VBox(Labels.strong(profile.name()), bounds));
            item.setUserData(profile);
            item.setOnAction(_ -> {
                // The node tells what it is judged by from now on; until then the tick stays where it was.
                tick();
                setTargets.accept(profile.id());
            });
            targets.getItems().add(item);
        }
        targets.setMinWidth(USE_PREF_SIZE);
        SegmentedControl<TimeRange> range = new SegmentedControl<>(List.of(TimeRange.values()), TimeRange::label, bench.range().get());
        range.selected().bindBidirectional(bench.range());
        range.setMinWidth(USE_PREF_SIZE);
        commands = new SearchBox("Search or run command", "Ctrl K", search);
        getChildren().addAll(node, health, Labels.spacer(), targets, range, pause(bench), commands, theme(bench));
    }

    private void tick() {
        targets.getItems().stream().filter(RadioMenuItem.class::isInstance).map(RadioMenuItem.class::cast)
                .forEach(item -> item.setSelected(Objects.equals(item.getUserData(), inForce)));
    }

    private static String capitalised(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private static ActionButton pause(Workbench bench) {
        ActionButton pause = Buttons.plain("Pause", () -> bench.togglePause(Instant.now())).with(Feather.PAUSE);
        // As wide for either word.
        pause.setPrefWidth(PAUSE);
        bench.pausedAt().subscribe(since -> {
            pause.setText(since.isPresent() ? "Resume" : "Pause");
            pause.with(since.isPresent() ? Feather.PLAY : Feather.PAUSE);
        });
        return pause;
    }

    private static ActionButton theme(Workbench bench) {
        ActionButton button = Buttons.icon(Feather.SUN, "Light theme", () -> bench.theme().set(bench.theme().get().other()));
        bench.theme().subscribe(theme -> {
            button.setGraphic(Icons.of(theme == Theme.DARK ? Feather.SUN : Feather.MOON));
            button.setAccessibleText(theme == Theme.DARK ? "Light theme" : "Dark theme");
        });
        return button;
    }

    /// @param page what it says of itself; empty for a page that is about the node
    void show(Optional<NodeViewModel> node, Optional<Heading> page) {
        Optional<Facts> facts = node.flatMap(chosen -> chosen.facts().get());
        name.setText(page.map(Heading::title).or(() -> node.map(NodeViewModel::name)).orElse("No node"));
        hardware.setText(page.map(Heading::line).or(() -> facts.map(now -> now.info().hardware())).orElse(""));
        page.ifPresentOrElse(head -> health.show(Status.DANGER, head.trouble()),
                () -> node.ifPresent(chosen -> health.show(chosen.health())));
        facts.ifPresentOrElse(now -> {
            Profile profile = Profiles.named(now.targets());
            targets.setText("Targets: " + profile.name());
            if (!profile.equals(inForce)) {
                inForce = profile;
                targets.setTooltip(new Tooltip("The node is judged by " + profile.name() + ": " + TargetWords.bounds(profile)));
            }
            tick();
        }, () -> {
            inForce = null;
            targets.setText("Targets");
            targets.setTooltip(null);
            tick();
        });
        targets.setDisable(node.filter(chosen -> chosen.reach().get().connected()).isEmpty());
        health.setVisible(page.map(head -> !head.trouble().isEmpty()).orElse(facts.isPresent()));
    }

    /// Under 1320 px the command box is an icon.
    void compact(boolean now) {
        commands.compact(now);
    }
}
