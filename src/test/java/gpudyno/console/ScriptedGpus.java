package gpudyno.console;

import gpudyno.model.gpu.Cause;
import gpudyno.model.gpu.Control;
import gpudyno.model.gpu.ControlState;
import gpudyno.model.gpu.DeviceEvent;
import gpudyno.model.gpu.DeviceReading;
import gpudyno.model.gpu.DeviceState;
import gpudyno.model.gpu.DeviceState.Health;
import gpudyno.model.gpu.EndSignal;
import gpudyno.model.gpu.Fact;
import gpudyno.model.gpu.GpuDevice;
import gpudyno.model.gpu.GpuProcess;
import gpudyno.model.gpu.GpuProcess.Kind;
import gpudyno.model.gpu.Limit;
import gpudyno.model.gpu.Maker;
import gpudyno.model.gpu.ProcessUse;
import gpudyno.model.gpu.SourceState;
import gpudyno.model.memory.Forecast;
import gpudyno.model.memory.Held;
import gpudyno.model.memory.MemoryAction;
import gpudyno.model.memory.MemoryProfile;
import gpudyno.model.memory.Mode;
import gpudyno.model.memory.Reclaimable;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.MemoryMeters;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.Series;
import gpudyno.model.node.Event.Severity;
import gpudyno.node.Gpus;
import gpudyno.node.MemoryCare;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// GPUs that play a script of five minutes. Their figures are those that `nvidia-smi -q` printed of an RTX 2080 SUPER while it encoded video
/// and of an H100 cut into four instances under load, with a little noise, memory that grows, and a power cap that binds for half a minute.
public final class ScriptedGpus implements Gpus {
    private static final double MIB = 1 << 20;
    private static final String DRIVER = "590.48.01";
    private final List<Scripted> devices = new ArrayList<>();
    private final List<GpuProcess> processes = new ArrayList<>();
    private final List<SourceState> sources;
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final List<MemoryAction> trims = new CopyOnWriteArrayList<>();
    private volatile String refusal = "";

    /// One device.
    ///
    /// @param figures at its level, by series
    private static final class Scripted {
        private final GpuDevice device;
        private final Map<Series, Double> figures;
        private final Map<Series, Double> now;
        /// What it read before it stopped answering.
        private final Map<Series, Double> last = new LinkedHashMap<>();
        private final double grows;
        private Health health = Health.ANSWERING;
        private String reason = "";

        Scripted(GpuDevice device, Map<Series, Double> figures, double grows) {
            this.device = device;
            this.figures = figures;
            this.grows = grows;
            now = new LinkedHashMap<>(figures);
        }
    }

    private ScriptedGpus(List<SourceState> sources) {
        this.sources = sources;
    }

    /// A machine without one.
    public static ScriptedGpus none() {
        return new ScriptedGpus(List.of(
                new SourceState("NVML", SourceState.State.ABSENT,
                        "libnvidia-ml.so.1 was not found: there is no NVIDIA driver here. Install one, or set gpu.nvml to its path."),
                new SourceState("amdgpu", SourceState.State.ABSENT, "no device under /sys/class/drm belongs to amdgpu"),
                new SourceState("i915, xe", SourceState.State.ABSENT, "no device under /sys/class/drm belongs to i915 or xe")));
    }

    private static ScriptedGpus found(String found) {
        return new ScriptedGpus(List.of(new SourceState("NVML", SourceState.State.WORKING, found)));
    }

    /// A workstation's card.
    public static ScriptedGpus workstation() {
        ScriptedGpus made = found("1 device, driver 595.71.05");
        made.rtx("GPU-2080-0", 0);
        return made;
    }

    /// The same, which has fallen off the bus.
    public static ScriptedGpus lost() {
        ScriptedGpus made = workstation();
        made.devices.getFirst().health = Health.LOST;
        made.devices.getFirst().reason = "GPU 0 has fallen off the bus (XID 79): it needs a restart of the machine.";
        return made;
    }

    /// Eight GPUs of a server, the first of which is cut into four instances.
    public static ScriptedGpus server() {
        ScriptedGpus made = found("8 devices, driver " + DRIVER);
        made.h100(0, true);
        for (int i = 1; i < 8; i++) {
            made.h100(i, false);
        }
        return made;
    }

