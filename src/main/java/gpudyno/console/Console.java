package gpudyno.console;

import gpudyno.console.alerts.AlertsPage;
import gpudyno.console.cache.CachePage;
import gpudyno.console.cost.CostPage;
import gpudyno.console.fleet.FleetPage;
import gpudyno.console.frame.Closing;
import gpudyno.console.frame.ConsoleWindow;
import gpudyno.console.frame.NodeCalls;
import gpudyno.console.frame.Preferences;
import gpudyno.console.frame.PreferencesFile;
import gpudyno.console.frame.WindowPlace;
import gpudyno.console.frame.Workbench;
import gpudyno.console.gpu.GpuPage;
import gpudyno.console.history.HistoryPage;
import gpudyno.console.kit.FxThread;
import gpudyno.console.kit.Memory;
import gpudyno.console.kit.Theme;
import gpudyno.console.load.LoadPage;
import gpudyno.console.overview.OverviewPage;
import gpudyno.console.page.LaterPage;
import gpudyno.console.settings.HelpPage;
import gpudyno.console.settings.SettingsPage;
import gpudyno.console.traces.TracesPage;
import gpudyno.console.tune.TunePage;
import gpudyno.console.welcome.WelcomePage;
import gpudyno.model.net.Pairing;
import gpudyno.node.Nodes;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.application.Platform;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.util.Duration;
import org.kordamp.ikonli.feather.Feather;

/// The desktop console: one window over the nodes it is given.
public final class Console {
    private static final System.Logger LOG = System.getLogger(Console.class.getName());
    private final Nodes nodes;
    private final PreferencesFile file;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final NodeCalls calls = NodeCalls.onVirtualThreads();
    private final Stage stage;
    private final ConsoleWindow window;
    private final Closing closing;
    private final Timeline seconds = new Timeline(new KeyFrame(Duration.seconds(1), _ -> tick()));

    /// On the JavaFX thread.
    private Console(Nodes nodes, Path configFolder) {
        this.nodes = nodes;
        file = new PreferencesFile(configFolder);
        PreferencesFile.Loaded kept = file.load();
        Preferences preferences = kept.preferences();
        window = new ConsoleWindow(calls, nodes,
                bench -> {
                    preferences.remembered().forEach(bench.memory()::put);
                    return pages(bench, configFolder, firstPage(bench.memory()));
                });
        Scene scene = new Scene(window);
        window.bench().range().set(preferences.range());
        window.bench().theme().set(preferences.theme());
        Memory.set(scene, window.bench().memory());
        window.bench().theme().subscribe(theme -> Theme.apply(scene, theme));
        stage = new Stage();
        stage.setTitle("GPU Dyno");
        for (int size : new int[]{16, 32, 64, 256}) {
            stage.getIcons()
                    .add(new Image(Objects.requireNonNull(Console.class.getResourceAsStream("/gpudyno/icons/gpudyno-" + size + ".png"))));
        }
        stage.setScene(scene);
        place(stage, preferences.place());
        closing = new Closing(calls, new Ending());
        stage.setOnCloseRequest(event -> {
            event.consume();
            closing.requested(nodes.local());
        });
        stage.show();
        seconds.setCycleCount(Animation.INDEFINITE);
        seconds.play();
        tick();
        if (!kept.message().isEmpty()) {
            window.bench().dialogs().say(kept.message());
        }
    }

    /// The page that was open last; at the first start, and while its box is ticked, the one that shows the ways in.
    private static String firstPage(Memory memory) {
        return memory.get(WelcomePage.AGAIN).isPresent() ? WelcomePage.TITLE : memory.get(ConsoleWindow.PAGE).orElse(WelcomePage.TITLE);
    }

    static ConsoleWindow.Pages pages(Workbench bench, Path configFolder, String first) {
        return new ConsoleWindow.Pages(
                List.of(new LaterPage("Overview", Feather.GRID, () -> new OverviewPage(bench)),
                        new LaterPage("Fleet", Feather.SERVER, () -> new FleetPage(bench)),
                        new LaterPage("Load", Feather.ACTIVITY, () -> new LoadPage(bench)),
                        new LaterPage("Tune", Feather.SLIDERS, () -> new TunePage(bench)),
                        new LaterPage(CachePage.TITLE, Feather.LAYERS, () -> new CachePage(bench)),
                        new LaterPage("GPU", Feather.CPU, () -> new GpuPage(bench)),
                        new LaterPage("Alerts", Feather.BELL, () -> new AlertsPage(bench)),
                        new LaterPage(TracesPage.TITLE, Feather.ALIGN_LEFT, () -> new TracesPage(bench)),
                        new LaterPage(CostPage.TITLE, Feather.DOLLAR_SIGN, () -> new CostPage(bench)),
                        new LaterPage(HistoryPage.TITLE, Feather.CLOCK, () -> new HistoryPage(bench))),
                List.of(new LaterPage("Settings", Feather.SETTINGS, () -> new SettingsPage(bench, configFolder)),
                        new LaterPage("Help", Feather.HELP_CIRCLE, () -> new HelpPage(bench))),
                List.of(new LaterPage(WelcomePage.TITLE, Feather.COMPASS, () -> new WelcomePage(bench))), first);
    }

