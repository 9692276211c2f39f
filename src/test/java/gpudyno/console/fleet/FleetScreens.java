package gpudyno.console.fleet;

import gpudyno.console.EveryPage;
import gpudyno.console.ScriptedGpus;
import gpudyno.console.ScriptedNode;
import gpudyno.console.ScriptedNodes;
import gpudyno.console.frame.ConsoleWindow;
import gpudyno.console.frame.NodeCalls;
import gpudyno.console.page.TimeRange;
import gpudyno.console.screens.Screen;
import gpudyno.model.net.Pairing;
import gpudyno.node.Node;
import gpudyno.node.demo.DemoFleet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.PauseTransition;
import javafx.animation.Timeline;
import javafx.scene.control.Button;
import javafx.scene.control.TableView;

/// The Fleet page with one node, with the demo's twelve, and with two of them compared or changed.
public final class FleetScreens {
    private static final Duration SETTLE = Duration.ofSeconds(16);

    private FleetScreens() {
    }

    public static List<Screen> all() {
        return List.of(window("fleet-one", 1440, 900, false, _ -> {}), window("fleet-compare", 1440, 900, true, FleetScreens::compare),
                window("fleet-change", 1440, 900, true, FleetScreens::change), window("fleet-plain", 1440, 900, true, _ -> {}),
                window("fleet-small", 1000, 700, true, _ -> {}));
    }

    private static Screen window(String name, int width, int height, boolean many, Consumer<ConsoleWindow> then) {
        return new Screen(name, width, height, SETTLE, _ -> {
            Map<URI, Node> others = many ? demo() : Map.of();
            ScriptedNodes nodes = new ScriptedNodes(new ScriptedNode(true, ScriptedGpus.workstation()), others);
            others.keySet().forEach(address -> nodes.attach(Pairing.of(address, ScriptedNodes.TOKEN)));
            ConsoleWindow window = new ConsoleWindow(NodeCalls.onVirtualThreads(), nodes, bench -> {
                bench.memory().put("fleet.group", "site");
                return EveryPage.startingWith("Fleet", bench);
            });
            window.bench().range().set(TimeRange.QUARTER);
            Timeline ticks = new Timeline(new KeyFrame(javafx.util.Duration.millis(500), _ -> window.tick(Instant.now())));
            ticks.setCycleCount(Animation.INDEFINITE);
            ticks.play();
            PauseTransition settled = new PauseTransition(javafx.util.Duration.seconds(8));
            settled.setOnFinished(_ -> then.accept(window));
            settled.play();
            return window;
        });
    }

    private static Map<URI, Node> demo() {
        try {
            return new DemoFleet(Files.createTempDirectory("fleet")).nodes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void tickTwo(ConsoleWindow window) {
        TableView<?> table = (TableView<?>) window.lookup(".fleet-table");
        List<Integer> places = table.getItems().stream().filter(line -> line instanceof FleetLine.Row row
                && List.of("lab-a100", "lab-h100").contains(row.node().name())).map(table.getItems()::indexOf).toList();
        places.forEach(table.getSelectionModel()::select);
    }

    private static void compare(ConsoleWindow window) {
        tickTwo(window);
        press(window, "Compare");
    }

    private static void change(ConsoleWindow window) {
        tickTwo(window);
        press(window, "Set…");
    }

    private static void press(ConsoleWindow window, String words) {
        window.lookupAll(".action").stream().filter(node -> node instanceof Button button
                && button.getText().equals(words)).map(Button.class::cast).findFirst().orElseThrow().fire();
    }
}
