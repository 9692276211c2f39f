package gpudyno.console.load;

import gpudyno.console.frame.NodeViewModel;
import gpudyno.console.kit.ActionMenu;
import gpudyno.console.kit.FormField;
import gpudyno.node.Node;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.scene.control.CheckBox;
import javafx.scene.control.CustomMenuItem;

/// The nodes that send a run: the chosen one alone, or several together.
final class GeneratorsField {
    private static final String ALONE = "This node";

    private final ActionMenu menu = new ActionMenu(ALONE);
    private final FormField field = new FormField("Generators", menu);
    private final Runnable changed;
    private final Set<NodeViewModel> ticked = new LinkedHashSet<>();
    private List<NodeViewModel> known = List.of();
    private Optional<NodeViewModel> own = Optional.empty();

    /// @param changed called when another choice was made
    GeneratorsField(Runnable changed) {
        this.changed = changed;
        menu.setMaxWidth(Double.MAX_VALUE);
        menu.setAccessibleText("Generators");
    }

    javafx.scene.Node node() {
        return field;
    }

    /// Whether there is anything to choose.
    boolean offers() {
        return known.size() > 1;
    }

    /// @param all nodes of the window
    /// @param chosen the one whose page this is
    void offer(List<NodeViewModel> all, Optional<NodeViewModel> chosen) {
        if (all.equals(known) && chosen.equals(own)) {
            return;
        }
        known = List.copyOf(all);
        own = chosen;
        ticked.retainAll(known);
        menu.getItems().setAll(known.stream().map(this::item).toList());
        say();
        changed.run();
    }

    private CustomMenuItem item(NodeViewModel one) {
        CheckBox box = new CheckBox(own.filter(one::equals).isPresent() ? one.name() + " (this node)" : one.name());
        box.setSelected(ticked.contains(one));
        box.setOnAction(_ -> {
            if (box.isSelected()) {
                ticked.add(one);
            } else {
                ticked.remove(one);
            }
            say();
            changed.run();
        });
        // Several are chosen in one go, so a click leaves the menu open.
        return new CustomMenuItem(box, false);
    }

    private void say() {
        menu.setText(isAlone()
                ? ALONE
                : ticked.size() <= 2
                        ? ticked.stream().map(NodeViewModel::name).collect(Collectors.joining(", "))
                        : ticked.size() + " nodes");
    }

    private boolean isAlone() {
        return ticked.isEmpty() || own.filter(one -> ticked.size() == 1 && ticked.contains(one)).isPresent();
    }

    /// Those that send, by name; empty where the chosen node alone does.
    SequencedMap<String, Node> chosen() {
        SequencedMap<String, Node> chosen = new LinkedHashMap<>();
        if (!isAlone()) {
            ticked.forEach(one -> chosen.put(one.name(), one.node()));
        }
        return chosen;
    }

    /// Why the form makes no run for them; empty if it does.
    void refuse(String reason) {
        field.error(reason);
    }
}
