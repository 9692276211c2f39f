package gpudyno.console.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpudyno.console.ScriptedNodes;
import gpudyno.console.Switchboard;
import gpudyno.console.frame.ConsoleWindow;
import gpudyno.console.frame.NodeCalls;
import gpudyno.console.kit.ActionButton;
import gpudyno.console.kit.DataTable;
import gpudyno.console.kit.Exportable;
import gpudyno.console.kit.FxTest;
import gpudyno.console.kit.Memory;
import gpudyno.console.kit.SaveTarget;
import gpudyno.console.kit.ScenarioCard;
import gpudyno.model.load.RunCourse;
import gpudyno.model.load.RunReport;
import gpudyno.model.load.RunTarget;
import gpudyno.model.load.Scenario;
import gpudyno.model.target.Profiles;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.CustomMenuItem;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadPageTest extends FxTest {
    private final ScriptedLoad script = new ScriptedLoad(4);
    private final Switchboard cable = new Switchboard(script);

    private ConsoleWindow open() {
        return show(() -> new ConsoleWindow(NodeCalls.onVirtualThreads(), new ScriptedNodes(cable.node()),
                bench -> new ConsoleWindow.Pages(List.of(new LoadPage(bench)), List.of())), 1000, 900);
    }

    private void awaitWords(ConsoleWindow window, String words) {
        await().atMost(Duration.ofSeconds(15)).pollInterval(Duration.ofMillis(100)).untilAsserted(() -> {
            on(() -> window.tick(Instant.now()));
            assertThat(on(() -> words(window))).contains(words);
        });
    }

    private static <T extends Node> Stream<T> all(ConsoleWindow window, String selector, Class<T> type) {
        return window.lookupAll(selector).stream().filter(type::isInstance).map(type::cast);
    }

    private static ActionButton button(ConsoleWindow window, String text) {
        return on(() -> all(window, ".action", ActionButton.class).filter(one -> text.equals(one.getText())).findFirst().orElseThrow());
    }

    private static void choose(ConsoleWindow window, String scenario) {
        on(() -> all(window, ".scenario-card", ScenarioCard.class).filter(card -> card.getAccessibleText().equals(scenario)).findFirst()
                .orElseThrow().fire());
    }

    private static void type(ConsoleWindow window, String field, String text) {
        on(() -> all(window, ".text-field", TextField.class).filter(one -> field.equals(one.getAccessibleText())).findFirst().orElseThrow()
                .setText(text));
    }

    @Test
    void aRunIsStartedAsPlannedWatchedAndStopped() {
        ConsoleWindow window = open();
        awaitWords(window, "3,840 requests");
        awaitWords(window, "4 stored");
        on(() -> button(window, "Start").fire());
        awaitWords(window, "Run #5");
        assertThat(script.calls()).containsExactly("start Poisson[rate=64.0, duration=PT1M]");
        assertThat(script.started().slo()).isEqualTo("p95=500ms,errors=1%");
        awaitWords(window, "99.7 % of offered");
        assertThat(on(() -> words(window))).contains("Running", "of 1:02", "p95", "≤ 500 ms");
        await().until(() -> on(() -> !button(window, "Start").available()));
        assertThat(on(() -> button(window, "Start").getTooltip().getText())).isEqualTo("Load run #5 is on");
        await().until(() -> on(() -> button(window, "Stop run").available()));
        on(() -> button(window, "Stop run").fire());
        awaitWords(window, "Stopped early");
        assertThat(script.calls()).hasSize(2).endsWith("stop 5");
    }

    @Test
    void severalNodesSendOneRunAndTheirSharesAreShown() {
        ScriptedSharedLoad load = new ScriptedSharedLoad();
        ScriptedNodes nodes = new ScriptedNodes(cable.node(), Map.of(URI.create("https://rig-b:7070"), new ScriptedLoad(0))).sharing(load);
        nodes.attach(URI.create("https://rig-b:7070"), ScriptedNodes.TOKEN);
        ConsoleWindow window = show(() -> new ConsoleWindow(NodeCalls.onVirtualThreads(), nodes,
                bench -> new ConsoleWindow.Pages(List.of(new LoadPage(bench)), List.of())), 1000, 900);
        awaitWords(window, "Generators");
        on(() -> generators(window).forEach(CheckBox::fire));
        awaitWords(window, "Choose a target with an address");
        on(() -> all(window, ".combo-box", ComboBox.class).filter(box -> "Target".equals(box.getAccessibleText())).findFirst().orElseThrow()
                .getSelectionModel().selectLast());
        await().until(() -> on(() -> button(window, "Start").available()));
        on(() -> button(window, "Start").fire());
        awaitWords(window, "Shared run");
        assertThat(load.generators()).containsExactly("this workstation", "rig-b:7070");
        assertThat(script.calls()).as("no node runs it alone").isEmpty();
        load.tell(false);
        awaitWords(window, "rig-b:7070 is lost, 410 of its requests count as not sent");
        assertThat(on(() -> words(window))).contains("900 of 1,000", "590 of 1,000", "410");
        assertThat(on(() -> button(window, "Start").getTooltip().getText())).isEqualTo("A load of several nodes is on");
        on(() -> button(window, "Stop run").fire());
        await().until(load::stopped);
        load.tell(true);
        awaitWords(window, "Stopped early");
        await().until(() -> on(() -> button(window, "Start").available()));
    }

    private static Stream<CheckBox> generators(ConsoleWindow window) {
        return all(window, ".menu-button", MenuButton.class).filter(menu -> "Generators".equals(menu.getAccessibleText()))
                .flatMap(menu -> menu.getItems().stream()).map(item -> (CheckBox) ((CustomMenuItem) item).getContent());
    }

    @Test
    void theFormIsFoundAgainAsItWasLeft() {
        Memory memory = new Memory();
        ScenarioForm left = on(() -> form(memory));
        on(() -> {
            field(left, "Rate in req/s").setText("96");
            field(left, "Bounds to keep").setText("p95=200ms");
            cards(left).filter(card -> card.getAccessibleText().equals("Step")).findFirst().orElseThrow().fire();
            field(left, "Up to in req/s").setText("384");
        });
        await().until(() -> on(() -> memory.get("load.Up to").equals(Optional.of("384"))));
        on(() -> memory.put("load.Seed", "not a number"));
        ScenarioForm found = on(() -> form(memory));
        assertThat(on(() -> field(found, "Rate in req/s").getText())).isEqualTo("96");
        assertThat(on(() -> field(found, "Up to in req/s").getText())).isEqualTo("384");
        assertThat(on(() -> field(found, "Bounds to keep").getText())).isEqualTo("p95=200ms");
        assertThat(on(() -> field(found, "Seed").getText())).as("what is no value is left").isEqualTo("42");
        assertThat(on(() -> cards(found).filter(ScenarioCard::isSelected).map(ScenarioCard::getAccessibleText).toList()))
                .containsExactly("Step");
    }

    private ScenarioForm form(Memory memory) {
        NodeCalls calls = NodeCalls.onVirtualThreads();
        ScenarioForm made = new ScenarioForm(new LoadViewModel(calls, () -> ""),
                new SharedRun(calls, new ScriptedNodes(script).sharedLoads()),
                memory);
        new javafx.scene.Scene(made.node());
        return made;
    }

    private static TextField field(ScenarioForm form, String name) {
        return form.node().lookupAll(".text-field").stream().map(TextField.class::cast)
                .filter(one -> name.equals(one.getAccessibleText())).findFirst().orElseThrow();
    }

    private static Stream<ScenarioCard> cards(ScenarioForm form) {
        return form.node().lookupAll(".scenario-card").stream().map(ScenarioCard.class::cast);
    }

    @Test
    void aRefusedFieldIsMarkedAndNothingStarts() {
        ConsoleWindow window = open();
        awaitWords(window, "4 stored");
        type(window, "Rate in req/s", "fast");
        assertThat(on(() -> words(window))).contains("0.1 to 100000");
        assertThat(on(() -> button(window, "Start").getTooltip().getText())).isEqualTo("Rate: 0.1 to 100000");
        on(() -> button(window, "Start").fire());
        type(window, "Rate in req/s", "96");
        choose(window, "Step");
        type(window, "Up to in req/s", "32");
        awaitWords(window, "the maximum not below the start");
        assertThat(on(() -> button(window, "Start").available())).isFalse();
        choose(window, "Find max");
        type(window, "Bounds to keep", "");
        awaitWords(window, "state some, such as p95=500ms");
        type(window, "Bounds to keep", "p95=fast");
        awaitWords(window, "'p95=fast': a bound such as");
        assertThat(script.calls()).isEmpty();
        type(window, "Bounds to keep", "ttft.p95=200ms");
        await().until(() -> on(() -> button(window, "Start").available()));
        on(() -> button(window, "Start").fire());
        await().untilAsserted(() -> assertThat(script.started().scenario()).isEqualTo(new Scenario.FindMax(96, Duration.ofSeconds(24))));
        assertThat(script.started().slo()).isEqualTo("ttft.p95=200ms");
    }

    @Test
    void everyScenarioStartsFromItsOwnFields(@TempDir Path folder) throws Exception {
        Path trace = Files.writeString(folder.resolve("morning.csv"), "offset_s,input_tokens,output_tokens\n0,10,4\n1.5,10,4\n");
        ConsoleWindow window = open();
        awaitWords(window, "4 stored");
        for (String name : List.of("Constant", "Poisson", "Ramp", "Step", "Spike", "Soak", "Closed loop", "Trace replay", "Find max")) {
            choose(window, name);
            if (name.equals("Trace replay")) {
                // Once the node has told that the run before is over.
                await().untilAsserted(() -> {
                    on(() -> window.tick(Instant.now()));
                    assertThat(on(() -> button(window, "Start").getTooltip().getText())).isEqualTo("Choose a trace");
                });
                type(window, "Trace file on this machine", trace.toString());
                on(() -> all(window, ".text-field", TextField.class)
                        .filter(one -> "Trace file on this machine".equals(one.getAccessibleText()))
                        .findFirst().orElseThrow().fireEvent(new javafx.event.ActionEvent()));
            }
            await().until(() -> on(() -> {
                window.tick(Instant.now());
                return button(window, "Start").available();
            }));
            int before = script.calls().size();
            on(() -> button(window, "Start").fire());
            await().until(() -> script.calls().size() > before);
            await().until(() -> on(() -> button(window, "Stop run").available()));
            on(() -> button(window, "Stop run").fire());
            await().until(() -> script.calls().size() > before + 1);
        }
        assertThat(script.calls().stream().filter(call -> call.startsWith("start")).map(call -> call.replaceAll("start |\\[.*", "")))
                .containsExactly(
                        "Constant", "Poisson", "Ramp", "Step", "Spike", "Soak", "ClosedLoop", "Replay", "FindMax");
    }

    @Test
    void aTraceThatCannotBeReadIsSaidUnderItsField(@TempDir Path folder) throws Exception {
        ConsoleWindow window = open();
        awaitWords(window, "4 stored");
        choose(window, "Trace replay");
        type(window, "Trace file on this machine", folder.resolve("none.csv").toString());
        on(() -> button(window, "Start").requestFocus());
        on(() -> all(window, ".text-field", TextField.class).filter(one -> "Trace file on this machine".equals(one.getAccessibleText()))
                .findFirst().orElseThrow().fireEvent(new javafx.event.ActionEvent()));
        awaitWords(window, "is no file that can be read");
        Path wrong = Files.writeString(folder.resolve("wrong.csv"), "a,b\n1,2\n");
        type(window, "Trace file on this machine", wrong.toString());
        on(() -> all(window, ".text-field", TextField.class).filter(one -> "Trace file on this machine".equals(one.getAccessibleText()))
                .findFirst().orElseThrow().fireEvent(new javafx.event.ActionEvent()));
        awaitWords(window, "trace wrong.csv, line 1: no arrival");
        assertThat(on(() -> button(window, "Start").available())).isFalse();
    }

    private static void pick(ConsoleWindow window, String menu, String item) {
        on(() -> all(window, ".menu-button", MenuButton.class).filter(one -> menu.equals(one.getText())).findFirst().orElseThrow()
                .getItems()
                .stream().filter(one -> item.equals(one.getText())).findFirst().orElseThrow().fire());
    }

    private static String typed(ConsoleWindow window, String field) {
        return on(() -> all(window, ".text-field", TextField.class).filter(one -> field.equals(one.getAccessibleText())).findFirst()
                .orElseThrow().getText());
    }

    @Test
    void aPresetFillsTheFormFromTheProfileAndStartsNothing() {
        ConsoleWindow window = open();
        awaitWords(window, "4 stored");
        pick(window, "Presets", "A spike to five times the rate");
        assertThat(typed(window, "Rate in req/s")).isEqualTo("50");
        assertThat(typed(window, "Up to in req/s")).isEqualTo("250");
        assertThat(typed(window, "Duration in s")).isEqualTo("180");
        type(window, "Bounds to keep", "");
        type(window, "Rate in req/s", "fast");
        pick(window, "Presets", "The highest rate within Option 2");
        assertThat(script.calls()).isEmpty();
        await().until(() -> on(() -> button(window, "Start").available()));
        on(() -> button(window, "Start").fire());
        await().untilAsserted(() -> assertThat(script.started().scenario()).isEqualTo(new Scenario.FindMax(50, Duration.ofSeconds(60))));
        assertThat(script.started().slo()).isEqualTo("p95=500ms,errors=1%");
    }

    @Test
    void aProfileWithoutBoundsOffersNoneOfItsOwn() {
        assertThat(Preset.of(Profiles.AS_FOUND)).isNotEmpty().allMatch(preset -> preset.bounds().isEmpty());
        assertThat(Preset.of(Profiles.OPTION_3)).first().extracting(Preset::bounds).isEqualTo("p95=100ms,errors=0.1%");
    }

    @Test
    void whatTheServerSaidStandsBesideItsErrors() {
        ConsoleWindow window = open();
        awaitWords(window, "{\"error\": \"the queue is full\"}");
    }

    @Test
    void aRunIsKeptAsAPage(@TempDir Path folder) {
        ConsoleWindow window = open();
        awaitWords(window, "4 stored");
        Path page = folder.resolve("run-4.html");
        on(() -> SaveTarget.set(window.getScene(), (_, name) -> Optional.of(folder.resolve(name))));
        on(() -> all(window, ".menu-button", MenuButton.class).filter(one -> "Export".equals(one.getText())).findFirst().orElseThrow()
                .getItems().getFirst().fire());
        await().untilAsserted(() -> assertThat(page).hasContent("run 4 as html"));
    }

    @Test
    void aServerBesideTheNodeIsLoadedAndOneElsewhereIsRefused() {
        ConsoleWindow window = open();
        awaitWords(window, "4 stored");
        on(() -> {
            ComboBox<?> target = all(window, ".combo-box", ComboBox.class).filter(one -> "Target".equals(one.getAccessibleText()))
                    .findFirst()
                    .orElseThrow();
            target.getSelectionModel().select(1);
        });
        TextField address = on(() -> all(window, ".text-field", TextField.class).filter(one -> one.getText().startsWith("http://"))
                .findFirst().orElseThrow());
        on(() -> address.setText("http://192.0.2.7:8000"));
        awaitWords(window, "not a machine that this node may load");
        on(() -> address.setText("http://127.0.0.1:8000"));
        await().until(() -> on(() -> button(window, "Start").available()));
        on(() -> button(window, "Start").fire());
        await().untilAsserted(() -> assertThat(script.started().target()).isNotNull());
        assertThat(script.started().target()).extracting(RunTarget::api).isEqualTo(RunTarget.Api.CHAT);
        assertThat(script.started().target()).extracting(RunTarget::address).hasToString("http://127.0.0.1:8000/v1/chat/completions");
        assertThat(script.started().timeout()).as("a language model thinks for long").isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void aPostedTemplateIsSentAsItIsWritten() {
        ConsoleWindow window = open();
        awaitWords(window, "4 stored");
        on(() -> all(window, ".combo-box", ComboBox.class).filter(one -> "Target".equals(one.getAccessibleText())).findFirst().orElseThrow()
                .getSelectionModel().selectLast());
        on(() -> all(window, ".text-area", TextArea.class).findFirst().orElseThrow().setText("{\"q\": \"{{uuid}}\"}"));
        await().until(() -> on(() -> button(window, "Start").available()));
        on(() -> button(window, "Start").fire());
        await().untilAsserted(() -> assertThat(script.started().target())
                .isEqualTo(
                        new RunTarget(java.net.URI.create("http://127.0.0.1:8000/"), RunTarget.Api.POST, "", 64, "{\"q\": \"{{uuid}}\"}")));
    }

    @Test
    void twoTickedRunsAreComparedByTheNode() {
        ConsoleWindow window = open();
        awaitWords(window, "4 stored");
        assertThat(on(() -> button(window, "Compare").available())).isFalse();
        on(() -> all(window, ".check-box", CheckBox.class).filter(box -> box.getAccessibleText().equals("Compare run 4")).findFirst()
                .orElseThrow().fire());
        on(() -> all(window, ".check-box", CheckBox.class).filter(box -> box.getAccessibleText().equals("Compare run 2")).findFirst()
                .orElseThrow().fire());
        on(() -> button(window, "Compare").fire());
        awaitWords(window, "Run #2 vs #4");
        assertThat(script.calls()).containsExactly("compare 2 4");
        assertThat(on(() -> words(window))).contains("Set up differently: scenario Closed loop → Poisson", "Better", "Worse",
                "Not told apart");
    }

    @Test
    void anEarlierRunIsShownWhenItIsChosen() {
        ConsoleWindow window = open();
        awaitWords(window, "4 stored");
        awaitWords(window, "Run #4");
        on(() -> {
            DataTable<?> table = all(window, ".data-table", DataTable.class).filter(one -> one.getColumns().size() > 8).findFirst()
                    .orElseThrow();
            table.getSelectionModel().select(1);
        });
        awaitWords(window, "Run #3");
        assertThat(on(() -> words(window))).contains("Breaking point 96 req/s, by p95");
    }

    @Test
    void aChartIsExportedAsPictureAndAsFigures(@TempDir Path folder) throws Exception {
        ConsoleWindow window = open();
        awaitWords(window, "Run #4");
        on(() -> SaveTarget.set(window.getScene(), (_, name) -> Optional.of(folder.resolve(name))));
        for (Node chart : on(() -> window.lookupAll("*").stream().filter(Exportable.class::isInstance).toList())) {
            assertThat(on(() -> ((Exportable) chart).csv())).contains("\r\n");
        }
        on(() -> all(window, ".chart-menu", javafx.scene.control.Button.class)
                .filter(menu -> menu.getParent().getParent().getChildrenUnmodifiable().stream()
                        .anyMatch(one -> one instanceof javafx.scene.control.Label title && title.getText().equals("Latency heatmap")))
                .forEach(menu -> exportAll(menu)));
        RunReport report = Objects.requireNonNull(script.runs().run(4).orElseThrow().report());
        List<RunCourse.Column> columns = Objects.requireNonNull(report.course()).columns();
        List<String> lines = Files.readAllLines(folder.resolve("latency-heatmap.csv"));
        assertThat(lines).hasSize(1 + columns.size());
        assertThat(lines.get(1).split(",")[1]).isEqualTo(String.valueOf(columns.getFirst().p95()));
        assertThat(ImageIO.read(folder.resolve("latency-heatmap.png").toFile()).getWidth()).isGreaterThan(300);
    }

    private static void exportAll(javafx.scene.control.Button menu) {
        menu.getContextMenu().getItems().forEach(javafx.scene.control.MenuItem::fire);
    }

    @Test
    void aNodeThatIsAwayStartsNothing() {
        ConsoleWindow window = open();
        awaitWords(window, "4 stored");
        cable.pulled(true);
        awaitWords(window, "does not answer, try");
        on(() -> button(window, "Start").fire());
        assertThat(on(() -> button(window, "Start").getTooltip().getText())).contains("does not answer");
        assertThat(script.calls()).isEmpty();
        assertThat(on(() -> words(window))).contains("4 stored");
    }
}
