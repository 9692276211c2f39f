package gpudyno.node.demo;

import gpudyno.model.knob.KnobChange;
import gpudyno.model.load.Run;
import gpudyno.model.load.RunDifference;
import gpudyno.model.load.RunPlan;
import gpudyno.model.load.RunRequest;
import gpudyno.model.machine.Machine;
import gpudyno.model.memory.MemoryAction;
import gpudyno.model.memory.Mode;
import gpudyno.model.memory.Reclaimable;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.Sample;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionRequest;
import gpudyno.model.tune.SessionSummary;
import gpudyno.node.CustomMeters;
import gpudyno.node.DocumentFormat;
import gpudyno.node.MemoryCare;
import gpudyno.node.Runs;
import gpudyno.node.Sessions;
import gpudyno.node.Surroundings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a simulated machine has nothing of: lists are empty, and who wants something of it is told so.
final class NotSimulated {
    private NotSimulated() {
    }

    private static IllegalStateException refusal(String what) {
        return new IllegalStateException("this node is simulated: " + what);
    }

    static final class NoSessions implements Sessions {
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
            return List.of();
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

    static final class NoMemory implements MemoryCare {
        @Override
        public Board board() {
            return new Board(Mode.OFF, 0, List.of(), List.of());
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
