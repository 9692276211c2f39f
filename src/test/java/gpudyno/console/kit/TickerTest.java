package gpudyno.console.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.scene.layout.StackPane;
import javafx.util.Duration;
import org.junit.jupiter.api.Test;

class TickerTest extends FxTest {
    private final AtomicInteger ticks = new AtomicInteger();

    private StackPane ticking() {
        StackPane made = new StackPane();
        new Ticker(made, Duration.millis(5), ticks::incrementAndGet).start();
        return made;
    }

    @Test
    void itTicksOnlyInAWindowThatIsShown() {
        StackPane out = on(this::ticking);
        StackPane within = show(StackPane::new);
        assertThat(ticks).hasValue(0);
        on(() -> within.getChildren().add(out));
        await().until(() -> ticks.get() > 2);
        on(() -> within.getScene().getWindow().hide());
        int then = ticks.get();
        await().during(java.time.Duration.ofMillis(100)).until(() -> ticks.get() == then);
    }

    @Test
    void whatItTickedForIsFreedWithItsWindow() {
        WeakReference<StackPane> seen = new WeakReference<>(show(this::ticking));
        await().until(() -> ticks.get() > 2);
        show(StackPane::new);
        await().until(() -> {
            System.gc();
            return seen.get() == null;
        });
    }
}
