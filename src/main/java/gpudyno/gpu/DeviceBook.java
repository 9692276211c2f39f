package gpudyno.gpu;

import gpudyno.gpu.DeviceProbe.Result;
import gpudyno.gpu.DeviceProbe.Sample;
import gpudyno.gpu.DeviceSource.DriverError;
import gpudyno.model.gpu.DeviceEvent;
import gpudyno.model.gpu.DeviceEvent.Kind;
import gpudyno.model.gpu.DeviceReading;
import gpudyno.model.gpu.DeviceState;
import gpudyno.model.gpu.DeviceState.Health;
import gpudyno.model.gpu.GpuDevice;
import gpudyno.model.gpu.GpuProcess;
import gpudyno.model.meter.Meters;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which devices there are, how each stands, and what happened to them. No method blocks.
///
/// A device that is in no reading for two sweeps has gone: when one of several is taken out, the driver gives the others new places, and for
/// an instant none of the places may show a device that is still there.
final class DeviceBook {
    private static final Logger LOG = System.getLogger("gpudyno.gpu");
    private static final int MOST_EVENTS = 200;
    private static final int SWEEPS_UNTIL_GONE = 2;

    private final DeviceMeters meters;
    private final Consumer<DeviceEvent> happened;
    private final Map<String, Entry> devices = new LinkedHashMap<>();
    private final Map<DeviceProbe, Set<String>> byProbe = new HashMap<>();
    private final Deque<DeviceEvent> events = new ArrayDeque<>();
    private final List<DeviceEvent> untold = new ArrayList<>();
    private String lastFailure = "";
    private volatile boolean hasMemory;

    private static final class Entry {
        private GpuDevice device;
        private Health health = Health.ANSWERING;
        private String reason = "";
        private @Nullable DeviceReading reading;
        private List<GpuProcess> processes = List.of();
        private long readNanos;
        private int missing;
        private boolean hasMemory;

        Entry(GpuDevice device) {
            this.device = device;
        }
    }

    /// @param happened is told of every event, on the thread that sweeps
    DeviceBook(DeviceMeters meters, Consumer<DeviceEvent> happened) {
        this.meters = meters;
        this.happened = happened;
    }

    /// A probe was read.
    void read(DeviceProbe probe, Result result) {
        List<DeviceReading> readings = result.samples().stream().map(sample -> new DeviceReading(Instant.now(), sample.figures())).toList();
        synchronized (this) {
            Set<String> ids = new HashSet<>();
            for (int i = 0; i < readings.size(); i++) {
                Sample sample = result.samples().get(i);
                Entry entry = entry(sample.device());
                ids.add(sample.device().id());
                if (result.lost()) {
                    loses(entry);
                } else {
                    answers(entry, sample, readings.get(i));
                }
            }
            byProbe.put(probe, ids);
        }
        if (!result.lost()) {
            // Of a device one thread shows figures, so the others need not wait.
            result.samples().forEach(sample -> meters.show(sample.device().id(), sample.figures(), sample.processes()));
        }
    }

    private Entry entry(GpuDevice device) {
        Entry entry = devices.get(device.id());
        if (entry == null) {
            entry = new Entry(device);
            devices.put(device.id(), entry);
            meters.add(device);
            note(entry, Kind.FOUND, "found", null);
        }
        entry.device = device;
        return entry;
    }

    private void answers(Entry entry, Sample sample, DeviceReading reading) {
        entry.reading = reading;
        entry.readNanos = System.nanoTime();
        entry.processes = sample.processes();
        entry.hasMemory = reading.figure(Meters.MEMORY, sample.device().id()).isPresent();
        hasMemory |= entry.hasMemory;
        if (entry.health != Health.ANSWERING) {
            entry.health = Health.ANSWERING;
            entry.reason = "";
            note(entry, Kind.RECOVERED, "answers again", null);
        }
    }

    private void loses(Entry entry) {
        entry.processes = List.of();
        meters.silence(entry.device.id());
        if (entry.health != Health.LOST) {
            entry.health = Health.LOST;
            entry.reason = "the driver says that it is lost: it has fallen off the bus";
            note(entry, Kind.LOST, "is lost: it has fallen off the bus", null);
        }
    }

    /// A call of a probe does not return.
    ///
    /// @return whether anything is known of its devices
    synchronized boolean hangs(DeviceProbe probe, String reason) {
        Set<String> ids = byProbe.computeIfAbsent(probe, _ -> new HashSet<>());
        for (String id : ids) {
            Entry entry = devices.get(id);
            if (entry != null) {
                meters.silence(id);
                entry.reason = reason;
                if (entry.health == Health.ANSWERING) {
                    entry.health = Health.STALE;
                    note(entry, Kind.HUNG, "does not answer: " + reason, null);
                }
            }
        }
        return !ids.isEmpty();
    }