    private void rtx(String id, int index) {
        Map<Limit, Double> limits = Map.of(Limit.MEMORY, 8192 * MIB, Limit.CLOCK_SM, 2145.0, Limit.CLOCK_GRAPHICS, 2145.0,
                Limit.CLOCK_MEMORY, 7751.0, Limit.TEMPERATURE_SLOWDOWN, 97.0, Limit.TEMPERATURE_OPERATING, 89.0, Limit.POWER_MIN, 105.0,
                Limit.POWER_MAX, 350.0, Limit.POWER_DEFAULT, 250.0, Limit.MULTIPROCESSORS, 48.0);
        GpuDevice device = new GpuDevice(id, Maker.NVIDIA, "NVIDIA GeForce RTX 2080 SUPER", index, null, "0000:0c:00.0",
                Map.of(Fact.DRIVER, "595.71.05", Fact.CUDA, "13.2", Fact.ARCHITECTURE, "Turing", Fact.PERSISTENCE, "off"), limits);
        Map<Series, Double> figures = new LinkedHashMap<>();
        put(figures, id, GpuMeters.UP, 1);
        memory(figures, id, 8192, 819, 408);
        put(figures, id, GpuMeters.UTILIZATION, 58);
        put(figures, id, GpuMeters.MEMORY_UTILIZATION, 31);
        put(figures, id, GpuMeters.ENCODER_UTILIZATION, 100);
        put(figures, id, GpuMeters.CLOCK_SM, 2055);
        put(figures, id, GpuMeters.CLOCK_GRAPHICS, 2055);
        put(figures, id, GpuMeters.CLOCK_MEMORY, 7500);
        put(figures, id, GpuMeters.PERFORMANCE_STATE, 2);
        put(figures, id, GpuMeters.TEMPERATURE, 45);
        figures.put(GpuMeters.FAN.series(id, "0"), 38.0);
        put(figures, id, GpuMeters.POWER, 98.55);
        put(figures, id, GpuMeters.POWER_LIMIT, 250);
        put(figures, id, GpuMeters.PCIE_GENERATION, 3);
        put(figures, id, GpuMeters.PCIE_WIDTH, 16);
        put(figures, id, GpuMeters.PCIE_SENT, 115_820 * 1024.0);
        put(figures, id, GpuMeters.PCIE_RECEIVED, 1_199_755 * 1024.0);
        put(figures, id, GpuMeters.PCIE_REPLAYS, 0);
        put(figures, id, MemoryMeters.RESERVED, 660 * MIB);
        put(figures, id, MemoryMeters.ALLOCATED, 541 * MIB);
        put(figures, id, MemoryMeters.FRAGMENTATION, 18);
        reasons(figures, id);
        Scripted made = new Scripted(device, figures, 0.62);
        devices.add(made);
        process(made, 5268, "ana", "ffmpeg", Kind.COMPUTE, 370, 31, 9_000);
        process(made, 5267, "ana", "ffmpeg", Kind.COMPUTE, 230, 27, 9_060);
        process(made, 1696, "ana", "gnome-shell", Kind.GRAPHICS, 176, 1, 358_000);
        process(made, 4584, "ana", "Xwayland", Kind.GRAPHICS, 3, 0, 357_000);
    }

