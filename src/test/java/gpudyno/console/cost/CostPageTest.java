package gpudyno.console.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import gpudyno.console.ScriptedNode;
import gpudyno.console.frame.NodeCalls;
import gpudyno.console.frame.NodeViewModel;
import gpudyno.console.frame.Workbench;
import gpudyno.console.kit.FxTest;
import gpudyno.console.kit.Overlay;
import gpudyno.console.page.TimeRange;
import gpudyno.model.cost.Prices.Tariff;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.BorderPane;
import org.junit.jupiter.api.Test;

class CostPageTest extends FxTest {
    private final BorderPane frame = new BorderPane();

    private CostPage open(ScriptedNode node) {
        Overlay window = show(() -> new Overlay(frame), 1000, 1000);
        return on(() -> {
            NodeCalls calls = NodeCalls.onVirtualThreads();
            Workbench bench = new Workbench(calls, window);
            NodeViewModel model = new NodeViewModel(node, Optional.empty(), calls);
            bench.node().set(Optional.of(model));
            model.tick(Instant.now());
            CostPage page = new CostPage(bench);
            frame.setCenter(page.content());
            page.show(node, TimeRange.FIVE_MINUTES);
            return page;
        });
    }

    private List<String> words() {
        return on(() -> frame.lookupAll(".label").stream().filter(Labeled.class::isInstance).filter(Node::isVisible)
                .map(label -> ((Labeled) label).getText()).toList());
    }

    private void press(String button) {
        on(() -> frame.lookupAll(".action").stream().filter(Button.class::isInstance).map(Button.class::cast)
                .filter(one -> button.equals(one.getText())).findFirst().orElseThrow().fire());
    }

    private void type(int field, String text) {
        on(() -> frame.lookupAll(".text-field").stream().map(TextInputControl.class::cast).toList().get(field).setText(text));
    }

    @Test
    void whatHasNoPriceIsNotShownAndCanBeDeclared() {
        ScriptedNode node = new ScriptedNode(false);
        CostPage page = open(node);
        await().until(() -> words().stream().anyMatch(text -> text.startsWith("No energy is known")));
        press("Edit prices…");
        type(1, "nonsense");
        press("Save");
        await().until(() -> words().stream().anyMatch(text -> text.contains("'nonsense' is no amount")));
        type(1, "0.35");
        type(2, "0-6 0.20, 6-24 0.35");
        press("Save");
        await().until(() -> node.cost().prices().deviceHour() != null);
        assertThat(node.cost().prices().tariff()).containsExactly(new Tariff(0, 6, 0.2), new Tariff(6, 24, 0.35));
        on(page::hide);
    }

    @Test
    void whatTheNodeRefusesIsSaidInTheForm() {
        ScriptedNode node = new ScriptedNode(true);
        CostPage page = open(node);
        await().until(() -> words().stream().anyMatch(text -> text.contains("without requests")));
        press("Edit prices…");
        type(0, "dollars");
        press("Save");
        await().until(() -> words().stream().anyMatch(text -> text.contains("three capital letters")));
        assertThat(node.cost().prices().currency()).isEqualTo("USD");
        on(page::hide);
    }

    @Test
    void amountsAreWrittenAsPeopleWriteThem() {
        Money dollars = new Money("USD");
        assertThat(dollars.of(5.958)).isEqualTo("$5.96");
        assertThat(dollars.of(0.0019)).isEqualTo("0.19 ¢");
        assertThat(dollars.of(-287.4)).isEqualTo("\u2212$287");
        assertThat(new Money("CHF").of(12.4)).isEqualTo("12.40 CHF");
        assertThat(dollars.of((Double) null)).isEqualTo("–");
        assertThat(PricesForm.words(PricesForm.tariff("0.30"))).isEqualTo("0.3");
        assertThatThrownBy(() -> PricesForm.tariff("0-6")).hasMessageContaining("0-6 0.20");
    }
}
