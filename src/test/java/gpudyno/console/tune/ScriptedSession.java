package gpudyno.console.tune;

import gpudyno.console.NoSessions;
import gpudyno.console.ScriptedChanges;
import gpudyno.console.ScriptedNode;
import gpudyno.model.cost.CostBasis;
import gpudyno.model.cost.EnergySource;
import gpudyno.model.knob.ChangeCost;
import gpudyno.model.knob.Configuration;
import gpudyno.model.knob.Knob;
import gpudyno.model.knob.KnobChange;
import gpudyno.model.knob.KnobSet;
import gpudyno.model.knob.KnobState;
import gpudyno.model.knob.KnobType;
import gpudyno.model.knob.KnobType.Scale;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.tune.Explanation;
import gpudyno.model.tune.Explanation.Share;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionReport.Column;
import gpudyno.model.tune.SessionReport.Completion;
import gpudyno.model.tune.SessionReport.Completions;
import gpudyno.model.tune.SessionReport.Phase;
import gpudyno.model.tune.SessionReport.Verdict;
import gpudyno.model.tune.SessionRequest;
import gpudyno.model.tune.SessionSummary;
import gpudyno.model.tune.Trial;
import gpudyno.model.tune.Trial.Purpose;
import gpudyno.model.tune.Trial.Status;
import gpudyno.node.Activity;
import gpudyno.node.Journal;
import gpudyno.node.Knobs;
import gpudyno.node.Sessions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// A scripted node with one session that goes on as the test tells it to. Figures are seeded samples, not measurements.
public class ScriptedSession extends ScriptedNode {
    private static final double PER_HOUR = 0.35;
    private static final double WATTS = 95;
    private static final Configuration STOCK = Configuration.of(Map.of("serve.batch.maxSize", 1L, "serve.batch.maxDelay", 0L,
            "backend.sessions", 1L, "backend.intraOpThreads", 1L, "cache.enabled", false));
    private static final Configuration BEST = Configuration.of(Map.of("serve.batch.maxSize", 16L, "serve.batch.maxDelay", 2L,
            "backend.sessions", 2L, "backend.intraOpThreads", 1L, "cache.enabled", true));

    private volatile @Nullable Phase phase;
    private volatile int trials;
    private volatile boolean applied;
    private final List<String> calls = java.util.Collections.synchronizedList(new ArrayList<>());

    public ScriptedSession() {
        super(true);
    }

    /// The session goes on: its phase and how many trials it has.
    public ScriptedSession reach(Phase now, int trialsSoFar) {
        phase = now;
        trials = trialsSoFar;
        tell();
        return this;
    }

    /// What was asked of the node that changes it, in order.
    public List<String> calls() {
        return calls;
    }

    @Override
    public Sessions sessions() {
        return new Script();
    }

    private final class Script extends NoSessions {
        @Override
        public long start(SessionRequest request) {
            if (phase != null && !phase.isEnd()) {
                throw new IllegalStateException("session 17 is running; one runs at a time");
            }
            calls.add("start " + request.targets() + " " + request.budget().toSeconds() + "s");
            reach(Phase.HELD_RATE, 1);
            return 17;
        }

        @Override
        public List<SessionSummary> list() {
            return phase == null ? List.of() : List.of(SessionSummary.of(ScriptedSession.this.report(List.of())));
        }

        @Override
        public Optional<SessionReport> report(long id) {
            return phase == null || id != 17 ? Optional.empty() : Optional.of(ScriptedSession.this.report(script(trials)));
        }

        @Override
        public void stop(long id) {
            calls.add("stop " + id);
            reach(Phase.STOPPED, trials);
        }

        @Override
        public KnobChange applyBest(long id) {
            calls.add("apply " + id);
            applied = true;
            tell();
            return new KnobChange(STOCK, BEST.changedFrom(STOCK), "session");
        }

        @Override
        public KnobChange rollBack(long id) {
            calls.add("roll back " + id);
            applied = false;
            tell();
            return new KnobChange(BEST, STOCK.changedFrom(BEST), "session");
        }
    }

    @Override
    protected Optional<Activity> activity() {
        Phase now = phase;
        return now == null || now.isEnd()
                ? Optional.empty()
                : Optional.of(new Activity(Activity.Kind.SESSION, 17, 0.7, "Search, trial " + trials));
    }

    @Override
    protected List<ScriptedChanges.Now<?>> underWay() {
        return phase == null || phase.isEnd()
                ? List.of()
                : List.of(new ScriptedChanges.Now<>(Sessions.PROGRESS, new Sessions.Progress(report(List.of()), script(trials), true)));
    }

    /// Where the session, what loads the node, and the knobs stand.
    private void tell() {
        changes().tell(Sessions.PROGRESS, new Sessions.Progress(report(List.of()), script(trials), true));
        changes().tell(Journal.ACTIVITY, new Journal.Busy(activity().orElse(null)));
        changes().tell(Knobs.STATES, new Knobs.States(knobs().states()));
    }

