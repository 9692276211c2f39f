package gpudyno.tune;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.Alone;
import gpudyno.model.knob.Configuration;
import gpudyno.model.load.Workload;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.tune.Goal;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionReport.Column;
import gpudyno.model.tune.SessionReport.Phase;
import gpudyno.model.tune.SessionReport.Verdict;
import gpudyno.model.tune.SessionRequest;
import gpudyno.model.tune.Trial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A server whose power is known: the cheapest settings are others than those that hold most.
@Alone
class CostGoalTest {
    private static SessionReport tune(SimulatedServer server, long seed, Goal goal) {
        SessionRequest request = new SessionRequest("option-2", Duration.ofMinutes(5), Workload.DEFAULT, seed, true, SessionRequest.AUTO,
                List.of(), goal);
        List<SessionReport> journal = new ArrayList<>();
        new Session(1, null, request, server, Map.of(), List.of(), journal::add, server::nanoTime).run();
        return journal.getLast();
    }

    /// Least with the cache, one session and a batch of 8: 100 W. What holds most draws 210 W.
    private static double watts(Configuration knobs) {
        double log2 = Math.log(SimulatedServer.whole(knobs, "batch")) / Math.log(2);
        return 100 + 50 * (SimulatedServer.whole(knobs, "sessions") - 1) + 10 * Math.abs(log2 - 3)
                + (Boolean.TRUE.equals(knobs.get("cache.enabled")) ? 0 : 60);
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void theCheapestThatKeepsEveryTargetIsFoundAndVerified(boolean priced) {
        int near = 0;
        for (int seed = 1; seed <= 10; seed++) {
            SimulatedServer server = new SimulatedServer(seed, true);
            server.hit = _ -> 95;
            server.watts = CostGoalTest::watts;
            server.perHour = priced ? 0.05 : null;
            SessionReport report = tune(server, seed, Goal.COST);
            Column baseline = Objects.requireNonNull(report.baseline());
            Column best = Objects.requireNonNull(report.best());
            String meter = priced ? DerivedMeters.COST_PER_THOUSAND : DerivedMeters.ENERGY_PER_THOUSAND;

            assertThat(report.phase()).isEqualTo(Phase.FINISHED);
            assertThat(Objects.requireNonNull(report.offered()).rate()).as("a quarter above the profile's rate").isEqualTo(62.5);
            assertThat(report.verdict()).as("seed %d", seed).isEqualTo(Verdict.BETTER);
            assertThat(Objects.requireNonNull(report.completion()).best().missed()).isEmpty();
            near += watts(best.knobs()) < 112 ? 1 : 0;
            assertThat(watts(best.knobs())).as("power of the best, seed %d; the baseline draws 190 W", seed).isLessThan(135);
            assertThat(Objects.requireNonNull(best.intervals().get(meter)).getLast())
                    .isLessThan(Objects.requireNonNull(baseline.intervals().get(meter)).getFirst());
            assertThat(server.current()).isEqualTo(best.knobs());
            assertThat(report.notes()).anyMatch(note -> note.startsWith("Goal: the lowest cost at 63 requests/s")
                    && note.contains(priced ? "by price" : " Wh for 1,000 requests"));
            assertThat(server.nanoTime()).isLessThan(Duration.ofMinutes(5).plusSeconds(15).toNanos());
        }
        assertThat(near).as("sessions of 10 that came within a tenth of the least power").isGreaterThanOrEqualTo(7);
    }

    @Test
    void theGoalOfTheHighestRateDoesNotMindThePower() {
        SimulatedServer server = new SimulatedServer(1, true);
        server.watts = CostGoalTest::watts;
        Column best = Objects.requireNonNull(tune(server, 1, Goal.HELD_RATE).best());
        assertThat(watts(best.knobs())).isGreaterThan(140);
        assertThat(best.meters()).containsKey(DerivedMeters.ENERGY_PER_THOUSAND);
    }

    /// A cheaper one that misses a target is no answer.
    @Test
    void whatIsCheaperAndMissesATargetDoesNotWin() {
        for (int seed = 1; seed <= 5; seed++) {
            SimulatedServer server = new SimulatedServer(seed, true);
            server.hit = batch -> batch >= 4 ? 60 : 95;
            server.watts = CostGoalTest::watts;
            SessionReport report = tune(server, seed, Goal.COST);
            Column best = Objects.requireNonNull(report.best());
            assertThat(SimulatedServer.whole(best.knobs(), "batch")).as("seed %d", seed).isLessThan(4);
            assertThat(Objects.requireNonNull(report.completion()).best().missed()).isEmpty();
        }
    }

    private static int wrong(UnaryOperator<SimulatedServer> with) {
        int better = 0;
        for (int seed = 1; seed <= 40; seed++) {
            SimulatedServer server = with.apply(new SimulatedServer(seed, true));
            SessionReport report = tune(server, seed, Goal.COST);
            better += report.verdict() == Verdict.BETTER ? 1 : 0;
            if (report.verdict() == Verdict.NO_BETTER) {
                assertThat(server.current()).isEqualTo(SimulatedServer.STOCK);
            }
        }
        return better;
    }

    @Test
    void whereAllCostAlikeItSaysNoBetter() {
        assertThat(wrong(server -> {
            server.watts = _ -> 200;
            return server;
        })).as("sessions of 40 that called noise cheaper").isLessThanOrEqualTo(1);
    }

    @Test
    void aSessionThatIsCutOffGoesOnWithItsGoal() {
        SimulatedServer server = new SimulatedServer(1, true);
        server.watts = CostGoalTest::watts;
        server.interruptAt = 25;
        SessionReport cutOff = tune(server, 1, Goal.COST);
        SessionRequest request = Objects.requireNonNull(cutOff.request());
        assertThat(request.goal()).isEqualTo(Goal.COST);
        SimulatedServer next = new SimulatedServer(2, true);
        next.watts = CostGoalTest::watts;
        List<SessionReport> journal = new ArrayList<>();
        new Session(1, cutOff, request, next, Map.of(), List.of(), journal::add, next::nanoTime).run();
        SessionReport resumed = journal.getLast();
        assertThat(resumed.phase()).isEqualTo(Phase.FINISHED);
        assertThat(watts(Objects.requireNonNull(resumed.best()).knobs())).isLessThan(135);
        long newlyMeasured = resumed.trials().stream().skip(EarlierTrials.finished(cutOff.trials()).size())
                .filter(trial -> trial.status() != Trial.Status.FAILED).count();
        assertThat(newlyMeasured).isEqualTo(next.trials);
    }
}