    private void h100(int index, boolean cut) {
        String id = "GPU-h100-" + index;
        Map<Limit, Double> limits = Map.of(Limit.MEMORY, 81_559 * MIB, Limit.CLOCK_SM, 1980.0, Limit.CLOCK_GRAPHICS, 1980.0,
                Limit.CLOCK_MEMORY, 2619.0, Limit.MARGIN_SLOWDOWN, -2.0, Limit.POWER_MIN, 200.0, Limit.POWER_MAX, 700.0,
                Limit.POWER_DEFAULT, 700.0, Limit.MULTIPROCESSORS, 132.0);
        GpuDevice device = new GpuDevice(id, Maker.NVIDIA, "NVIDIA H100 80GB HBM3", index, null, "0000:0" + index + ":09.0",
                Map.of(Fact.DRIVER, DRIVER, Fact.CUDA, "13.1", Fact.ARCHITECTURE, "Hopper", Fact.PERSISTENCE, "on", Fact.ECC, "on",
                        Fact.MIG, cut ? "on" : "off"),
                limits);
        Map<Series, Double> figures = new LinkedHashMap<>();
        put(figures, id, GpuMeters.UP, 1);
        memory(figures, id, 81_559, cut ? 11_125 : 18_000 + 8_400 * index, 479);
        if (!cut) {
            put(figures, id, GpuMeters.UTILIZATION, 30 + 9 * index);
            put(figures, id, GpuMeters.MEMORY_UTILIZATION, 20 + 4 * index);
        }
        put(figures, id, GpuMeters.CLOCK_SM, 1980);
        put(figures, id, GpuMeters.CLOCK_GRAPHICS, 1980);
        put(figures, id, GpuMeters.CLOCK_MEMORY, 2619);
        put(figures, id, GpuMeters.PERFORMANCE_STATE, 0);
        put(figures, id, GpuMeters.TEMPERATURE, 53);
        put(figures, id, GpuMeters.TEMPERATURE_MEMORY, 58);
        put(figures, id, GpuMeters.TEMPERATURE_MARGIN, 24);
        put(figures, id, GpuMeters.POWER, cut ? 432.21 : 320 + 40 * index);
        put(figures, id, GpuMeters.POWER_LIMIT, 700);
        put(figures, id, GpuMeters.PCIE_GENERATION, 5);
        put(figures, id, GpuMeters.PCIE_WIDTH, 16);
        put(figures, id, GpuMeters.PCIE_SENT, 9139 * 1024.0);
        put(figures, id, GpuMeters.PCIE_RECEIVED, 19_191 * 1024.0);
        put(figures, id, GpuMeters.PCIE_REPLAYS, 9);
        reasons(figures, id);
        Scripted made = new Scripted(device, figures, 0);
        devices.add(made);
        if (cut) {
            instances(device);
        } else {
            process(made, 31_000 + index, "serve", "python3", Kind.COMPUTE, 17_400 + 8_400 * index, 30 + 9 * index, 86_000);
        }
    }

    private void instances(GpuDevice gpu) {
        double[][] cuts = {{40_448, 11_091, 60}, {20_096, 17, 32}, {9_984, 9, 16}, {9_984, 9, 16}};
        List<String> profiles = List.of("3g.40gb", "2g.20gb", "1g.10gb", "1g.10gb");
        for (int i = 0; i < cuts.length; i++) {
            String id = "MIG-" + gpu.index() + "-" + i;
            Map<Series, Double> figures = new LinkedHashMap<>();
            put(figures, id, GpuMeters.UP, 1);
            memory(figures, id, cuts[i][0], cuts[i][1], 0);
            Scripted made = new Scripted(new GpuDevice(id, Maker.NVIDIA, gpu.name() + " MIG " + profiles.get(i), i, gpu.id(), null,
                    Map.of(Fact.DRIVER, DRIVER), Map.of(Limit.MEMORY, cuts[i][0] * MIB, Limit.MULTIPROCESSORS, cuts[i][2])), figures, 0);
            devices.add(made);
            if (i == 0) {
                process(made, 21_198, "root", "gpu_burn", Kind.COMPUTE, 7484, Double.NaN, 340);
                process(made, 21_180, "root", "memhog", Kind.COMPUTE, 2296, Double.NaN, 352);
                process(made, 21_181, "root", "memhog", Kind.COMPUTE, 1272, Double.NaN, 352);
            }
        }
    }

    private static void put(Map<Series, Double> figures, String id, Meter meter, double value) {
        figures.put(meter.series(id), value);
    }

    /// In MiB.
    private static void memory(Map<Series, Double> figures, String id, double total, double used, double reserved) {
        put(figures, id, GpuMeters.MEMORY_TOTAL, total * MIB);
        put(figures, id, GpuMeters.MEMORY_USED, used * MIB);
        put(figures, id, GpuMeters.MEMORY_RESERVED, reserved * MIB);
        put(figures, id, GpuMeters.MEMORY_FREE, (total - used - reserved) * MIB);
        put(figures, id, Meters.MEMORY, 100 * used / total);
    }

