package gpudyno.console.frame;

import gpudyno.console.frame.NodeViewModel.Facts;
import gpudyno.console.kit.Banner;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.FxThread;
import gpudyno.console.kit.Overlay;
import gpudyno.console.kit.Status;
import gpudyno.console.page.Page;
import gpudyno.console.page.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// The content of the console's window: the frame around the page that is shown.
public final class ConsoleWindow extends StackPane {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());
    private static final double NARROW = 1200;
    private static final double TIGHT = 1320;

    private final Workbench bench;
    private final Supplier<List<NodeViewModel>> nodes;
    private final List<Page> pages;
    private final SideBar sideBar;
    private final TopBar topBar;
    private final StatusBar statusBar = new StatusBar();
    private final StackPane pageArea = new StackPane();
    private final Banner paused;
    private Optional<Page> shown = Optional.empty();

    /// The pages of a window: those of the navigation, and those at the sidebar's foot.
    public record Pages(List<Page> main, List<Page> foot) {}

    /// @param nodes all nodes the console knows, asked again at each tick
    public ConsoleWindow(NodeCalls calls, Supplier<List<NodeViewModel>> nodes, Function<Workbench, Pages> build) {
        this.nodes = nodes;
        BorderPane frame = new BorderPane();
        Overlay overlay = new Overlay(frame);
        bench = new Workbench(calls, overlay);
        bench.node().set(nodes.get().stream().findFirst());
        Pages all = build.apply(bench);
        pages = new ArrayList<>(all.main());
        pages.addAll(all.foot());
        sideBar = new SideBar(all.main(), all.foot(), node -> choose(node), this::open);
        topBar = new TopBar(bench, this::setTargets, this::run);
        paused = new Banner(Status.WARNING, Feather.PAUSE, "", Buttons.plain("Resume", () -> bench.togglePause(Instant.now())).small());
        VBox.setVgrow(pageArea, Priority.ALWAYS);
        VBox middle = new VBox(topBar, paused, pageArea);
        HBox.setHgrow(middle, Priority.ALWAYS);
        frame.setCenter(new HBox(sideBar, middle));
        frame.setBottom(statusBar);
        frame.setMinSize(0, 0);
        getChildren().add(overlay);
        getStylesheets().add(Objects.requireNonNull(ConsoleWindow.class.getResource("/gpudyno/console/frame.css")).toExternalForm());
        widthProperty().subscribe(width -> {
            sideBar.compact(width.doubleValue() > 0 && width.doubleValue() < NARROW);
            topBar.compact(width.doubleValue() < TIGHT);
        });
        bench.pausedAt().subscribe(since -> {
            shown.ifPresent(page -> page.pause(since.isPresent()));
            refresh(Instant.now());
        });
        bench.node().addListener((_, _, _) -> showAgain());
        bench.range().addListener((_, _, _) -> showAgain());
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        sideBar.select(pages.getFirst());
    }

    public Workbench bench() {
        return bench;
    }

    /// Asks every node and redraws the frame. Called once a second.
    public void tick(Instant now) {
        FxThread.require();
        List<NodeViewModel> known = nodes.get();
        known.forEach(NodeViewModel::poll);
        if (bench.node().get().filter(known::contains).isEmpty()) {
            bench.node().set(known.stream().findFirst());
        }
        refresh(now);
    }

    /// Redraws what the frame shows from what is known.
    public void refresh(Instant now) {
        sideBar.show(nodes.get(), bench.node().get());
        Optional<Facts> facts = bench.node().get().flatMap(node -> node.facts().get());
        topBar.show(facts);
        statusBar.show(facts, now);
        Optional<Instant> since = bench.pausedAt().get();
        paused.setVisible(since.isPresent());
        paused.setManaged(since.isPresent());
        since.ifPresent(at -> paused.text("Paused at " + CLOCK.format(at) + ", " + Formats.span(Duration.between(at, now)) + " behind"));
    }

    private void choose(NodeViewModel node) {
        bench.node().set(Optional.of(node));
        refresh(Instant.now());
    }

    private void open(Page page) {
        shown.ifPresent(Page::hide);
        shown = Optional.of(page);
        pageArea.getChildren().setAll(page.content());
        showAgain();
        page.pause(bench.pausedAt().get().isPresent());
    }

    private void showAgain() {
        shown.ifPresent(page -> bench.node().get().ifPresent(node -> page.show(node.node(), bench.range().get())));
    }

    private void setTargets(String profile) {
        bench.node().get().ifPresent(node -> bench.calls().call(() -> {
            node.node().setTargets(profile);
            return profile;
        }, _ -> node.poll(), line -> bench.dialogs().say("Targets stay as they are: " + line)));
    }

    private List<Command> commands() {
        List<Command> all = new ArrayList<>();
        pages.forEach(page -> all.add(new Command(page.title(), () -> sideBar.select(page))));
        all.add(new Command(bench.pausedAt().get().isPresent() ? "Resume" : "Pause", () -> bench.togglePause(Instant.now())));
        all.add(new Command("Theme: " + bench.theme().get().other().name().toLowerCase(java.util.Locale.ROOT),
                () -> bench.theme().set(bench.theme().get().other())));
        for (TimeRange range : TimeRange.values()) {
            all.add(new Command("Range " + range.label(), () -> bench.range().set(range)));
        }
        return all;
    }

    private void run(String words) {
        Command.find(commands(), words).ifPresentOrElse(command -> command.action().run(), () -> bench.dialogs()
                .say("No command is named '" + words + "'. Try " + String.join(", ", commands().stream().map(Command::title).toList())));
    }

    private void key(KeyEvent event) {
        for (int place = 1; place <= Math.min(9, pages.size()); place++) {
            if (KeyBinding.page(place).match(event)) {
                sideBar.select(pages.get(place - 1));
                event.consume();
                return;
            }
        }
        for (KeyBinding binding : KeyBinding.values()) {
            boolean typing = binding == KeyBinding.PAUSE && event.getTarget() instanceof TextInputControl;
            if (binding.keys().match(event) && !typing) {
                perform(binding);
                event.consume();
                return;
            }
        }
    }

    private void perform(KeyBinding binding) {
        switch (binding) {
            case COMMANDS -> topBar.commands().field().requestFocus();
            case PAUSE -> bench.togglePause(Instant.now());
            case THEME -> bench.theme().set(bench.theme().get().other());
            case HELP -> run("Help");
            case SETTINGS -> run("Settings");
            case NEXT_NODE -> {
                List<NodeViewModel> all = nodes.get();
                bench.node().get().ifPresent(node -> choose(all.get((all.indexOf(node) + 1) % all.size())));
            }
        }
    }

    /// Asks what to do with the session that runs; at most one question at a time.
    public void askBeforeClosing(long session, Runnable background, Runnable stop) {
        FxThread.require();
        if (getChildren().getLast() instanceof CloseQuestion) {
            return;
        }
        CloseQuestion question = new CloseQuestion(session, () -> {
            getChildren().removeIf(CloseQuestion.class::isInstance);
            background.run();
        }, () -> {
            getChildren().removeIf(CloseQuestion.class::isInstance);
            stop.run();
        }, () -> getChildren().removeIf(CloseQuestion.class::isInstance));
        getChildren().add(question);
        question.requestFocus();
    }
}
