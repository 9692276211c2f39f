package gpudyno.gpu.simulated;

import gpudyno.gpu.DeviceProbe;
import gpudyno.gpu.Figures;
import gpudyno.gpu.simulated.Fault.Kind;
import gpudyno.model.gpu.Fact;
import gpudyno.model.gpu.GpuDevice;
import gpudyno.model.gpu.GpuProcess;
import gpudyno.model.gpu.Limit;
import gpudyno.model.gpu.Maker;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Meters;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads one simulated GPU.
final class SimulatedProbe implements DeviceProbe {
    private static final long PID = ProcessHandle.current().pid();
    private final SimulatedCard card;
    private final GpuModel model;
    private final GpuDevice device;
    private final DoubleSupplier clock;
    private final Supplier<SimulatedLoad> serving;
    private final Instant started = Instant.now();
    private double told;

    /// @param clock seconds since the start
    /// @param serving what the node asks of it now
    SimulatedProbe(SimulatedCard card, int index, long seed, DoubleSupplier clock, Supplier<SimulatedLoad> serving) {
        this.card = card;
        this.clock = clock;
        this.serving = serving;
        model = new GpuModel(card, seed + index);
        Map<Limit, Double> limits = new LinkedHashMap<>(Map.of(Limit.MEMORY, card.memory(), Limit.CLOCK_GRAPHICS, card.clockFull(),
                Limit.CLOCK_SM, card.clockFull(), Limit.PCIE_GENERATION, SimulatedCard.GENERATION, Limit.PCIE_GENERATION_DEVICE,
                SimulatedCard.GENERATION, Limit.PCIE_WIDTH, SimulatedCard.LANES, Limit.TEMPERATURE_OPERATING, SimulatedCard.OPERATING,
                Limit.TEMPERATURE_SLOWDOWN, SimulatedCard.SLOWDOWN, Limit.TEMPERATURE_SHUTDOWN, SimulatedCard.SHUTDOWN,
                Limit.POWER_DEFAULT, card.powerLimit()));
        limits.put(Limit.POWER_MAX, card.powerLimit());
        limits.put(Limit.POWER_MIN, card.powerLimit() / 3);
        device = new GpuDevice("simulated-" + index, Maker.SIMULATED, card.name() + " (simulated)", index, null, null,
                Map.of(Fact.ECC, "on", Fact.MIG, "off", Fact.ARCHITECTURE, "simulated"), limits);
    }

    String id() {
        return device.id();
    }

    @Override
    public @Nullable String waitsFor() {
        return null;
    }

    @Override
    public synchronized Result read() {
        long start = System.nanoTime();
        model.advance(clock.getAsDouble(), serving.get());
        List<GpuProcess> processes = processes();
        boolean lost = model.isLost();
        Sample sample = lost
                ? new Sample(device, Map.of(), List.of())
                : new Sample(device, figures(processes).all(), processes);
        return new Result(List.of(sample), lost, System.nanoTime() - start);
    }

    /// Numbers of the XID errors that have come since the last call, each as often as it came.
    synchronized List<Long> errors() {
        double now = clock.getAsDouble();
        List<Long> numbers = new ArrayList<>();
        for (Fault fault : card.faults()) {
            if (fault.from() > now || fault.from() <= told && told > 0) {
                continue;
            }
            long number = switch (fault.kind()) {
                case XID, LOST -> Math.round(fault.amount());
                case ECC -> 48;
                default -> 0;
            };
            for (int i = 0; number > 0 && i < (fault.kind() == Kind.XID ? fault.more() : 1); i++) {
                numbers.add(number);
            }
        }
        told = Math.max(now, Double.MIN_VALUE);
        return numbers;
    }

    private List<GpuProcess> processes() {
        List<GpuProcess> all = new ArrayList<>();
        double free = card.memory() * (1 - SimulatedCard.RESERVED) - model.own();
        all.add(new GpuProcess(device.id(), PID, System.getProperty("user.name"), "gpudyno", GpuProcess.Kind.COMPUTE,
                (long) model.own(), model.use(), started));
        Map<Fault.Taker, Double> held = new LinkedHashMap<>();
        for (Fault fault : card.faults()) {
            if (fault.kind() == Kind.LEAK || fault.kind() == Kind.MEMORY) {
                double bytes = fault.bytes(model.seconds());
                if (bytes > 0) {
                    held.merge(fault.process(), bytes, Double::sum);
                }
            }
        }
        for (Map.Entry<Fault.Taker, Double> entry : held.entrySet()) {
            double bytes = Math.min(Math.max(0, free), entry.getValue());
            free -= bytes;
            all.add(new GpuProcess(device.id(), entry.getKey().pid(), entry.getKey().user(), entry.getKey().command(),
                    GpuProcess.Kind.COMPUTE, (long) bytes, 0.0, null));
        }
        return all;
    }