    private static void reasons(Map<Series, Double> figures, String id) {
        for (Meter meter : List.of(GpuMeters.THROTTLED, GpuMeters.THROTTLE_IDLE, GpuMeters.THROTTLE_APPLICATION, GpuMeters.THROTTLE_POWER,
                GpuMeters.THROTTLE_HARDWARE, GpuMeters.THROTTLE_SYNC, GpuMeters.THROTTLE_THERMAL, GpuMeters.THROTTLE_HARDWARE_THERMAL,
                GpuMeters.THROTTLE_BRAKE, GpuMeters.THROTTLE_DISPLAY)) {
            put(figures, id, meter, 0);
        }
    }

    private void process(Scripted on, long pid, @Nullable String user, String command, Kind kind, double mebibytes, double utilization,
            long seconds) {
        String[] labels = {on.device.id(), String.valueOf(pid), command};
        on.figures.put(GpuMeters.PROCESS_MEMORY.series(labels), mebibytes * MIB);
        on.now.put(GpuMeters.PROCESS_MEMORY.series(labels), mebibytes * MIB);
        if (!Double.isNaN(utilization)) {
            on.figures.put(GpuMeters.PROCESS_UTILIZATION.series(labels), utilization);
            on.now.put(GpuMeters.PROCESS_UTILIZATION.series(labels), utilization);
        }
        processes.add(new GpuProcess(on.device.id(), pid, user, command, kind, null, null, Instant.now().minusSeconds(seconds)));
    }

    /// Registers their meters.
    void register(MeterRegistry meters) {
        Map<String, Meter> known = new LinkedHashMap<>();
        if (devices.isEmpty()) {
            meters.gauge(MemoryMeters.RESERVED, () -> 660 * MIB, "host");
            meters.gauge(MemoryMeters.ALLOCATED, () -> 431 * MIB, "host");
            meters.gauge(MemoryMeters.FRAGMENTATION, () -> 100 * 229 / 660.0, "host");
        }
        for (Meter meter : List.of(MemoryMeters.RESERVED, MemoryMeters.ALLOCATED, MemoryMeters.FRAGMENTATION)) {
            known.put(meter.id(), meter);
        }
        GpuMeters.all().forEach(meter -> known.put(meter.id(), meter));
        for (Scripted one : devices) {
            one.figures.keySet().forEach(series -> meters.gauge(java.util.Objects.requireNonNull(known.get(series.meter())),
                    () -> one.now.getOrDefault(series, Double.NaN), series.labels().toArray(String[]::new)));
        }
    }

    /// A second of the script passes.
    ///
    /// @param second of 300
    void second(int second, Random random) {
        for (Scripted one : devices) {
            double wave = Math.sin(second / 23.0) * 0.08 + Math.exp(-Math.pow((second - 190) / 30.0, 2)) * 0.22;
            boolean capped = second >= 175 && second < 208;
            one.figures.forEach((series, base) -> one.now.put(series, base));
            vary(one, GpuMeters.UTILIZATION, wave, random, 100);
            vary(one, GpuMeters.MEMORY_UTILIZATION, wave, random, 100);
            vary(one, GpuMeters.POWER, wave / 2, random, one.figures.getOrDefault(GpuMeters.POWER_LIMIT.series(one.device.id()), 0.0));
            vary(one, GpuMeters.TEMPERATURE, wave / 3, random, 99);
            vary(one, GpuMeters.PCIE_RECEIVED, wave, random, 1e12);
            vary(one, GpuMeters.PCIE_SENT, wave, random, 1e12);
            Series power = GpuMeters.THROTTLE_POWER.series(one.device.id());
            if (capped && one.now.containsKey(power)) {
                one.now.put(power, 1.0);
                one.now.computeIfPresent(GpuMeters.CLOCK_SM.series(one.device.id()), (_, clock) -> clock * 0.83);
            }
            grow(one, second);
            if (one.health != Health.ANSWERING && second == 262) {
                one.last.putAll(one.now);
            }
            if (one.health != Health.ANSWERING && second > 262) {
                one.now.keySet().removeIf(series -> !series.meter().equals(GpuMeters.UP.id()));
                one.now.put(GpuMeters.UP.series(one.device.id()), 0.0);
            }
        }
    }

