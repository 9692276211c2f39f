package gpudyno.console.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gpudyno.console.chart.FrameHistory;
import gpudyno.console.chart.Line;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.SharedCacheMeters;
import gpudyno.model.target.Profiles;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PictureTest {
    private static final Instant START = Instant.parse("2026-11-29T12:00:00Z");
    private static final int SECONDS = 60;

    private static Picture picture(boolean loaded, boolean shared) {
        MeterRegistry meters = new MeterRegistry();
        if (shared) {
            meters.gauge(SharedCacheMeters.UP, () -> 1, "one");
            meters.gauge(SharedCacheMeters.UP, () -> 0, "two");
        }
        List<Frame> frames = new ArrayList<>();
        for (int second = 0; second < SECONDS; second++) {
            if (loaded) {
                meters.counter(Meters.CACHE_HITS, "l1").add(60);
                meters.counter(Meters.CACHE_MISSES).add(30);
                meters.counter(Meters.CACHE_COALESCED).add(10);
                meters.counter(Meters.CACHE_EVICTIONS).add(3);
                meters.counter(Meters.CACHE_EXPIRATIONS).add(1);
            }
            frames.add(meters.close(second + 1, START.plusSeconds(second), Duration.ofSeconds(1)).only(Picture.METERS));
        }
        FrameHistory history = new FrameHistory();
        history.add(frames);
        return Picture.of(history, START.plusSeconds(SECONDS), Duration.ofMinutes(5), Profiles.named("option-2"));
    }

    @Test
    void coalescedItemsCountAmongAllButAreNoHits() {
        Picture picture = picture(true, false);
        assertThat(picture.minute().orElseThrow().nearPercent()).isCloseTo(60, within(1e-9));
        assertThat(picture.ratio().orElseThrow().lines()).extracting(Line::name).containsExactly("L1");
        assertThat(picture.ratio().orElseThrow().targets()).singleElement()
                .satisfies(target -> assertThat(target.label()).isEqualTo("target ≥ 85 %"));
    }

    @Test
    void whatLeftIsARateOfTheSecondsThatWereRecorded() {
        Picture picture = picture(true, false);
        assertThat(picture.evicted()).isEqualTo(3 * SECONDS);
        assertThat(picture.left().getLast().lower()).isCloseTo(3, within(1e-9));
        assertThat(picture.left().getLast().upper()).isCloseTo(1, within(1e-9));
        assertThat(picture.left().getFirst().lower()).isZero();
    }

    @Test
    void sharedServersAreCountedOnlyWhereThereAreSome() {
        assertThat(picture(true, false).minute().orElseThrow().servers()).isZero();
        Picture shared = picture(true, true);
        assertThat(shared.minute().orElseThrow().servers()).isEqualTo(2);
        assertThat(shared.minute().orElseThrow().serversUp()).isEqualTo(1);
        assertThat(shared.minute().orElseThrow().sharedPercent()).isNaN();
        assertThat(shared.ratio().orElseThrow().lines()).extracting(Line::name).containsExactly("L1", "L1 + L2");
    }

    @Test
    void withoutItemsNothingIsDrawn() {
        Picture idle = picture(false, false);
        assertThat(idle.ratio()).isEmpty();
        assertThat(idle.left()).isEmpty();
        assertThat(idle.minute().orElseThrow().nearPercent()).isNaN();
    }
}
