package gpudyno.node.local;

import gpudyno.gpu.DeviceSampler;
import gpudyno.gpu.DeviceSource;
import gpudyno.gpu.GpuSettings;
import gpudyno.gpu.GpuSources;
import gpudyno.gpu.ProcessEnd;
import gpudyno.gpu.simulated.SimulatedLoad;
import gpudyno.gpu.simulated.SimulatedSource;
import gpudyno.gpu.simulated.SimulationPlan;
import gpudyno.model.OneLine;
import gpudyno.model.alert.AlertRule;
import gpudyno.model.gpu.Cause;
import gpudyno.model.gpu.ControlState;
import gpudyno.model.gpu.DeviceEvent;
import gpudyno.model.gpu.DeviceState;
import gpudyno.model.gpu.EndSignal;
import gpudyno.model.gpu.GpuProcess;
import gpudyno.model.gpu.ProcessUse;
import gpudyno.model.gpu.SourceState;
import gpudyno.model.knob.KnobRegistry;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Histogram;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Meters;
import gpudyno.model.node.Event.Severity;
import gpudyno.node.Gpus;
import gpudyno.node.Knobs;
import gpudyno.serve.backend.OutOfMemory;
import gpudyno.store.SettingTable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;

/// The GPUs of this machine.
final class LocalGpus implements Gpus, NodeModule {
    private static final int LONGEST_SHOWN = 80;
    private final GpuHistory history;
    private final ProcessLog users;
    private final GpuReasons reasons = new GpuReasons(this::causes);
    private volatile SimulatedLoad serving = SimulatedLoad.NONE;

    private final DeviceSampler sampler;
    private final GpuControls controls;
    private final ProcessEnd ending;
    private final Workplace workplace;
    private final BiConsumer<Severity, String> say;

    /// What is recorded of devices and of who used them.
    record Past(GpuHistory history, ProcessLog users) {}

    /// @param originals what devices were set to before this node changed them
    /// @param say is told what happens to devices
    LocalGpus(MeterRegistry meters, GpuSettings settings, Past past, KnobRegistry knobs, SettingTable originals, Workplace workplace,
            LocalChanges changes, BiConsumer<Severity, String> say) {
        history = past.history;
        users = past.users;
        this.workplace = workplace;
        this.say = say;
        ending = new ProcessEnd(settings.proc());
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
        controls = new GpuControls(sampler::controls, knobs, originals, say, () -> changes.refresh(Knobs.STATES));
        changes.state(CONTROLS, () -> new Controls(controls.states()));
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
        controls.look();
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
    public List<ControlState> controls() {
        return controls.states();
    }

    @Override
    public void reset(String device) {
        String title = title(device);
        workplace.turning(() -> {
            controls.reset(device);
            return device;
        });
        say.accept(Severity.INFO, title + " has the driver's default power limit and clocks again");
    }

    @Override
    public void endProcess(String device, long pid, EndSignal signal) {
        String title = title(device);
        GpuProcess process = sampler.processes(device).stream().filter(one -> one.pid() == pid).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no process " + pid + " uses this device now"));
        ending.end(process, signal);
        say.accept(Severity.WARNING, "Process " + pid + " (" + Objects.requireNonNullElse(process.command(), "unknown") + ", user "
                + Objects.requireNonNullElse(process.user(), "unknown") + ") on " + title + " was sent SIG" + signal + " by an operator");
    }

    private String title(String device) {
        List<DeviceState> all = sampler.devices();
        return all.stream().map(DeviceState::device).filter(one -> one.id().equals(device)).findFirst()
                .map(one -> "GPU " + one.index() + " (" + one.name() + ")").orElseThrow(() -> new IllegalArgumentException(
                        "there is no device '" + OneLine.shortened(device, LONGEST_SHOWN) + "'; there are "
                                + all.stream().map(one -> one.device().id()).toList()));
    }

    @Override
    public void close() {
        controls.close();
        sampler.close();
    }
}
