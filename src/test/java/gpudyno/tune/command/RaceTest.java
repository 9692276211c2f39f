package gpudyno.tune.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gpudyno.Alone;
import gpudyno.load.SecondSample;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@Alone
class RaceTest {
    private static Race race(String objective) {
        return new Race(CommandPlanFile.parse("""
            launch: [serve, '{port}', '{a}']
            knobs: {a: [1, 2]}
            load: {model: m, scenario: closed, connections: 4, duration: 8s, warmup: 2s}
            objective: %s
            """.formatted(objective)), 0.25);
    }

    /// Ten seconds, two of them warm-up in which nothing is answered.
    ///
    /// @return how many seconds the load ran
    private static int run(Race.Lap lap, int perSecond) {
        return IntStream.range(0, 10)
                .filter(second -> lap.reason(new SecondSample(second, perSecond, second < 2 ? 0 : perSecond, 0, 4, 1, 1, 1, 1, 1)) != null)
                .findFirst().orElse(10);
    }

    @Test
    void whatIsClearlyWorseIsDroppedEarlyAndEstimated() {
        Race race = race("{maximize: throughput.rps}");
        Race.Lap first = race.lap();
        assertThat(run(first, 100)).isEqualTo(10);
        first.leads(100);
        Race.Lap worse = race.lap();
        assertThat(run(worse, 40)).isEqualTo(3);
        assertThat(worse.dropped()).isEqualTo("dropped after 2 s: 80 answers where the best had 200");
        assertThat(worse.estimate()).isCloseTo(40, within(1e-9));
    }

    @Test
    void whatChanceMayExplainIsMeasuredToTheEndAndABetterOneLeads() {
        Race race = race("{maximize: throughput.rps}");
        Race.Lap first = race.lap();
        run(first, 100);
        first.leads(100);
        Race.Lap near = race.lap();
        assertThat(run(near, 95)).isEqualTo(10);
        assertThat(near.dropped()).isNull();
        Race.Lap better = race.lap();
        assertThat(run(better, 400)).isEqualTo(10);
        better.leads(400);
        assertThat(run(race.lap(), 100)).isEqualTo(3);
    }

    @Test
    void aLoadThatBrokeHasFailedWhateverTheRaceMadeOfTheSameSecond() {
        Race race = race("{maximize: throughput.rps}");
        Race.Lap first = race.lap();
        run(first, 100);
        first.leads(100);
        Race.Lap broken = race.lap();
        run(broken, 40);
        broken.fail();
        assertThat(broken.dropped()).isNull();
    }

    @Test
    void aLatencyIsNotRaced() {
        Race race = race("{minimize: latency.p95.ms}");
        Race.Lap first = race.lap();
        run(first, 100);
        first.leads(100);
        assertThat(run(race.lap(), 1)).isEqualTo(10);
    }
}
