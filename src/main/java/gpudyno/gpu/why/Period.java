package gpudyno.gpu.why;

import gpudyno.model.gpu.DeviceEvent;
import gpudyno.model.gpu.GpuDevice;
import gpudyno.model.gpu.GpuProcess;
import gpudyno.model.meter.Frame;
import java.time.ZoneId;
import java.util.List;

/// What is known of a node's GPUs over a period.
///
/// @param frames in order, at whatever resolutions they are held
/// @param devices what they are and can do
/// @param events what happened to devices within the period
/// @param processes who ran which process, as far as known; their figures are in the frames
/// @param own number of the process that serves this node's model
/// @param zone in which sentences tell times
public record Period(List<Frame> frames, List<GpuDevice> devices, List<DeviceEvent> events, List<GpuProcess> processes, long own,
        ZoneId zone) {
    public Period {
        frames = List.copyOf(frames);
        devices = List.copyOf(devices);
        events = List.copyOf(events);
        processes = List.copyOf(processes);
    }
}
