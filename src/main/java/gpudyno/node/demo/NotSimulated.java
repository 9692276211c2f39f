package gpudyno.node.demo;

import gpudyno.model.cache.CacheBoard;
import gpudyno.model.cache.CachedEntry;
import gpudyno.model.cache.EntrySelection;
import gpudyno.model.cache.Invalidation;
import gpudyno.model.foresight.Anomaly;
import gpudyno.model.foresight.Expectation;
import gpudyno.model.foresight.HealthScore;
import gpudyno.model.foresight.Incident;
import gpudyno.model.foresight.Outlook;
import gpudyno.model.foresight.Watched;
import gpudyno.model.knob.KnobChange;
import gpudyno.model.load.Run;
import gpudyno.model.load.RunDifference;
import gpudyno.model.load.RunPlan;
import gpudyno.model.load.RunRequest;
import gpudyno.model.load.RunTally;
import gpudyno.model.machine.Machine;
import gpudyno.model.memory.MemoryAction;
import gpudyno.model.memory.Mode;
import gpudyno.model.memory.Reclaimable;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.Sample;
import gpudyno.model.trace.OpenedTrace;
import gpudyno.model.trace.TraceList;
import gpudyno.model.trace.TraceQuery;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionRequest;
import gpudyno.model.tune.SessionSummary;
import gpudyno.node.Caching;
import gpudyno.node.CustomMeters;
import gpudyno.node.DocumentFormat;
import gpudyno.node.Foresight;
import gpudyno.node.MemoryCare;
import gpudyno.node.Runs;
import gpudyno.node.Sessions;
import gpudyno.node.Surroundings;
import gpudyno.node.Traces;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// What a simulated machine has nothing of: lists are empty, and who wants something of it is told so.
final class NotSimulated {
    private NotSimulated() {
    }

    private static IllegalStateException refusal(String what) {
        return new IllegalStateException("this node is simulated: " + what);
    }

    /// None can be started; those of its simulated past are listed.
    static final class NoSessions implements Sessions {
        private final Supplier<List<SessionSummary>> past;

        NoSessions(Supplier<List<SessionSummary>> past) {
            this.past = past;
        }

        private static IllegalStateException none() {
            return refusal("tuning sessions need a real one");
        }

        @Override
        public long start(SessionRequest request) {
            throw none();
        }

        @Override
        public void resume(long id) {
            throw none();
        }

        @Override
        public List<SessionSummary> list() {
            return past.get();
        }

        @Override
        public Optional<SessionReport> report(long id) {
            return Optional.empty();
        }

        @Override
        public String document(long id, DocumentFormat format) {
            throw none();
        }

        @Override
        public void stop(long id) {
            // None runs.
        }

        @Override
        public KnobChange applyBest(long id) {
            throw none();
        }

        @Override
        public KnobChange rollBack(long id) {
            throw none();
        }
    }

    static final class NoRuns implements Runs {
        private static IllegalStateException none() {
            return refusal("it has a load of its own, and takes no other");
        }

        @Override
        public long start(RunRequest request) {
            throw none();
        }

        @Override
        public RunPlan plan(RunRequest request) {
            throw none();
        }

        @Override
        public List<Run> list() {
            return List.of();
        }

        @Override
        public Optional<Run> run(long id) {
            return Optional.empty();
        }

        @Override
        public Optional<RunTally> tally(long id) {
            return Optional.empty();
        }

        @Override
        public Instant clock() {
            return Instant.now();
        }

        @Override
        public String document(long id, DocumentFormat format) {
            throw none();
        }

        @Override
        public List<RunDifference> compare(long older, long newer) {
            throw none();
        }

        @Override
        public void stop(long id) {
            // None runs.
        }
    }

    static final class NoMeters implements CustomMeters, Surroundings {
        private static IllegalStateException none() {
            return refusal("it takes no meters from elsewhere");
        }

        @Override
        public List<Meter> declared() {
            return List.of();
        }

        @Override
        public void declare(Meter meter) {
            throw none();
        }

        @Override
        public void derive(Meter meter, String expression) {
            throw none();
        }

        @Override
        public int push(List<Sample> samples) {
            throw none();
        }

        @Override
        public List<Scraped> scraped() {
            return List.of();
        }

        @Override
        public String scrape(URI endpoint, String wanted) {
            throw none();
        }

        @Override
        public void stopScraping(String name) {
            throw none();
        }

        @Override
        public Machine look() {
            return new Machine(List.of(), List.of(), Duration.ZERO);
        }
    }

    static final class NoTraces implements Traces {
        @Override
        public Tally tally() {
            return new Tally(false, 0, 0, Map.of(), 0, "nothing is traced on a simulated node", "");
        }

        @Override
        public String tryExport() {
            throw refusal("it sends no traces");
        }

        @Override
        public TraceList find(TraceQuery query) {
            return new TraceList(Map.of(), Map.of(), List.of());
        }

        @Override
        public Optional<OpenedTrace> trace(String id) {
            return Optional.empty();
        }
    }

    static final class NoCache implements Caching {
        @Override
        public CacheBoard board() {
            return new CacheBoard(false, 0, 0, 0, 0, Map.of(), 0, 0, 0, 0, null, null, List.of(), null, null, null, null);
        }

        @Override
        public Optional<CachedEntry> entry(String text) {
            return Optional.empty();
        }

        @Override
        public Invalidation invalidate(EntrySelection selection, boolean dryRun) {
            return new Invalidation(0, 0, null, null, dryRun);
        }
    }

    static final class NoForesight implements Foresight {
        @Override
        public Foresight.Board board() {
            return new Foresight.Board(HealthScore.of(List.of()), List.of(), List.of(), List.of(), new Feedback(0, 0, false, 0, 0),
                    Mode.OFF,
                    List.of());
        }

        @Override
        public List<Watched> watched() {
            return List.of();
        }

        @Override
        public List<Anomaly> anomalies(Instant from, Instant to) {
            return List.of();
        }

        @Override
        public List<Expectation> course(String meter) {
            throw new IllegalArgumentException("this node is simulated: no meter is watched for anomalies");
        }

        @Override
        public void expected(long anomaly) {
            throw new IllegalArgumentException("this node is simulated: there are no anomalies");
        }

        @Override
        public List<Outlook> outlooks() {
            return List.of();
        }

        @Override
        public List<Incident> incidents(Instant from, Instant to) {
            return List.of();
        }
    }

    static final class NoMemory implements MemoryCare {
        @Override
        public MemoryCare.Board board() {
            return new MemoryCare.Board(Mode.OFF, 0, List.of(), List.of());
        }

        @Override
        public List<MemoryAction> actions() {
            return List.of();
        }

        @Override
        public MemoryAction trim(String device, Reclaimable.Depth depth) {
            throw refusal("its memory is made up, and nothing of it can be given back");
        }
    }
}
