package gpudyno.console.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import gpudyno.model.knob.KnobType.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kordamp.ikonli.feather.Feather;

class ControlsTest extends FxTest {
    private final AtomicInteger presses = new AtomicInteger();

    @Test
    void arrowKeysChooseASegmentAndAPressOnTheChosenOneKeepsIt() {
        SegmentedControl<Integer> range = show(() -> new SegmentedControl<>(List.of(1, 5, 15), minutes -> minutes + "m", 5));
        robot.clickOn("5m").push(KeyCode.RIGHT);
        assertThat(range.selected().get()).isEqualTo(15);
        robot.push(KeyCode.RIGHT).push(KeyCode.LEFT);
        assertThat(range.selected().get()).isEqualTo(5);
        robot.clickOn("1m").clickOn("1m");
        assertThat(range.selected().get()).isEqualTo(1);
        assertThatThrownBy(() -> new SegmentedControl<>(List.of("a"), Function.identity(), "b")).hasMessageContaining("b is not among [a]");
    }

    @Test
    void aNumberOutOfRangeIsRefusedWithWhatIsAllowedAndTheLastGoodOneKept() {
        NumberField rate = show(() -> new NumberField("Rate", 64, 1, 1000, "req/s"));
        type(rate.field(), "5000");
        assertThat(rate.error()).isEqualTo("1 to 1000");
        type(rate.field(), "fast");
        assertThat(rate.error()).isEqualTo("1 to 1000");
        assertThat(rate.value().get()).isEqualTo(64);
        type(rate.field(), "80.5");
        robot.push(KeyCode.ENTER);
        assertThat(rate.error()).isEmpty();
        assertThat(rate.value().get()).isEqualTo(80.5);
    }

    @ParameterizedTest
    @CsvSource(value = {"1,5|1.5", "1.5|1.5", ",5|0.5", "80|80", "+3|3", "5d|", "5f|", "0x1p3|", "1e3|", "NaN|", "Infinity|", "1_000|",
        "1,000|", "12 3|", "1,5,0|"}, delimiter = '|')
    void aDecimalCommaIsAPointAndWhatNobodyTypesToMeanANumberIsRefused(String typed, Double number) {
        NumberField rate = show(() -> new NumberField("Rate", 64, 0.1, 2000, "req/s"));
        on(() -> rate.field().setText(typed));
        assertThat(Double.valueOf(rate.typed())).isEqualTo(number == null ? Double.valueOf(Double.NaN) : number);
        assertThat(rate.problem().isEmpty()).isEqualTo(number != null);
    }

    @Test
    void aCountTakesWholeNumbersAloneAndNamesItself() {
        NumberField seed = show(() -> new NumberField("Seed", 42, 0, 1000, "").whole());
        on(() -> seed.field().setText("1.5"));
        assertThat(seed.problem()).isEqualTo("Seed: a whole number, 0 to 1000");
        on(() -> seed.field().setText("7,0"));
        assertThat(seed.typed()).isEqualTo(7);
    }

    @Test
    void upAndDownStepANumberWithinItsRange() {
        NumberField trials = show(() -> new NumberField("Trials", 2, 1, 3, ""));
        robot.clickOn(trials.field()).push(KeyCode.UP).push(KeyCode.UP);
        assertThat(trials.value().get()).isEqualTo(3);
        assertThat(trials.field().getText()).isEqualTo("3");
        robot.push(KeyCode.DOWN);
        assertThat(trials.field().getText()).isEqualTo("2");
    }

    @Test
    void aKnobOnAPowerOfTwoScaleStopsAtPowersOfTwo() {
        KnobSlider batch = show(() -> new KnobSlider("batch", 1, 64, Scale.POWER_OF_TWO, "", 16));
        assertThat(batch.value().get()).isEqualTo(16);
        Node slider = Objects.requireNonNull(batch.lookup(".slider"));
        List<Double> visited = new ArrayList<>();
        on(() -> {
            batch.value().addListener((_, _, now) -> visited.add(now.doubleValue()));
            slider.requestFocus();
        });
        for (int i = 0; i < 20; i++) {
            robot.push(KeyCode.RIGHT);
        }
        assertThat(visited).containsExactly(32.0, 64.0);
        on(() -> batch.value().set(2));
        assertThat(words(batch)).isEqualTo("batch 2 1 64");
    }

