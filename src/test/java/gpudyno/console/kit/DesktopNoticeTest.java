package gpudyno.console.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpudyno.model.node.Event.Severity;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.scene.Node;
import javafx.scene.layout.StackPane;
import javafx.stage.Window;
import org.junit.jupiter.api.Test;

class DesktopNoticeTest extends FxTest {
    private static Optional<Node> card() {
        return Window.getWindows().stream().map(window -> window.getScene().getRoot().lookup(".desktop-notice"))
                .filter(java.util.Objects::nonNull).findFirst();
    }

    @Test
    void anAlertIsACardInAWindowOfItsOwnInOurClothesAndAPressOpensIt() {
        StackPane page = show(StackPane::new, 800, 600);
        AtomicInteger opened = new AtomicInteger();
        on(() -> DesktopNotice.fires(page.getScene().getWindow(), Severity.CRITICAL, "Memory almost full", "bench: memory.percent = 97",
                opened::incrementAndGet));
        await().atMost(Duration.ofSeconds(10)).until(() -> on(() -> card().isPresent()));
        Node card = on(() -> card().orElseThrow());
        assertThat(on(card::getScene)).isNotSameAs(on(page::getScene));
        assertThat(on(() -> words(card))).contains("Memory almost full", "memory.percent = 97");
        assertThat(on(() -> card.getScene().getStylesheets())).anyMatch(sheet -> sheet.endsWith("kit.css"));
        assertThat(card.getPseudoClassStates()).anyMatch(state -> state.getPseudoClassName().equals("danger"));
        Node bar = on(() -> card.getScene().getRoot().lookup(".notification-bar"));
        on(() -> bar.getOnMouseClicked().handle(null));
        assertThat(opened).hasValue(1);
        on(() -> card.getScene().getWindow().hide());
    }
}
