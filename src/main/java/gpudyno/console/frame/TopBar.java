package gpudyno.console.frame;

import gpudyno.console.kit.ActionButton;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.HealthChip;
import gpudyno.console.kit.Icons;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.SearchBox;
import gpudyno.console.kit.SegmentedControl;
import gpudyno.console.kit.Theme;
import gpudyno.console.page.TimeRange;
import gpudyno.model.target.Profile;
import gpudyno.model.target.Profiles;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// The chosen node and its health; what it is judged by; the range of charts, pause, commands and theme.
final class TopBar extends HBox {
    private static final double PAUSE = 94;

    private final Label name = Labels.title("");
    private final Label hardware = Labels.caption("");
    private final HealthChip health = new HealthChip(HealthChip.Health.STALE);
    private final MenuButton targets = new MenuButton("Targets", Icons.of(Feather.FLAG, 14));
    private final SearchBox commands;

    TopBar(Workbench bench, Consumer<String> setTargets, Consumer<String> command) {
        super(12);
        getStyleClass().add("top-bar");
        setMinWidth(0);
        setAlignment(Pos.CENTER_LEFT);
        VBox node = new VBox(name, hardware);
        node.setAlignment(Pos.CENTER_LEFT);
        node.setMinWidth(0);
        for (Profile profile : Profiles.SHIPPED) {
            MenuItem item = new MenuItem(profile.title() + " · " + profile.label());
            item.setOnAction(_ -> setTargets.accept(profile.id()));
            targets.getItems().add(item);
        }
        targets.setMinWidth(USE_PREF_SIZE);
        SegmentedControl<TimeRange> range = new SegmentedControl<>(List.of(TimeRange.values()), TimeRange::label, bench.range().get());
        range.selected().bindBidirectional(bench.range());
        range.setMinWidth(USE_PREF_SIZE);
        commands = new SearchBox("Search or run command", "Ctrl K", command);
        getChildren().addAll(node, health, Labels.spacer(), targets, range, pause(bench), commands, theme(bench));
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

    SearchBox commands() {
        return commands;
    }

    void show(Optional<NodeViewModel> node) {
        Optional<Facts> facts = node.flatMap(chosen -> chosen.facts().get());
        name.setText(node.map(NodeViewModel::name).orElse("No node"));
        hardware.setText(facts.map(now -> now.info().hardware()).orElse(""));
        node.ifPresent(chosen -> health.show(chosen.health()));
        facts.ifPresent(now -> {
            Profile profile = Profiles.byId(now.targets());
            targets.setText("Targets: " + profile.title() + " · " + profile.label());
        });
        targets.setDisable(node.filter(chosen -> chosen.reach().get().connected()).isEmpty());
        health.setVisible(facts.isPresent());
    }

    /// Under 1320 px the command box is an icon.
    void compact(boolean now) {
        commands.compact(now);
    }
}