    synchronized void reported(DriverError error) {
        Entry entry = devices.get(error.device());
        if (entry != null) {
            meters.xid(error.device(), error.number());
            note(entry, Kind.XID, "XID " + error.number() + ": " + Xid.meaning(error.number()), error.number());
        }
    }

    /// Something of ours failed, which is told once.
    synchronized void failed(String what, Throwable failure) {
        String words = what + ": " + failure;
        if (!words.equals(lastFailure)) {
            lastFailure = words;
            LOG.log(Level.WARNING, "GPUs could not be read, " + words, failure);
        }
    }

    synchronized void forget(DeviceProbe probe) {
        byProbe.remove(probe);
    }

    synchronized boolean knows(DeviceProbe probe) {
        return byProbe.containsKey(probe);
    }

    /// The GPU that a probe reads; null while nothing is known of it, or while it does not answer.
    synchronized @Nullable GpuDevice gpu(DeviceProbe probe) {
        return byProbe.getOrDefault(probe, Set.of()).stream().map(devices::get)
                .filter(entry -> entry != null && !entry.device.isInstance() && entry.health == Health.ANSWERING)
                .map(entry -> Objects.requireNonNull(entry).device).findFirst().orElse(null);
    }

    /// Ends a sweep: devices that no probe shows any more have gone, and what happened is told.
    void close(Collection<DeviceProbe> probes) {
        List<DeviceEvent> tell;
        synchronized (this) {
            Set<String> shown = new HashSet<>();
            probes.forEach(probe -> shown.addAll(byProbe.getOrDefault(probe, Set.of())));
            List<Entry> gone = new ArrayList<>();
            for (Entry entry : devices.values()) {
                entry.missing = shown.contains(entry.device.id()) ? 0 : entry.missing + 1;
                if (entry.missing >= SWEEPS_UNTIL_GONE) {
                    gone.add(entry);
                }
            }
            for (Entry entry : gone) {
                devices.remove(entry.device.id());
                meters.remove(entry.device.id());
                note(entry, Kind.GONE, "has gone", null);
            }
            hasMemory = devices.values().stream().anyMatch(entry -> entry.hasMemory);
            tell = List.copyOf(untold);
            untold.clear();
        }
        tell.forEach(happened);
    }

    private void note(Entry entry, Kind kind, String what, @Nullable Long xid) {
        GpuDevice device = entry.device;
        String title = (device.isInstance() ? "MIG instance " : "GPU ") + device.index() + " (" + device.name() + ")";
        DeviceEvent event = new DeviceEvent(Instant.now(), device.id(), kind,
                title + (kind == Kind.FOUND ? " was " : kind == Kind.XID ? ": " : " ")
                        + what,
                xid);
        events.add(event);
        while (events.size() > MOST_EVENTS) {
            events.remove();
        }
        untold.add(event);
    }

    synchronized List<DeviceState> devices() {
        long now = System.nanoTime();
        return ordered().map(entry -> new DeviceState(entry.device, entry.health, entry.reason, entry.reading,
                entry.reading == null ? null : Duration.ofNanos(now - entry.readNanos))).toList();
    }

    /// GPUs in the order of their makers and places, each followed by its instances.
    private Stream<Entry> ordered() {
        return devices.values().stream().sorted(Comparator.comparing((Entry entry) -> entry.device.maker()).thenComparingInt(this::place)
                .thenComparing(entry -> entry.device.isInstance()).thenComparingInt(entry -> entry.device.index()));
    }

    private int place(Entry entry) {
        Entry parent = entry.device.parent() == null ? null : devices.get(entry.device.parent());
        return (parent == null ? entry : parent).device.index();
    }

    synchronized List<GpuProcess> processes(String device) {
        if (!devices.containsKey(device)) {
            throw new IllegalArgumentException("there is no device '" + device + "'; there are " + devices.keySet());
        }
        return devices.values().stream().filter(entry -> entry.device.id().equals(device) || device.equals(entry.device.parent()))
                .flatMap(entry -> entry.processes.stream()).toList();
    }

    synchronized List<GpuProcess> processes() {
        return ordered().flatMap(entry -> entry.processes.stream()).toList();
    }

    synchronized List<DeviceEvent> events() {
        return List.copyOf(events);
    }

    boolean hasMemory() {
        return hasMemory;
    }
}
