package gpudyno.node.demo;

import gpudyno.gpu.DeviceProbe;
import gpudyno.gpu.simulated.SimulatedLoad;
import gpudyno.gpu.simulated.SimulatedSource;
import gpudyno.gpu.simulated.SimulationPlan;
import gpudyno.model.gpu.Cause;
import gpudyno.model.gpu.ControlState;
import gpudyno.model.gpu.DeviceEvent;
import gpudyno.model.gpu.DeviceReading;
import gpudyno.model.gpu.DeviceState;
import gpudyno.model.gpu.DeviceState.Health;
import gpudyno.model.gpu.EndSignal;
import gpudyno.model.gpu.GpuDevice;
import gpudyno.model.gpu.GpuProcess;
import gpudyno.model.gpu.Limit;
import gpudyno.model.gpu.ProcessUse;
import gpudyno.model.gpu.SourceState;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.MeterKind;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Series;
import gpudyno.node.Gpus;
import gpudyno.node.local.FrameRing;
import gpudyno.node.local.GpuHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The GPUs of a simulated machine, read when its second passes.
final class DemoGpus implements Gpus {
    private static final Map<String, Meter> METERS = GpuMeters.all().stream().collect(Collectors.toMap(Meter::id, Function.identity()));
    private static final int MOST_EVENTS = 200;

    private final SimulatedSource source;
    private final MeterRegistry meters;
    private final GpuHistory history;
    private final Map<Series, Double> figures = new ConcurrentHashMap<>();
    private final Map<Series, Double> totals = new HashMap<>();
    private final List<DeviceEvent> events = new ArrayList<>();
    private volatile List<DeviceState> devices = List.of();
    private volatile List<GpuProcess> processes = List.of();

    /// @param nanos the machine's clock
    DemoGpus(SimulationPlan plan, Supplier<SimulatedLoad> asked, LongSupplier nanos, MeterRegistry meters, FrameRing ring) {
        this.meters = meters;
        source = new SimulatedSource(plan, asked, nanos);
        history = new GpuHistory(ring::between, (_, _) -> processes);
    }

    /// Reads the GPUs.
    ///
    /// @return their mean clock as a part of the full one, 1 for those that idle
    double second(Instant now) {
        List<DeviceState> read = new ArrayList<>();
        List<GpuProcess> users = new ArrayList<>();
        double clocks = 0;
        for (DeviceProbe probe : source.look().probes()) {
            DeviceProbe.Result result = probe.read();
            for (DeviceProbe.Sample sample : result.samples()) {
                read.add(new DeviceState(sample.device(), result.lost() ? Health.LOST : Health.ANSWERING,
                        result.lost() ? "it has fallen off the bus" : "", new DeviceReading(now, sample.figures()), Duration.ZERO));
                users.addAll(sample.processes());
                sample.figures().forEach(this::take);
                clocks += clock(sample) / source.look().probes().size();
            }
        }
        source.errors().forEach(error -> happened(new DeviceEvent(now, error.device(), DeviceEvent.Kind.XID,
                error.device() + ": XID " + error.number(), error.number())));
        devices = List.copyOf(read);
        processes = List.copyOf(users);
        return clocks;
    }

    private static double clock(DeviceProbe.Sample sample) {
        String id = sample.device().id();
        Double now = sample.figures().get(GpuMeters.CLOCK_SM.series(id));
        Double idle = sample.figures().get(GpuMeters.THROTTLE_IDLE.series(id));
        double full = sample.device().limit(Limit.CLOCK_SM).orElse(1);
        return now == null || idle != null && idle > 0 ? 1 : now / full;
    }

    private void take(Series series, double value) {
        Meter meter = METERS.get(series.meter());
        if (meter == null) {
            return;
        }
        String[] labels = series.labels().toArray(String[]::new);
        if (meter.kind() == MeterKind.COUNTER) {
            double before = totals.getOrDefault(series, value);
            totals.put(series, value);
            meters.counter(meter, labels).add(Math.max(0, value - before));
        } else if (figures.put(series, value) == null) {
            meters.gauge(meter, () -> figures.getOrDefault(series, Double.NaN), labels);
        }
    }

    private synchronized void happened(DeviceEvent event) {
        events.add(event);
        if (events.size() > MOST_EVENTS) {
            events.removeFirst();
        }
    }

    /// One line a GPU.
    List<String> lines() {
        return devices.stream().map(state -> state.device().title()).toList();
    }

    Board board() {
        return new Board(devices.stream().map(DeviceState::withoutReading).toList(), sources());
    }

    @Override
    public List<DeviceState> devices() {
        return devices;
    }

    @Override
    public List<GpuProcess> processes() {
        return processes;
    }

    @Override
    public List<GpuProcess> processes(String device) {
        known(device);
        return processes.stream().filter(process -> process.device().equals(device)).toList();
    }

    private void known(String device) {
        if (devices.stream().noneMatch(state -> state.device().id().equals(device))) {
            throw new IllegalArgumentException("there is no such device; there are "
                    + devices.stream().map(state -> state.device().id()).toList());
        }
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
        List<GpuDevice> all = devices.stream().map(DeviceState::device).toList();
        return history.causes(from, to, all, events());
    }

    @Override
    public List<SourceState> sources() {
        return List.of(source.look().state());
    }

    @Override
    public synchronized List<DeviceEvent> events() {
        return List.copyOf(events);
    }

    @Override
    public List<ControlState> controls() {
        return List.of();
    }

    @Override
    public void reset(String device) {
        known(device);
        throw new IllegalStateException("a simulated device has nothing that can be set");
    }

    @Override
    public void endProcess(String device, long pid, EndSignal signal) {
        known(device);
        throw new IllegalStateException("processes of a simulated device are made up, and cannot be ended");
    }
}
