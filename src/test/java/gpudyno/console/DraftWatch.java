package gpudyno.console;

import gpudyno.console.alerts.AlertsPage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.Region;

/// Sees whether what is written in the rule form is replaced by anything but a person. On the JavaFX thread.
final class DraftWatch {
    private static final Set<String> CONFIRMING = Set.of("Discard", "Remove");
    private static final int LEVELS = 5;

    private final TextField title;
    private final TextField condition;
    private final Region form;
    private final List<String> lost = new ArrayList<>();
    private String kept = "";
    private boolean draft;
    private int drafts;
    /// Whether a choice that discards was confirmed since the draft was last looked at.
    private boolean confirmed;

    private DraftWatch(TextField title, TextField condition, Region form) {
        this.title = title;
        this.condition = condition;
        this.form = form;
    }

    static DraftWatch of(AlertsPage page) {
        return Monkey.onScreen(() -> {
            layOut(page.content());
            press(page.content(), "Rule");
            layOut(page.content());
            TextField title = field(page.content(), "Latency over target");
            return new DraftWatch(title, field(page.content(), "latency.p95.ms > 500"), form(title));
        });
    }

    /// What scrolls has its content once it has been laid out, one level at a time.
    private static void layOut(Node page) {
        for (int level = 0; level < LEVELS; level++) {
            page.applyCss();
            ((Parent) page).layout();
        }
    }

    private static Region form(Node inside) {
        Node at = inside;
        while (at.lookup(".primary") == null) {
            at = at.getParent();
        }
        return (Region) at;
    }

    private static TextField field(Node page, String prompt) {
        return page.lookupAll(".text-field").stream().map(TextField.class::cast).filter(one -> prompt.equals(one.getPromptText()))
                .findFirst().orElseThrow();
    }

    private static void press(Node page, String words) {
        page.lookupAll(".segment").stream().map(ToggleButton.class::cast).filter(one -> words.equals(one.getText()))
                .findFirst().orElseThrow().fire();
    }

    private boolean isDraft() {
        return form.lookupAll(".caption").stream().map(Labeled.class::cast).anyMatch(label -> "not saved".equals(label.getText()));
    }

    private String written() {
        return title.getText() + " | " + condition.getText();
    }

    /// Writes as a person does, if nothing is written.
    void write(Random random) {
        if (!isDraft()) {
            title.setText("Mine " + random.nextInt(1000));
            condition.setText("latency.p95.ms > " + random.nextInt(1000));
            drafts++;
        }
        look();
    }

    /// What happened by itself since.
    void live() {
        if (draft && !written().equals(kept) && !confirmed) {
            lost.add("'" + kept + "' became '" + written() + "' by itself");
        }
        look();
    }

    /// What an event did to the draft.
    void check(Monkey.Act act) {
        confirmed |= act.confirms(CONFIRMING);
        if (draft && !written().equals(kept) && !act.typesInto(title) && !act.typesInto(condition) && !confirmed) {
            lost.add("'" + kept + "' became '" + written() + "' by " + act);
        }
        look();
    }

    private void look() {
        if (!written().equals(kept)) {
            confirmed = false;
        }
        kept = written();
        draft = isDraft();
    }

    List<String> lost() {
        return lost;
    }

    int drafts() {
        return drafts;
    }
}