    private static void vary(Scripted one, Meter meter, double wave, Random random, double most) {
        one.now.computeIfPresent(meter.series(one.device.id()),
                (_, base) -> Math.clamp(base * (1 + wave + random.nextGaussian() * 0.015), 0, most));
    }

    /// Its memory fills up from two minutes before the end.
    private static void grow(Scripted one, int second) {
        String id = one.device.id();
        double total = one.now.getOrDefault(GpuMeters.MEMORY_TOTAL.series(id), Double.NaN);
        if (one.grows == 0 || Double.isNaN(total)) {
            return;
        }
        double more = total * one.grows / (1 + Math.exp(-(second - 200) / 25.0));
        double used = one.figures.getOrDefault(GpuMeters.MEMORY_USED.series(id), 0.0) + more;
        double reserved = one.figures.getOrDefault(GpuMeters.MEMORY_RESERVED.series(id), 0.0);
        one.now.put(GpuMeters.MEMORY_USED.series(id), used);
        one.now.put(GpuMeters.MEMORY_FREE.series(id), total - used - reserved);
        one.now.put(Meters.MEMORY.series(id), 100 * used / total);
        Series greatest = one.now.keySet().stream().filter(series -> series.meter().equals(GpuMeters.PROCESS_MEMORY.id())).findFirst()
                .orElseThrow();
        one.now.put(greatest, one.figures.getOrDefault(greatest, 0.0) + more);
    }

    public boolean isEmpty() {
        return devices.isEmpty();
    }

    /// Its driver stops answering, or answers again.
    public void stand(int place, Health health, String reason) {
        devices.get(place).health = health;
        devices.get(place).reason = reason;
    }

    @Override
    public List<DeviceState> devices() {
        return devices.stream().map(one -> new DeviceState(one.device, one.health, one.reason,
                new DeviceReading(Instant.now().minusSeconds(38), one.last.isEmpty() ? one.figures : one.last), Duration.ofSeconds(38)))
                .toList();
    }

    @Override
    public List<GpuProcess> processes() {
        return List.copyOf(processes);
    }

    @Override
    public List<GpuProcess> processes(String device) {
        if (devices.stream().noneMatch(one -> one.device.id().equals(device))) {
            throw new IllegalArgumentException("there is no device '" + device + "'");
        }
        return processes.stream().filter(process -> process.device().equals(device)).toList();
    }

    @Override
    public List<ProcessUse> processesBetween(Instant from, Instant to) {
        return processes.stream().map(process -> {
            Scripted on = devices.stream().filter(one -> one.device.id().equals(process.device())).findFirst().orElseThrow();
            String[] labels = {process.device(), String.valueOf(process.pid()), String.valueOf(process.command())};
            double memory = on.now.getOrDefault(GpuMeters.PROCESS_MEMORY.series(labels), 0.0);
            return new ProcessUse(process.device(), process.pid(), process.user(), process.command(), from, to,
                    new ProcessUse.Level(memory, memory, memory), null);
        }).toList();
    }

    @Override
    public List<ProcessUse> processesAt(Instant at) {
        return processesBetween(at, at.plusSeconds(1));
    }

    @Override
    public List<Cause> causes(Instant from, Instant to) {
        return devices.isEmpty() || devices.getFirst().device.id().startsWith("GPU-h100")
                ? List.of()
                : List.of(new Cause(to.minusSeconds(125), to.minusSeconds(92), devices.getFirst().device.id(), "power-cap",
                        Cause.Topic.CLOCKS, Severity.WARNING,
                        "16:19–16:20 GPU 0 ran at 1,706 of 2,145 MHz; its 250 W cap bound it 98 % of the time",
                        List.of(new Cause.Evidence("SM clock", 1706, "MHz"), new Cause.Evidence("time at the cap", 98, "percent"))),
                        new Cause(to.minusSeconds(110), to.minusSeconds(40), devices.getFirst().device.id(), "other-memory",
                                Cause.Topic.MEMORY, Severity.WARNING, "process 5268 (ffmpeg, user ana) took 4.9 GiB within 70 s",
                                List.of(new Cause.Evidence("memory taken", 4.9 * 1024 * MIB, "bytes"))));
    }

