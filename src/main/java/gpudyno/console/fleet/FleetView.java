package gpudyno.console.fleet;

import gpudyno.console.fleet.FleetChoice.Filter;
import gpudyno.console.kit.ActionButton;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.EmptyState;
import gpudyno.console.kit.InlineError;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.PageScroll;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.SegmentedControl;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// The page's panels: six figures, the table with its filters, and under it what is done with the ticked nodes.
final class FleetView extends StackPane {
    private static final double GAP = 12;
    private static final double DRAWER = 190;
    private static final double LEAST_TABLE = 260;
    private static final double BAR = 720;
    private static final String NONE = "none";

    private final Uses uses;
    private final FleetCards cards = new FleetCards();
    private final Panel panel = new Panel("Nodes");
    private final FleetTable table;
    private final TextField search = new TextField();
    private final ToggleGroup filters = new ToggleGroup();
    private final Map<Filter, ToggleButton> chips = new EnumMap<>(Filter.class);
    private final StackPane failure = new StackPane();
    private final HBox sources = new HBox();
    private final StackPane groups = new StackPane();
    private final VBox page = new VBox(GAP);
    private final Label ticked = Labels.muted("");
    private final ActionButton compare;
    private final ActionButton set;
    private final ActionButton copy;
    private final ActionButton load;
    private final EmptyState alone;
    private List<String> labels = List.of();
    private Subscription choosing = Subscription.EMPTY;
    private FleetChoice choice = FleetChoice.ALL;
    private @Nullable Region drawer;

    /// What the page does for its user.
    interface Uses extends FleetTable.Uses {
        void chosen(FleetChoice choice);

        /// Whether nodes are read from the server, or those that are attached are shown.
        void fromServer(boolean now);

        void retry();

        void compare();

        void set();

        void copyKnobs();

        void runLoad();

        void attach();
    }

    /// @param server where nodes can be read from instead, for people; empty where there is none
    FleetView(Uses uses, Optional<String> server) {
        this.uses = uses;
        table = new FleetTable(uses);
        setMinSize(0, 0);
        compare = Buttons.primary("Compare", uses::compare).with(Feather.REPEAT);
        set = Buttons.plain("Set…", uses::set);
        copy = Buttons.plain("Copy knobs…", uses::copyKnobs);
        load = Buttons.plain("Run load on both", uses::runLoad);
        alone = new EmptyState(
                "One node so far. Others are attached by the line that gpudyno node --print-pairing prints beside their GPU.",
                Buttons.primary("Attach a node", uses::attach));
        panel.trailing(ticked, compare, set, copy, load, Buttons.plain("Attach a node", uses::attach).with(Feather.PLUS));
        VBox body = new VBox(bar(), table);
        VBox.setVgrow(table, Priority.ALWAYS);
        body.setMinSize(0, 0);
        panel.flush(body);
        panel.setMinHeight(LEAST_TABLE);
        VBox.setVgrow(panel, Priority.ALWAYS);
        page.getStyleClass().add("page");
        page.getChildren().addAll(cards, failure, panel);
        failed("");
        server.ifPresent(this::offerSource);
        getChildren().add(new PageScroll(page));
        tick(List.of(), false);
    }

    private HBox bar() {
        search.setPromptText("Name, label, version, model…");
        search.setAccessibleText("Filter nodes");
        search.setPrefWidth(210);
        search.setMinWidth(120);
        search.textProperty().subscribe(text -> choose(choice.text(text)));
        FlowPane row = new FlowPane(8, 6);
        row.setPrefWrapLength(BAR);
        row.setAlignment(Pos.CENTER_LEFT);
        row.getChildren().add(search);
        for (Filter filter : Filter.values()) {
            ToggleButton chip = new ToggleButton(filter.title());
            chip.getStyleClass().setAll("filter-chip");
            chip.setToggleGroup(filters);
            chip.setSelected(filter == Filter.ALL);
            chip.setOnAction(_ -> {
                // A press on the chosen one would otherwise unselect it.
                chip.setSelected(true);
                choose(choice.filter(filter));
            });
            chips.put(filter, chip);
            row.getChildren().add(chip);
        }
        HBox.setHgrow(row, Priority.ALWAYS);
        row.setMinWidth(0);
        HBox grouping = new HBox(8, sources, Labels.muted("Group by label"), groups);
        grouping.setAlignment(Pos.CENTER_RIGHT);
        grouping.setMinWidth(USE_PREF_SIZE);
        HBox bar = new HBox(12, row, grouping);
        bar.setAlignment(Pos.CENTER_LEFT);
        bar.setMinHeight(USE_PREF_SIZE);
        bar.getStyleClass().add("fleet-bar");
        return bar;
    }

