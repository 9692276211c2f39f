package gpudyno.console.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpudyno.model.target.Target;
import gpudyno.model.target.Target.Comparison;
import java.time.Duration;
import java.util.Objects;
import javafx.scene.control.Label;
import javafx.scene.paint.Paint;
import javafx.scene.shape.Arc;
import org.junit.jupiter.api.Test;

class TargetTileTest extends FxTest {
    private static final Target MEMORY = new Target("memory.percent", Comparison.AT_MOST, 75);
    private static final Target THROUGHPUT = new Target("throughput.rps", Comparison.AT_LEAST, 50);
    private static final double[] HISTORY = {60, 65, 71};

    @Test
    void aValueWellInsideItsTargetPassesInGreen() {
        TargetTile tile = tile(50, MEMORY, "percent");
        assertThat(words(tile)).isEqualTo("GPU memory Pass 50 % Target ≤ 75 % Margin 25 pts");
        assertThat(arcColour(tile)).isEqualTo(Palette.DARK.success());
        assertThat(tile.getAccessibleText()).isEqualTo("GPU memory 50 %, target ≤ 75 %, Pass");
    }

    @Test
    void aMarginUnderSixPercentOfTheTargetPassesInAmber() {
        assertThat(arcColour(tile(71, MEMORY, "percent"))).isEqualTo(Palette.DARK.warning());
        assertThat(arcColour(tile(70, MEMORY, "percent"))).isEqualTo(Palette.DARK.success());
    }

    @Test
    void aMissedTargetFailsInRedAndItsMarginIsNegative() {
        TargetTile tile = tile(41, THROUGHPUT, "req/s");
        assertThat(words(tile)).contains("Fail").contains("−9 req/s");
        assertThat(arcColour(tile)).isEqualTo(Palette.DARK.danger());
    }

    @Test
    void theArcAndTheFailingRangeFollowValueAndBound() {
        TargetTile tile = tile(75, MEMORY, "percent");
        assertThat(arc(tile, ".gauge-value").getLength()).isEqualTo(-180);
        assertThat(arc(tile, ".gauge-failing").getLength()).isEqualTo(-60);
        TargetTile most = tile(400, THROUGHPUT, "req/s");
        assertThat(arc(most, ".gauge-value").getLength()).isEqualTo(-240);
        assertThat(arc(most, ".gauge-failing").getStartAngle()).isEqualTo(210);
    }

    @Test
    void anIdleTileSaysWhyAndShowsNoNumber() {
        TargetTile tile = show(() -> new TargetTile("p95 latency"));
        on(() -> tile.showIdle("3 of 20 requests"));
        assertThat(words(tile)).contains("Idle").contains("3 of 20 requests");
        assertThat(((Label) Objects.requireNonNull(tile.lookup(".gauge-number"))).getText()).isEqualTo(Formats.NONE);
        assertThat(arc(tile, ".gauge-value").isVisible()).isFalse();
    }

    @Test
    void aStaleTileKeepsItsLastReadingWithItsAgeUntilNewDataComes() {
        TargetTile tile = tile(50, MEMORY, "percent");
        on(() -> tile.showStale(Duration.ofSeconds(14)));
        assertThat(words(tile)).contains("Stale").contains("50").contains("14 s ago");
        on(() -> tile.show(51, MEMORY, "percent", HISTORY));
        assertThat(words(tile)).contains("Pass").contains("51").doesNotContain("ago");
    }

    @Test
    void aTileWithoutTargetJudgesNothing() {
        TargetTile tile = show(() -> new TargetTile("Throughput"));
        on(() -> tile.showUnjudged(1785, "req/s", HISTORY));
        assertThat(words(tile)).contains("No target").contains("1,785").doesNotContain("Pass").doesNotContain("Fail");
    }

    @Test
    void anotherThreadMayNotChangeIt() {
        TargetTile tile = show(() -> new TargetTile("GPU memory"));
        assertThatThrownBy(() -> tile.show(50, MEMORY, "percent", HISTORY)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> tile.showIdle("no data")).isInstanceOf(IllegalStateException.class);
    }

    private TargetTile tile(double value, Target target, String unit) {
        TargetTile tile = show(() -> new TargetTile("GPU memory"));
        on(() -> tile.show(value, target, unit, HISTORY));
        return tile;
    }

    private static Arc arc(TargetTile tile, String style) {
        return (Arc) Objects.requireNonNull(tile.lookup(style));
    }

    private static Paint arcColour(TargetTile tile) {
        return on(() -> {
            tile.applyCss();
            return arc(tile, ".gauge-value").getStroke();
        });
    }
}
