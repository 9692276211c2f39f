package gpudyno.console.settings;

import gpudyno.console.frame.Facts;
import gpudyno.console.frame.NodeViewModel;
import gpudyno.console.frame.Workbench;
import gpudyno.console.kit.Chip;
import gpudyno.console.kit.Columns;
import gpudyno.console.kit.DataTable;
import gpudyno.console.kit.Dialogs.Confirmation;
import gpudyno.console.kit.FormField;
import gpudyno.console.kit.KeyValueRow;
import gpudyno.console.kit.KnobWords;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.SegmentedControl;
import gpudyno.console.kit.Status;
import gpudyno.console.kit.Theme;
import gpudyno.console.page.Findable;
import gpudyno.console.page.Findable.Item;
import gpudyno.console.page.Kind;
import gpudyno.console.page.Page;
import gpudyno.console.page.TimeRange;
import gpudyno.model.knob.ChangeCost;
import gpudyno.model.knob.Knob;
import gpudyno.model.knob.KnobChange;
import gpudyno.model.knob.KnobState;
import gpudyno.model.node.Readiness;
import gpudyno.node.Node;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/// Every knob with its range, help and cost; the theme; where settings lie; what the ten modules do.
public final class SettingsPage implements Page {
    private static final double LEAST_MODULES = 140;

    private final Workbench bench;
    private final DataTable<KnobState> knobs = new DataTable<>("The node names no knobs.");
    private final DataTable<Readiness> readiness = new DataTable<Readiness>("The node says nothing of its modules yet.").rowHeight(36);
    private final KnobEditor editor;
    private final HBox root;
    private final KeptRecords kept;
    private final SegmentedControl<Part> part = new SegmentedControl<>(List.of(Part.values()), one -> one.word, Part.READINESS);
    private @Nullable Node inView;
    private Subscription listening = Subscription.EMPTY;
    /// The knob that is to be shown once the node has told of it; empty for none.
    private String wanted = "";

    /// What the upper right panel shows.
    private enum Part {
        READINESS("Readiness", "Modules"),
        KEPT("What is kept", "History");

        private final String title;
        private final String word;

        Part(String title, String word) {
            this.title = title;
            this.word = word;
        }
    }

    public SettingsPage(Workbench bench, Path configFolder) {
        this.bench = bench;
        knobs.getColumns().add(Columns.fixed(Columns.mono("Knob", state -> state.knob().id()), 180));
        knobs.getColumns().add(Columns.fixed(
                Columns.right("Now", state -> KnobWords.value(state.knob(), state.value()), _ -> false), 92));
        knobs.getColumns().add(Columns.muted("Allowed", state -> KnobWords.range(state.knob())));
        knobs.getColumns().add(Columns.fixed(Columns.muted("Costs", state -> KnobWords.shortCost(state.knob().cost())), 60));
        knobs.getStyleClass().add("tight");
        editor = new KnobEditor(this::ask);
        knobs.keyedBy(state -> state.knob().id()).onChoice(editor::choose);
        readiness.getColumns().add(Columns.text("Module", item -> item.module().title()));
        readiness.getColumns().add(Columns.fixed(Columns.node("State", SettingsPage::chip), 84));
        readiness.getColumns().add(Columns.muted("Evidence", Readiness::evidence));
        bench.unavailable().subscribe(editor::unavailable);
        SegmentedControl<Theme> theme = new SegmentedControl<>(List.of(Theme.values()), name -> name == Theme.DARK ? "Dark" : "Light",
                bench.theme().get());
        theme.selected().bindBidirectional(bench.theme());
        Panel knobPanel = grow(new Panel("Knobs").flush(knobs));
        VBox left = grow(new VBox(12, knobPanel, keepHeight(new Panel("Turn a knob", editor))));
        kept = new KeptRecords(bench);
        Panel modules = grow(new Panel("Readiness").flush(readiness));
        modules.trailing(part);
        part.selected().subscribe(shown -> {
            modules.title(shown.title);
            modules.flush(shown == Part.READINESS ? readiness : kept);
            readKept();
        });
        // In a low window the list of modules scrolls, so that what stands under it is seen.
        modules.setMinHeight(LEAST_MODULES);
        VBox right = new VBox(12, modules, keepHeight(new FleetServerPanel(bench.fleetServer(), configFolder).node()),
                keepHeight(new Panel("Window",
                        new VBox(12, new FormField("Theme", theme), new KeyValueRow("Settings folder", configFolder.toString())))));
        right.setMinWidth(400);
        right.setPrefWidth(400);
        root = new HBox(12, left, right);
        root.getStyleClass().add("page");
    }

