package gpudyno.console.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpudyno.console.ScriptedGpus;
import gpudyno.console.ScriptedNode;
import gpudyno.console.frame.NodeCalls;
import gpudyno.console.frame.NodeViewModel;
import gpudyno.console.frame.Workbench;
import gpudyno.console.kit.ActionButton;
import gpudyno.console.kit.ActionMenu;
import gpudyno.console.kit.DataTable;
import gpudyno.console.kit.FxTest;
import gpudyno.console.kit.KnobSlider;
import gpudyno.console.kit.LayoutFaults;
import gpudyno.console.kit.Overlay;
import gpudyno.console.page.TimeRange;
import gpudyno.model.gpu.Control;
import gpudyno.model.gpu.ControlState;
import gpudyno.node.Gpus;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GpuPageTest extends FxTest {
    /// Set on the thread of the screen.
    @SuppressWarnings("NullAway.Init")
    private Overlay window;
    /// Set on the thread of the screen.
    @SuppressWarnings("NullAway.Init")
    private GpuPage page;
    /// Set on the thread of the screen.
    @SuppressWarnings("NullAway.Init")
    private ScriptedNode node;

    private ScriptedGpus open(ScriptedGpus gpus) {
        return open(gpus, 1000, 900);
    }

    private ScriptedGpus open(ScriptedGpus gpus, double width, double height) {
        BorderPane frame = new BorderPane();
        NodeCalls calls = NodeCalls.onVirtualThreads();
        window = show(() -> new Overlay(frame), width, height);
        on(() -> {
            node = new ScriptedNode(true, gpus);
            Workbench bench = new Workbench(calls, window);
            NodeViewModel model = new NodeViewModel(node, Optional.empty(), calls);
            bench.node().set(Optional.of(model));
            model.tick(Instant.now());
            page = new GpuPage(bench);
            frame.setCenter(page.content());
            page.show(node, TimeRange.FIVE_MINUTES);
        });
        return gpus;
    }

    @AfterEach
    void leave() {
        on(() -> page.hide());
        node.close();
    }

    private String words() {
        return on(() -> words(page.content()));
    }

    private void shows(String... words) {
        await().untilAsserted(() -> assertThat(words()).contains(words));
    }

    private ActionButton button(String words, Node in) {
        return on(() -> in.lookupAll(".action").stream().map(ActionButton.class::cast).filter(one -> one.getText().equals(words))
                .findFirst().orElseThrow());
    }

    private void fire(String words, Node in) {
        ActionButton button = button(words, in);
        on(() -> button.fire());
    }

    private String dialog() {
        return on(() -> words((Parent) window.lookup(".dialog-box")));
    }

    @Test
    void aDevicesFiguresAreThoseOfTheFrameAndWhatItDoesNotTellIsNotSupported() {
        open(ScriptedGpus.workstation());
        shows("NVIDIA GeForce RTX 2080 SUPER", "GPU 0 · Turing, 48 SMs · driver 595.71.05", "Healthy", "ECC not supported", "2,055 MHz",
                "Cap 250 W", "Gen 3 ×16", "Pressure medium", "Last: power cap", "5268 ffmpeg", "Speed not supported");
        assertThat(on(() -> page.device())).contains("GPU-2080-0");
    }

    @Test
    void aDeviceWithoutUtilisationAndFanSaysSoAndNeverZero() {
        open(ScriptedGpus.server());
        shows("Utilisation", "not supported", "Memory 58", "slow at 77", "gpu_burn");
        assertThat(words()).doesNotContain(" 0 % of the time");
    }

    @Test
    void theArrowKeysChooseAnotherDeviceAndItsInstances() {
        open(ScriptedGpus.server());
        shows("GPU 7", "GPU 0 · Hopper");
        Button first = on(() -> (Button) page.content().lookupAll(".device-tile").iterator().next());
        on(first::requestFocus);
        robot.push(KeyCode.RIGHT);
        shows("GPU 0 · MIG 0 · 3g.40gb", "of 39.5 GiB", "gpu_burn");
        robot.push(KeyCode.LEFT);
        shows("GPU 0 · Hopper");
    }

    @Test
    void withoutAGpuThePageSaysOnceWhereItLookedAndShowsTheHostsMemory() {
        open(ScriptedGpus.none());
        shows("No GPU was found", "NVML", "libnvidia-ml.so.1 was not found", "amdgpu", "Host memory", "52 %", "660 MiB", "35 %",
                "frees up to 229 MiB");
        assertThat(words().split("libnvidia-ml.so.1", -1)).hasSize(2);
    }

    @Test
    void aLostDeviceKeepsItsLastReadingMutedWithItsAge() {
        open(ScriptedGpus.lost());
        shows("Lost", "has fallen off the bus", "The figures are", "s old");
        await().untilAsserted(() -> assertThat(on(() -> page.content().lookupAll(".meter-card").stream()
                .anyMatch(card -> card.getPseudoClassStates().toString().contains("stale")))).isTrue());
        assertThat(button("Apply", page.content()).getAccessibleHelp()).isEqualTo("The device does not answer");
    }

    @Test
    void aPowerCapIsSetOnceItIsAgreedTo() {
        open(ScriptedGpus.workstation());
        shows("Power cap", "250 W");
        assertThat(button("Apply", page.content()).available()).isFalse();
        KnobSlider cap = on(() -> (KnobSlider) page.content().lookupAll(".knob-slider").iterator().next());
        on(() -> cap.value().set(200));
        fire("Apply", page.content());
        assertThat(dialog()).contains("Set GPU 0?", "Power cap 250 W → 200 W", "Undo puts the values back");
        fire("Cancel", window.lookup(".dialog-box"));
        assertThat(on(() -> window.lookup(".dialog-box"))).isNull();
    }

    @Test
    void whatWasMovedStaysUntilTheNodeStandsThere() {
        ScriptedGpus gpus = open(ScriptedGpus.workstation());
        shows("Power cap", "250 W");
        KnobSlider cap = on(() -> (KnobSlider) page.content().lookupAll(".knob-slider").iterator().next());
        on(() -> cap.value().set(200));
        node.changes().tell(Gpus.CONTROLS, new Gpus.Controls(standing(gpus, 240)));
        await().untilAsserted(() -> {
            assertThat(button("Apply", page.content()).available()).isTrue();
            assertThat(on(() -> cap.value().get())).isEqualTo(200);
        });
        node.changes().tell(Gpus.CONTROLS, new Gpus.Controls(standing(gpus, 200)));
        await().untilAsserted(() -> assertThat(button("Apply", page.content()).getAccessibleHelp()).isEqualTo("Nothing is moved yet"));
    }

    private static List<ControlState> standing(ScriptedGpus gpus, double watts) {
        return gpus.controls().stream().map(one -> one.control() != Control.POWER_LIMIT
                ? one
                : new ControlState(one.device(), one.control(), one.knob(), one.min(), one.max(), watts, one.standard(), 250.0, ""))
                .toList();
    }

    @Test
    void theDriversDefaultsAreAskedForInWords() {
        ScriptedGpus gpus = open(ScriptedGpus.workstation());
        shows("Reset to driver default");
        fire("Reset to driver default", page.content());
        assertThat(dialog()).contains("Give GPU 0 its driver's defaults?");
        fire("Reset", window.lookup(".dialog-box"));
        await().untilAsserted(() -> assertThat(gpus.calls()).containsExactly("reset GPU-2080-0"));
    }

    @Test
    void whatMayNotBeSetSaysThatItNeedsAnAdministrator() {
        ScriptedGpus gpus = ScriptedGpus.workstation();
        gpus.refuse("setting the power limit needs root: start the node with it");
        open(gpus);
        shows("Needs admin", "needs root");
        assertThat(button("Apply", page.content()).getAccessibleHelp()).contains("needs root");
    }

    @Test
    void aTrimSaysWhatItFreesBeforeItIsDone() {
        ScriptedGpus gpus = open(ScriptedGpus.workstation());
        shows("frees up to 119 MiB");
        fire("Trim now", page.content());
        assertThat(dialog()).contains("Trim the memory of GPU 0?", "frees up to 119 MiB");
        assertThat(gpus.calls()).isEmpty();
        fire("Trim now", window.lookup(".dialog-box"));
        await().untilAsserted(() -> assertThat(gpus.calls()).containsExactly("trim GPU-2080-0 SHRINK"));
    }

    @Test
    void aProcessIsEndedOnlyOnceThatIsAgreedTo() {
        ScriptedGpus gpus = open(ScriptedGpus.workstation());
        shows("5267 ffmpeg");
        on(() -> ((DataTable<?>) page.content().lookup(".data-table")).getSelectionModel().select(0));
        ActionMenu end = on(() -> (ActionMenu) page.content().lookupAll(".menu-button").stream().filter(ActionMenu.class::isInstance)
                .filter(one -> ((ActionMenu) one).getText().equals("End process")).findFirst().orElseThrow());
        on(() -> end.getItems().getFirst().fire());
        assertThat(dialog()).contains("End ffmpeg (5268)?", "SIGTERM", "It belongs to ana", "does not come back by itself");
        assertThat(gpus.calls()).isEmpty();
        fire("End it", window.lookup(".dialog-box"));
        await().untilAsserted(() -> assertThat(gpus.calls()).containsExactly("end 5268 TERM"));
    }

    @Test
    void aTimeCanBeOpenedAndLeftAgain() {
        open(ScriptedGpus.workstation());
        shows("The last 5 min", "5268 ffmpeg ana");
        TextField time = on(() -> (TextField) page.content().lookupAll(".text-field").stream()
                .filter(one -> "Go to a time".equals(one.getAccessibleText())).findFirst().orElseThrow());
        on(() -> time.setText("half past two"));
        on(time::requestFocus);
        robot.push(KeyCode.ENTER);
        shows("write 02:14, yesterday 02:14 or 2026-11-28 02:14");
        String then = DateTimeFormatter.ofPattern("HH:mm:ss").format(LocalTime.now(ZoneId.systemDefault()).minusSeconds(200));
        on(() -> time.setText(then));
        robot.push(KeyCode.ENTER);
        shows(then + ",", "Back to live", "ffmpeg", "Pressure low");
        fire("Back to live", page.content());
        shows("The last 5 min", "Pressure medium");
    }

    @Test
    void theReportHoldsWhatIsShown() {
        open(ScriptedGpus.workstation());
        shows("5268 ffmpeg");
        fire("Copy report", page.content());
        String report = on(() -> Clipboard.getSystemClipboard().getString());
        assertThat(report).contains("NVIDIA GeForce RTX 2080 SUPER", "driver: 595.71.05", "gpu.clock.sm: 2,055 MHz",
                "gpu.temperature.memory: not supported", "process 5268 ffmpeg, ana");
    }

    @Test
    void theCausesOfTheRangeAreSaidInSentences() {
        open(ScriptedGpus.workstation());
        shows("2 causes", "its 250 W cap bound it 98 % of the time", "SM clock 1,706 MHz");
    }

    @Test
    void theLeastWindowHoldsEverything() {
        open(ScriptedGpus.server(), 944, 624);
        shows("GPU 7", "gpu_burn");
        assertThat(on(() -> LayoutFaults.in(window.getScene()))).isEqualTo(List.of());
    }
}
