package gpudyno.node.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import gpudyno.gpu.ControlledDevice;
import gpudyno.gpu.DeviceControls;
import gpudyno.model.gpu.Control;
import gpudyno.model.gpu.ControlState;
import gpudyno.model.gpu.GpuDevice;
import gpudyno.model.gpu.Maker;
import gpudyno.model.knob.ChangeCost;
import gpudyno.model.knob.Configuration;
import gpudyno.model.knob.Knob;
import gpudyno.model.knob.KnobRegistry;
import gpudyno.model.knob.KnobType;
import gpudyno.model.knob.KnobType.Scale;
import gpudyno.model.node.Event.Severity;
import gpudyno.store.Json;
import gpudyno.store.SettingTable;
import gpudyno.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The knobs of the GPUs, which come and go with them.
///
/// A node leaves a GPU as it found it. Before it first changes something of one, it stores what it found, under the GPU's own id. It puts that
/// back when it ends; if it was killed, the next start does as soon as the GPU is seen.
final class GpuControls implements AutoCloseable {
    /// How the ids of these knobs begin.
    static final String KNOBS = "gpu.";
    private static final String ORIGINALS = "gpu.found.";
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int FRAMES_PER_READING = 5;

    private final Supplier<Map<GpuDevice, DeviceControls>> present;
    private final KnobRegistry knobs;
    private final SettingTable settings;
    private final BiConsumer<Severity, String> say;
    private final Runnable changed;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    /// What this process has changed, by device: the values before.
    private final Map<String, Map<Control, Double>> found = new ConcurrentHashMap<>();
    private final Set<String> seen = new HashSet<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().name("gpu-knobs").daemon().factory());
    private int frames;
    private volatile boolean closed;

    private record Entry(GpuDevice gpu, ControlledDevice device, List<String> ids) {}

    /// @param present the GPUs that can be set now; never blocks
    /// @param changed is run when knobs have come, gone or been turned
    GpuControls(Supplier<Map<GpuDevice, DeviceControls>> present, KnobRegistry knobs, SettingTable settings,
            BiConsumer<Severity, String> say, Runnable changed) {
        this.present = present;
        this.knobs = knobs;
        this.settings = settings;
        this.say = say;
        this.changed = changed;
    }

    /// Once a second: has devices that came or went noticed, and values that other programs changed read. Never blocks.
    void look() {
        try {
            thread.execute(this::update);
        } catch (RejectedExecutionException _) {
            // The node is ending.
            return;
        }
        if (frames++ % FRAMES_PER_READING == 0) {
            entries.values().forEach(entry -> entry.device.readSoon());
        }
    }

    private void update() {
        Map<GpuDevice, DeviceControls> now = present.get();
        Set<String> ids = now.keySet().stream().map(GpuDevice::id).collect(Collectors.toSet());
        entries.entrySet().removeIf(entry -> !ids.contains(entry.getKey()) && goes(entry.getValue()));
        now.forEach((gpu, controls) -> {
            if (!closed && !entries.containsKey(gpu.id())) {
                comes(gpu, controls);
            }
        });
    }

    private boolean goes(Entry entry) {
        knobs.remove(entry.ids);
        entry.device.close();
        changed.run();
        return true;
    }

    private void comes(GpuDevice gpu, DeviceControls controls) {
        ControlledDevice device = new ControlledDevice(gpu.id(), controls, PATIENCE);
        try {
            List<ControlState> states = device.read();
            if (seen.add(gpu.id())) {
                putBackAfterKill(gpu, device);
            }
            List<Knob> made = states.stream().map(state -> knob(gpu, state)).toList();
            if (!made.isEmpty()) {
                knobs.register(made, id -> value(gpu, device, id), wanted -> turn(gpu, device, wanted));
            }
            entries.put(gpu.id(), new Entry(gpu, device, made.stream().map(Knob::id).toList()));
            changed.run();
        } catch (IllegalStateException e) {
            // It hangs; the next look tries again.
            device.close();
        } catch (IllegalArgumentException e) {
            device.close();
            entries.put(gpu.id(), new Entry(gpu, device, List.of()));
            say.accept(Severity.WARNING, name(gpu) + " has no knobs: " + e.getMessage());
        }
    }

    private static String name(GpuDevice gpu) {
        return "GPU " + gpu.index() + " (" + gpu.name() + ")";
    }

    private static String id(GpuDevice gpu, Control control) {
        String maker = gpu.maker() == Maker.NVIDIA ? "" : gpu.maker().name().toLowerCase(Locale.ROOT) + ".";
        return KNOBS + maker + gpu.index() + "." + control.word();
    }

    private static Knob knob(GpuDevice gpu, ControlState state) {
        KnobType type = state.control().isSwitch()
                ? new KnobType.Switch()
                : state.control() == Control.POWER_LIMIT
                        ? new KnobType.Real(state.min(), state.max(), Scale.LINEAR)
                        : new KnobType.Whole((long) state.min(), (long) state.max(), Scale.LINEAR);
        String help = switch (state.control()) {
            case POWER_LIMIT -> "The power that " + name(gpu) + " may draw.";
            case CLOCK_MIN -> "The least graphics clock of " + name(gpu) + "; its clocks are free while both bounds are at their ends.";
            case CLOCK_MAX -> "The greatest graphics clock of " + name(gpu) + "; its clocks are free while both bounds are at their ends.";
            case PERSISTENCE -> "Whether the driver stays loaded while nobody uses " + name(gpu) + ".";
        };
        return new Knob(id(gpu, state.control()), type, state.control().unit(), help, ChangeCost.FREE, false);
    }

    private static Object value(GpuDevice gpu, ControlledDevice device, String id) {
        ControlState state = device.states().stream().filter(one -> id(gpu, one.control()).equals(id)).findFirst().orElse(null);
        double value = state == null ? 0 : state.value();
        return state != null && state.control().isSwitch() ? (Object) (value != 0) : (Object) value;
    }

    /// The registry turns a knob at a time, and gives a value for every knob of the device.
    private void turn(GpuDevice gpu, ControlledDevice device, Configuration wanted) {
        Map<Control, Double> change = new EnumMap<>(Control.class);
        Map<Control, Double> before = new EnumMap<>(Control.class);
        for (ControlState state : device.states()) {
            Object value = wanted.get(id(gpu, state.control()));
            double number = value instanceof Boolean on ? on ? 1 : 0 : value instanceof Number told ? told.doubleValue() : state.value();
            if (number != state.value()) {
                if (!state.isAllowed()) {
                    throw new IllegalStateException(state.problem());
                }
                change.put(state.control(), number);
                before.put(state.control(), state.value());
            }
        }
        if (change.isEmpty()) {
            if (device.states().isEmpty()) {
                throw new IllegalStateException(name(gpu) + " cannot be reached; nothing was changed");
            }
            return;
        }
        checkClocks(gpu, device, change);
        keep(gpu.id(), before);
        device.set(change);
    }

    private static void checkClocks(GpuDevice gpu, ControlledDevice device, Map<Control, Double> change) {
        Map<Control, Double> all = new EnumMap<>(Control.class);
        device.states().forEach(state -> all.put(state.control(), state.value()));
        all.putAll(change);
        Double min = all.get(Control.CLOCK_MIN);
        Double max = all.get(Control.CLOCK_MAX);
        if (min != null && max != null && min > max) {
            throw new IllegalArgumentException(
                    "knob " + id(gpu, Control.CLOCK_MIN) + ": " + min.longValue() + " MHz is above the greatest clock, "
                            + max.longValue() + " MHz (" + id(gpu, Control.CLOCK_MAX) + ")");
        }
    }

    /// Stores what was found before it is changed. What is stored already was found earlier, and stays.
    private void keep(String device, Map<Control, Double> before) {
        Map<Control, Double> kept = new EnumMap<>(Control.class);
        kept.putAll(before);
        kept.putAll(found.getOrDefault(device, Map.of()));
        settings.set(ORIGINALS + device, Json.write(kept));
        found.put(device, kept);
    }

    private void putBackAfterKill(GpuDevice gpu, ControlledDevice device) {
        Map<Control, Double> stored = stored(gpu.id());
        if (!stored.isEmpty() && putBack(gpu, device, stored)) {
            say.accept(Severity.WARNING, "The node was stopped before it could put back what it had set on " + name(gpu)
                    + "; it has now: " + words(stored));
        }
    }

    private Map<Control, Double> stored(String device) {
        String text = settings.get(ORIGINALS + device).orElse("");
        if (text.isEmpty()) {
            return Map.of();
        }
        try {
            return Json.MAPPER.readerForMapOf(Double.class).<Map<String, Double>>readValue(text).entrySet().stream()
                    .collect(Collectors.toMap(entry -> Control.valueOf(entry.getKey()), Map.Entry::getValue));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            settings.refuse(ORIGINALS + device, text, String.valueOf(e.getMessage()));
            settings.remove(ORIGINALS + device);
            return Map.of();
        }
    }

    /// @return whether the device stands as it was found; else what was found stays stored
    private boolean putBack(GpuDevice gpu, ControlledDevice device, Map<Control, Double> values) {
        try {
            device.set(values);
            settings.remove(ORIGINALS + gpu.id());
            found.remove(gpu.id());
            return true;
        } catch (IllegalStateException | StoreException e) {
            say.accept(Severity.WARNING, name(gpu) + " could not be put back to " + words(values) + ": " + e.getMessage());
            return false;
        }
    }

    private static String words(Map<Control, Double> values) {
        return values.entrySet().stream().sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey().word() + " " + (entry.getKey().isSwitch()
                        ? entry.getValue() == 0 ? "off" : "on"
                        : String.format(Locale.ROOT, "%.0f %s", entry.getValue(), entry.getKey() == Control.POWER_LIMIT ? "W" : "MHz")))
                .collect(Collectors.joining(", "));
    }

    /// Of all devices.
    List<ControlState> states() {
        List<ControlState> all = new ArrayList<>();
        entries.values().stream()
                .sorted(java.util.Comparator.comparing((Entry entry) -> entry.gpu.maker()).thenComparing(entry -> entry.gpu.index()))
                .forEach(entry -> entry.device.states().forEach(state -> all.add(state.of(id(entry.gpu, state.control()),
                        found.getOrDefault(entry.gpu.id(), Map.of()).get(state.control())))));
        return all;
    }

    /// See [gpudyno.node.Gpus#reset].
    void reset(String device) {
        Entry entry = entries.get(device);
        if (entry == null || entry.ids.isEmpty()) {
            throw new IllegalStateException("this device has nothing that can be set");
        }
        Map<Control, Double> before = new EnumMap<>(Control.class);
        entry.device.states().stream().filter(state -> state.standard() != null).forEach(state -> {
            if (!state.isAllowed()) {
                throw new IllegalStateException(state.problem());
            }
            before.put(state.control(), state.value());
        });
        keep(device, before);
        entry.device.reset();
        changed.run();
    }

    /// Puts every device back to what was found, and waits for that for a bounded time.
    @Override
    public void close() {
        closed = true;
        thread.shutdown();
        try {
            thread.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        entries.values().forEach(entry -> knobs.remove(entry.ids));
        List<Thread> waiting = new ArrayList<>();
        found.forEach((id, values) -> {
            @Nullable
            Entry entry = entries.get(id);
            if (entry != null) {
                waiting.add(Thread.ofVirtual().start(() -> putBack(entry.gpu, entry.device, values)));
            }
        });
        for (Thread one : waiting) {
            try {
                one.join(PATIENCE.plusSeconds(1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        entries.values().forEach(entry -> entry.device.close());
    }
}
