package gpudyno.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gpudyno.model.load.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FireTimesTest {
    private static long count(List<Double> seconds, double from, double to) {
        return seconds.stream().filter(time -> time >= from && time < to).count();
    }

    private static List<Double> all(Scenario scenario, Duration warmup) {
        FireTimes times = FireTimes.of(scenario, warmup, 7);
        List<Double> seconds = new ArrayList<>();
        double end = scenario.duration().plus(warmup).toNanos() / 1e9;
        for (double time = times.next() / 1e9; time < end; time = times.next() / 1e9) {
            assertThat(time).isGreaterThanOrEqualTo(seconds.isEmpty() ? 0 : seconds.getLast());
            seconds.add(time);
        }
        return seconds;
    }

    @Test
    void aRampRisesLinearlyAfterAWarmUpAtItsFirstRate() {
        List<Double> times = all(new Scenario.Ramp(100, 300, Duration.ofSeconds(100)), Duration.ofSeconds(50));
        // Counts of a Poisson process: five standard deviations.
        assertThat(count(times, 0, 50)).isBetween(5000 - 354L, 5000 + 354L);
        assertThat(count(times, 50, 100)).isBetween(7500 - 433L, 7500 + 433L);
        assertThat(count(times, 100, 150)).isBetween(12_500 - 559L, 12_500 + 559L);
    }

    @Test
    void stepsAndSpikesHoldTheirRates() {
        List<Double> steps = all(new Scenario.Step(50, 50, Duration.ofSeconds(20), 150), Duration.ZERO);
        assertThat(count(steps, 0, 20)).isBetween(1000 - 158L, 1000 + 158L);
        assertThat(count(steps, 40, 60)).isBetween(3000 - 274L, 3000 + 274L);
        List<Double> spike = all(new Scenario.Spike(20, 400, Duration.ofSeconds(60)), Duration.ZERO);
        assertThat(count(spike, 0, 20)).isBetween(400 - 100L, 400 + 100L);
        assertThat(count(spike, 20, 40)).isBetween(8000 - 447L, 8000 + 447L);
        assertThat(count(spike, 40, 60)).isBetween(400 - 100L, 400 + 100L);
    }

    @Test
    void gammaArrivalsKeepTheirRateAndBurstiness() {
        for (double burstiness : new double[]{0.25, 1, 4}) {
            List<Double> times = all(new Scenario.Gamma(200, burstiness, Duration.ofSeconds(200)), Duration.ZERO);
            double mean = times.getLast() / times.size();
            double squares = 0;
            for (int i = 1; i < times.size(); i++) {
                squares += Math.pow(times.get(i) - times.get(i - 1) - mean, 2);
            }
            assertThat(1 / mean).isCloseTo(200, within(12.0));
            assertThat(Math.sqrt(squares / times.size()) / mean).isCloseTo(1 / Math.sqrt(burstiness), within(0.1 / Math.sqrt(burstiness)));
        }
    }

    @Test
    void tracesOfThreeFormsAreReplayedToScale(@TempDir Path folder) throws IOException {
        Path azure = Files.writeString(folder.resolve("azure.csv"),
                "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46.5000000,374,44\n2023-11-16 18:15:48.0000000,396,109\n");
        Path mooncake = Files.writeString(folder.resolve("mooncake.jsonl"),
                "{\"timestamp\": 1000, \"input_length\": 374, \"output_length\": 44, \"hash_ids\": [1]}\n"
                        + "{\"timestamp\": 2500, \"input_length\": 396, \"output_length\": 109, \"hash_ids\": [1, 2]}\n");
        Path plain = Files.writeString(folder.resolve("plain.csv"), "offset_s,input_tokens,output_tokens\n1.5,396,109\n0,374,44\n");
        List<Trace.Arrival> expected = List.of(new Trace.Arrival(0, 374, 44, List.of()), new Trace.Arrival(1.5, 396, 109, List.of()));
        for (Path file : List.of(azure, mooncake, plain)) {
            Trace trace = Trace.read(file.toString());
            assertThat(trace.arrivals()).toIterable().usingRecursiveFieldByFieldElementComparatorIgnoringFields("blocks")
                    .isEqualTo(expected);
            assertThat(all(new Scenario.Replay(file.toString(), 2, trace.length(2)), Duration.ZERO)).containsExactly(0.0, 3.0);
        }
        Path broken = Files.writeString(folder.resolve("broken.csv"), "offset_s,input_tokens,output_tokens\n1.5,x,109\n");
        assertThatThrownBy(() -> Trace.read(broken.toString())).hasMessageContaining("line 2").hasMessageContaining("1.5,x,109");
    }
}
