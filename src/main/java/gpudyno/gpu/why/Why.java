package gpudyno.gpu.why;

import gpudyno.model.gpu.Cause;
import gpudyno.model.gpu.Cause.Topic;
import gpudyno.model.gpu.GpuDevice;
import gpudyno.model.gpu.Maker;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.GpuMeters;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Says why GPUs were slow, full or gone in a period.
public final class Why {
    private static final List<Rule> RULES = Stream
            .of(ErrorRules.all(), ClockRules.all(), List.of(new PcieLink(), new Leak(), new OtherMemory()), WorkRules.all())
            .flatMap(List::stream).toList();
    private static final Map<String, Rule> BY_ID = RULES.stream().collect(Collectors.toMap(rule -> rule.about().id(), rule -> rule));
    /// By how the ids of meters begin.
    private static final Map<String, Topic> ABOUT = Map.ofEntries(Map.entry("gpu.throttle", Topic.CLOCKS),
            Map.entry("gpu.violation", Topic.CLOCKS), Map.entry("gpu.clock", Topic.CLOCKS), Map.entry("gpu.power", Topic.CLOCKS),
            Map.entry("gpu.temperature", Topic.CLOCKS), Map.entry("gpu.pstate", Topic.CLOCKS), Map.entry("memory.percent", Topic.MEMORY),
            Map.entry("gpu.memory", Topic.MEMORY), Map.entry("gpu.process.memory", Topic.MEMORY), Map.entry("gpu.up", Topic.ERRORS),
            Map.entry("gpu.xid", Topic.ERRORS), Map.entry("gpu.ecc", Topic.ERRORS), Map.entry("gpu.pages", Topic.ERRORS),
            Map.entry("gpu.rows", Topic.ERRORS), Map.entry("gpu.pcie", Topic.LINK), Map.entry("gpu.utilization", Topic.WORK));
    /// What a fault leaves behind comes this long before it is seen, or after it; or a frame's length.
    private static final Duration AROUND = Duration.ofSeconds(60);

    private Why() {
    }

    /// The ids of all rules.
    public static List<String> rules() {
        return RULES.stream().map(rule -> rule.about().id()).toList();
    }

    /// What causes of the meters in an expression are about; empty where it reads no GPU.
    public static Set<Topic> topics(String expression) {
        return ABOUT.entrySet().stream().filter(entry -> expression.contains(entry.getKey())).map(Map.Entry::getValue)
                .collect(Collectors.toSet());
    }

    /// In the order of their begin, each once.
    public static List<Cause> causes(Period period) {
        if (period.frames().isEmpty()) {
            return List.of();
        }
        List<Cause> found = new ArrayList<>();
        List<GpuDevice> devices = devices(period);
        Period whole = new Period(period.frames(), devices, period.events(), period.processes(), period.own(), period.zone());
        for (GpuDevice device : devices) {
            Course course = new Course(whole, device);
            for (Rule rule : RULES) {
                if (rule.about().needs().stream().allMatch(course::tells)) {
                    found.addAll(rule.causes(course));
                }
            }
        }
        Duration around = period.frames().stream().map(Frame::length).reduce(AROUND,
                (one, other) -> one.compareTo(other) > 0 ? one : other);
        return found.stream().filter(cause -> found.stream().noneMatch(other -> explains(other, cause, devices, around)))
                .sorted(Comparator.comparing(Cause::from).thenComparing(Cause::device)).toList();
    }

    /// The devices that are there, and those that only the frames still know.
    private static List<GpuDevice> devices(Period period) {
        Map<String, GpuDevice> all = new LinkedHashMap<>();
        period.devices().forEach(device -> all.put(device.id(), device));
        period.frames().forEach(frame -> frame.readings().ofMeter(GpuMeters.UP.id()).forEach(entry -> {
            String id = entry.getKey().labels().getFirst();
            all.computeIfAbsent(id, _ -> new GpuDevice(id, Maker.NVIDIA, id, all.size(), null, null, Map.of(), Map.of()));
        }));
        return List.copyOf(all.values());
    }

    /// Whether a cause leaves another with nothing to say: one of a rule that says more, for half of its time or more, on the same device, or
    /// on the GPU that its instance is cut from.
    private static boolean explains(Cause said, Cause unsaid, List<GpuDevice> devices, Duration around) {
        Rule weaker = BY_ID.get(unsaid.rule());
        Set<String> stronger = weaker == null ? Set.of() : weaker.about().yieldsTo();
        return stronger.contains(said.rule()) && isOn(said.device(), unsaid.device(), devices) && shared(said, unsaid, around) >= 0.5;
    }

    private static boolean isOn(String device, String part, List<GpuDevice> devices) {
        return device.equals(part) || devices.stream().anyMatch(one -> one.id().equals(part) && device.equals(one.parent()));
    }

    /// The part of a cause's time that another's covers.
    private static double shared(Cause said, Cause unsaid, Duration around) {
        Instant from = latest(said.from().minus(around), unsaid.from());
        Instant to = earliest(said.to().plus(around), unsaid.to());
        double length = Duration.between(unsaid.from(), unsaid.to()).toMillis();
        double common = Duration.between(from, to).toMillis();
        return common < 0 ? 0 : length == 0 ? 1 : common / length;
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earliest(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
