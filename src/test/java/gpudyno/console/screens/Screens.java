package gpudyno.console.screens;

import gpudyno.console.kit.KitScreens;
import gpudyno.console.kit.Theme;
import gpudyno.console.load.LoadScreens;
import gpudyno.console.overview.OverviewScreens;
import gpudyno.console.tune.TuneScreens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
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

/// `packaging/screens [FOLDER [NAME]...]`: renders all screens, or those whose names begin with one of the given.
public final class Screens {
    /// Each page adds its own here.
    private static final List<Screen> ALL = Stream.of(KitScreens.all(), OverviewScreens.all(), TuneScreens.all(), LoadScreens.all())
            .flatMap(List::stream).toList();

    private Screens() {
    }

    public static void main(String... arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments.length > 0 ? arguments[0] : "target/screens"));
        List<String> wanted = List.of(arguments).subList(Math.min(1, arguments.length), arguments.length);
        List<Screen> screens = ALL.stream().filter(screen -> wanted.isEmpty() || wanted.stream().anyMatch(screen.name()::startsWith))
                .toList();
        if (screens.isEmpty()) {
            System.err.println("no screen is named " + wanted + "; known are " + ALL.stream().map(Screen::name).toList());
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
            for (Theme theme : Theme.values()) {
                System.out.println(render(screen, theme, folder));
            }
        }
        Platform.exit();
        System.exit(failed.get() ? 1 : 0);
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
