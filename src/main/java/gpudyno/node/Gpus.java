package gpudyno.node;

import gpudyno.model.gpu.Cause;
import gpudyno.model.gpu.ControlState;
import gpudyno.model.gpu.DeviceEvent;
import gpudyno.model.gpu.DeviceState;
import gpudyno.model.gpu.EndSignal;
import gpudyno.model.gpu.GpuProcess;
import gpudyno.model.gpu.ProcessUse;
import gpudyno.model.gpu.SourceState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A node's GPUs. Their figures are meters, which come with every frame; here is what the devices are, how they stand, and who uses them.
/// Errors are those of [Node].
public interface Gpus {
    /// The longest period that can be asked about.
    Duration LONGEST = Duration.ofDays(7);
    /// The devices and where they were looked for, sent whenever a device comes, goes, changes or stands otherwise.
    Topic<Board> BOARD = new Topic<>("gpus", Board.class);
    /// The processes on all devices, sent whenever one begins or ends to use a device. Their figures are in every frame.
    Topic<Processes> PROCESSES = new Topic<>("gpu-processes", Processes.class);

    /// @param devices without their readings
    record Board(List<DeviceState> devices, List<SourceState> sources) {
        public Board {
            devices = List.copyOf(devices);
            sources = List.copyOf(sources);
        }
    }

    record Processes(List<GpuProcess> processes) {
        public Processes {
            processes = List.copyOf(processes);
        }
    }

    /// What of the devices can be set, sent whenever that changes.
    Topic<Controls> CONTROLS = new Topic<>("gpu-controls", Controls.class);

    record Controls(List<ControlState> controls) {
        public Controls {
            controls = List.copyOf(controls);
        }
    }

    /// All devices with their last readings and their age, each GPU followed by the instances it is cut into.
    List<DeviceState> devices();

    /// The processes on all devices.
    List<GpuProcess> processes();

    /// The processes that use a device; of a GPU those of its instances too.
    ///
    /// @throws IllegalArgumentException if there is no such device
    List<GpuProcess> processes(String device);

    /// The processes that used devices in a period of the past, by device and memory, those with the most first.
    ///
    /// @throws IllegalArgumentException if the period ends before it begins, or is longer than [#LONGEST]
    List<ProcessUse> processesBetween(Instant from, Instant to);

    /// The processes that used devices at an instant of the past, as the frame that holds it tells; none where no frame does.
    List<ProcessUse> processesAt(Instant at);

    /// Why devices were slow, full or gone in a period, in the order of their begin; each cause once. Nothing where all was well.
    ///
    /// @throws IllegalArgumentException if the period ends before it begins, or is longer than [#LONGEST]
    List<Cause> causes(Instant from, Instant to);

    /// Where devices were looked for, what was found, and why something was not.
    List<SourceState> sources();

    /// What happened to devices since the node started, at most 200 events, the latest last.
    List<DeviceEvent> events();

    /// What of the devices can be set, each by the knob that it names; those that this node may not set say why. A node leaves a device as
    /// it found it: what it has changed is put back when it ends, or at its next start after it was killed.
    List<ControlState> controls();

    /// Gives a device's power limit and clocks the driver's own defaults, also where another program has changed them.
    ///
    /// @throws IllegalArgumentException if there is no such device
    /// @throws IllegalStateException if it has nothing that can be set, or the driver refuses
    void reset(String device);

    /// Ends a process that uses a device now, as [#processes(String)] tells.
    ///
    /// @throws IllegalArgumentException if there is no such device, or it is not used by such a process
    /// @throws IllegalStateException if the process is the node itself, may not be ended by it, or is another one by now
    void endProcess(String device, long pid, EndSignal signal);
}
