package gpudyno.console.fleet;

import gpudyno.console.ScriptedNode;
import gpudyno.console.frame.NodeCalls;
import gpudyno.console.frame.NodeViewModel;
import gpudyno.console.frame.Workbench;
import gpudyno.console.kit.Overlay;
import gpudyno.console.kit.Theme;
import gpudyno.console.page.TimeRange;
import gpudyno.model.net.Address;
import gpudyno.node.FleetServer;
import gpudyno.node.remote.PrometheusFleet;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Scene;
import javafx.scene.control.TableView;
import javafx.scene.layout.Pane;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import javax.imageio.ImageIO;

/// How fast the Fleet page opens from a Prometheus, and whether it stays live: `URL NODES SECONDS [PICTURE.png]`. The page is opened three
/// times: what is measured lies between the call that shows it and the first drawn frame with all rows.
public final class FleetServerBench {
    private FleetServerBench() {
    }

    /// Notes how long each reading takes.
    private record Timed(FleetServer of, List<Double> millis, List<FleetServer.Reading> readings) implements FleetServer {
        @Override
        public Optional<String> headersFile() {
            return of.headersFile();
        }

        @Override
        public String address() {
            return of.address();
        }

        @Override
        public Reading read(Duration range, int parts) {
            long start = System.nanoTime();
            Reading reading = of.read(range, parts);
            millis.add((System.nanoTime() - start) / 1e6);
            readings.add(reading);
            return reading;
        }
    }

    public static void main(String... arguments) throws Exception {
        int nodes = Integer.parseInt(arguments[1]);
        Platform.startup(() -> Platform.setImplicitExit(false));
        Stage stage = window();
        for (int i = 0; i < 3; i++) {
            Timed server = timed(arguments[0]);
            System.out.printf(Locale.ROOT, "opening %d: %d rows after %.0f ms, the reading took %.0f ms%n", i + 1, nodes,
                    open(server, nodes, stage), server.millis.getFirst());
        }
        Timed server = timed(arguments[0]);
        open(server, nodes, stage);
        long cpu = cpu();
        long start = System.nanoTime();
        Thread.sleep(TimeUnit.SECONDS.toMillis(Integer.parseInt(arguments[2])));
        double seconds = (System.nanoTime() - start) / 1e9;
        double share = 100 * (cpu() - cpu) / 1e9 / seconds;
        List<Double> p95 = new ArrayList<>();
        server.readings
                .forEach(reading -> p95.add(reading.nodes().stream().mapToDouble(node -> node.p95()).filter(Double::isFinite).sum()));
        System.out.printf(Locale.ROOT,
                "live for %.0f s: %d readings, median %.0f ms, most %.0f ms, %d with other figures, %.1f %% of a core%n",
                seconds, server.millis.size(), server.millis.stream().sorted().toList().get(server.millis.size() / 2),
                server.millis.stream().mapToDouble(Double::doubleValue).max().orElse(0), p95.stream().distinct().count(), share);
        if (arguments.length > 3) {
            save(stage, Path.of(arguments[3]));
        }
        System.exit(0);
    }

    /// As the console's is before the page opens: on screen and styled.
    private static Stage window() throws Exception {
        CompletableFuture<Stage> shown = new CompletableFuture<>();
        Platform.runLater(() -> {
            Stage stage = new Stage();
            Scene scene = new Scene(new StackPane(), 1208, 824);
            Theme.apply(scene, Theme.DARK);
            stage.setScene(scene);
            stage.show();
            shown.complete(stage);
        });
        return shown.get(60, TimeUnit.SECONDS);
    }

    private static Timed timed(String address) {
        return new Timed(new PrometheusFleet(Address.parse(address), Optional.empty()), new CopyOnWriteArrayList<>(),
                new CopyOnWriteArrayList<>());
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static double open(FleetServer server, int rows, Stage stage) throws Exception {
        CompletableFuture<Double> opened = new CompletableFuture<>();
        Platform.runLater(() -> {
            try {
                NodeCalls calls = NodeCalls.onVirtualThreads();
                Workbench bench = new Workbench(calls, new Overlay(new Pane()));
                ScriptedNode node = new ScriptedNode(false);
                NodeViewModel model = new NodeViewModel(node, Optional.empty(), calls);
                bench.node().set(Optional.of(model));
                bench.fleetServer(Optional.of(server));
                model.tick(Instant.now());
                long start = System.nanoTime();
                FleetPage page = new FleetPage(bench);
                Scene scene = stage.getScene();
                ((Pane) scene.getRoot()).getChildren().setAll(page.content());
                page.show(node, TimeRange.QUARTER);
                scene.addPostLayoutPulseListener(new Runnable() {
                    @Override
                    public void run() {
                        TableView<?> table = (TableView<?>) scene.lookup(".fleet-table");
                        if (table != null && table.getItems().size() >= rows) {
                            scene.removePostLayoutPulseListener(this);
                            opened.complete((System.nanoTime() - start) / 1e6);
                        } else {
                            Platform.requestNextPulse();
                        }
                    }
                });
            } catch (RuntimeException | Error e) {
                opened.completeExceptionally(e);
            }
        });
        return opened.get(60, TimeUnit.SECONDS);
    }

    private static void save(Stage stage, Path file) throws Exception {
        CompletableFuture<Void> saved = new CompletableFuture<>();
        Platform.runLater(() -> {
            try {
                ImageIO.write(SwingFXUtils.fromFXImage(stage.getScene().snapshot(null), null), "png", file.toFile());
                saved.complete(null);
            } catch (java.io.IOException | RuntimeException e) {
                saved.completeExceptionally(e);
            }
        });
        saved.get(30, TimeUnit.SECONDS);
    }
}
