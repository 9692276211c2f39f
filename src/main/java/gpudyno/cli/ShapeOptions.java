package gpudyno.cli;

import gpudyno.model.load.Scenario;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Options that shape a load in time.
final class ShapeOptions {
    private static final int OPEN_CONNECTIONS = 256;
    private static final int CLOSED_CONNECTIONS = 64;
    private static final Duration PROBE = Duration.ofSeconds(10);

    @Option(names = "--scenario", paramLabel = "NAME", description = "constant, poisson, closed or find-max (default: ${DEFAULT-VALUE})")
    private String scenario = "constant";
    @Option(names = "--rate", paramLabel = "R", converter = Quantities.RateConverter.class, description = "arrivals, such as 500/s or 30/m; where find-max starts")
    private @Nullable Double rate;
    @Option(names = "--duration", paramLabel = "D", converter = Quantities.DurationConverter.class, description = "of what is measured, such as 30s; of one probe for find-max (default there 10s)")
    private @Nullable Duration duration;
    @Option(names = "--requests", paramLabel = "N", description = "measured requests, instead of a duration")
    private long requests;
    @Option(names = "--warmup", paramLabel = "D", converter = Quantities.DurationConverter.class, description = "load at the start that no figure holds (default 2s with --duration, none with --requests)")
    private @Nullable Duration warmup;
    @Option(names = "--connections", paramLabel = "N", description = "open at once (default 256; 64 for closed); the wait for one counts")
    private @Nullable Integer connections;

    Scenario scenario(Duration unbounded) {
        boolean search = scenario.equals("find-max");
        if (requests < 0) {
            throw new IllegalArgumentException("--requests must be at least 1, got " + requests);
        }
        if (!search && (duration == null) == (requests == 0)) {
            throw new IllegalArgumentException("give either --duration or --requests");
        }
        Duration length = duration != null ? duration : search ? PROBE : unbounded;
        return switch (scenario) {
            case "constant" -> new Scenario.Constant(rate(), length);
            case "poisson" -> new Scenario.Poisson(rate(), length);
            case "closed" -> new Scenario.ClosedLoop(connections(), length);
            case "find-max" -> new Scenario.FindMax(rate(), length);
            default -> throw new IllegalArgumentException(
                    "--scenario '" + scenario + "' is not known; it is one of constant, poisson, closed, find-max");
        };
    }

    private double rate() {
        if (rate == null) {
            throw new IllegalArgumentException("--scenario " + scenario + " needs --rate, such as --rate 50/s");
        }
        if (rate <= 0) {
            throw new IllegalArgumentException("--rate must be above 0");
        }
        return rate;
    }

    long requests() {
        return requests;
    }

    Duration warmup() {
        return warmup != null ? warmup : requests > 0 ? Duration.ZERO : Duration.ofSeconds(2);
    }

    int connections() {
        return connections != null ? connections : scenario.equals("closed") ? CLOSED_CONNECTIONS : OPEN_CONNECTIONS;
    }
}
