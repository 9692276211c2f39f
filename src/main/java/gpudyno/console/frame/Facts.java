package gpudyno.console.frame;

import gpudyno.console.kit.HealthChip.Health;
import gpudyno.model.alert.Alert;
import gpudyno.model.alert.AlertBoard;
import gpudyno.model.gpu.ControlState;
import gpudyno.model.gpu.GpuProcess;
import gpudyno.model.knob.KnobState;
import gpudyno.model.load.Run;
import gpudyno.model.meter.Frame;
import gpudyno.model.node.Event;
import gpudyno.model.node.NodeInfo;
import gpudyno.model.node.Readiness;
import gpudyno.model.node.Recommendation;
import gpudyno.node.Activity;
import gpudyno.node.Foresight;
import gpudyno.node.Gpus;
import gpudyno.node.MemoryCare;
import java.util.List;
import java.util.Optional;

/// What a node has told of itself, as it stands now. A part that did not change is the same object as in the facts before.
///
/// @param snapshot how often the node told how everything stands; when it grows, what was told in between may be missing
/// @param targets id of the profile the node is judged by
/// @param events newest first
/// @param alerts those that fire and are not quiet
/// @param sessions those told of lately, each as it stands
/// @param runs those told of lately, each as it stands, without their courses
/// @param gpus the devices and where they were looked for; empty until the node has told
/// @param processes on all devices, without their figures, which are in the frames
/// @param controls what of the devices can be set
/// @param memory how the memory of the devices stands; empty until the node has told
/// @param foresight what is unusual and what comes next; empty until the node has told
/// @param minute what targets and the fleet judge of the last minute, rolled up; empty before the first frame
/// @param throughput of the last minute in requests per second, one value a second, oldest first
public record Facts(long snapshot, NodeInfo info, String targets, Optional<Activity> activity, List<Event> events,
        List<Readiness> readiness, List<Alert> alerts, Optional<AlertBoard> board, List<KnobState> knobs,
        List<Recommendation> recommendations, List<SessionCourse> sessions, List<Run> runs, Optional<Gpus.Board> gpus,
        List<GpuProcess> processes,
        List<ControlState> controls, Optional<MemoryCare.Board> memory, Optional<Foresight.Board> foresight, Health health,
        Optional<Frame> minute, double[] throughput) {
    /// The same, with how the node is.
    ///
    /// @param rolledUp the last minute
    Facts judged(Health now, Optional<Frame> rolledUp) {
        return new Facts(snapshot, info, targets, activity, events, readiness, alerts, board, knobs, recommendations, sessions, runs, gpus,
                processes, controls, memory, foresight, now, rolledUp, throughput);
    }
}
