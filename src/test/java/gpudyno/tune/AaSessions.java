package gpudyno.tune;

import gpudyno.model.load.Workload;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionReport.Verdict;
import gpudyno.model.tune.SessionRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;

/// How often a session calls noise better, and how often it finds a true gain of a tenth, under recorded noise. Run by
/// `packaging/bench/aa-sessions`; arguments: [SESSIONS [FIRST_SEED [RECORDING [BUDGET_SECONDS [SCALE]]]]].
final class AaSessions {
    static final double TENTH = 1.10;

    private AaSessions() {
    }

    public static void main(String[] arguments) {
        int sessions = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
        RecordedNoise noise = arguments.length > 2 && !arguments[2].equals("shipped")
                ? RecordedNoise.read(Path.of(arguments[2]))
                : RecordedNoise.shipped();
        if (arguments.length > 4) {
            noise = noise.scaled(Double.parseDouble(arguments[4]));
        }
        Duration budget = Duration.ofSeconds(arguments.length > 3 ? Long.parseLong(arguments[3]) : 300);
        System.out.printf(Locale.ROOT,
                "Noise of %d seconds: spread %.1f %% a second, autocorrelation %.2f after 1 s, %.2f after 10 s, %.2f after 60 s%n",
                noise.seconds(), 100 * noise.spread(), noise.autocorrelation(1), noise.autocorrelation(10), noise.autocorrelation(60));
        long wrong = better(noise, 1, sessions, seed, budget);
        System.out.printf("A/A sessions that rightly said \"no better\": %d of %d%n", sessions - wrong, sessions);
        System.out.printf("Sessions that found a true gain of 10 %%:     %d of %d%n",
                better(noise, TENTH, sessions, seed + sessions, budget),
                sessions);
    }

    /// How many sessions end with "better".
    static long better(RecordedNoise noise, double gain, int sessions, long firstSeed, Duration budget) {
        return LongStream.range(firstSeed, firstSeed + sessions).parallel().filter(seed -> isBetter(noise, gain, seed, budget)).count();
    }

    private static boolean isBetter(RecordedNoise noise, double gain, long seed, Duration budget) {
        ReplayedServer server = new ReplayedServer(noise, gain, seed);
        AtomicReference<SessionReport> last = new AtomicReference<>();
        new Session(seed, null, new SessionRequest("option-2", budget, Workload.DEFAULT, seed, true), server, Map.of(),
                java.util.List.of(), last::set, server::nanoTime).run();
        return last.get().verdict() == Verdict.BETTER;
    }
}
