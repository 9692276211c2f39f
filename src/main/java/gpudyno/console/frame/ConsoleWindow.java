package gpudyno.console.frame;

import gpudyno.console.kit.Banner;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.Dialogs.Confirmation;
import gpudyno.console.kit.Dialogs.Question;
import gpudyno.console.kit.EmptyState;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.FxThread;
import gpudyno.console.kit.Overlay;
import gpudyno.console.kit.Status;
import gpudyno.console.kit.TargetWords;
import gpudyno.console.kit.WindowWidth;
import gpudyno.console.page.Findable;
import gpudyno.console.page.Kind;
import gpudyno.console.page.Page;
import gpudyno.console.page.TimeRange;
import gpudyno.model.target.Profile;
import gpudyno.model.target.Profiles;
import gpudyno.node.Activity;
import gpudyno.node.Node;
import gpudyno.node.Nodes;
import gpudyno.node.Nodes.LocalStart;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import javafx.css.PseudoClass;
import javafx.scene.Scene;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import org.kordamp.ikonli.feather.Feather;

/// The content of the console's window: the frame around the page that is shown.
public final class ConsoleWindow extends StackPane implements AutoCloseable {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());
    private static final PseudoClass STALE = PseudoClass.getPseudoClass("stale");
    private static final double TIGHT = 1320;
    /// What the window's memory keeps: the title of the page in view, and the address of the node.
    public static final String PAGE = "window.page";
    private static final String NODE = "window.node";

    private final Workbench bench;
    private final Overlay overlay;
    private final Nodes attaching;
    private final NodeModels nodes;
    private final Map<NodeViewModel, NodeNews> news = new HashMap<>();
    private final List<Page> pages;
    private final List<Page> unlisted;
    private final SideBar sideBar;
    private final TopBar topBar;
    private final StatusBar statusBar = new StatusBar();
    private final StackPane pageArea = new StackPane();
    private final Banner paused;
    private final Banner away;
    private final Banner unreadable = new Banner(Status.WARNING, Feather.ALERT_TRIANGLE, "");
    private final Banner starting;
    private final AttachQuestion attachQuestion;
    private boolean reached = true;
    private Optional<String> lacked = Optional.empty();
    private Optional<Page> shown = Optional.empty();
    private Runnable closeQuestion = () -> {};
    private Runnable closePalette = () -> {};

    /// The pages of a window.
    ///
    /// @param main those of the navigation
    /// @param foot those at the sidebar's foot
    /// @param unlisted those that other pages and the palette lead to
    /// @param first title of the page that is shown first; the first of `main` where there is none of that title
    public record Pages(List<Page> main, List<Page> foot, List<Page> unlisted, String first) {
        /// All are listed, and the first is shown first.
        public Pages(List<Page> main, List<Page> foot) {
            this(main, foot, List.of(), "");
        }
    }

    public ConsoleWindow(NodeCalls calls, Nodes nodes, Function<Workbench, Pages> build) {
        attaching = nodes;
        BorderPane frame = new BorderPane();
        overlay = new Overlay(frame);
        bench = new Workbench(calls, overlay);
        this.nodes = new NodeModels(nodes, calls, bench.memory());
        attachQuestion = new AttachQuestion(nodes, calls, overlay, this::attached);
        bench.guide(new Ways());
        bench.fleetServer(nodes.fleetServer());
        bench.sharedLoads(nodes.sharedLoads());
        Pages all = build.apply(bench);
        // After the pages: with them comes what the person chose before.
        bench.node().set(firstChoice());
        pages = new ArrayList<>(all.main());
        pages.addAll(all.foot());
        unlisted = List.copyOf(all.unlisted());
        sideBar = new SideBar(all.main(), all.foot(), new Sides());
        topBar = new TopBar(bench, this::setTargets, this::openPalette);
        paused = new Banner(Status.WARNING, Feather.PAUSE, "", Buttons.plain("Resume", () -> bench.togglePause(Instant.now())));
        pageArea.getStyleClass().add("page-area");
        VBox.setVgrow(pageArea, Priority.ALWAYS);
        away = new Banner(Status.DANGER, Feather.WIFI_OFF, "", Buttons.plain("Retry now", this::retry));
        starting = new Banner(Status.WARNING, Feather.ALERT_TRIANGLE, "", Buttons.plain("Attach a node", () -> askForNode("")));
        VBox middle = new VBox(topBar, starting, away, unreadable, paused, pageArea);
        HBox.setHgrow(middle, Priority.ALWAYS);
        frame.setCenter(new HBox(sideBar, middle));
        frame.setBottom(statusBar);
        // What a page needs beyond the window's size it scrolls to; it never pushes the frame off the screen.
        pageArea.setMinSize(0, 0);
        middle.setMinSize(0, 0);
        frame.setMinSize(0, 0);
        overlay.setMinSize(0, 0);
        getChildren().add(overlay);
        getStylesheets().add(Objects.requireNonNull(ConsoleWindow.class.getResource("/gpudyno/console/frame.css")).toExternalForm());
        widthProperty().subscribe(width -> {
            sideBar.compact(WindowWidth.isNarrow(width.doubleValue()));
            topBar.compact(width.doubleValue() < TIGHT);
        });
        bench.pausedAt().subscribe(since -> {
            shown.ifPresent(page -> page.pause(since.isPresent()));
            refresh(Instant.now());
        });
        bench.node().addListener((_, _, _) -> showAgain());
        bench.range().addListener((_, _, _) -> showAgain());
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        // A fresh window begins in its page, where Space pauses and Tab goes to the page's first control.
        sceneProperty().subscribe(scene -> {
            if (scene != null) {
                pageArea.requestFocus();
            }
        });
        select(pages().filter(page -> page.title().equals(all.first())).findFirst().orElse(pages.getFirst()));
        nodes.onChange(_ -> FxThread.run(() -> tick(Instant.now())));
    }

    public Workbench bench() {
        return bench;
    }

    /// Redraws the frame: ages, the clock, and what its nodes have told. Asks them nothing. Called once a second.
    public void tick(Instant now) {
        FxThread.require();
        List<NodeViewModel> known = nodes.all();
        known.forEach(node -> {
            node.tick(now);
            news.computeIfAbsent(node, one -> new NodeNews(one, bench, new Telling()));
        });
        news.keySet().retainAll(known);
        bench.nodes(known);
        if (bench.node().get().filter(known::contains).isEmpty()) {
            bench.node().set(firstChoice());
        }
        refresh(now);
    }

    private Stream<Page> pages() {
        return Stream.concat(pages.stream(), unlisted.stream());
    }

    private void select(Page page) {
        if (unlisted.contains(page)) {
            sideBar.selectNone();
            open(page);
        } else {
            sideBar.select(page);
        }
    }

    /// The node that was looked at last, as long as it is attached. Else that of this machine, also while it starts; without one the first that
    /// is attached.
    private Optional<NodeViewModel> firstChoice() {
        Optional<NodeViewModel> before = bench.memory().get(NODE)
                .flatMap(kept -> nodes.all().stream().filter(node -> node.address().map(URI::toString).filter(kept::equals).isPresent())
                        .findFirst());
        if (before.isPresent()) {
            return before;
        }
        boolean awaited = attaching.localStart().filter(start -> !start.failed()).isPresent();
        return awaited ? Optional.empty() : nodes.all().stream().findFirst();
    }

    private void retry() {
        Instant now = Instant.now();
        bench.node().get().ifPresent(node -> node.retry(now));
        refresh(now);
    }

    /// What loads a node now, as far as it has told.
    public Optional<Activity> activity(Node node) {
        return nodes.of(node).flatMap(model -> model.facts().get()).flatMap(Facts::activity);
    }

    private final class Telling implements NodeNews.Frame {
        @Override
        public Optional<Window> inView() {
            return Optional.ofNullable(getScene()).map(Scene::getWindow).filter(Window::isShowing);
        }

        @Override
        public boolean shows(String page) {
            return shown.filter(open -> open.title().equals(page)).isPresent();
        }

        @Override
        public void open(NodeViewModel node, String page) {
            choose(node);
            bench.guide().open(page);
        }

        @Override
        public void ended(NodeViewModel node, String line) {
            statusBar.notice(node, line);
            statusBar.show(bench.node().get(), Instant.now());
        }
    }

    /// Redraws what the frame shows from what is known.
    public void refresh(Instant now) {
        sideBar.show(nodes.all(), bench.node().get(), shown.flatMap(Page::device), node -> NodeNames.isPinned(node, bench.memory()));
        topBar.show(bench.node().get(), shown.flatMap(Page::heading));
        statusBar.show(bench.node().get(), now);
        bench.node().get().ifPresentOrElse(node -> showReach(node, now), this::showNoNode);
        starting.tell(
                attaching.localStart().filter(start -> start.failed() || bench.node().get().isEmpty()).map(LocalStart::line).orElse(""));
        paused.tell(bench.pausedAt().get()
                .map(at -> "Paused at " + CLOCK.format(at) + ", " + Formats.span(Duration.between(at, now)) + " behind").orElse(""));
    }

    private void showNoNode() {
        away.tell("");
        unreadable.tell("");
        bench.unavailable(attaching.localStart().map(LocalStart::line).orElse("No node is chosen"));
        pageArea.pseudoClassStateChanged(STALE, false);
    }

    /// A node that does not answer is told of here, once; pages keep its last values, muted, and come back by themselves.
    private void showReach(NodeViewModel node, Instant now) {
        Reach reach = node.reach().get();
        boolean lost = !reach.connected();
        unreadable.tell(lost || reach.reason().isEmpty() ? "" : node.name() + " is connected, but " + reach.reason());
        bench.unavailable(lost ? node.name() + " does not answer" : "");
        pageArea.pseudoClassStateChanged(STALE, lost);
        if (!lost) {
            away.tell("");
        } else {
            String old = reach.age(now).map(age -> " Values are " + Formats.span(age) + " old.").orElse("");
            away.tell(node.name() + " does not answer, try " + reach.tries() + ": " + reach.reason() + "." + old);
        }
        if (!lost && !reached || !shown.flatMap(this::lacks).equals(lacked)) {
            showAgain();
        }
        reached = !lost;
    }

    private void choose(NodeViewModel node) {
        bench.memory().put(NODE, node.address().map(URI::toString).orElse(""));
        bench.node().set(Optional.of(node));
        refresh(Instant.now());
    }

    private void open(Page page) {
        leaveFocus();
        shown.ifPresent(Page::hide);
        shown = Optional.of(page);
        bench.memory().put(PAGE, page.title());
        showAgain();
        page.pause(bench.pausedAt().get().isPresent());
    }

    /// A control that goes away with its page would pass the focus on to whatever comes next.
    private void leaveFocus() {
        javafx.scene.Node at = getScene() == null ? null : getScene().getFocusOwner();
        while (at != null && !at.equals(pageArea)) {
            at = at.getParent();
        }
        if (at != null) {
            pageArea.requestFocus();
        }
    }

    private void showAgain() {
        lacked = shown.flatMap(this::lacks);
        shown.ifPresent(page -> {
            pageArea.getChildren().setAll(lacked.<javafx.scene.Node>map(EmptyState::new).orElseGet(page::content));
            if (lacked.isPresent()) {
                page.hide();
            } else {
                bench.node().get().ifPresent(node -> page.show(node.node(), bench.range().get()));
            }
        });
    }

    /// Why the chosen node has nothing for a page, as far as it has told what it is.
    private Optional<String> lacks(Page page) {
        return bench.node().get().flatMap(node -> node.facts().get().flatMap(facts -> Skew.lacks(page.title(), node.name(), facts.info())));
    }

    private void setTargets(String profile) {
        bench.node().get().ifPresent(node -> bench.calls().call(() -> {
            node.node().journal().setTargets(profile);
            return profile;
        }, _ -> {}, line -> bench.dialogs().say("Targets stay as they are: " + line)));
    }

    private List<Command> commands() {
        List<Command> all = new ArrayList<>();
        pages().forEach(page -> all.add(new Command(Kind.PAGE, page.title(), "", () -> select(page))));
        boolean still = bench.pausedAt().get().isPresent();
        all.add(new Command(Kind.ACTION, still ? "Resume" : "Pause", still ? "Charts follow the node again" : "Charts stand still",
                () -> bench.togglePause(Instant.now())));
        String theme = bench.theme().get().other().name().toLowerCase(Locale.ROOT);
        all.add(new Command(Kind.ACTION, "Theme: " + theme, "Colours of the window", () -> bench.theme().set(bench.theme().get().other())));
        for (TimeRange range : TimeRange.values()) {
            all.add(new Command(Kind.ACTION, "Range " + range.label(), "How much of the past charts show", () -> bench.range().set(range)));
        }
        for (Profile profile : Profiles.SHIPPED) {
            all.add(new Command(Kind.ACTION, "Targets: " + profile.name(), TargetWords.bounds(profile), () -> setTargets(profile.id())));
        }
        all.add(new Command(Kind.ACTION, "Attach a node", "By its address and token", () -> askForNode("")));
        for (NodeViewModel node : nodes.all()) {
            String where = node.address().map(URI::toString).orElse("in this process");
            all.add(new Command(Kind.NODE, node.name(), where, () -> choose(node)));
            if (node.address().isPresent()) {
                all.add(new Command(Kind.ACTION, "Detach " + node.name(), where, () -> detach(node)));
            }
        }
        return all;
    }

    /// Opens the palette with what the window knows; what the pages find on the node comes in as it is read. Over a dialog it does not open.
    private void openPalette() {
        if (lookup(".veil") != null) {
            return;
        }
        javafx.scene.Node before = getScene() == null ? null : getScene().getFocusOwner();
        closePalette = () -> {
            if (getChildren().removeIf(CommandPalette.class::isInstance) && before != null) {
                before.requestFocus();
            }
        };
        CommandPalette palette = new CommandPalette(commands(), () -> closePalette.run());
        getChildren().add(palette);
        palette.requestFocus();
        bench.node().get().ifPresent(node -> pages.forEach(page -> page.findables().forEach(findable -> bench.calls().call(
                () -> findable.source().of(node.node()),
                items -> palette.add(items.stream().map(item -> new Command(findable.kind(), item.title(), item.detail(), () -> {
                    sideBar.select(page);
                    findable.open().accept(item.id());
                })).toList()),
                line -> palette.missing("Some of " + node.name() + " could not be read: " + line)))));
    }

    private final class Ways implements Guide {
        @Override
        public void open(String title) {
            pages().filter(page -> page.title().equals(title)).findFirst().ifPresent(ConsoleWindow.this::select);
        }

        @Override
        public void lead(Kind kind, String id) {
            for (Page page : pages) {
                Optional<Findable> of = page.findables().stream().filter(findable -> findable.kind() == kind).findFirst();
                if (of.isPresent()) {
                    sideBar.select(page);
                    of.get().open().accept(id);
                    return;
                }
            }
        }

        @Override
        public void attach(String address) {
            askForNode(address);
        }

        @Override
        public void open(NodeViewModel node, String page) {
            choose(node);
            open(page);
        }
    }

    /// Asks for a node's address and token, and chooses it once it is attached.
    ///
    /// @param address what the field begins with
    public void askForNode(String address) {
        FxThread.require();
        // Dialogs stand under it.
        closePalette.run();
        attachQuestion.ask(address);
    }

    private void attached(Node node, URI address) {
        nodes.of(node).ifPresent(this::choose);
        bench.dialogs().say("Attached " + address);
    }

    /// Shows the attached node at an address, if there is one.
    ///
    /// @return whether there is
    public boolean choose(URI address) {
        Optional<NodeViewModel> there = nodes.all().stream().filter(node -> node.address().filter(address::equals).isPresent()).findFirst();
        there.ifPresent(this::choose);
        return there.isPresent();
    }

    private void detach(NodeViewModel node) {
        bench.dialogs().confirm(new Confirmation("Detach " + node.name() + "?",
                "The console forgets its address and token. The node goes on; attach it again with its token.", "Detach", true),
                () -> bench.calls().call(() -> {
                    attaching.detach(node.node());
                    return node.name();
                }, name -> bench.dialogs().say("Detached " + name), line -> bench.dialogs().say("Not detached: " + line)));
    }

    private void rename(NodeViewModel node) {
        bench.dialogs().ask(new Question("Rename “" + node.name() + "”?",
                "It is called so in this console alone. An empty name gives it its own back.", "New name", List.of(), "Rename"), answer -> {
                    NodeNames.rename(node, answer.text(), bench.memory());
                    refresh(Instant.now());
                });
    }

    /// Ends what the window asks of its nodes. On the thread of the screen.
    @Override
    public void close() {
        shown.ifPresent(Page::hide);
        nodes.close();
    }

    private final class Sides implements SideBar.Choices {
        @Override
        public void node(NodeViewModel node) {
            choose(node);
        }

        @Override
        public void page(Page page) {
            open(page);
        }

        @Override
        public void attach() {
            askForNode("");
        }

        @Override
        public void detach(NodeViewModel node) {
            ConsoleWindow.this.detach(node);
        }

        @Override
        public void rename(NodeViewModel node) {
            ConsoleWindow.this.rename(node);
        }

        @Override
        public void pin(NodeViewModel node) {
            NodeNames.pin(node, bench.memory());
            refresh(Instant.now());
        }

        @Override
        public void device(NodeViewModel node, String device) {
            choose(node);
            bench.guide().lead(Kind.GPU, device);
            refresh(Instant.now());
        }
    }

    private void key(KeyEvent event) {
        if (overlay.isCovered()) {
            return;
        }
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
            case COMMANDS -> openPalette();
            case PAUSE -> bench.togglePause(Instant.now());
            case THEME -> bench.theme().set(bench.theme().get().other());
            case HELP -> bench.guide().open("Help");
            case SETTINGS -> bench.guide().open("Settings");
            case ATTACH -> askForNode("");
            case NEXT_NODE -> {
                List<NodeViewModel> all = nodes.all();
                bench.node().get().ifPresent(node -> choose(all.get((all.indexOf(node) + 1) % all.size())));
            }
        }
    }

    /// Asks what to do with the session that runs; at most one question at a time.
    public void askBeforeClosing(long session, Runnable background, Runnable stop) {
        FxThread.require();
        closePalette.run();
        closeQuestion.run();
        closeQuestion = overlay.open(new CloseQuestion(session, () -> {
            closeQuestion.run();
            background.run();
        }, () -> {
            closeQuestion.run();
            stop.run();
        }, () -> closeQuestion.run()));
    }
}