    private void choose(FleetChoice now) {
        if (!now.equals(choice)) {
            choice = now;
            uses.chosen(now);
        }
    }

    /// @param when the frames are of, for people
    /// @param attached whether the nodes are those that the console is attached to
    void show(FleetPicture picture, double[] throughputs, String when, boolean attached) {
        cards.show(picture, throughputs);
        panel.subtitle(when);
        picture.counts().forEach((filter, count) -> {
            ToggleButton chip = chips.get(filter);
            if (chip != null) {
                chip.setText(filter.title() + "  " + count);
            }
        });
        offer(picture.labels());
        table.show(picture.lines());
        boolean single = attached && picture.nodes().size() < 2;
        if (single && !page.getChildren().contains(alone)) {
            page.getChildren().add(alone);
        } else if (!single) {
            page.getChildren().remove(alone);
        }
    }

    private void offer(List<String> keys) {
        if (keys.equals(labels) && !groups.getChildren().isEmpty()) {
            return;
        }
        labels = keys;
        List<String> segments = new ArrayList<>(List.of(NONE));
        segments.addAll(keys);
        String chosen = keys.contains(choice.group()) ? choice.group() : NONE;
        SegmentedControl<String> control = new SegmentedControl<>(segments, label -> label, chosen);
        choosing.unsubscribe();
        choosing = control.selected().subscribe((_, label) -> choose(choice.group(label.equals(NONE) ? "" : label)));
        groups.getChildren().setAll(control);
    }

    /// Groups by a label from now on, as soon as nodes differ by it.
    void group(String label) {
        choice = choice.group(label);
        groups.getChildren().clear();
    }

    /// @param names of the ticked nodes
    /// @param attached whether something can be done on all of them
    void tick(List<String> names, boolean attached) {
        ticked.setText(names.isEmpty() ? "" : names.size() + " selected");
        compare.unavailable(names.size() == 2 ? null : "Tick two nodes to compare them");
        String none = names.isEmpty() ? "Tick the nodes to change" : attached ? null : "Only attached nodes can be changed";
        set.unavailable(none);
        copy.unavailable(none != null ? none : names.size() < 2 ? "Tick two nodes or more" : null);
        load.unavailable(none != null ? none : names.size() == 2 ? null : "Tick two nodes");
    }

    private void offerSource(String server) {
        SegmentedControl<Boolean> source = new SegmentedControl<>(List.of(true, false), read -> read ? "Prometheus" : "Attached", true)
                .explain(read -> read ? "All nodes that " + server + " has scraped" : "The nodes that this console is attached to");
        source.selected().subscribe((_, read) -> uses.fromServer(read));
        sources.getChildren().setAll(source);
    }

    /// Why the server gave no figures; empty once it does.
    void failed(String why) {
        boolean now = !why.isEmpty();
        if (now) {
            failure.getChildren().setAll(new Panel("Prometheus", new InlineError("The fleet could not be read", why, why, uses::retry)));
        }
        failure.setVisible(now);
        failure.setManaged(now);
    }

    void range(String range) {
        table.range(range);
    }

    void untick() {
        table.untick();
    }

    /// What stands under the table; empty for nothing.
    void drawer(Optional<Region> now) {
        if (drawer != null) {
            page.getChildren().remove(drawer);
        }
        drawer = now.orElse(null);
        now.ifPresent(region -> {
            region.getStyleClass().add("fleet-drawer");
            region.setMinHeight(DRAWER);
            region.setPrefHeight(DRAWER);
            region.setMaxHeight(DRAWER);
            page.getChildren().add(region);
        });
    }
}
