package gpudyno.console.screens;

import gpudyno.console.alerts.AlertsScreens;
import gpudyno.console.cache.CacheScreens;
import gpudyno.console.cost.CostScreens;
import gpudyno.console.fleet.FleetScreens;
import gpudyno.console.gpu.GpuScreens;
import gpudyno.console.history.HistoryScreens;
import gpudyno.console.kit.KitScreens;
import gpudyno.console.kit.Theme;
import gpudyno.console.load.LoadScreens;
import gpudyno.console.overview.OverviewScreens;
import gpudyno.console.traces.TraceScreens;
import gpudyno.console.tune.TuneScreens;
import gpudyno.console.welcome.WelcomeScreens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Scene;
import javafx.stage.Stage;
import javafx.util.Duration;
import javax.imageio.ImageIO;

/// `packaging/screens [--size WIDTHxHEIGHT] [--theme dark|light] [FOLDER [NAME]...]`: renders all screens, or those whose names begin with one
/// of the given, at their own size or at another, in both themes or in one.
public final class Screens {
    /// Each page adds its own here.
    private static final List<Screen> ALL = Stream.of(KitScreens.all(), OverviewScreens.all(), TuneScreens.all(), LoadScreens.all(),
            WelcomeScreens.all(), GpuScreens.all(), FleetScreens.all(), AlertsScreens.all(), TraceScreens.all(), CostScreens.all(),
            HistoryScreens.all(), CacheScreens.all())
            .flatMap(List::stream).toList();

    private Screens() {
    }

    public static void main(String... arguments) throws Exception {
        List<String> left = new ArrayList<>(List.of(arguments));
        Optional<String> size = option(left, "--size");
        List<Theme> themes = option(left, "--theme").map(name -> List.of(Theme.valueOf(name.toUpperCase(Locale.ROOT))))
                .orElse(List.of(Theme.values()));
        Path folder = Files.createDirectories(Path.of(left.isEmpty() ? "target/screens" : left.removeFirst()));
        List<Screen> screens = ALL.stream().filter(screen -> left.isEmpty() || left.stream().anyMatch(screen.name()::startsWith))
                .map(screen -> size.map(wanted -> sized(screen, wanted)).orElse(screen)).toList();
        if (screens.isEmpty()) {
            System.err.println("no screen is named " + left + "; known are " + ALL.stream().map(Screen::name).toList());
            System.exit(2);
        }
        // What fails on the JavaFX thread while a screen is drawn is a broken screen, though its picture may still be written.
        AtomicBoolean failed = new AtomicBoolean();
        Thread.setDefaultUncaughtExceptionHandler((_, failure) -> {
            failure.printStackTrace();
            failed.set(true);
        });
        Platform.startup(() -> Platform.setImplicitExit(false));
        for (Screen screen : screens) {
            for (Theme theme : themes) {
                System.out.println(render(screen, theme, folder));
            }
        }
        Platform.exit();
        System.exit(failed.get() ? 1 : 0);
    }

    /// Takes an option and its value out of the arguments.
    private static Optional<String> option(List<String> arguments, String name) {
        int at = arguments.indexOf(name);
        if (at < 0) {
            return Optional.empty();
        }
        arguments.remove(at);
        return Optional.of(arguments.remove(at));
    }

    private static Screen sized(Screen screen, String size) {
        String[] sides = size.split("x", 2);
        return new Screen(screen.name() + "-" + size, Integer.parseInt(sides[0]), Integer.parseInt(sides[1]), screen.settle(),
                screen.content());
    }

    private static Path render(Screen screen, Theme theme, Path folder) throws Exception {
        Path file = folder.resolve(screen.name() + "-" + theme.name().toLowerCase(Locale.ROOT) + ".png");
        CompletableFuture<Void> done = new CompletableFuture<>();
        Platform.runLater(() -> {
            try {
                Stage stage = new Stage();
                Scene scene = new Scene(screen.content().apply(theme), screen.width(), screen.height());
                Theme.apply(scene, theme);
                stage.setScene(scene);
                stage.show();
                PauseTransition settle = new PauseTransition(Duration.millis((double) screen.settle().toMillis()));
                settle.setOnFinished(_ -> save(scene, file, stage, done));
                settle.play();
            } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        });
        done.get();
        return file;
    }

    private static void save(Scene scene, Path file, Stage stage, CompletableFuture<Void> done) {
        try {
            ImageIO.write(SwingFXUtils.fromFXImage(scene.snapshot(null), null), "png", file.toFile());
            stage.close();
            done.complete(null);
        } catch (IOException | RuntimeException e) {
            done.completeExceptionally(e);
        }
    }
}
