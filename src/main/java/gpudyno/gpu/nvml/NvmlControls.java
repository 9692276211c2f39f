package gpudyno.gpu.nvml;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import gpudyno.gpu.DeviceControls;
import gpudyno.gpu.nvml.NvmlAbi.Function;
import gpudyno.model.gpu.Control;
import gpudyno.model.gpu.ControlState;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What NVML lets set of a GPU: its power limit, the bounds of its graphics clock, and its persistence mode.
///
/// NVML does not tell whether clocks are locked. So what this process has locked is remembered, and anything else counts as not locked.
/// Whether this process may set anything is found by setting the persistence mode, or else the power limit, to what it is already: the
/// driver asks for an administrator for every one of these calls.
final class NvmlControls implements DeviceControls {
    private static final int MOST_CLOCKS = 1024;
    private static final int MILLI = 1000;
    private static final String ASK_AN_ADMINISTRATOR = "Needs admin: the driver lets only an administrator set this. Run the node as root "
            + "(a container needs the capability SYS_ADMIN), or set it with sudo nvidia-smi";

    private final NvmlLibrary library;
    private final Supplier<MemorySegment> handle;
    private final Supplier<@Nullable String> id;
    private final Lock open;
    private final NvmlCalls calls;
    private final MemorySegment first;
    private final MemorySegment second;
    private final MemorySegment clocks;
    private String of = "";
    private @Nullable Clocks locked;
    private @Nullable Clocks range;
    private @Nullable String problem;

    /// MHz.
    private record Clocks(double min, double max) {}

    /// @param handle of the GPU at this moment
    /// @param id of the GPU at this moment; null before it was read
    /// @param open held while the library is called
    NvmlControls(NvmlLibrary library, Supplier<MemorySegment> handle, Supplier<@Nullable String> id, Lock open) {
        this.library = library;
        this.handle = handle;
        this.id = id;
        this.open = open;
        calls = new NvmlCalls(library);
        first = calls.allocate(Integer.BYTES);
        second = calls.allocate(Integer.BYTES);
        clocks = calls.allocate((long) MOST_CLOCKS * Integer.BYTES);
    }

    @Override
    public List<ControlState> read() {
        open.lock();
        try {
            String device = id.get();
            MemorySegment gpu = handle.get();
            if (device == null || gpu.address() == 0) {
                return List.of();
            }
            known(device);
            return states(device, gpu);
        } finally {
            open.unlock();
        }
    }

    private List<ControlState> states(String device, MemorySegment gpu) {
        calls.begin();
        String why = problem(gpu);
        List<ControlState> states = new ArrayList<>();
        power(device, gpu, why, states);
        clocks(device, gpu, why, states);
        double persistence = calls.figure(Function.PERSISTENCE, gpu);
        if (library.has(Function.SET_PERSISTENCE) && !Double.isNaN(persistence)) {
            states.add(new ControlState(device, Control.PERSISTENCE, "", 0, 1, persistence == 0 ? 0 : 1, null, null, why));
        }
        return calls.isLost() ? List.of() : states;
    }

    private void power(String device, MemorySegment gpu, String why, List<ControlState> into) {
        double limit = calls.figure(Function.POWER_LIMIT, gpu) / MILLI;
        if (library.has(Function.SET_POWER_LIMIT) && !Double.isNaN(limit)
                && calls.call(Function.POWER_CONSTRAINTS, gpu, first, second) == NvmlAbi.SUCCESS) {
            double min = NvmlCalls.unsigned(first, 0) / MILLI;
            double max = NvmlCalls.unsigned(second, 0) / MILLI;
            double standard = calls.figure(Function.POWER_LIMIT_DEFAULT, gpu) / MILLI;
            if (min <= max) {
                into.add(new ControlState(device, Control.POWER_LIMIT, "", min, max, limit, Double.isNaN(standard) ? null : standard, null,
                        why));
            }
        }
    }

    private void clocks(String device, MemorySegment gpu, String why, List<ControlState> into) {
        Clocks all = range;
        if (all == null && library.has(Function.LOCK_CLOCKS) && library.has(Function.UNLOCK_CLOCKS)) {
            all = supported(gpu);
            range = all;
        }
        if (all != null) {
            Clocks now = locked == null ? all : locked;
            into.add(new ControlState(device, Control.CLOCK_MIN, "", all.min, all.max, now.min, all.min, null, why));
            into.add(new ControlState(device, Control.CLOCK_MAX, "", all.min, all.max, now.max, all.max, null, why));
        }
    }

    /// The graphics clocks that go with the greatest memory clock; null where the driver does not tell.
    private @Nullable Clocks supported(MemorySegment gpu) {
        first.set(JAVA_INT, 0, MOST_CLOCKS);
        if (calls.call(Function.SUPPORTED_MEMORY_CLOCKS, gpu, first, clocks) != NvmlAbi.SUCCESS) {
            return null;
        }
        int memory = (int) told().max;
        first.set(JAVA_INT, 0, MOST_CLOCKS);
        if (calls.call(Function.SUPPORTED_GRAPHICS_CLOCKS, gpu, memory, first, clocks) != NvmlAbi.SUCCESS) {
            return null;
        }
        Clocks told = told();
        return told.min > 0 && told.min <= told.max ? told : null;
    }

    private Clocks told() {
        double min = Double.MAX_VALUE;
        double max = 0;
        for (int i = 0; i < Math.clamp(first.get(JAVA_INT, 0), 0, MOST_CLOCKS); i++) {
            double clock = NvmlCalls.unsigned(clocks, (long) i * Integer.BYTES);
            min = Double.isNaN(clock) ? min : Math.min(min, clock);
            max = Double.isNaN(clock) ? max : Math.max(max, clock);
        }
        return new Clocks(min, max);
    }

