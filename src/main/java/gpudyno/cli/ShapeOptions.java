package gpudyno.cli;

import gpudyno.load.LoadPlan;
import gpudyno.load.Pacing;
import gpudyno.load.Trace;
import gpudyno.model.load.Scenario;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/// Options that shape a load in time.
final class ShapeOptions {
    private static final String NAMES = "constant, poisson, gamma, ramp, step, spike, soak, closed, replay or find-max";
    private static final int OPEN_CONNECTIONS = 256;
    private static final int CLOSED_CONNECTIONS = 64;
    private static final Duration WARMUP = Duration.ofSeconds(2);
    private static final int PROBE_PER_WARMUP = 12;
    private static final Duration MOST_WARMUP = Duration.ofSeconds(60);

    @Option(names = "--scenario", paramLabel = "NAME", description = NAMES + " (default: ${DEFAULT-VALUE})")
    private String scenario = "constant";
    @Option(names = "--rate", paramLabel = "R", converter = Quantities.RateConverter.class, description = "the rate of requests, such as 500/s or 30/m; for find-max, the first rate to try")
    private @Nullable Double rate;
    @Option(names = "--to", paramLabel = "R", converter = Quantities.RateConverter.class, description = "the last rate of a ramp, the peak of a spike, or the highest step")
    private @Nullable Double to;
    @Option(names = "--increment", paramLabel = "R", converter = Quantities.RateConverter.class, description = "how much each step adds to the rate (default: --rate)")
    private @Nullable Double increment;
    @Option(names = "--burstiness", paramLabel = "B", description = "shape of gamma arrivals: below 1 requests come in bursts, 1 is Poisson, above 1 they come more evenly (default: ${DEFAULT-VALUE})")
    private double burstiness = 1;
    @Option(names = "--trace", paramLabel = "F", description = "the trace that replay plays: CSV or JSON lines with times and token counts, in the formats of Azure, Mooncake, BurstGPT and Qwen-Bailian, or offset_s,input_tokens,output_tokens")
    private @Nullable String trace;
    @Option(names = "--trace-unit", paramLabel = "U", description = "the unit of a trace's times if they are numbers: s, ms, us or ns (default: worked out from the trace; the report says which unit was used)")
    private @Nullable String traceUnit;
    @Option(names = "--time-scale", paramLabel = "X", description = "factor for the times of the trace; 0.5 plays it twice as fast (default: ${DEFAULT-VALUE})")
    private double timeScale = 1;
    @Option(names = "--duration", paramLabel = "D", converter = Quantities.DurationConverter.class, description = "how long to measure, such as 30s; for step, the length of each step; for find-max, of each probe (default for a probe: 120 times the tightest latency bound, but 10s to 60s)")
    private @Nullable Duration duration;
    @Option(names = "--requests", paramLabel = "N", description = "the number of requests to measure, instead of --duration")
    private long requests;
    @Option(names = "--warmup", paramLabel = "D", description = "how long to load the server before measuring, or auto: until throughput and latency are steady, 60s at most (default 2s with --duration, none with --requests; for a find-max probe a twelfth of its length, at least 2s)")
    private @Nullable String warmup;
    @Option(names = "--connections", paramLabel = "N", description = "the most connections open at the same time (default 256; 64 for closed); time spent waiting for a free one counts as latency")
    private @Nullable Integer connections;

    @Option(names = "--pacing", paramLabel = "NAME", description = "precise: send within microseconds of the planned time, which keeps up to one CPU core busy; light: sleep between requests, for a target that needs this machine's cores (default: ${DEFAULT-VALUE})")
    private String pacing = "precise";

    Pacing pacing() {
        return switch (pacing) {
            case "precise" -> Pacing.PRECISE;
            case "light" -> Pacing.LIGHT;
            default -> throw new IllegalArgumentException("--pacing '" + pacing + "' is not known; it is precise or light");
        };
    }

    /// @throws IllegalArgumentException naming the option that is missing or not possible
    /// @param unbounded the longest a run of `--requests` may last
    /// @param probe length of a find-max probe if none is given
    Scenario scenario(Duration unbounded, Duration probe) {
        boolean search = scenario.equals("find-max");
        if (requests < 0) {
            throw new IllegalArgumentException("--requests must be at least 1, got " + requests);
        }
        if (scenario.equals("replay")) {
            return replay();
        }
        if (!search && (duration == null) == (requests == 0)) {
            throw new IllegalArgumentException("give either --duration or --requests");
        }
        Duration length = duration != null ? duration : search ? probe : unbounded;
        return switch (scenario) {
            case "constant" -> new Scenario.Constant(rate(), length);
            case "poisson" -> new Scenario.Poisson(rate(), length);
            case "closed" -> new Scenario.ClosedLoop(connections(), length);
            case "gamma" -> new Scenario.Gamma(rate(), burstiness(), length);
            case "ramp" -> new Scenario.Ramp(rate(), to(), length);
            case "step" -> new Scenario.Step(rate(), increment != null ? increment : rate(), length, to());
            case "spike" -> new Scenario.Spike(rate(), to(), length);
            case "soak" -> new Scenario.Soak(rate(), length);
            case "find-max" -> new Scenario.FindMax(rate(), length);
            default -> throw new IllegalArgumentException(
                    "--scenario '" + scenario + "' is not known; it is " + NAMES);
        };
    }

    private Scenario replay() {
        if (trace == null) {
            throw new IllegalArgumentException("--scenario replay needs --trace FILE");
        }
        Trace stated = Objects.requireNonNull(replayedTrace());
        // The player reads the trace in the unit it detects itself, so a stated unit is applied as a factor of the time scale.
        double scale = timeScale * Trace.read(trace).scaleTo(stated);
        return new Scenario.Replay(trace, scale, duration != null ? duration : stated.length(timeScale));
    }

    private double to() {
        if (to == null) {
            throw new IllegalArgumentException("--scenario " + scenario + " needs --to, such as --to 500/s");
        }
        return to;
    }

    private double burstiness() {
        if (!(burstiness > 0)) {
            throw new IllegalArgumentException("--burstiness must be above 0, got " + burstiness);
        }
        return burstiness;
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

    LoadPlan.WarmUp warmup(Scenario shaped) {
        if ("auto".equals(warmup)) {
            return new LoadPlan.WarmUp(MOST_WARMUP, true);
        }
        if (warmup != null) {
            try {
                return new LoadPlan.WarmUp(new Quantities.DurationConverter().convert(warmup), false);
            } catch (CommandLine.TypeConversionException e) {
                throw new IllegalArgumentException("--warmup: " + e.getMessage() + ", or auto", e);
            }
        }
        return new LoadPlan.WarmUp(switch (shaped) {
            case Scenario.Replay _ -> Duration.ZERO;
            case Scenario.FindMax search -> Collections.max(List.of(WARMUP, search.probeDuration().dividedBy(PROBE_PER_WARMUP)));
            default -> requests > 0 ? Duration.ZERO : WARMUP;
        }, false);
    }

    /// The trace whose arrivals are replayed; null in every other scenario.
    @Nullable
    Trace replayedTrace() {
        if (!scenario.equals("replay") || trace == null) {
            return null;
        }
        Trace read = Trace.read(trace);
        return traceUnit == null ? read : read.in(Trace.Unit.parse(traceUnit));
    }

    int connections() {
        return connections != null ? connections : scenario.equals("closed") ? CLOSED_CONNECTIONS : OPEN_CONNECTIONS;
    }
}