    @Override
    public List<SourceState> sources() {
        return sources;
    }

    @Override
    public List<DeviceEvent> events() {
        return List.of();
    }

    @Override
    public List<ControlState> controls() {
        return devices.stream().filter(one -> !one.device.isInstance()).flatMap(one -> controls(one).stream()).toList();
    }

    private List<ControlState> controls(Scripted one) {
        String id = one.device.id();
        String knob = "gpu." + one.device.index() + ".";
        double most = one.device.limit(Limit.CLOCK_GRAPHICS).orElse(2000);
        double cap = one.figures.getOrDefault(GpuMeters.POWER_LIMIT.series(id), 250.0);
        return List.of(
                new ControlState(id, Control.POWER_LIMIT, knob + Control.POWER_LIMIT.word(), one.device.limit(Limit.POWER_MIN).orElse(100),
                        one.device.limit(Limit.POWER_MAX).orElse(300), cap, one.device.limit(Limit.POWER_DEFAULT).orElse(cap), null,
                        refusal),
                new ControlState(id, Control.CLOCK_MIN, knob + Control.CLOCK_MIN.word(), 210, most, 210, 210.0, null, refusal),
                new ControlState(id, Control.CLOCK_MAX, knob + Control.CLOCK_MAX.word(), 210, most, most, most, null, refusal),
                new ControlState(id, Control.PERSISTENCE, knob + Control.PERSISTENCE.word(), 0, 1, 0, 0.0, null, refusal));
    }

    /// From now on nothing can be set, for a reason.
    public void refuse(String reason) {
        refusal = reason;
    }

    /// What it was asked to do to devices and processes.
    public List<String> calls() {
        return List.copyOf(calls);
    }

    @Override
    public void reset(String device) {
        calls.add("reset " + device);
    }

    @Override
    public void endProcess(String device, long pid, EndSignal signal) {
        calls.add("end " + pid + " " + signal);
    }

    /// The memory of its devices; the first one's backend holds a third of what it has taken without use.
    public MemoryCare memory() {
        return new MemoryCare() {
            @Override
            public Board board() {
                List<MemoryProfile> profiles = new ArrayList<>();
                for (Scripted one : devices) {
                    if (!one.device.isInstance()) {
                        profiles.add(profile(one, profiles.isEmpty()));
                    }
                }
                if (profiles.isEmpty()) {
                    profiles.add(new MemoryProfile("host", Instant.now(), 2L << 30, 1L << 30, null,
                            new Held(Held.Source.ARENA, 660L << 20, 431L << 20), null));
                }
                return new Board(Mode.RECOMMEND, 0, profiles, actions());
            }

            @Override
            public List<MemoryAction> actions() {
                return List.copyOf(trims);
            }

            @Override
            public MemoryAction trim(String device, Reclaimable.Depth depth) {
                calls.add("trim " + device + " " + depth);
                Held before = new Held(Held.Source.ARENA, 660L << 20, 431L << 20);
                MemoryAction done = new MemoryAction(Instant.now(), device, MemoryAction.Kind.TRIM, "asked by a person", before,
                        new Held(Held.Source.ARENA, 440L << 20, 431L << 20), 41, null, null, null, null);
                trims.add(done);
                return done;
            }
        };
    }

    private static MemoryProfile profile(Scripted one, boolean first) {
        String id = one.device.id();
        long total = Math.round(one.figures.getOrDefault(GpuMeters.MEMORY_TOTAL.series(id), 1.0));
        long used = Math.round(one.now.getOrDefault(GpuMeters.MEMORY_USED.series(id), 0.0));
        long reserved = Math.min(used, 660L << 20);
        return new MemoryProfile(id, Instant.now(), total, used, 408L << 20,
                first ? new Held(Held.Source.ARENA, reserved, reserved * 2 / 3) : null,
                first && one.grows > 0 ? Forecast.of(120 * MIB, 90 * MIB, 150 * MIB, 0.9 * total - used) : null);
    }
}