    private Figures figures(List<GpuProcess> processes) {
        Figures figures = new Figures(device.id());
        double reserved = SimulatedCard.RESERVED * card.memory();
        double used = processes.stream().mapToLong(process -> process.memoryBytes() == null ? 0 : process.memoryBytes()).sum();
        figures.put(GpuMeters.MEMORY_TOTAL, card.memory());
        figures.put(GpuMeters.MEMORY_RESERVED, reserved);
        figures.put(GpuMeters.MEMORY_USED, used);
        figures.put(GpuMeters.MEMORY_FREE, Math.max(0, card.memory() - reserved - used));
        figures.put(Meters.MEMORY, 100 * used / card.memory());
        figures.put(GpuMeters.UTILIZATION, Math.round(model.use()));
        figures.put(GpuMeters.MEMORY_UTILIZATION, Math.round(0.6 * model.use()));
        figures.put(GpuMeters.CLOCK_GRAPHICS, Math.round(model.clock()));
        figures.put(GpuMeters.CLOCK_SM, Math.round(model.clock()));
        figures.put(GpuMeters.PERFORMANCE_STATE, model.clock() <= card.clockIdle() ? 8 : 0);
        figures.put(GpuMeters.TEMPERATURE, Math.round(model.temperature()));
        figures.put(GpuMeters.FAN, Math.round(model.fan()), "0");
        figures.put(GpuMeters.POWER, model.power());
        figures.put(GpuMeters.POWER_AVERAGE, model.power());
        figures.put(GpuMeters.POWER_LIMIT, model.powerLimit());
        figures.put(GpuMeters.POWER_LIMIT_REQUESTED, model.powerLimit());
        figures.put(GpuMeters.ENERGY, model.energy());
        figures.put(GpuMeters.PROCESSES, processes.size());
        link(figures);
        reasons(figures);
        double uncorrected = model.errors(Kind.ECC);
        double corrected = model.errors(Kind.ECC_CORRECTED);
        figures.put(GpuMeters.ECC_VOLATILE_UNCORRECTED, uncorrected);
        figures.put(GpuMeters.ECC_AGGREGATE_UNCORRECTED, uncorrected);
        figures.put(GpuMeters.ECC_VOLATILE_CORRECTED, corrected);
        figures.put(GpuMeters.ECC_AGGREGATE_CORRECTED, corrected);
        figures.put(GpuMeters.ROWS_PENDING, uncorrected > 0 ? 1 : 0);
        figures.put(GpuMeters.ROWS_FAILED, 0);
        return figures;
    }

    /// Idle links are lowered to save power, as those of real cards are.
    private void link(Figures figures) {
        double now = model.seconds();
        Fault trained = card.faults().stream().filter(fault -> fault.kind() == Kind.PCIE && fault.isOn(now)).findFirst().orElse(null);
        double most = trained == null ? SimulatedCard.GENERATION : trained.amount();
        figures.put(GpuMeters.PCIE_GENERATION, model.isIdle() ? 1 : most);
        figures.put(GpuMeters.PCIE_WIDTH, trained == null ? SimulatedCard.LANES : trained.more());
        figures.put(GpuMeters.PCIE_SENT, model.use() * 1e6);
        figures.put(GpuMeters.PCIE_RECEIVED, model.use() * 4e6);
        figures.put(GpuMeters.PCIE_REPLAYS, 0);
    }

    private void reasons(Figures figures) {
        figures.put(GpuMeters.THROTTLE_IDLE, model.isIdle() ? 1 : 0);
        figures.put(GpuMeters.THROTTLE_APPLICATION, 0);
        figures.put(GpuMeters.THROTTLE_POWER, model.isByPower() ? 1 : 0);
        figures.put(GpuMeters.THROTTLE_THERMAL, model.isByHeat() ? 1 : 0);
        figures.put(GpuMeters.THROTTLE_HARDWARE, model.isByHardwareHeat() || model.isBraked() ? 1 : 0);
        figures.put(GpuMeters.THROTTLE_HARDWARE_THERMAL, model.isByHardwareHeat() ? 1 : 0);
        figures.put(GpuMeters.THROTTLE_BRAKE, model.isBraked() ? 1 : 0);
        figures.put(GpuMeters.TIME_POWER, model.powerMillis());
        figures.put(GpuMeters.TIME_THERMAL, model.heatMillis());
        figures.put(GpuMeters.TIME_HARDWARE_THERMAL, model.hardwareHeatMillis());
        figures.put(GpuMeters.TIME_BRAKE, model.brakeMillis());
        figures.throttled();
    }
}
