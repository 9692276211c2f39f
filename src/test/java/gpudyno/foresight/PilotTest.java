package gpudyno.foresight;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.model.foresight.AheadAction;
import gpudyno.model.foresight.AheadAction.Verdict;
import gpudyno.model.foresight.Outlook;
import gpudyno.model.foresight.Outlook.Ahead;
import gpudyno.model.knob.Configuration;
import gpudyno.model.memory.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PilotTest {
    private static final Configuration SMALL = Configuration.of(Map.of("serve.batch.maxSize", 1L));
    private static final Configuration LARGE = Configuration.of(Map.of("serve.batch.maxSize", 16L));

    private static final class Bench implements Pilot.Host {
        private Mode mode = Mode.AUTOMATIC;
        private Configuration current = SMALL;
        private boolean session = true;
        private final List<AheadAction> actions = new ArrayList<>();
        private @Nullable String stopped;

        @Override
        public Mode mode() {
            return mode;
        }

        @Override
        public List<Pilot.Verified> verified() {
            return session ? List.of(new Pilot.Verified(SMALL, 100, 50.0), new Pilot.Verified(LARGE, 300, 60.0)) : List.of();
        }

        @Override
        public Configuration current() {
            return current;
        }

        @Override
        public void turn(Configuration change) {
            current = current.with(change);
        }

        @Override
        public Optional<Double> trim() {
            return Optional.empty();
        }

        @Override
        public void did(AheadAction action) {
            actions.add(action);
        }

        @Override
        public void stopped(String why) {
            stopped = why;
            mode = Mode.RECOMMEND;
        }
    }

    private final Bench bench = new Bench();
    private final Pilot pilot = new Pilot(0, bench);
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private void step(double rate, double p95Now, double p95Ahead) {
        now = now.plusSeconds(10);
        pilot.accept(now, List.of(outlook("offered.rps", rate, rate), outlook("latency.p95.ms", p95Now, p95Ahead)));
    }

    private Outlook outlook(String meter, double value, double ahead) {
        return new Outlook(meter, "1", now, value, List.of(new Ahead(Duration.ofMinutes(1), ahead, ahead, ahead, ahead, ahead, 0.1)), null);
    }

    @Test
    void itTurnsKnobsBeforeTheLoadComesAndSaysWhatThatGained() {
        step(50, 40, 40);
        assertThat(bench.actions).isEmpty();
        step(80, 40, 200);
        assertThat(bench.current).isEqualTo(LARGE);
        for (int i = 0; i < 6; i++) {
            step(80, 45, 45);
        }
        assertThat(bench.actions).last().satisfies(action -> {
            assertThat(action.withoutIt()).isEqualTo(200);
            assertThat(action.predicted()).isEqualTo(60);
            assertThat(action.realised()).isEqualTo(45);
            assertThat(action.verdict()).isEqualTo(Verdict.WON);
        });
        for (int i = 0; i < 40; i++) {
            step(20, 40, 40);
        }
        assertThat(bench.current).as("back once it is calm").isEqualTo(SMALL);
    }

    @Test
    void itOnlyRecommendsUnlessItMayAct() {
        bench.mode = Mode.RECOMMEND;
        step(80, 40, 200);
        assertThat(bench.current).isEqualTo(SMALL);
        assertThat(pilot.recommendations()).singleElement().satisfies(one -> assertThat(one.change()).isEqualTo(LARGE));
        bench.mode = Mode.OFF;
        step(80, 40, 200);
        assertThat(pilot.recommendations()).isEmpty();
    }

    @Test
    void withoutASessionNothingIsKnownToBeSafe() {
        bench.session = false;
        step(8000, 40, 200);
        assertThat(bench.current).isEqualTo(SMALL);
        assertThat(pilot.recommendations()).isEmpty();
    }

    @Test
    void itStopsByItselfWhereItsActionsLose() {
        for (int round = 0; round < 3; round++) {
            bench.current = SMALL;
            for (int i = 0; i < 14; i++) {
                step(80, 500, 200);
            }
        }
        assertThat(bench.stopped).contains("3 of its last 5");
        int before = bench.actions.size();
        bench.current = SMALL;
        step(80, 500, 200);
        assertThat(bench.actions).hasSize(before);
    }
}
