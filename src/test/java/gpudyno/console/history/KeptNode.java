package gpudyno.console.history;

import gpudyno.console.NoRuns;
import gpudyno.console.NoSessions;
import gpudyno.console.ScriptedGpus;
import gpudyno.console.ScriptedNode;
import gpudyno.model.load.Run;
import gpudyno.model.load.Scenario;
import gpudyno.model.load.Workload;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.Reading;
import gpudyno.model.meter.Readings;
import gpudyno.model.meter.Series;
import gpudyno.model.tune.SessionReport.Phase;
import gpudyno.model.tune.SessionReport.Verdict;
import gpudyno.model.tune.SessionSummary;
import gpudyno.node.Frames;
import gpudyno.node.Knobs;
import gpudyno.node.Runs;
import gpudyno.node.Sessions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A scripted node that has kept frames, a session and runs of the last six hours, and one run from before them.
final class KeptNode extends ScriptedNode {
    private static final Duration FRAME = Duration.ofSeconds(72);
    private static final Duration LENGTH = Duration.ofMinutes(20);
    private final List<Run> runs = new ArrayList<>();
    private final SessionSummary session;
    private final KeptKnobs knobs;
    private final List<Frame> kept = new ArrayList<>();

    /// @param many runs of the last six hours
    KeptNode(Instant now, int many) {
        super(true, ScriptedGpus.workstation());
        for (int i = 0; i < many; i++) {
            runs.add(run(many - i + 1, now.minus(Duration.ofHours(5).multipliedBy(i).dividedBy(many)).minus(LENGTH), i % 3 == 2));
        }
        knobs = new KeptKnobs(now);
        List<Frame> seconds = super.frames().history(Instant.MIN, Instant.MAX, FRAME, Set.of());
        for (int i = 0; i < seconds.size(); i++) {
            kept.add(new Frame(i + 1L, now.minus(FRAME.multipliedBy(seconds.size() - (long) i)), FRAME, stretched(seconds.get(i))));
        }
        runs.add(run(1, now.minus(Duration.ofHours(9)), false));
        session = new SessionSummary(17, "option-2", Phase.FINISHED, 1, "better", now.minus(Duration.ofMinutes(300)),
                now.minus(Duration.ofMinutes(210)), Verdict.BETTER, true, false, 50.0, 66.0, null, 40);
    }

    private static Run run(long id, Instant started, boolean failed) {
        return new Run(id, started, started.plus(Duration.ofMinutes(8)), new Scenario.Poisson(64, LENGTH), Workload.DEFAULT, null,
                failed ? "connection refused" : "", null);
    }

    /// As many counts a second as in a second's frame.
    private static Readings stretched(Frame second) {
        Map<Series, Reading> readings = new HashMap<>();
        second.readings().forEach((series, reading) -> readings.put(series,
                reading instanceof Reading.Counter(double grown) ? new Reading.Counter(grown * FRAME.toSeconds()) : reading));
        return Readings.of(readings);
    }

    @Override
    public Frames frames() {
        List<Meter> meters = super.frames().meters();
        return new Frames() {
            @Override
            public List<Frame> history(Instant from, Instant to, Duration resolution, Set<String> wanted) {
                return kept.stream().filter(frame -> !frame.start().isBefore(from) && frame.start().isBefore(to)).toList();
            }

            @Override
            public List<Meter> meters() {
                return meters;
            }
        };
    }

    @Override
    public Knobs knobs() {
        return knobs;
    }

    @Override
    public Sessions sessions() {
        return new NoSessions() {
            @Override
            public List<SessionSummary> list() {
                return List.of(session);
            }
        };
    }

    @Override
    public Runs runs() {
        return new NoRuns() {
            @Override
            public List<Run> list() {
                return runs;
            }
        };
    }
}