    /// A look at the store takes the node some work, so it is only taken for one who sees it.
    private void readKept() {
        Node of = inView;
        if (of != null && part.selected().get() == Part.KEPT) {
            kept.read(of);
        }
    }

    private static <R extends javafx.scene.layout.Region> R grow(R region) {
        HBox.setHgrow(region, Priority.ALWAYS);
        VBox.setVgrow(region, Priority.ALWAYS);
        return region;
    }

    private static Panel keepHeight(Panel panel) {
        panel.setMinHeight(Region.USE_PREF_SIZE);
        return panel;
    }

    private static Chip chip(Readiness item) {
        return switch (item.state()) {
            case OFF -> new Chip(Status.NEUTRAL, "Off").outline();
            case LEARNING -> new Chip(Status.ACCENT, "Learning");
            case WORKING -> new Chip(Status.SUCCESS, "Working");
            case DEGRADED -> new Chip(Status.WARNING, "Degraded");
        };
    }

    private void show(Facts told) {
        if (!told.knobs().equals(knobs.rows())) {
            show(told.knobs());
        }
        if (!told.readiness().equals(readiness.rows())) {
            readiness.show(told.readiness());
        }
    }

    /// Newer values of the knobs. The first is chosen until a person chooses another.
    void show(List<KnobState> states) {
        knobs.show(states);
        editor.shown().ifPresent(before -> states.stream().filter(state -> state.knob().id().equals(before.knob().id())).findFirst()
                .ifPresent(editor::follow));
        if (editor.shown().isEmpty() && wanted.isEmpty() && !states.isEmpty()) {
            wanted = states.getFirst().knob().id();
        }
        openWanted();
    }

    /// Shows a knob, also one that is told of only later.
    public void choose(String knob) {
        wanted = knob;
        openWanted();
    }

    private void openWanted() {
        knobs.rows().stream().filter(state -> state.knob().id().equals(wanted)).findFirst().ifPresent(state -> {
            wanted = "";
            knobs.select(state);
            knobs.scrollTo(state);
            editor.choose(state);
        });
    }

    private void ask(KnobState state, Object value) {
        Optional<NodeViewModel> chosen = bench.node().get();
        if (chosen.isEmpty()) {
            editor.refused("No node is chosen");
            return;
        }
        Node node = chosen.get().node();
        Knob knob = state.knob();
        bench.dialogs().confirm(new Confirmation("Turn " + knob.id() + " to " + KnobWords.value(knob, value) + "?",
                "It stands at " + KnobWords.value(knob, state.value()) + ". " + KnobWords.cost(knob.cost()) + " Undo puts it back.",
                "Turn", knob.cost() == ChangeCost.RESTART), () -> turn(node, knob, value, true));
    }

    private void turn(Node node, Knob knob, Object value, boolean undoable) {
        bench.calls().call(() -> node.knobs().turn(Map.of(knob.id(), value), "console"), change -> {
            Object before = change.before().get(knob.id());
            if (undoable && before != null) {
                bench.dialogs().done(words(knob, change), () -> turn(node, knob, before, false));
            } else {
                bench.dialogs().say(words(knob, change));
            }
        }, line -> {
            // The editor may show another knob by now.
            if (editor.shown().filter(shown -> shown.knob().id().equals(knob.id())).isPresent()) {
                editor.refused(line);
            } else {
                bench.dialogs().say(knob.id() + " was not turned: " + line);
            }
        });
    }

    private static String words(Knob knob, KnobChange change) {
        Object after = change.after().get(knob.id());
        return after == null ? "It stands there already" : "Turned " + knob.id() + " to " + KnobWords.value(knob, after);
    }

    @Override
    public List<Findable> findables() {
        return List.of(new Findable(Kind.KNOB, node -> node.knobs().states().stream().map(SettingsPage::item).toList(), this::choose));
    }

    private static Item item(KnobState state) {
        return new Item(state.knob().id(), state.knob().id(),
                KnobWords.value(state.knob(), state.value()) + " · " + state.knob().help());
    }

    @Override
    public String title() {
        return "Settings";
    }

    @Override
    public Ikon icon() {
        return Feather.SETTINGS;
    }

    @Override
    public javafx.scene.Node content() {
        return root;
    }

    @Override
    public void show(Node node, TimeRange range) {
        hide();
        if (!node.equals(inView)) {
            inView = node;
            editor.forget();
            knobs.show(List.of());
        }
        readKept();
        listening = bench.node().get().map(model -> model.facts().subscribe(told -> told.ifPresent(this::show))).orElse(Subscription.EMPTY);
    }

    @Override
    public void hide() {
        listening.unsubscribe();
        listening = Subscription.EMPTY;
    }
}
