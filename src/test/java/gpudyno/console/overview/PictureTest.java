package gpudyno.console.overview;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.console.chart.FrameHistory;
import gpudyno.console.chart.TimePicture;
import gpudyno.console.page.Period;
import gpudyno.model.gpu.GpuDevice;
import gpudyno.model.gpu.Maker;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.Meters.Outcome;
import gpudyno.model.target.Profiles;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PictureTest {
    private static final Instant START = Instant.parse("2026-11-28T10:00:00Z");
    private static final Duration RANGE = Duration.ofMinutes(5);

    private final MeterRegistry meters = new MeterRegistry();
    private final FrameHistory history = new FrameHistory();
    private final double[] memory = {40, 60};
    private int second;

    PictureTest() {
        meters.gauge(Meters.MEMORY, () -> memory[0], "gpu0");
        meters.gauge(Meters.MEMORY, () -> memory[1], "gpu1");
    }

    /// Seconds of requests, each answered in so many milliseconds.
    private void run(int seconds, int requests, double milliseconds) {
        for (int i = 0; i < seconds; i++) {
            meters.counter(Meters.ARRIVALS).add(requests);
            meters.counter(Meters.REQUESTS, Outcome.OK.label()).add(requests);
            for (int j = 0; j < requests; j++) {
                meters.distribution(Meters.RESPONSE).record(milliseconds);
            }
            Frame frame = meters.close(second + 1, START.plusSeconds(second), Duration.ofSeconds(1));
            history.add(List.of(frame));
            second++;
        }
    }

    private Picture picture(int at) {
        return Picture.of(Profiles.OPTION_2, START.plusSeconds(at), RANGE, List.of(gpu(0), gpu(1)), history);
    }

    private static GpuDevice gpu(int index) {
        return new GpuDevice("gpu" + index, Maker.NVIDIA, "NVIDIA L4", index, null, null, Map.of(), Map.of());
    }

    @Test
    void theLastMinuteIsJudgedWhateverRangeIsDrawn() {
        run(120, 60, 900);
        run(60, 60, 100);
        Picture picture = picture(180);
        assertThat(picture.judged().figures().get(DerivedMeters.LATENCY_P95)).isBetween(99.0, 101.0);
        assertThat(picture.judged().requests()).isEqualTo(3600);
        assertThat(picture.judged().misses(Profiles.OPTION_2)).isFalse();
        assertThat(picture.latency().getFirst().line().times()).hasSize(180);
        assertThat(picture.memoryOf()).isEqualTo("GPU 1");
    }

    @Test
    void ofAPeriodThatIsOverAllIsJudgedAndNothingIsStale() {
        run(100, 60, 900);
        run(200, 60, 100);
        Picture picture = Picture.ofPast(Profiles.OPTION_2, new Period(START.plusSeconds(10), START.plusSeconds(90)),
                List.of(gpu(0), gpu(1)),
                history);
        assertThat(picture.judged().figures().get(DerivedMeters.LATENCY_P95)).isBetween(890.0, 910.0);
        assertThat(picture.judged().requests()).isBetween(80 * 60.0, 81 * 60.0);
        assertThat(picture.stale()).isFalse();
        assertThat(picture.judgedOver()).isEqualTo("this period");
        assertThat(picture.now()).isEqualTo(START.plusSeconds(90));
    }

    @Test
    void ofAPeriodWithoutFramesNothingIsJudged() {
        Picture picture = Picture.ofPast(Profiles.OPTION_2, new Period(START, START.plusSeconds(90)), List.of(), history);
        assertThat(picture.judged().figures()).isEmpty();
        assertThat(picture.stale()).isFalse();
    }

    @Test
    void aBandBeginsAndEndsWithTheMiss() {
        run(60, 60, 100);
        run(20, 60, 900);
        run(60, 60, 100);
        List<TimePicture.Band> bands = picture(140).beyond();
        assertThat(bands).hasSize(1);
        assertThat(bands.getFirst().to() - bands.getFirst().from()).isBetween(18_000L, 26_000L);
    }

    @Test
    void whatWasNotRecordedIsNotCalledAMiss() {
        run(20, 60, 900);
        second += 100;
        run(20, 60, 900);
        List<TimePicture.Band> bands = picture(140).beyond();
        assertThat(bands).hasSize(2);
        assertThat(bands.get(0).to()).isEqualTo(START.plusSeconds(20).toEpochMilli());
        assertThat(bands.get(1).from()).isGreaterThanOrEqualTo(START.plusSeconds(120).toEpochMilli());
    }

    @Test
    void framesThatStayAwayMakeThePictureStaleAfterThreeSeconds() {
        run(30, 60, 100);
        assertThat(picture(33).stale()).isFalse();
        assertThat(picture(35).stale()).isTrue();
        assertThat(picture(35).age()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void beforeTheFirstFrameNothingIsKnown() {
        Picture picture = picture(10);
        assertThat(picture.judged().figures()).isEmpty();
        assertThat(picture.stale()).isFalse();
        assertThat(picture.latency().getFirst().latest()).isNaN();
        assertThat(picture.memoryOf()).isEqualTo("Host");
    }
}
