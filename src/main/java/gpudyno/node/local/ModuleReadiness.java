package gpudyno.node.local;

import gpudyno.model.knob.Configuration;
import gpudyno.model.node.Readiness;
import gpudyno.model.node.Readiness.State;
import gpudyno.model.target.Module;
import gpudyno.model.tune.SessionReport;
import java.util.List;

/// How the ten modules are doing, each with its last evidence. A module that is not part of this version says so.
final class ModuleReadiness {
    private ModuleReadiness() {
    }

    static List<Readiness> of(int liveFrames, Recorder recorder, Configuration knobs, List<SessionReport> newest,
            Readiness alerting, Readiness customMetrics) {
        return List.of(Module.values()).stream().map(module -> switch (module) {
            case DASHBOARD -> dashboard(liveFrames, recorder);
            case DISTRIBUTED_CACHE -> Boolean.TRUE.equals(knobs.get("cache.enabled"))
                    ? new Readiness(module, State.DEGRADED, "L1 in process is on; no L2 is configured")
                    : new Readiness(module, State.OFF, "cache.enabled is off");
            case LOAD_TESTING -> newest.isEmpty()
                    ? new Readiness(module, State.LEARNING, "no session or run yet")
                    : new Readiness(module, State.WORKING,
                            "session " + newest.getFirst().id() + ", " + newest.getFirst().trials().size() + " trials");
            case ALERTING -> alerting;
            case CUSTOM_METRICS -> customMetrics;
            case GPU_OPTIMIZER -> new Readiness(module, State.DEGRADED, "no GPU found; host memory and the serving knobs are optimized");
            default -> new Readiness(module, State.OFF, "not part of this version");
        }).toList();
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