    /// Puts a window where all of it can be seen; on a screen smaller than the least size, as large as that screen.
    static void place(Stage stage, WindowPlace.Wanted wanted) {
        Rectangle2D place = WindowPlace.on(wanted, Stream.concat(Stream.of(Screen.getPrimary()), Screen.getScreens().stream()).distinct()
                .map(Screen::getVisualBounds).toList());
        stage.setMinWidth(Math.min(Preferences.MIN_WIDTH, place.getWidth()));
        stage.setMinHeight(Math.min(Preferences.MIN_HEIGHT, place.getHeight()));
        stage.setX(place.getMinX());
        stage.setY(place.getMinY());
        stage.setWidth(place.getWidth());
        stage.setHeight(place.getHeight());
    }

    /// Opens the window. Called once in a process, not on the JavaFX thread.
    ///
    /// @param configFolder where the window's size, theme and range are kept
    /// @param connect the node shown first, and asked for if it is not attached yet; empty for the local one
    /// @throws NoWindowException if JavaFX can open none here: the display does not answer, or a library of the desktop is missing
    public static Console launch(Nodes nodes, Path configFolder, Optional<Pairing> connect) throws NoWindowException {
        CompletableFuture<Console> opened = new CompletableFuture<>();
        HeldErrors errors = new HeldErrors();
        try {
            start(() -> {
                Platform.setImplicitExit(false);
                try {
                    Console console = new Console(nodes, configFolder);
                    connect.ifPresent(console::connect);
                    opened.complete(console);
                } catch (RuntimeException | Error e) {
                    opened.completeExceptionally(e);
                }
            });
            Console console = opened.join();
            // Such as a library of OpenGL that is missing: JavaFX then draws by the processor, and prints a stack trace.
            errors.letGo().lines().findFirst()
                    .ifPresent(line -> LOG.log(System.Logger.Level.WARNING, "The window opens; JavaFX says: " + line));
            return console;
        } catch (CompletionException e) {
            LOG.log(System.Logger.Level.DEBUG, errors.letGo());
            // A library that is missed only now, as those of fonts; anything else is a fault of this program.
            if (e.getCause() instanceof LinkageError missing) {
                throw new NoWindowException(missing);
            }
            throw e;
        } catch (NoWindowException e) {
            LOG.log(System.Logger.Level.DEBUG, errors.letGo());
            throw e;
        }
    }

    private static void start(Runnable then) throws NoWindowException {
        try {
            Platform.startup(then);
        } catch (RuntimeException | LinkageError e) {
            // Whatever it is: JavaFX has no exception of its own for a display that it cannot use.
            throw new NoWindowException(e);
        }
    }

    /// Brings the window to the front, also one that was hidden while a session runs. From any thread.
    ///
    /// @param connect the node it shows, and asks for if it is not attached yet
    public void focus(Optional<Pairing> connect) {
        FxThread.run(() -> {
            closing.broughtBack();
            if (!stage.isShowing()) {
                // The screen it was left on may be gone.
                place(stage, new WindowPlace.Wanted(stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight()));
            }
            stage.show();
            stage.setIconified(false);
            stage.toFront();
            stage.requestFocus();
            connect.ifPresent(this::connect);
        });
    }

    private void connect(Pairing pairing) {
        if (!window.choose(pairing.address())) {
            window.askForNode(pairing.typed());
        }
    }

    /// Returns when the user has quit; the nodes are still open.
    public void awaitClose() throws InterruptedException {
        closed.await();
    }

    private void tick() {
        window.tick(Instant.now());
        closing.tick(window::activity);
    }

    private void quit() {
        seconds.stop();
        Preferences left = new Preferences(stage.getWidth(), stage.getHeight(), window.bench().theme().get(), window.bench().range().get(),
                stage.getX(), stage.getY(), window.bench().memory().all());
        calls.call(() -> {
            file.save(left);
            return left;
        }, _ -> exit(), line -> {
            LOG.log(System.Logger.Level.WARNING, "The window''s settings were not kept: {0}", line);
            exit();
        });
    }

    private void exit() {
        window.close();
        stage.hide();
        closed.countDown();
        Platform.exit();
    }

    private final class Ending implements Closing.Window {
        @Override
        public void ask(long session) {
            // Sessions of other nodes go on without this window.
            nodes.local().ifPresent(node -> window.askBeforeClosing(session, () -> closing.keepInBackground(node, session),
                    () -> closing.stopAndQuit(node, session)));
        }

        @Override
        public void hide() {
            stage.hide();
        }

        @Override
        public void comeBack() {
            focus(Optional.empty());
        }

        @Override
        public void quit() {
            Console.this.quit();
        }

        @Override
        public void fail(String line) {
            stage.show();
            window.bench().dialogs().say(line);
        }
    }
}
