package gpudyno.console;

import gpudyno.model.gpu.ControlState;
import gpudyno.model.gpu.DeviceEvent;
import gpudyno.model.gpu.DeviceState;
import gpudyno.model.gpu.EndSignal;
import gpudyno.model.gpu.GpuProcess;
import gpudyno.model.gpu.SourceState;
import gpudyno.node.Gpus;
import java.util.List;

/// The GPUs of a machine without one.
final class NoGpus implements Gpus {
    @Override
    public List<DeviceState> devices() {
        return List.of();
    }

    @Override
    public List<GpuProcess> processes() {
        return List.of();
    }

    @Override
    public List<GpuProcess> processes(String device) {
        throw new IllegalArgumentException("there is no device '" + device + "'");
    }

    @Override
    public List<SourceState> sources() {
        return List.of(new SourceState("NVML", SourceState.State.ABSENT, "libnvidia-ml.so.1 was not found: no NVIDIA driver here"));
    }

    @Override
    public List<DeviceEvent> events() {
        return List.of();
    }

    @Override
    public List<ControlState> controls() {
        return List.of();
    }

    @Override
    public void reset(String device) {
        throw new IllegalArgumentException("there is no device '" + device + "'");
    }

    @Override
    public void endProcess(String device, long pid, EndSignal signal) {
        throw new IllegalArgumentException("there is no device '" + device + "'");
    }
}
