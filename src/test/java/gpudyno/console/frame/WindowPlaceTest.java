package gpudyno.console.frame;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.console.frame.WindowPlace.Wanted;
import java.util.List;
import javafx.geometry.Rectangle2D;
import org.junit.jupiter.api.Test;

class WindowPlaceTest {
    private static final Rectangle2D LAPTOP = new Rectangle2D(0, 0, 1440, 900);
    private static final Rectangle2D BESIDE = new Rectangle2D(1440, -200, 1920, 1080);

    @Test
    void aWindowThatFitsStaysWhereItWas() {
        assertThat(WindowPlace.on(new Wanted(1500, 30, 1200, 800), List.of(LAPTOP, BESIDE)))
                .isEqualTo(new Rectangle2D(1500, 30, 1200, 800));
    }

    @Test
    void aWindowAsTallAsItsScreenWithATitleBarIsShrunkAndItsTitleBarIsSeen() {
        assertThat(WindowPlace.on(new Wanted(0, -8, 1440, 928), List.of(LAPTOP))).isEqualTo(LAPTOP);
        assertThat(WindowPlace.on(new Wanted(0, 27, 1440, 900), List.of(new Rectangle2D(0, 27, 1440, 873))))
                .isEqualTo(new Rectangle2D(0, 27, 1440, 873));
    }

    @Test
    void aWindowThatWasNeverPlacedStandsInTheMiddle() {
        assertThat(WindowPlace.on(new Wanted(Double.NaN, Double.NaN, 1000, 700), List.of(LAPTOP, BESIDE)))
                .isEqualTo(new Rectangle2D(220, 100, 1000, 700));
    }

    @Test
    void aWindowLeftOnAScreenThatIsGoneComesBackToTheNearest() {
        assertThat(WindowPlace.on(new Wanted(2000, 100, 1200, 800), List.of(LAPTOP))).isEqualTo(new Rectangle2D(240, 100, 1200, 800));
        assertThat(WindowPlace.on(new Wanted(-5000, 9000, 1200, 800), List.of(LAPTOP, BESIDE)))
                .isEqualTo(new Rectangle2D(0, 100, 1200, 800));
    }

    @Test
    void aWindowPartlyOffItsScreenIsMovedOntoIt() {
        assertThat(WindowPlace.on(new Wanted(700, 500, 1200, 800), List.of(LAPTOP))).isEqualTo(new Rectangle2D(240, 100, 1200, 800));
    }

    @Test
    void aScreenSmallerThanTheLeastWindowGetsOneOfItsSize() {
        assertThat(WindowPlace.on(new Wanted(0, 0, 1000, 700), List.of(new Rectangle2D(0, 0, 800, 600))))
                .isEqualTo(new Rectangle2D(0, 0, 800, 600));
    }
}
