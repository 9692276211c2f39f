package gpudyno.console.welcome;

import gpudyno.console.frame.NodeViewModel;
import gpudyno.console.frame.Workbench;
import gpudyno.console.kit.ActionButton;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.Labels;
import gpudyno.console.page.Page;
import gpudyno.console.page.TimeRange;
import gpudyno.node.Node;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.CheckBox;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/// Ways to begin, by key 1 to 3, beside what was found on the node's machine.
public final class WelcomePage implements Page {
    public static final String TITLE = "Welcome";
    /// Kept in the window's memory as `true` while each start shows this page.
    public static final String AGAIN = "welcome.again";

    private final Workbench bench;
    private final WelcomeViewModel model;
    private final TuneCard tune;
    private final AttachCard attach;
    private final ServerCard servers;
    private final MachinePanel machine;
    private final CheckBox again = new CheckBox("Show at the next start");
    private final WelcomeLayout layout;

    public WelcomePage(Workbench bench) {
        this.bench = bench;
        model = new WelcomeViewModel(bench);
        tune = new TuneCard(model, bench.guide());
        attach = new AttachCard(bench.guide()::attach);
        servers = new ServerCard(model, bench.guide());
        machine = new MachinePanel(model);
        again.setSelected(bench.memory().get(AGAIN).isPresent());
        again.selectedProperty().subscribe(now -> bench.memory().put(AGAIN, now ? "true" : ""));
        ActionButton skip = Buttons.plain("Skip to Overview", () -> bench.guide().open("Overview")).with(Feather.ARROW_RIGHT);
        HBox end = new HBox(16, again, skip);
        end.setAlignment(Pos.CENTER_RIGHT);
        end.setMinWidth(HBox.USE_PREF_SIZE);
        VBox words = new VBox(6, Labels.heading("Put an inference node on the bench"),
                Labels.muted("What does it hold inside your latency target, what limits it, and which settings make it better?"));
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        HBox head = new HBox(16, words, end);
        head.setAlignment(Pos.BOTTOM_LEFT);
        layout = new WelcomeLayout(head, tune.node(), attach.node(), servers.node(), machine.node(), SessionSteps.make());
        layout.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        model.machine().subscribe(_ -> draw());
        model.told().subscribe(_ -> draw());
        bench.unavailable().subscribe(_ -> draw());
    }

    private void draw() {
        tune.draw();
        servers.draw();
        machine.draw();
    }

    private void key(KeyEvent event) {
        boolean plain = !event.isShortcutDown() && !event.isAltDown();
        if (plain && event.getCode() == KeyCode.DIGIT1) {
            tune.start();
        } else if (plain && event.getCode() == KeyCode.DIGIT2) {
            attach.begin();
        } else if (plain && event.getCode() == KeyCode.DIGIT3) {
            servers.begin();
        } else {
            return;
        }
        event.consume();
    }

    @Override
    public String title() {
        return TITLE;
    }

    @Override
    public Ikon icon() {
        return Feather.COMPASS;
    }

    @Override
    public javafx.scene.Node content() {
        return layout;
    }

    @Override
    public void show(Node node, TimeRange range) {
        Optional<NodeViewModel> chosen = bench.node().get();
        model.choose(chosen);
        draw();
    }

    @Override
    public void hide() {
        model.leave();
    }
}
