package gpudyno.console.settings;

import gpudyno.console.frame.Facts;
import gpudyno.console.frame.KeyBinding;
import gpudyno.console.frame.Workbench;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.KeyValueRow;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.Panel;
import gpudyno.console.page.Page;
import gpudyno.console.page.TimeRange;
import gpudyno.model.node.NodeInfo;
import gpudyno.node.Node;
import java.util.Objects;
import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/// The keys, the words, and what this is.
public final class HelpPage implements Page {
    private final Workbench bench;
    private final KeyValueRow version = new KeyValueRow("Version of the node", "");
    private final KeyValueRow build = new KeyValueRow("Build of this console", "");
    private final KeyValueRow model = new KeyValueRow("Model", "");
    private final KeyValueRow address = new KeyValueRow("Node listens at", "");
    private final HBox root;
    private Subscription following = Subscription.EMPTY;

    public HelpPage(Workbench bench) {
        this.bench = bench;
        VBox keys = new VBox(10);
        for (KeyBinding binding : KeyBinding.values()) {
            keys.getChildren().add(new KeyValueRow(binding.title(), binding.keys().getDisplayText()));
        }
        keys.getChildren().add(new KeyValueRow("Pages in their order", "Ctrl 1 to 9"));
        VBox words = new VBox(10, word("Stock", "What a plain model server does: batch 1, one session, no cache, a long queue."),
                word("Held rate", "The highest arrival rate at which a configuration keeps the p95 and error targets."),
                word("Session", "Measures stock, searches the knobs, verifies the best against stock in turn, then applies or rolls back."),
                word("Verdict", "Better only if the best won in fresh repeats with 95 % intervals; otherwise nothing is applied."));
        VBox left = new VBox(12, new Panel("Keys", keys), new Panel("About", about()));
        VBox right = new VBox(12, new Panel("Words", words));
        bench.calls().call(Build::id, build::value, build::value);
        left.setPrefWidth(420);
        right.setPrefWidth(520);
        root = new HBox(12, left, right);
        root.getStyleClass().add("page");
    }

    private VBox about() {
        Label releases = Labels
                .muted("New releases are where you got this one, with their changes. GPU Dyno looks for none by itself.");
        releases.setWrapText(true);
        releases.setMinHeight(Region.USE_PREF_SIZE);
        return new VBox(10, version, build, model, address, releases,
                Buttons.link("Show the Welcome page", () -> bench.guide().open("Welcome")));
    }

    private static VBox word(String word, String meaning) {
        Label text = Labels.muted(meaning);
        text.setWrapText(true);
        return new VBox(2, Labels.strong(word), text);
    }

    @Override
    public String title() {
        return "Help";
    }

    @Override
    public Ikon icon() {
        return Feather.HELP_CIRCLE;
    }

    @Override
    public javafx.scene.Node content() {
        return root;
    }

    @Override
    public void hide() {
        following.unsubscribe();
        following = Subscription.EMPTY;
    }

    @Override
    public void show(Node node, TimeRange range) {
        hide();
        // A node that has just started has told nothing of itself yet.
        bench.node().get().ifPresent(chosen -> following = chosen.facts().map(told -> told.map(Facts::info)).subscribe(this::tell));
    }

    private void tell(Optional<NodeInfo> info) {
        version.value(info.map(told -> "GPU Dyno " + told.version()).orElse("–"));
        model.value(info.map(told -> told.model() + ", " + told.backend()).orElse("–"));
        address.value(info.map(told -> Objects.requireNonNullElse(told.address(), "no address")).orElse("–"));
    }
}
