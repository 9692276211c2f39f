package gpudyno.console.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
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
        List<WeakReference<StackPane>> seen = IntStream.range(0, 6).mapToObj(_ -> new WeakReference<>(show(this::ticking))).toList();
        await().until(() -> ticks.get() > 2);
        // The robot holds on to events, which name what they met, until it is given its window anew. The toolkit holds what it drew last.
        await().until(() -> {
            org.testfx.api.FxToolkit.registerPrimaryStage();
            System.gc();
            return seen.stream().limit(3).allMatch(one -> one.get() == null);
        });
    }
}