    @Override
    public Knobs knobs() {
        return new Knobs() {
            @Override
            public List<KnobState> states() {
                return List.of(knob("backend.intraOpThreads", new KnobType.Whole(1, 8, Scale.POWER_OF_TWO), 1L, true),
                        knob("backend.sessions", new KnobType.Whole(1, 8, Scale.LINEAR), applied ? 2L : 1L, true),
                        knob("cache.enabled", new KnobType.Switch(), applied, true),
                        knob("cache.maxBytes", new KnobType.Whole(1 << 20, 1 << 30, Scale.POWER_OF_TWO), 64L << 20, false),
                        knob("serve.batch.maxDelay", new KnobType.Whole(0, 50, Scale.LINEAR), applied ? 2L : 0L, true),
                        knob("serve.batch.maxSize", new KnobType.Whole(1, 64, Scale.POWER_OF_TWO), applied ? 16L : 1L, true),
                        knob("serve.queue.limit", new KnobType.Whole(16, 4096, Scale.POWER_OF_TWO), 1024L, false));
            }

            @Override
            public KnobChange turn(Map<String, ?> wanted, String by) {
                return ScriptedSession.super.knobs().turn(wanted, by);
            }

            @Override
            public List<KnobSet> past(int most) {
                return List.of();
            }
        };
    }

    private static KnobState knob(String id, KnobType type, Object value, boolean searched) {
        return new KnobState(new Knob(id, type, "", "A knob of the script", ChangeCost.FREE, searched), value);
    }

    private SessionReport report(List<Trial> log) {
        Phase now = java.util.Objects.requireNonNull(phase);
        boolean done = now == Phase.FINISHED;
        boolean verified = done || now == Phase.VERIFICATION;
        Column stock = new Column(STOCK, 118.0, List.of(113.0, 124.0), meters(41, 0, 2140, 38.2, 117, 2140), Map.of());
        return SessionReport.builder(17, "option-2", Instant.now().minusSeconds(210))
                .phase(now, done ? "Best is better than stock" : "Search, trial " + trials).progress(done ? 1 : 0.7)
                .ended(now.isEnd() ? Instant.now() : null).offered(147).baseline(stock)
                .bestCacheOff(verified
                        ? new Column(BEST.with("cache.enabled", false), 171.0, List.of(163.0, 178.0), meters(47, 0, 310, 0.4, 146, 310),
                                Map.of())
                        : null)
                .best(verified ? best() : null)
                .completion(
                        done ? new Completions(new Completion(2, 5, List.of("cache.hit.percent")), new Completion(5, 5, List.of())) : null)
                .verdict(done ? Verdict.BETTER : null).applied(applied).trials(log).generator(Map.of("cpu.percent", 11.0))
                .warmup(Map.of("draws", 2000.0)).notes(done ? List.of("Verified in 4 interleaved repeats") : List.of())
                .explanation(done
                        ? new Explanation("The search used its share of the budget.", Explanation.Basis.MEASURED,
                                List.of(new Share("cache.enabled", 0.78), new Share("serve.batch.maxSize", 0.16),
                                        new Share("backend.sessions", 0.06)),
                                "memory.percent \u2264 75: the best has 52.4",
                                List.of("serve.batch.maxSize stands at the end of its range."))
                        : null)
                .cost(new CostBasis("USD", PER_HOUR, null, null, EnergySource.COUNTER, "declared")).build();
    }

    private static Column best() {
        return new Column(BEST, 642.0, List.of(610.0, 671.0), meters(52.4, 91.3, 38.2, 0, 147, 96),
                Map.of("memory.percent", List.of(51.6, 53.1),
                        "cache.hit.percent", List.of(90.9, 91.8), "latency.p95.ms", List.of(34.1, 42.6), "errors.percent",
                        List.of(0.0, 0.0), "throughput.rps",
                        List.of(145.8, 148.3)));
    }

    private static Map<String, Double> meters(double memory, double hit, double p95, double errors, double rate, double miss) {
        return Map.of("memory.percent", memory, "cache.hit.percent", hit, "latency.p95.ms", p95, "errors.percent", errors, "throughput.rps",
                rate, "latency.miss.p95.ms", miss, DerivedMeters.COST_PER_THOUSAND, PER_HOUR / 3.6 / rate,
                DerivedMeters.ENERGY_PER_THOUSAND, WATTS / 3.6 / rate);
    }

    private List<Trial> script(int count) {
        Random random = new Random(3);
        List<Trial> log = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            boolean last = number == count && !java.util.Objects.requireNonNull(phase).isEnd();
            Configuration config = number == 1
                    ? STOCK
                    : number == 12
                            ? BEST
                            : STOCK.with("serve.batch.maxSize", 1L << (1 + random.nextInt(6)))
                                    .with("cache.enabled", random.nextInt(4) > 0).with("serve.batch.maxDelay", (long) random.nextInt(30));
            boolean good = number == 12 || number > 2 && random.nextInt(3) > 0;
            double p95 = number == 1 ? 2140 : number == 12 ? 38.2 : good ? 40 + 300 * random.nextDouble() : 550 + 900 * random.nextDouble();
            double rate = number == 1 ? 117 : number == 12 ? 147 : good ? 90 + 50 * random.nextDouble() : 60 + 60 * random.nextDouble();
            log.add(last
                    ? new Trial(number, Purpose.SEARCH, config, Status.RUNNING, "", Map.of(), Instant.now(), 0)
                    : new Trial(number, number == 1 ? Purpose.BASELINE : Purpose.SEARCH, config, good ? Status.FEASIBLE : Status.INFEASIBLE,
                            good ? "" : "p95", meters(45 + 8 * random.nextDouble(), 90, p95, 0.2, rate, p95), Instant.now(), 6));
        }
        return log;
    }
}
