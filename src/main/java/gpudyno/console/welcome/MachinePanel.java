package gpudyno.console.welcome;

import gpudyno.console.kit.ActionButton;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.Clipboards;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Icons;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.LoadingBars;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.Status;
import gpudyno.console.welcome.WelcomeViewModel.Look;
import gpudyno.model.machine.Finding;
import gpudyno.model.machine.Machine;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// What was found on the node's machine and what that allows.
final class MachinePanel {
    private static final double SUBJECT = 96;

    private final WelcomeViewModel model;
    private final Panel panel = new Panel("Found on this machine");
    private final VBox rows = new VBox();
    private final Label count = Labels.caption("");
    private final ActionButton again;
    private final ActionButton copy;

    MachinePanel(WelcomeViewModel model) {
        this.model = model;
        again = Buttons.text("Look again", model::look).with(Feather.REFRESH_CW, 12).small();
        copy = Buttons.link("Copy", this::copy);
        HBox foot = new HBox(8, count, Labels.spacer(), copy);
        foot.setAlignment(Pos.CENTER_LEFT);
        foot.getStyleClass().add("machine-foot");
        Region rest = new Region();
        VBox.setVgrow(rest, Priority.ALWAYS);
        panel.trailing(again).flush(new VBox(rows, rest, foot));
        draw();
    }

    Panel node() {
        return panel;
    }

    void draw() {
        Optional<Look> look = model.machine().get();
        Optional<Machine> machine = look.flatMap(Look::machine);
        boolean looking = look.filter(Look::underWay).isPresent();
        again.unavailable(looking ? "It is being looked for" : model.node().isEmpty() ? "The node is starting" : null);
        copy.unavailable(machine.isEmpty() ? "Nothing was found yet" : null);
        panel.subtitle(machine.map(found -> "in " + Formats.number(found.took().toMillis() / 1e3) + " s").orElse(""));
        if (machine.isPresent()) {
            rows.getChildren().setAll(machine.get().findings().stream().map(MachinePanel::row).toList());
            long ready = machine.get().findings().stream().filter(one -> one.state() == Finding.State.READY).count();
            count.setText(ready + " of " + machine.get().findings().size() + " ready. The same as gpudyno doctor");
        } else if (looking || look.isEmpty()) {
            rows.getChildren().setAll(new LoadingBars());
            count.setText("");
        } else {
            Label failed = Labels.muted("The machine could not be looked at: " + look.get().failure());
            failed.setWrapText(true);
            failed.getStyleClass().add("machine-row");
            rows.getChildren().setAll(failed);
            count.setText("");
        }
    }

    private static HBox row(Finding finding) {
        FontIcon mark = switch (finding.state()) {
            case READY -> Icons.of(Feather.CHECK, 14, Status.SUCCESS);
            case LIMITED -> Icons.of(Feather.ALERT_TRIANGLE, 14, Status.WARNING);
            case ABSENT -> Icons.of(Feather.X, 14);
        };
        mark.setAccessibleText(finding.state().name());
        Label subject = Labels.muted(finding.subject());
        subject.setMinWidth(SUBJECT);
        subject.setMaxWidth(SUBJECT);
        VBox words = new VBox(1, Labels.strong(finding.found()), Labels.caption(finding.meaning()));
        words.setMinWidth(0);
        HBox row = new HBox(10, mark, subject, words);
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().add("machine-row");
        return row;
    }

    private void copy() {
        model.machine().get().flatMap(Look::machine).ifPresent(machine -> Clipboards.copy(machine.findings().stream()
                .map(one -> one.state() + "\t" + one.subject() + "\t" + one.found() + "\t" + one.meaning())
                .collect(Collectors.joining("\n"))));
    }
}
