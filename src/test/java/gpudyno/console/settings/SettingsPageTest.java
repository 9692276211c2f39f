package gpudyno.console.settings;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.console.StillPage;
import gpudyno.console.frame.NodeCalls;
import gpudyno.console.frame.NodeViewModel;
import gpudyno.console.frame.Workbench;
import gpudyno.console.kit.ActionButton;
import gpudyno.console.kit.DataTable;
import gpudyno.console.kit.FxTest;
import gpudyno.console.kit.Overlay;
import gpudyno.console.kit.Toggle;
import gpudyno.console.page.TimeRange;
import gpudyno.model.node.RecordKind;
import gpudyno.model.node.StoredRecords;
import gpudyno.node.FleetServer;
import gpudyno.node.NodeUnreachableException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsPageTest extends FxTest {
    private final ScriptedKnobs node = new ScriptedKnobs();
    private final BorderPane frame = new BorderPane();
    /// Set on the thread of the screen.
    @SuppressWarnings("NullAway.Init")
    private SettingsPage page;
    private Overlay window;

    @BeforeEach
    void open() {
        window = show(() -> new Overlay(frame), 1000, 760);
        on(() -> {
            page = StillPage.open(node, frame, window, bench -> new SettingsPage(bench, Path.of("config")));
        });
    }

    private KnobEditor editor() {
        return on(() -> (KnobEditor) page.content().lookupAll("*").stream().filter(KnobEditor.class::isInstance).findFirst().orElseThrow());
    }

    private <N extends Node> N part(Class<N> type) {
        return on(() -> editor().lookupAll("*").stream().filter(type::isInstance).map(type::cast).findFirst().orElseThrow());
    }

    private void choose(String knob) {
        on(() -> page.choose(knob));
    }

    private void type(String text) {
        on(() -> part(TextField.class).setText(text));
    }

    private void press(String words, Parent in) {
        on(() -> in.lookupAll(".action").stream().map(ActionButton.class::cast).filter(one -> one.getText().equals(words)).findFirst()
                .orElseThrow().fire());
    }

    private void apply() {
        press("Apply", editor());
        press("Turn", (Parent) window.lookup(".dialog-box"));
    }

    private String reason() {
        return on(() -> editor().apply().available() ? "" : editor().apply().getTooltip().getText());
    }

    private KeptRecords kept() {
        on(() -> page.content().lookupAll(".segment").stream().map(ToggleButton.class::cast).filter(one -> one.getText().equals("History"))
                .findFirst().orElseThrow().fire());
        return on(() -> page.content().lookupAll("*").stream().filter(KeptRecords.class::isInstance).map(KeptRecords.class::cast)
                .findFirst().orElseThrow());
    }

    @SuppressWarnings("unchecked") // the part has one table
    private void chooseKind(KeptRecords of, RecordKind kind) {
        on(() -> {
            DataTable<StoredRecords> table = (DataTable<StoredRecords>) of.lookup(".data-table");
            table.getSelectionModel().select(table.getItems().stream().filter(row -> row.kind() == kind).findFirst().orElseThrow());
        });
    }

    private long limit(RecordKind kind) {
        return node.journal().contents().of(kind).orElseThrow().limit();
    }

    @Test
    void whatIsKeptStandsWithItsSizeAndMoreOfItIsKeptAtOnce() {
        KeptRecords kept = kept();
        assertThat(on(() -> words(kept))).contains("Frames of 10 s", "about 512 KiB", "The file takes 48 MiB, 3 MiB of it free", "2 d");
        chooseKind(kept, RecordKind.TRACES);
        on(() -> ((TextField) kept.lookup(".text-field")).setText("3000"));
        press("Keep", kept);
        assertThat(limit(RecordKind.TRACES)).isEqualTo(3_000);
    }

    @Test
    void lessIsKeptOnlyAfterItWasConfirmedAndNothingOutsideTheBounds() {
        KeptRecords kept = kept();
        chooseKind(kept, RecordKind.EVENTS);
        on(() -> ((TextField) kept.lookup(".text-field")).setText("999"));
        press("Keep", kept);
        assertThat(window.lookup(".dialog-box")).isNull();
        on(() -> ((TextField) kept.lookup(".text-field")).setText("2000"));
        press("Keep", kept);
        assertThat(limit(RecordKind.EVENTS)).isEqualTo(10_000);
        press("Keep less", (Parent) window.lookup(".dialog-box"));
        assertThat(limit(RecordKind.EVENTS)).isEqualTo(2_000);
    }

    @Test
    void whatOthersNeedCannotBeChanged() {
        KeptRecords kept = kept();
        chooseKind(kept, RecordKind.KNOB_CHANGES);
        assertThat(on(() -> words(kept))).contains("always 10000 newest");
        assertThat(on(() -> kept.lookup(".text-field"))).isNull();
    }

    @Test
    void theFirstKnobIsOpenAndEachStandsWithItsUnitRangeAndCost() {
        String words = on(() -> words(page.content()));
        assertThat(words).contains("256 MiB", "1 MiB – 1 GiB", "5 ms", "0 ms – 50 ms", "on", "off, on", "restart", "pause", "free");
        assertThat(words).doesNotContain("268435456", "1073741824");
        assertThat(on(() -> words(editor()))).startsWith("backend.sessions now 1");
    }

    @ParameterizedTest
    @CsvSource(value = {"64Mi|67108864", "64 MiB|67108864", "64mib|67108864", "0.5 GiB|536870912", "0,5 GiB|536870912", "100MB|100000000",
        "67108864|67108864", "67108864 B|67108864", "67108864 bytes|67108864"}, delimiter = '|')
    void bytesAreTypedWithOrWithoutTheirUnit(String typed, long bytes) {
        choose("cache.maxBytes");
        type(typed);
        assertThat(reason()).isEmpty();
        apply();
        assertThat(node.turns()).containsExactly("cache.maxBytes=" + bytes + " by console");
    }

    @ParameterizedTest
    @CsvSource(value = {"cache.maxBytes|64 MX", "cache.maxBytes|2 GiB", "cache.maxBytes|1,000 MiB", "cache.maxBytes|64M", "cache.maxBytes|",
        "serve.batch.maxDelay|5 MiB", "serve.batch.maxDelay|1 min", "serve.batch.maxDelay|1,000", "serve.batch.maxDelay|2.5",
        "engine.memoryShare|NaN", "engine.memoryShare|0x1p-1"}, delimiter = '|')
    void whatIsRefusedNamesWhatIsAllowedAndTurnsNothing(String knob, String typed) {
        choose(knob);
        type(typed == null ? "" : typed);
        assertThat(reason()).contains("is not allowed: a ", "number from");
        press("Apply", editor());
        assertThat(window.lookup(".dialog-box")).isNull();
        assertThat(node.turns()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"12 ms,12", "12,12", "0.02 s,20"})
    void timesAreTypedInTheKnobsUnitOrAnother(String typed, long milliseconds) {
        choose("serve.batch.maxDelay");
        type(typed);
        apply();
        assertThat(node.turns()).containsExactly("serve.batch.maxDelay=" + milliseconds + " by console");
    }

    @Test
    void aSliderMovesTheNumberAndANumberTheSlider() {
        choose("backend.sessions");
        Slider slider = part(Slider.class);
        on(slider::requestFocus);
        robot.push(KeyCode.END);
        assertThat(on(() -> part(TextField.class).getText())).isEqualTo("8");
        type("1");
        assertThat(on(slider::getValue)).isZero();
        type("8");
        assertThat(on(slider::getValue)).isEqualTo(1);
        apply();
        assertThat(node.turns()).containsExactly("backend.sessions=8 by console");
    }

    @Test
    void aSwitchAndAChoiceAreTurnedWithoutTyping() {
        choose("cache.enabled");
        on(() -> part(Toggle.class).fire());
        apply();
        choose("engine.dtype");
        on(() -> editor().lookupAll(".segment").stream().map(ToggleButton.class::cast).filter(one -> one.getText().equals("int4"))
                .findFirst().orElseThrow().fire());
        apply();
        assertThat(node.turns()).containsExactly("cache.enabled=false by console", "engine.dtype=int4 by console");
        assertThat(on(() -> words(page.content()))).contains("int4");
    }

    @ParameterizedTest
    @CsvSource(value = {"serve.batch.maxDelay|7|Free: it takes effect at once", "backend.sessions|2|Pause: requests wait for a moment",
        "engine.memoryShare|0.8|Restart: the server behind it starts anew"}, delimiter = '|')
    void whatAChangeCostsIsSaidBesideApplyAndAgainInTheQuestion(String knob, String typed, String cost) {
        choose(knob);
        assertThat(on(() -> words(editor()))).contains(cost);
        type(typed);
        press("Apply", editor());
        assertThat(on(() -> words(window.lookup(".dialog-box")))).contains(knob, typed, cost, "Undo puts it back");
    }

    @Test
    void undoPutsAKnobBack() {
        choose("backend.sessions");
        type("3");
        apply();
        press("Undo", window);
        assertThat(node.turns()).containsExactly("backend.sessions=3 by console", "backend.sessions=1 by console");
        assertThat(on(() -> part(TextField.class).getText())).isEqualTo("1");
    }

    @Test
    void aNewerValueOfTheNodeFollowsAnUntouchedKnobAndLeavesADraftAlone() {
        choose("backend.sessions");
        on(() -> node.turnElsewhere("backend.sessions", 4L));
        assertThat(on(() -> part(TextField.class).getText())).isEqualTo("4");
        type("6");
        on(() -> node.turnElsewhere("backend.sessions", 2L));
        assertThat(on(() -> part(TextField.class).getText())).isEqualTo("6");
        assertThat(on(() -> words(editor()))).contains("now 2");
        choose("cache.maxBytes");
        choose("backend.sessions");
        assertThat(on(() -> part(TextField.class).getText())).isEqualTo("6");
        press("Put back", editor());
        assertThat(on(() -> part(TextField.class).getText())).isEqualTo("2");
        assertThat(reason()).isEqualTo("It stands there already");
    }

    @Test
    void textThatIsNoNumberIsNotTakenAwayByANewerValue() {
        choose("backend.sessions");
        type("6x");
        on(() -> node.turnElsewhere("backend.sessions", 2L));
        assertThat(on(() -> part(TextField.class).getText())).isEqualTo("6x");
    }

    @Test
    void aKnobWithOneAllowedValueIsShownWithoutASlider() {
        choose("serve.threads");
        assertThat(on(() -> editor().lookup(".slider"))).isNull();
        assertThat(reason()).isEqualTo("It stands there already");
    }

    @Test
    void theFleetServerIsShownWithTheLinesThatSetIt() {
        assertThat(on(() -> words(page.content()))).contains("Fleet server", "The Fleet page can read nodes from a server")
                .doesNotContain("Headers");
        FleetServer set = new FleetServer() {
            @Override
            public String address() {
                return "https://metrics.example.com";
            }

            @Override
            public Optional<String> headersFile() {
                return Optional.of("secret-headers.txt");
            }

            @Override
            public Reading read(Duration range, int parts) {
                throw new NodeUnreachableException("not asked here");
            }
        };
        String told = on(() -> words(new FleetServerPanel(Optional.of(set), Path.of("config")).node()));
        assertThat(told).contains("https://metrics.example.com", "secret-headers.txt", "change these lines in config/gpudyno.yaml");
    }

    @Test
    void aKnobNamedBeforeTheNodeHasToldIsOpenedOnceItHas() {
        on(() -> {
            page.hide();
            NodeCalls calls = new NodeCalls(Runnable::run, Runnable::run);
            Workbench bench = new Workbench(calls, window);
            NodeViewModel model = new NodeViewModel(node, Optional.empty(), calls);
            bench.node().set(Optional.of(model));
            page = new SettingsPage(bench, Path.of("config"));
            frame.setCenter(page.content());
            page.show(node, TimeRange.MINUTE);
            page.choose("engine.dtype");
            model.tick(Instant.now());
        });
        assertThat(on(() -> words(editor()))).startsWith("engine.dtype now fp16");
    }
}
