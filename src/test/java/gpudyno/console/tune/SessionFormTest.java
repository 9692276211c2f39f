package gpudyno.console.tune;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.console.frame.NodeCalls;
import gpudyno.console.frame.NodeViewModel;
import gpudyno.console.kit.FxTest;
import gpudyno.console.kit.Overlay;
import gpudyno.model.target.Profiles;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionFormTest extends FxTest {
    private final ScriptedSession node = new ScriptedSession();
    private SessionForm form;

    @BeforeEach
    void open() {
        form = on(this::form);
        show(() -> new VBox(form.node()));
        on(() -> form.show(Optional.empty(), "", "", false, Instant.now()));
    }

    private SessionForm form() {
        NodeCalls calls = new NodeCalls(Runnable::run, Runnable::run);
        TuneViewModel model = new TuneViewModel(calls, new Overlay(new VBox()), () -> "");
        node.drivenByTest();
        NodeViewModel mirror = new NodeViewModel(node, Optional.empty(), calls);
        mirror.tick(Instant.now());
        model.choose(Optional.of(mirror));
        return new SessionForm(model, List::of);
    }

    private void type(String field, String text) {
        on(() -> form.node().lookupAll(".text-field").stream().map(TextField.class::cast)
                .filter(one -> one.getAccessibleText().startsWith(field)).forEach(one -> one.setText(text)));
    }

    @ParameterizedTest
    @CsvSource({"Budget,abc", "Budget,0", "Budget,5d", "Distinct prompts,0", "Distinct prompts,2.5", "Zipf exponent,99", "Seed,1.5",
        "Seed,-1", "Budget,''"})
    void nothingStartsOnAFieldThatIsRefusedAndTheButtonNamesIt(String field, String text) {
        type(field, text);
        on(() -> form.start().fire());
        assertThat(node.calls()).isEmpty();
        assertThat(form.start().available()).isFalse();
        assertThat(form.start().getTooltip().getText()).startsWith(field + ": ");
    }

    @Test
    void aSessionAimsAtTheNodesTargetsUntilAPersonChoosesOthersAndSaysWhichAreWhose() {
        on(() -> form.nodeTargets(Profiles.OPTION_3));
        assertThat(on(() -> words(form.node()))).contains("p95 ≤ 100 ms", "The node is judged by the same targets");
        on(() -> form.node().lookupAll(".segment").stream().map(ToggleButton.class::cast).filter(one -> one.getText().equals("Option 1"))
                .findFirst().orElseThrow().fire());
        assertThat(on(() -> words(form.node())))
                .contains("This session aims at Option 1; the node itself is judged by Option 3 · 99 %+.");
        on(() -> form.nodeTargets(Profiles.TIER_2_98));
        on(() -> form.start().fire());
        assertThat(node.calls()).containsExactly("start option-1 300s");
    }

    @Test
    void aNodeWithoutTargetsLeavesTheSessionItsOwn() {
        on(() -> form.nodeTargets(Profiles.AS_FOUND));
        assertThat(on(() -> words(form.node()))).contains("The node itself is judged by no targets (As found); a session needs some.");
        on(() -> form.start().fire());
        assertThat(node.calls()).containsExactly("start option-2 300s");
    }

    @Test
    void eachProfileSaysItsBoundsWhereItStands() {
        assertThat(on(() -> form.node().lookupAll(".segment").stream().map(ToggleButton.class::cast)
                .filter(one -> one.getText().startsWith("Option") || one.getText().startsWith("Tier"))
                .map(one -> one.getTooltip().getText()).toList()))
                .hasSize(4).contains("Option 2 · 95 %: memory ≤ 75 %, cache hit ≥ 85 %, p95 ≤ 500 ms, errors < 1 %, throughput ≥ 50 req/s");
    }

    @Test
    void whatIsTypedCountsWithoutLeavingItsField() {
        type("Budget", "1,5");
        on(() -> form.start().fire());
        assertThat(node.calls()).containsExactly("start option-2 90s");
    }

    @Test
    void aDraftOutlivesWhatTheNodeTellsMeanwhile() {
        type("Budget", "12");
        on(() -> form.show(Optional.empty(), "A session is running", "", false, Instant.now()));
        on(() -> form.show(Optional.empty(), "", "", false, Instant.now()));
        on(() -> form.start().fire());
        assertThat(node.calls()).containsExactly("start option-2 720s");
    }
}
