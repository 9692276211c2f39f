package gpudyno.console.load;

import gpudyno.console.EveryPage;
import gpudyno.console.ScriptedNodes;
import gpudyno.console.Switchboard;
import gpudyno.console.frame.ConsoleWindow;
import gpudyno.console.frame.NodeCalls;
import gpudyno.console.kit.ScenarioCard;
import gpudyno.console.screens.Screen;
import gpudyno.model.load.Scenario;
import gpudyno.node.Node;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.CustomMenuItem;
import javafx.scene.control.MenuButton;

/// The Load page in its window, in the states a user meets.
public final class LoadScreens {
    private LoadScreens() {
    }

    public static List<Screen> all() {
        return List.of(screen("load-idle", 1440, 900, () -> new ScriptedLoad(0), _ -> {}),
                screen("load-running", 1440, 900, () -> new ScriptedLoad(5).running(), _ -> {}),
                screen("load-ended", 1440, 900, () -> new ScriptedLoad(8), _ -> {}),
                generators(),
                screen("load-find-max", 1440, 900,
                        () -> new ScriptedLoad(7).endingWith(new Scenario.FindMax(20, Duration.ofSeconds(10))),
                        window -> press(window, "Find max")),
                screen("load-step", 1440, 900,
                        () -> new ScriptedLoad(6).endingWith(new Scenario.Step(32, 16, Duration.ofSeconds(24), 96)),
                        window -> press(window, "Step")),
                screen("load-compare", 1440, 900, () -> new ScriptedLoad(8), LoadScreens::compare),
                screen("load-post", 1440, 900, () -> new ScriptedLoad(3), LoadScreens::post),
                screen("load-refused", 1440, 900, () -> new ScriptedLoad(3), LoadScreens::refuse),
                screen("load-narrow", 1100, 800, () -> new ScriptedLoad(8), _ -> {}),
                screen("load-least", 1000, 700, () -> new ScriptedLoad(8).running(), _ -> {}), away());
    }

    private static void press(ConsoleWindow window, String scenario) {
        window.lookupAll(".scenario-card").stream().map(ScenarioCard.class::cast)
                .filter(card -> card.getAccessibleText().equals(scenario)).forEach(ScenarioCard::fire);
    }

    private static void compare(ConsoleWindow window) {
        window.lookupAll(".check-box").stream().map(CheckBox.class::cast).limit(2).forEach(CheckBox::fire);
        window.lookupAll(".action").stream().map(Button.class::cast).filter(button -> "Compare".equals(button.getText()))
                .forEach(Button::fire);
    }

    private static void post(ConsoleWindow window) {
        window.lookupAll(".combo-box").stream().map(javafx.scene.control.ComboBox.class::cast)
                .filter(box -> "Target".equals(box.getAccessibleText())).forEach(box -> box.getSelectionModel().selectLast());
    }

    private static void refuse(ConsoleWindow window) {
        press(window, "Ramp");
        window.lookupAll(".text-field").stream().map(javafx.scene.control.TextField.class::cast).forEach(field -> {
            if ("Rate in req/s".equals(field.getAccessibleText())) {
                field.setText("fast");
            } else if ("Bounds to keep".equals(field.getAccessibleText())) {
                field.setText("p95=500ms,speed=9");
            }
        });
    }

    /// Two nodes send a run, and one of them is lost.
    private static Screen generators() {
        return new Screen("load-generators", 1440, 900, Duration.ofSeconds(6), _ -> {
            ScriptedSharedLoad load = new ScriptedSharedLoad();
            URI far = URI.create("https://rig-b:7070");
            ScriptedNodes nodes = new ScriptedNodes(new ScriptedLoad(5), Map.of(far, new ScriptedLoad(0))).sharing(load);
            nodes.attach(far, ScriptedNodes.TOKEN);
            ConsoleWindow window = open(nodes);
            new Timeline(new KeyFrame(javafx.util.Duration.millis(1500), _ -> {
                window.lookupAll(".menu-button").stream().map(MenuButton.class::cast)
                        .filter(menu -> "Generators".equals(menu.getAccessibleText())).flatMap(menu -> menu.getItems().stream())
                        .forEach(item -> ((CheckBox) ((CustomMenuItem) item).getContent()).fire());
                post(window);
            }), new KeyFrame(javafx.util.Duration.millis(2500), _ -> window.lookupAll(".action").stream().map(Button.class::cast)
                    .filter(button -> "Start".equals(button.getText())).forEach(Button::fire)),
                    new KeyFrame(javafx.util.Duration.millis(3500), _ -> load.tell(false))).play();
            return window;
        });
    }

    /// The node answers, then does not.
    private static Screen away() {
        return new Screen("load-away", 1440, 900, Duration.ofSeconds(6), _ -> {
            Switchboard cable = new Switchboard(new ScriptedLoad(8).running());
            ConsoleWindow window = open(cable.node());
            new Timeline(new KeyFrame(javafx.util.Duration.millis(2000), _ -> cable.pulled(true))).play();
            return window;
        });
    }

    private static Screen screen(String name, int width, int height, Supplier<Node> node, Consumer<ConsoleWindow> then) {
        return new Screen(name, width, height, Duration.ofSeconds(4), _ -> {
            ConsoleWindow window = open(node.get());
            new Timeline(new KeyFrame(javafx.util.Duration.millis(2000), _ -> then.accept(window))).play();
            return window;
        });
    }

    private static ConsoleWindow open(Node node) {
        return open(new ScriptedNodes(node));
    }

    private static ConsoleWindow open(ScriptedNodes nodes) {
        ConsoleWindow window = new ConsoleWindow(NodeCalls.onVirtualThreads(), nodes,
                bench -> EveryPage.startingWith("Load", bench));
        Timeline ticks = new Timeline(new KeyFrame(javafx.util.Duration.millis(400), _ -> window.tick(Instant.now())));
        ticks.setCycleCount(12);
        ticks.play();
        return window;
    }
}
