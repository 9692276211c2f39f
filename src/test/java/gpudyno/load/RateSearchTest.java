package gpudyno.load;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.Alone;
import gpudyno.simulate.VirtualLlm;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// The search against servers in virtual time, whose true highest rate is found by long simulation. The servers' probes go through the same
/// arrivals and the same bounds as real ones: a server takes the times of arrivals and gives the latency of each, in seconds.
@Alone
class RateSearchTest {
    private static final int SEEDS = 20;

    /// Requests wait their turn for a token; tokens come `capacity` a second, and up to `burst` are saved up.
    private static UnaryOperator<double[]> tokenBucket(double capacity, int burst) {
        return arrivals -> {
            double[] latencies = new double[arrivals.length];
            double tokens = burst;
            double at = 0;
            double turn = 0;
            for (int i = 0; i < arrivals.length; i++) {
                double ready = Math.max(arrivals[i], turn);
                tokens = Math.min(burst, tokens + (ready - at) * capacity);
                at = ready;
                if (tokens < 1) {
                    at += (1 - tokens) / capacity;
                    tokens = 1;
                }
                tokens -= 1;
                turn = at;
                latencies[i] = at - arrivals[i] + 0.002;
            }
            return latencies;
        };
    }

    /// @param margin logarithm of the 95th percentile over the bound
    private record Outcome(double margin, double achieved) {}

    private static Outcome probe(UnaryOperator<double[]> server, double rate, double warmup, double seconds, double bound, long seed) {
        FireTimes times = FireTimes.poisson(rate, seed);
        double[] arrivals = new double[(int) (rate * (warmup + seconds) * 1.3) + 100];
        int count = 0;
        for (double next = times.next() / 1e9; next < warmup + seconds; next = times.next() / 1e9) {
            arrivals[count++] = next;
        }
        double[] sent = Arrays.copyOf(arrivals, count);
        double[] latencies = server.apply(sent);
        int first = 0;
        while (sent[first] < warmup) {
            first++;
        }
        double[] measured = Arrays.copyOfRange(latencies, first, count);
        double end = 0;
        for (int i = first; i < count; i++) {
            end = Math.max(end, sent[i] + latencies[i]);
        }
        Arrays.sort(measured);
        double p95 = measured[(int) Math.ceil(0.95 * measured.length) - 1];
        return new Outcome(Math.log(p95 / bound), measured.length / Math.max(seconds, end - warmup));
    }

    /// By halving, with a long run at each step.
    private static double truth(DoubleUnaryOperator margin, double low, double high) {
        double holds = low;
        double fails = high;
        while (fails / holds > 1.001) {
            double middle = Math.sqrt(holds * fails);
            if (margin.applyAsDouble(middle) <= 0) {
                holds = middle;
            } else {
                fails = middle;
            }
        }
        return Math.sqrt(holds * fails);
    }

    private record Found(double rate, double[] interval, int probes) {}

    private static Found search(UnaryOperator<double[]> server, double start, double seconds, double bound, long seed) {
        double warmup = Math.max(2, seconds / 12);
        RateSearch search = new RateSearch(start, bound / (seconds + warmup));
        int probes = 0;
        for (OptionalDouble next = search.next(); next.isPresent(); next = search.next()) {
            Outcome outcome = probe(server, next.getAsDouble(), warmup, seconds, bound, seed * 1000 + probes++);
            search.observe(next.getAsDouble(), outcome.margin, outcome.achieved);
        }
        return new Found(search.rate(), search.interval(), probes);
    }

    private static void findsTheTruth(String name, UnaryOperator<double[]> server, double lowest, double highest, double seconds,
            double truthSeconds,
            double bound, long firstSeed, int leastNear) {
        double truth = truth(rate -> probe(server, rate, 20, truthSeconds, bound, 99).margin, lowest, highest);
        SplittableRandom starts = new SplittableRandom(firstSeed);
        int near = 0;
        int covered = 0;
        int most = 0;
        StringBuilder all = new StringBuilder();
        for (long seed = firstSeed; seed < firstSeed + SEEDS; seed++) {
            Found found = search(server, truth * Math.pow(2, starts.nextDouble(-4, 2)), seconds, bound, seed);
            near += Math.abs(found.rate / truth - 1) <= 0.03 ? 1 : 0;
            covered += found.interval[0] <= truth && truth <= found.interval[1] ? 1 : 0;
            most = Math.max(most, found.probes);
            all.append(String.format("%n  %.3f [%.3f, %.3f] %d", found.rate / truth, found.interval[0] / truth, found.interval[1] / truth,
                    found.probes));
        }
        String told = String.format("%s: truth %.2f/s, within 3 %%: %d of %d, covered: %d, probes at most %d%s", name, truth, near, SEEDS,
                covered, most, all);
        System.out.println(told);
        assertThat(most).as(told).isLessThanOrEqualTo(RateSearch.MAX_PROBES);
        assertThat(near).as(told).isGreaterThanOrEqualTo(leastNear);
        assertThat(covered).as(told).isGreaterThanOrEqualTo(17);
    }

    @Test
    void theCapacityOfATokenBucketIsFound() {
        findsTheTruth("token bucket", tokenBucket(500, 20), 250, 520, 10, 4000, 0.050, SEED, 19);
    }

    @Test
    void theKneeOfASimulatedLlmIsFound() {
        findsTheTruth("simulated LLM", VirtualLlm.timeToFirstToken(30, 64), 5, 80, 60, 1500, 0.500, SEED, 19);
    }

    /// What short probes cannot know they say: few estimates are close, the intervals still cover.
    @Test
    void probesThatAreShortForTheirBoundGiveWideIntervals() {
        findsTheTruth("simulated LLM, short probes", VirtualLlm.timeToFirstToken(30, 64), 5, 80, 15, 1500, 0.500, SEED, 8);
    }

    private static final long SEED = Long.getLong("seed", 1);
}
