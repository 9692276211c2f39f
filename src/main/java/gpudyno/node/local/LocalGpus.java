package gpudyno.node.local;

import gpudyno.gpu.DeviceSampler;
import gpudyno.gpu.DeviceSource;
import gpudyno.gpu.GpuSettings;
import gpudyno.gpu.GpuSources;
import gpudyno.gpu.simulated.SimulatedLoad;
import gpudyno.gpu.simulated.SimulatedSource;
import gpudyno.gpu.simulated.SimulationPlan;
import gpudyno.model.alert.AlertRule;
import gpudyno.model.gpu.Cause;
import gpudyno.model.gpu.DeviceEvent;
import gpudyno.model.gpu.DeviceState;
import gpudyno.model.gpu.GpuProcess;
import gpudyno.model.gpu.ProcessUse;
import gpudyno.model.gpu.SourceState;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Histogram;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Meters;
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
    private final ProcessLog users;
    private final GpuReasons reasons = new GpuReasons(this::causes);
    private volatile SimulatedLoad serving = SimulatedLoad.NONE;

    /// @param say is told what happens to devices
    LocalGpus(MeterRegistry meters, GpuSettings settings, GpuHistory history, ProcessLog users, LocalChanges changes,
            BiConsumer<Severity, String> say) {
        this.history = history;
        this.users = users;
        sampler = new DeviceSampler(sources(settings), meters, DeviceSampler.Bounds.USUAL, new DeviceSampler.Host() {
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

    /// Simulated GPUs stand in for the machine's: nobody is to take one for the other.
    private List<DeviceSource> sources(GpuSettings settings) {
        SimulationPlan plan = settings.simulation();
        return plan == null ? GpuSources.all(settings) : List.of(new SimulatedSource(plan, () -> serving, System::nanoTime));
    }

    /// What the node serves is what simulated GPUs have to do; and who uses devices is recorded.
    @Override
    public void accept(Frame frame) {
        Histogram work = frame.distribution(Meters.BACKEND_TIME.id());
        double busy = work.count() == 0 ? 0 : work.mean() * work.count() / 1000 / frame.seconds();
        double batch = frame.distribution(Meters.BATCH_SIZE.id()).mean();
        serving = new SimulatedLoad(Math.clamp(busy, 0, 1), Double.isNaN(batch) ? 0 : batch);
        users.accept(sampler.processes(), frame.end());
    }

    /// Why a rule's condition holds for a device, in a sentence; empty where the series is of no device, or no cause was found.
    String why(AlertRule rule, String series) {
        return reasons.why(rule.condition(), series);
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
