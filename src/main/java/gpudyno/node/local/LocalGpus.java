package gpudyno.node.local;

import gpudyno.gpu.DeviceSampler;
import gpudyno.gpu.GpuSettings;
import gpudyno.gpu.GpuSources;
import gpudyno.model.gpu.Cause;
import gpudyno.model.gpu.DeviceEvent;
import gpudyno.model.gpu.DeviceState;
import gpudyno.model.gpu.GpuProcess;
import gpudyno.model.gpu.ProcessUse;
import gpudyno.model.gpu.SourceState;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.node.Event.Severity;
import gpudyno.node.Gpus;
import gpudyno.serve.backend.OutOfMemory;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;

/// The GPUs of this machine.
final class LocalGpus implements Gpus, NodeModule {
    private final DeviceSampler sampler;
    private final GpuHistory history;

    /// @param say is told what happens to devices
    LocalGpus(MeterRegistry meters, GpuSettings settings, GpuHistory history, LocalChanges changes, BiConsumer<Severity, String> say) {
        this.history = history;
        sampler = new DeviceSampler(GpuSources.all(settings), meters, DeviceSampler.Bounds.USUAL, new DeviceSampler.Host() {
            @Override
            public void happened(DeviceEvent event) {
                say.accept(severity(event.kind()), event.text());
            }

            @Override
            public Error outOfMemory(OutOfMemoryError error) {
                return OutOfMemory.endProcess(error);
            }
        });
        changes.state(BOARD, () -> new Board(sampler.devices().stream().map(DeviceState::withoutReading).toList(), sampler.sources()));
        changes.state(PROCESSES, () -> new Processes(sampler.processes()),
                all -> all.processes().stream().map(GpuProcess::withoutFigures).toList());
    }

    private static Severity severity(DeviceEvent.Kind kind) {
        return switch (kind) {
            case FOUND, GONE, RECOVERED -> Severity.INFO;
            case HUNG, XID -> Severity.WARNING;
            case LOST -> Severity.CRITICAL;
        };
    }

    @Override
    public String title() {
        return "GPUs";
    }

    /// One line a GPU: its name and memory.
    List<String> lines() {
        return sampler.devices().stream().filter(state -> !state.device().isInstance())
                .map(state -> state.device().title())
                .toList();
    }

    /// Whether the memory of a GPU is known. Never blocks.
    boolean hasMemory() {
        return sampler.hasMemory();
    }

    @Override
    public List<DeviceState> devices() {
        return sampler.devices();
    }

    @Override
    public List<GpuProcess> processes() {
        return sampler.processes();
    }

    @Override
    public List<GpuProcess> processes(String device) {
        return sampler.processes(device);
    }

    @Override
    public List<ProcessUse> processesBetween(Instant from, Instant to) {
        return history.between(from, to);
    }

    @Override
    public List<ProcessUse> processesAt(Instant at) {
        return history.at(at);
    }

    @Override
    public List<Cause> causes(Instant from, Instant to) {
        return history.causes(from, to, sampler.devices().stream().map(DeviceState::device).toList(), sampler.events());
    }

    @Override
    public List<SourceState> sources() {
        return sampler.sources();
    }

    @Override
    public List<DeviceEvent> events() {
        return sampler.events();
    }

    @Override
    public void close() {
        sampler.close();
    }
}
