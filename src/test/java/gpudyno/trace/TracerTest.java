package gpudyno.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpudyno.model.trace.Kept;
import gpudyno.model.trace.Stage;
import gpudyno.model.trace.StageSpan;
import gpudyno.model.trace.Trace;
import gpudyno.model.trace.WhySlow;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TracerTest {
    private static final String ROUTE = "POST /v1/embeddings";
    private static final Duration DELAY = Duration.ofMillis(40);

    private final List<Trace> kept = new CopyOnWriteArrayList<>();
    private final Tracer tracer = new Tracer("model", kept::addAll, 10_000);

    @AfterEach
    void close() {
        tracer.close();
    }

    private RequestTrace begin() {
        return tracer.begin(ROUTE, null, null);
    }

    private static void lose(boolean now) {
        long end = System.nanoTime() + (now ? DELAY.toNanos() : 0);
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    /// A request through all stages of the usual way, or of one that joins another, that loses time in some.
    private RequestTrace request(Set<Stage> slow) {
        RequestTrace trace = begin();
        for (Stage stage : List.of(Stage.ADMISSION, Stage.TOKENISE, Stage.CACHE_L1, Stage.CACHE_L2)) {
            trace.enter(stage);
            lose(slow.contains(stage));
        }
        trace.asks(1, 5);
        trace.enter(Stage.QUEUE);
        if (slow.contains(Stage.COALESCE_WAIT)) {
            lose(true);
            trace.waited(null, true);
        } else {
            lose(slow.contains(Stage.QUEUE));
            BatchTrace ride = new BatchTrace(System.nanoTime(), 4);
            lose(slow.contains(Stage.BATCH));
            ride.start(1, 5, 8);
            lose(slow.contains(Stage.INFERENCE));
            ride.finish();
            trace.waited(ride, false);
        }
        trace.enter(Stage.WRITE);
        lose(slow.contains(Stage.WRITE));
        return trace;
    }

    /// Enough ordinary requests that later ones can be compared with them.
    private void usual(int count) {
        for (int i = 0; i < count; i++) {
            request(EnumSet.noneOf(Stage.class)).end(200, null);
        }
        tracer.refresh();
    }

    private Trace last() {
        await().atMost(Duration.ofSeconds(5)).until(() -> !kept.isEmpty());
        return kept.getLast();
    }

    @ParameterizedTest
    @EnumSource(Stage.class)
    void whySlowNamesTheStageThatLostTheTime(Stage stage) {
        usual(40);
        kept.clear();
        tracer.slow(DELAY.toMillis() - 1);
        RequestTrace trace = request(EnumSet.of(stage));
        trace.end(200, null);
        await().atMost(Duration.ofSeconds(5)).until(() -> kept.stream().anyMatch(one -> one.kept() == Kept.SLOW));
        Trace slow = kept.stream().filter(one -> one.kept() == Kept.SLOW).findFirst().orElseThrow();
        WhySlow why = WhySlow.of(slow).orElseThrow();
        assertThat(why.causes()).first().isEqualTo(stage);
        assertThat(why.parts().getFirst().share()).isGreaterThan(0.6);
        assertThat(slow.leading()).contains(stage);
    }

    @Test
    void aMixtureOfTwoDelaysIsToldAsTwo() {
        usual(40);
        tracer.slow(DELAY.toMillis() - 1);
        for (Set<Stage> two : List.of(EnumSet.of(Stage.QUEUE, Stage.TOKENISE), EnumSet.of(Stage.INFERENCE, Stage.WRITE),
                EnumSet.of(Stage.CACHE_L1, Stage.BATCH))) {
            kept.clear();
            request(two).end(200, null);
            await().atMost(Duration.ofSeconds(5)).until(() -> kept.stream().anyMatch(one -> one.kept() == Kept.SLOW));
            Trace slow = kept.stream().filter(one -> one.kept() == Kept.SLOW).findFirst().orElseThrow();
            assertThat(WhySlow.of(slow).orElseThrow().causes()).as("%s", two).containsAll(two).hasSizeLessThanOrEqualTo(3);
        }
    }

    @Test
    void whateverStageARequestFailsInNoneStaysOpenAndTheTimesAddUp() {
        for (int steps = 0; steps <= Stage.values().length; steps++) {
            for (int ride = 0; ride < 4; ride++) {
                List<Trace> taken = new CopyOnWriteArrayList<>();
                Tracer own = new Tracer("model", taken::addAll);
                RequestTrace trace = own.begin(ROUTE, null, null);
                Arrays.stream(Stage.values()).limit(steps).forEach(trace::enter);
                trace.waited(ride(ride), ride == 3);
                trace.end(500, "failed after " + steps);
                trace.end(200, null);
                assertThat(trace.isOpen()).isFalse();
                await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(() -> !taken.isEmpty());
                Trace made = taken.getFirst();
                assertThat(made.kept()).isEqualTo(Kept.FAILED);
                assertThat(made.status()).isEqualTo(500);
                assertThat(made.stages()).allSatisfy(span -> assertThat(span.millis()).isNotNegative());
                assertThat(made.stages().stream().mapToDouble(StageSpan::millis).sum()).isLessThanOrEqualTo(made.millis() + 1e-6);
                own.close();
            }
        }
    }

    /// As far as a batch may have come when the request ends: it never left the queue, it was taken, it began, or it was another's.
    private static @Nullable BatchTrace ride(int state) {
        if (state == 0 || state == 3) {
            return null;
        }
        BatchTrace ride = new BatchTrace(System.nanoTime(), 4);
        if (state == 2) {
            ride.start(1, 5, 8);
        }
        return ride;
    }

    @Test
    void aCallersTraceGoesOnHereAndTheAnswerNeedNotNameIt() {
        RequestTrace trace = tracer.begin(ROUTE, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "gpudyno=run:7,other=x");
        trace.end(503, "late");
        Trace made = last();
        assertThat(made.id()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(made.parent()).isEqualTo("b7ad6b7169203331");
        assertThat(made.run()).isEqualTo("7");
        assertThat(trace.response()).isNull();
    }

    @Test
    void theAnswerNamesATraceThatBeginsHere() {
        RequestTrace trace = tracer.begin(ROUTE, null, null);
        trace.end(503, "late");
        assertThat(trace.response()).isEqualTo("00-" + last().id() + "-" + last().span() + "-01");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01", "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
        "00-0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331-01"})
    void aHeaderThatIsNoContextBeginsANewTrace(String header) {
        tracer.begin(ROUTE, header, "gpudyno=run:not-a-number").end(503, "late");
        Trace made = last();
        assertThat(made.parent()).isNull();
        assertThat(made.run()).isNull();
        assertThat(made.id()).matches("[0-9a-f]{32}").isNotEqualTo("0af7651916cd43dd8448eb211c80319c");
    }

    @Test
    void aStageFarBeyondItsUsualTimeIsKeptThoughTheRequestIsNotSlow() {
        usual(250);
        request(EnumSet.of(Stage.INFERENCE)).end(200, null);
        await().atMost(Duration.ofSeconds(5)).until(() -> kept.stream().anyMatch(one -> one.kept() == Kept.ANOMALOUS));
    }

    @Test
    void inAStormOfFailuresABoundedNumberIsKeptAndTheRestCounted() {
        int many = 2_000;
        long began = System.nanoTime();
        for (int i = 0; i < many; i++) {
            begin().end(429, "queue full");
        }
        long seconds = 2 + (System.nanoTime() - began) / 1_000_000_000L;
        assertThat(tracer.offered()).isEqualTo(many);
        assertThat(tracer.kept(Kept.FAILED)).isBetween(1L, Tracer.A_SECOND * seconds);
        assertThat(tracer.kept(Kept.FAILED) + tracer.leftOut()).isEqualTo(many);
    }

    @Test
    void turnedOffItRecordsNothing() {
        tracer.turn(false);
        RequestTrace trace = begin();
        trace.enter(Stage.ADMISSION);
        trace.end(500, "failed");
        assertThat(trace.response()).isNull();
        assertThat(tracer.offered()).isZero();
    }

    @Test
    void aBucketOfAHistogramCanNameOneOfItsRequests() {
        RequestTrace trace = request(EnumSet.of(Stage.QUEUE));
        tracer.slow(1);
        trace.end(200, null);
        List<Trace> exemplars = tracer.exemplars().all();
        assertThat(exemplars).singleElement().satisfies(one -> assertThat(Objects.requireNonNull(one).millis()).isGreaterThan(30));
    }
}
