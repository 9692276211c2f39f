package gpudyno.node.local;

import gpudyno.model.knob.Configuration;
import gpudyno.model.load.Run;
import gpudyno.model.node.Readiness;
import gpudyno.model.node.Readiness.State;
import gpudyno.model.target.Module;
import gpudyno.model.tune.SessionReport;
import java.util.List;
import java.util.Optional;

/// How the ten modules are doing, each with its last evidence. A module that is not part of this version says so.
final class ModuleReadiness {
    private ModuleReadiness() {
    }

    /// @param newest the latest session, if there is one
    /// @param runs the latest load run, if there is one
    static List<Readiness> of(int liveFrames, Recorder recorder, Configuration knobs, List<SessionReport> newest, List<Run> runs,
            Readiness alerting, Readiness customMetrics) {
        return List.of(Module.values()).stream().map(module -> switch (module) {
            case DASHBOARD -> dashboard(liveFrames, recorder);
            case DISTRIBUTED_CACHE -> Boolean.TRUE.equals(knobs.get("cache.enabled"))
                    ? new Readiness(module, State.DEGRADED, "L1 in process is on; no L2 is configured")
                    : new Readiness(module, State.OFF, "cache.enabled is off");
            case LOAD_TESTING -> loadTesting(newest, runs);
            case ALERTING -> alerting;
            case CUSTOM_METRICS -> customMetrics;
            default -> new Readiness(module, State.OFF, "not part of this version");
        }).toList();
    }

    private static Readiness loadTesting(List<SessionReport> newest, List<Run> runs) {
        Optional<Run> last = runs.stream().findFirst().filter(run -> run.report() != null);
        if (last.isPresent()) {
            return new Readiness(Module.LOAD_TESTING, State.WORKING, "load run " + last.get().id() + " is reported");
        }
        return newest.isEmpty()
                ? new Readiness(Module.LOAD_TESTING, State.LEARNING, "no session or run yet")
                : new Readiness(Module.LOAD_TESTING, State.WORKING,
                        "session " + newest.getFirst().id() + ", " + newest.getFirst().trials().size() + " trials");
    }

    private static Readiness dashboard(int liveFrames, Recorder recorder) {
        if (!recorder.problem().isEmpty()) {
            return new Readiness(Module.DASHBOARD, State.DEGRADED,
                    "live, but history is not written: " + recorder.problem()
                            + (recorder.lost() > 0 ? "; " + recorder.lost() + " lost" : ""));
        }
        return new Readiness(Module.DASHBOARD, liveFrames > 0 ? State.WORKING : State.LEARNING, liveFrames + " frames in the live window");
    }
}
