package gpudyno.console.fleet;

import gpudyno.console.frame.Facts;
import gpudyno.console.frame.NodeViewModel;
import gpudyno.console.frame.Reach;
import gpudyno.console.kit.DeviceWords;
import gpudyno.console.kit.Formats;
import gpudyno.model.alert.Alert;
import gpudyno.model.fleet.FleetNode;
import gpudyno.model.fleet.FleetNode.About;
import gpudyno.model.fleet.FleetNode.Alerts;
import gpudyno.model.fleet.FleetNode.Hardware;
import gpudyno.model.fleet.FleetNode.Link;
import gpudyno.model.fleet.FleetNode.Serving;
import gpudyno.model.fleet.Latencies;
import gpudyno.model.gpu.GpuDevice;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.Meters;
import gpudyno.model.node.Event.Severity;
import gpudyno.model.target.JudgedWindow;
import gpudyno.model.target.Profile;
import gpudyno.model.target.Profiles;
import gpudyno.model.tune.SessionSummary;
import gpudyno.node.Gpus;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// A node that the console is attached to, as a row of the fleet. What it shows comes from the node's stream; the node is asked once, for the
/// range before the stream and for the rate that its last session found.
final class AttachedNode {
    private static final String LOCAL = "local";
    /// How far back nodes hold seconds.
    private static final Duration IN_SECONDS = Duration.ofMinutes(5);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneId.systemDefault());

    private final NodeViewModel model;
    private final NodeCourse course;
    private final Subscription listening;
    private volatile double heldRate = Double.NaN;

    /// Listens from now on.
    AttachedNode(NodeViewModel model, Duration range) {
        this.model = model;
        course = new NodeCourse(range);
        listening = model.onFrame(course::add);
    }

    /// What a node is known by.
    static String id(NodeViewModel model) {
        return model.address().map(Object::toString).orElse(LOCAL);
    }

    NodeViewModel model() {
        return model;
    }

    NodeCourse course() {
        return course;
    }

    /// Asks for what was before the stream. Not on the JavaFX thread.
    boolean fill(Instant now) {
        List<Frame> live = model.live();
        live.forEach(course::add);
        Instant begin = live.isEmpty() ? now : live.getFirst().start();
        Duration resolution = course.range().compareTo(IN_SECONDS) > 0 ? TEN_SECONDS : SECOND;
        model.node().frames().history(now.minus(course.range()), begin, resolution, Set.of(Meters.RESPONSE.id())).stream()
                .filter(frame -> !frame.end().isAfter(begin)).forEach(course::add);
        heldRate = model.node().sessions().list().stream().filter(session -> session.ended() != null).map(AttachedNode::held)
                .filter(Objects::nonNull).findFirst().orElse(Double.NaN);
        return true;
    }

    private static @Nullable Double held(SessionSummary session) {
        return session.applied() && session.bestHeldRate() != null ? session.bestHeldRate() : session.baselineHeldRate();
    }

    void close() {
        listening.unsubscribe();
    }

    /// As it stands now. Reads what the stream has told; asks nothing.
    FleetNode row(Instant now) {
        Optional<Facts> told = model.facts().get();
        Reach reach = model.reach().get();
        if (told.isEmpty()) {
            return new FleetNode(id(model), model.name(), Map.of(), About.UNKNOWN, link(reach, now), Profiles.AS_FOUND, Serving.NONE,
                    Hardware.NONE, Alerts.NONE, course.p95(now));
        }
        Facts facts = told.get();
        Profile profile = Profiles.named(facts.targets());
        List<Alert> loud = facts.alerts().stream().filter(alert -> !alert.acknowledged()).toList();
        List<GpuDevice> devices = facts.gpus().map(Gpus.Board::devices).orElse(List.of()).stream().map(state -> state.device())
                .filter(device -> !device.isInstance()).toList();
        return new FleetNode(id(model), model.name(), facts.info().labels(),
                new About(facts.info().version(), facts.info().model(), gpus(devices), heldRate), link(reach, now), profile,
                facts.minute().map(AttachedNode::serving).orElse(Serving.NONE),
                model.latest().map(frame -> hardware(frame, devices)).orElse(Hardware.NONE),
                new Alerts(loud.size(), loud.stream().anyMatch(alert -> alert.severity() == Severity.CRITICAL)), course.p95(now));
    }

    private Link link(Reach reach, Instant now) {
        Duration age = reach.lastHeard().map(last -> Duration.between(last, now)).orElse(Duration.ZERO);
        return switch (reach.connection()) {
            case CONNECTED -> new Link(Link.State.CONNECTED, Duration.ZERO,
                    model.address().isEmpty() ? "in process" : Formats.number(model.roundTrip().toNanos() / 1e6) + " ms");
            case RECONNECTING -> new Link(Link.State.RECONNECTING, age, "try " + reach.tries());
            case LOST -> new Link(Link.State.LOST, age, reach.lastHeard().map(last -> "lost " + CLOCK.format(last)).orElse("lost"));
        };
    }

    private static Serving serving(Frame minute) {
        boolean metered = !minute.readings().ofMeter(GpuMeters.ENERGY.id()).isEmpty();
        return new Serving(JudgedWindow.of(minute), new Latencies.Exact(minute.distribution(Meters.RESPONSE.id())),
                metered ? minute.counted(GpuMeters.ENERGY.id()) : Double.NaN);
    }

    private static Hardware hardware(Frame frame, List<GpuDevice> devices) {
        Optional<Hardware.Busiest> busiest = devices.stream()
                .map(device -> new Hardware.Busiest(DeviceWords.place(device, devices),
                        frame.gauge(GpuMeters.UTILIZATION.series(device.id()))))
                .filter(one -> Double.isFinite(one.percent())).max(Comparator.comparingDouble(Hardware.Busiest::percent));
        return new Hardware(devices.size(), sum(frame, devices, GpuMeters.MEMORY_USED), sum(frame, devices, GpuMeters.MEMORY_TOTAL),
                sum(frame, devices, GpuMeters.POWER), sum(frame, devices, GpuMeters.POWER_LIMIT), busiest,
                devices.stream().map(device -> throttled(frame, device.id())).filter(why -> !why.isEmpty()).findFirst().orElse(""));
    }

    private static double sum(Frame frame, List<GpuDevice> devices, Meter meter) {
        double[] told = devices.stream().mapToDouble(device -> frame.gauge(meter.series(device.id()))).filter(Double::isFinite).toArray();
        return told.length == 0 ? Double.NaN : Arrays.stream(told).sum();
    }

    private static String throttled(Frame frame, String device) {
        if (!isOn(frame, GpuMeters.THROTTLED, device)) {
            return "";
        }
        boolean heat = isOn(frame, GpuMeters.THROTTLE_THERMAL, device) || isOn(frame, GpuMeters.THROTTLE_HARDWARE_THERMAL, device);
        return heat ? "thermal" : isOn(frame, GpuMeters.THROTTLE_BRAKE, device) ? "power brake" : "hardware";
    }

    private static boolean isOn(Frame frame, Meter meter, String device) {
        return frame.gauge(meter.series(device)) > 0;
    }

    /// `L40S ×2, T4`.
    private static String gpus(List<GpuDevice> devices) {
        return devices.stream().map(DeviceWords::model).map(name -> name.replace(" (simulated)", ""))
                .collect(Collectors.groupingBy(name -> name, LinkedHashMap::new, Collectors.counting())).entrySet().stream()
                .map(entry -> entry.getValue() > 1 ? entry.getKey() + " ×" + entry.getValue() : entry.getKey())
                .collect(Collectors.joining(", "));
    }
}