    private String problem(MemorySegment gpu) {
        String known = problem;
        if (known != null) {
            return known;
        }
        double persistence = calls.figure(Function.PERSISTENCE, gpu);
        double limit = calls.figure(Function.POWER_LIMIT, gpu);
        int code = NvmlAbi.NOT_SUPPORTED;
        if (!Double.isNaN(persistence)) {
            code = calls.call(Function.SET_PERSISTENCE, gpu, (int) persistence);
        }
        if (code != NvmlAbi.SUCCESS && code != NvmlAbi.NO_PERMISSION && !Double.isNaN(limit)) {
            code = calls.call(Function.SET_POWER_LIMIT, gpu, (int) limit);
        }
        String found = code == NvmlAbi.NO_PERMISSION ? ASK_AN_ADMINISTRATOR : "";
        problem = found;
        return found;
    }

    @Override
    public void set(String device, Map<Control, Double> values) {
        open.lock();
        try {
            change(expected(device), values);
        } finally {
            open.unlock();
        }
    }

    /// The GPU's handle if that GPU is still in this place. UUIDs that somebody masked have their place behind a `#`.
    private MemorySegment expected(String device) {
        MemorySegment gpu = handle.get();
        calls.begin();
        String uuid = gpu.address() == 0 ? null : calls.text(Function.UUID, gpu);
        if (gpu.address() == 0 || calls.isLost()) {
            throw new IllegalStateException("the GPU cannot be reached: it has fallen off the bus; nothing was changed");
        }
        if (uuid != null && !device.equals(uuid) && !device.startsWith(uuid + "#")) {
            throw new IllegalStateException("another GPU is in the place of " + device + " by now; nothing was changed");
        }
        known(device);
        return gpu;
    }

    /// Forgets what was known of another GPU.
    private void known(String device) {
        if (!device.equals(of)) {
            of = device;
            locked = null;
            range = null;
            problem = null;
        }
    }

    private void change(MemorySegment gpu, Map<Control, Double> values) {
        calls.begin();
        Map<Control, Double> before = new EnumMap<>(Control.class);
        states("", gpu).forEach(state -> before.put(state.control(), state.value()));
        Map<Control, Double> wanted = new EnumMap<>(before);
        wanted.putAll(values);
        Map<Control, Double> done = new EnumMap<>(Control.class);
        for (Control control : List.of(Control.PERSISTENCE, Control.POWER_LIMIT, Control.CLOCK_MAX)) {
            Control other = control == Control.CLOCK_MAX ? Control.CLOCK_MIN : control;
            boolean asked = values.containsKey(control) || values.containsKey(other);
            int code = asked ? apply(gpu, control, wanted) : NvmlAbi.SUCCESS;
            if (code != NvmlAbi.SUCCESS) {
                throw refused(gpu, control, code, before, done);
            }
            if (asked) {
                done.put(control, wanted.get(control));
            }
        }
    }

    private int apply(MemorySegment gpu, Control control, Map<Control, Double> wanted) {
        Double value = wanted.get(control);
        if (value == null) {
            return NvmlAbi.NOT_SUPPORTED;
        }
        return switch (control) {
            case PERSISTENCE -> calls.call(Function.SET_PERSISTENCE, gpu, value.intValue());
            case POWER_LIMIT -> calls.call(Function.SET_POWER_LIMIT, gpu, (int) Math.round(value * MILLI));
            case CLOCK_MIN, CLOCK_MAX -> lock(gpu, new Clocks(wanted.getOrDefault(Control.CLOCK_MIN, value), value));
        };
    }

    private int lock(MemorySegment gpu, Clocks wanted) {
        Clocks all = range;
        boolean free = all != null && wanted.min <= all.min && wanted.max >= all.max;
        int code = free
                ? calls.call(Function.UNLOCK_CLOCKS, gpu)
                : calls.call(Function.LOCK_CLOCKS, gpu, (int) wanted.min, (int) wanted.max);
        if (code == NvmlAbi.SUCCESS) {
            locked = free ? null : wanted;
        }
        return code;
    }

    /// Turns back what was set, and says what came of it.
    private IllegalStateException refused(MemorySegment gpu, Control control, int code, Map<Control, Double> before,
            Map<Control, Double> done) {
        if (code == NvmlAbi.NO_PERMISSION) {
            problem = ASK_AN_ADMINISTRATOR;
        }
        List<String> left = new ArrayList<>();
        done.keySet().forEach(set -> {
            if (apply(gpu, set, before) != NvmlAbi.SUCCESS) {
                left.add(set.word());
            }
        });
        String why = code == NvmlAbi.NO_PERMISSION
                ? ASK_AN_ADMINISTRATOR
                : "the driver refused " + control.word() + ": " + NvmlWords.of(code);
        return new IllegalStateException(why + (left.isEmpty()
                ? "; nothing was changed"
                : "; the device could not be reached to turn back " + String.join(", ", left)));
    }

    @Override
    public void reset(String device) {
        open.lock();
        try {
            MemorySegment gpu = expected(device);
            Map<Control, Double> standard = new EnumMap<>(Control.class);
            for (ControlState state : states("", gpu)) {
                if (state.standard() != null) {
                    standard.put(state.control(), state.standard());
                }
            }
            if (standard.isEmpty()) {
                throw new IllegalStateException("the driver tells no defaults of this device");
            }
            change(gpu, standard);
        } finally {
            open.unlock();
        }
    }
}