    @Test
    void spaceTurnsAToggle() {
        Toggle toggle = show(() -> new Toggle("Lock core clock", false));
        on(toggle::requestFocus);
        robot.push(KeyCode.SPACE);
        assertThat(toggle.isSelected()).isTrue();
    }

    @Test
    void anUnavailableButtonDoesNothingAndSaysWhy() {
        ActionButton apply = on(() -> Buttons.primary("Apply", presses::incrementAndGet));
        show(() -> new StackPane(apply));
        on(() -> apply.unavailable("The node is not connected"));
        robot.clickOn(apply);
        assertThat(presses).hasValue(0);
        assertThat(apply.getTooltip()).extracting(Tooltip::getText).isEqualTo("The node is not connected");
        on(() -> apply.unavailable(null));
        robot.clickOn(apply);
        assertThat(presses).hasValue(1);
    }

    @Test
    void aBusyButtonKeepsItsWidthAndIgnoresPresses() {
        ActionButton apply = on(() -> Buttons.primary("Apply best", presses::incrementAndGet));
        show(() -> new StackPane(apply));
        double width = apply.getWidth();
        on(() -> apply.busy(true));
        robot.clickOn(apply);
        assertThat(presses).hasValue(0);
        assertThat(apply.getWidth()).isEqualTo(width);
        on(() -> apply.busy(false));
        robot.clickOn(apply);
        assertThat(presses).hasValue(1);
    }

    @Test
    void rightAndLeftOpenAndCloseANode() {
        NodeRow row = show(() -> new NodeRow("Local"));
        on(row::requestFocus);
        robot.push(KeyCode.RIGHT);
        assertThat(row.expanded().get()).isTrue();
        robot.push(KeyCode.LEFT);
        assertThat(row.expanded().get()).isFalse();
    }

    @Test
    void aPageSaysItsAlertsAndItsLoadToAScreenReader() {
        NavItem alerts = show(() -> new NavItem(Feather.BELL, "Alerts"));
        on(() -> {
            alerts.badge(120);
            alerts.live(true);
        });
        assertThat(alerts.getAccessibleText()).isEqualTo("Alerts, live, 99+ alerts");
    }

    @Test
    void theSearchBoxOpensWhatSearchesByClickAndByKey() {
        List<String> opened = new ArrayList<>();
        SearchBox box = on(() -> new SearchBox("Search or run command", "Ctrl K", () -> opened.add("opened")));
        show(() -> new VBox(box));
        on(box::requestFocus);
        robot.push(KeyCode.SPACE);
        assertThat(opened).as("by key").hasSize(1);
        robot.clickOn(box);
        assertThat(opened).as("by click").hasSize(2);
        on(() -> box.compact(true));
        assertThat(on(box::getWidth)).isLessThan(40);
    }

    @Test
    void loadingBarsWaitBeforeTheyAppear() {
        LoadingBars bars = on(LoadingBars::new);
        assertThat(bars.isVisible()).isFalse();
        show(() -> new VBox(bars));
        await().untilAsserted(() -> assertThat(bars.isVisible()).isTrue());
    }

    @Test
    void whatShowsOnlyAnIconHasWordsForAScreenReader() {
        List<ButtonBase> silent = new ArrayList<>();
        KitScreens.all().forEach(screen -> {
            Parent root = show(() -> screen.content().apply(Theme.DARK));
            root.lookupAll("*").stream().filter(ButtonBase.class::isInstance).map(ButtonBase.class::cast)
                    .filter(button -> button.getText() == null || button.getText().isEmpty())
                    .filter(button -> button.getAccessibleText() == null || button.getAccessibleText().isEmpty()).forEach(silent::add);
        });
        assertThat(silent).isEmpty();
    }

    private void type(TextField field, String text) {
        robot.clickOn(field).push(KeyCode.SHORTCUT, KeyCode.A).write(text);
        settle();
    }
}
