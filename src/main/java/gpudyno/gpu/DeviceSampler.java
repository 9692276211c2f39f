package gpudyno.gpu;

import gpudyno.gpu.DeviceProbe.Result;
import gpudyno.gpu.DeviceSource.DriverError;
import gpudyno.gpu.DeviceSource.Look;
import gpudyno.model.gpu.DeviceEvent;
import gpudyno.model.gpu.DeviceState;
import gpudyno.model.gpu.GpuDevice;
import gpudyno.model.gpu.GpuProcess;
import gpudyno.model.gpu.SourceState;
import gpudyno.model.gpu.SourceState.State;
import gpudyno.model.meter.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Reads all GPUs once a second.
///
/// A call into a driver may hang for good and cannot be interrupted. So one thread keeps the time, and every source and every GPU has a
/// thread of its own for its calls ([Lane]). A GPU whose call takes longer than [Bounds#hang] is stale, its figures are absent, and the others
/// go on. All threads are daemons: a hung one does not hold up the end of the process.
public final class DeviceSampler implements AutoCloseable {
    private final List<SourceLane> sources;
    private final Bounds bounds;
    private final Host host;
    private final DeviceBook book;
    private final DeviceMeters meters;
    private final LongAdder ownNanos = new LongAdder();
    private final LongAdder sweeps = new LongAdder();
    /// Told after each sweep.
    private final Object swept = new Object();
    private final Thread thread;
    private volatile boolean closed;

    /// @param period of readings
    /// @param hang how long a call may take
    /// @param old age at which a figure counts as missing
    public record Bounds(Duration period, Duration hang, Duration old) {
        public static final Bounds USUAL = new Bounds(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3));
    }

    /// What the sampler needs of its node.
    public interface Host {
        /// Something happened to a device.
        void happened(DeviceEvent event);

        /// Memory has run out: ends the process, or gives the error to throw.
        Error outOfMemory(OutOfMemoryError error);
    }

    private static final class SourceLane {
        private final DeviceSource source;
        private final Lane lane;
        private final Map<DeviceProbe, Lane> probes = new HashMap<>();
        private volatile Look look;
        private volatile SourceState state;
        private volatile boolean asked;
        /// Of GPUs that hang before anything is known of them; empty for none.
        private volatile String unread = "";

        SourceLane(DeviceSource source) {
            this.source = source;
            lane = new Lane("gpu-" + source.name());
            state = new SourceState(source.name(), State.ABSENT, "not looked for yet");
            look = new Look(state, List.of());
        }
    }

    /// Starts at once.
    public DeviceSampler(List<? extends DeviceSource> sources, MeterRegistry registry, Bounds bounds, Host host) {
        this.bounds = bounds;
        this.host = host;
        this.sources = sources.stream().map(SourceLane::new).toList();
        meters = new DeviceMeters(registry, bounds.old.toNanos());
        book = new DeviceBook(meters, host::happened);
        thread = Thread.ofPlatform().name("gpu-sampler").daemon().start(this::run);
    }

    private void run() {
        long next = System.nanoTime();
        while (!closed) {
            long start = System.nanoTime();
            guarded("sweep", this::sweep);
            ownNanos.add(System.nanoTime() - start);
            sweeps.increment();
            synchronized (swept) {
                swept.notifyAll();
            }
            next = Math.max(next + bounds.period.toNanos(), System.nanoTime());
            while (!closed && next - System.nanoTime() > 0) {
                LockSupport.parkNanos(next - System.nanoTime());
            }
        }
    }

    private void sweep() {
        for (SourceLane source : sources) {
            long busy = source.lane.busyNanos();
            if (busy > bounds.hang.toNanos()) {
                source.state = new SourceState(source.source.name(), State.FAILING, hangs(source.source.waitsFor(), busy));
                source.asked = true;
            }
            source.lane.offer(() -> look(source));
            for (DriverError error : source.source.errors()) {
                book.reported(error);
            }
            sweep(source);
        }
        book.close(present());
    }

    private void look(SourceLane source) {
        source.state = guarded(source.source.name(), () -> source.look = source.source.look())
                ? source.look.state()
                : new SourceState(source.source.name(), State.FAILING, "it could not be asked; see the log");
        source.asked = true;
    }

    private void sweep(SourceLane source) {
        List<DeviceProbe> now = source.look.probes();
        source.probes.entrySet().removeIf(entry -> {
            boolean gone = !now.contains(entry.getKey());
            if (gone) {
                entry.getValue().close();
                book.forget(entry.getKey());
            }
            return gone;
        });
        String unread = "";
        for (DeviceProbe probe : now) {
            Lane lane = source.probes.computeIfAbsent(probe, _ -> new Lane("gpu-device"));
            long busy = lane.busyNanos();
            if (busy > bounds.hang.toNanos()) {
                String reason = hangs(probe.waitsFor(), busy);
                unread += book.hangs(probe, reason) ? "" : "; of one more GPU nothing is known, " + reason;
            }
            lane.offer(() -> guarded("device", () -> read(probe)));
        }
        source.unread = unread;
    }

    private void read(DeviceProbe probe) {
        long start = System.nanoTime();
        Result result = probe.read();
        book.read(probe, result);
        ownNanos.add(System.nanoTime() - start - result.driverNanos());
    }

    /// The probes of all sources.
    private List<DeviceProbe> present() {
        List<DeviceProbe> present = new ArrayList<>();
        sources.forEach(source -> present.addAll(source.probes.keySet()));
        return present;
    }

    private static String hangs(@Nullable String call, long nanos) {
        return "its driver has not answered for " + TimeUnit.NANOSECONDS.toSeconds(nanos) + " s" + (call == null ? "" : " (" + call + ")");
    }

    /// A failure is told and does not end the thread.
    ///
    /// @return whether there was none
    private boolean guarded(String what, Runnable work) {
        try {
            work.run();
            return true;
        } catch (OutOfMemoryError e) {
            throw host.outOfMemory(e);
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            book.failed(what, e);
            return false;
        }
    }

    /// All devices, GPUs before their instances.
    public List<DeviceState> devices() {
        return book.devices();
    }

    /// The processes of a device; of a GPU those of its instances too.
    ///
    /// @throws IllegalArgumentException if there is no such device
    public List<GpuProcess> processes(String device) {
        return book.processes(device);
    }

    /// The processes of all devices.
    public List<GpuProcess> processes() {
        return book.processes();
    }

    /// The GPUs that answer and can be set, with what sets them.
    public Map<GpuDevice, DeviceControls> controls() {
        Map<GpuDevice, DeviceControls> found = new LinkedHashMap<>();
        for (SourceLane source : sources) {
            for (DeviceProbe probe : source.look.probes()) {
                GpuDevice gpu = book.gpu(probe);
                DeviceControls controls = probe.controls();
                if (gpu != null && controls != null) {
                    found.put(gpu, controls);
                }
            }
        }
        return found;
    }

    /// What was looked for, and what came of it.
    public List<SourceState> sources() {
        return sources.stream().map(source -> source.unread.isEmpty()
                ? source.state
                : new SourceState(source.source.name(), State.FAILING, source.state.found() + source.unread)).toList();
    }

    /// What happened lately, the latest last.
    public List<DeviceEvent> events() {
        return book.events();
    }

    /// Whether the memory of any device is known. Never blocks.
    public boolean hasMemory() {
        return book.hasMemory();
    }

    /// Returns once every source has been asked and every device has been read or hangs, but no later than after a time.
    public void awaitComplete(Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        synchronized (swept) {
            for (long left = most.toNanos(); left > 0 && !isComplete(); left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(swept, left);
            }
        }
    }

    /// Returns once so many sweeps were made since the start.
    void awaitSweeps(long count) throws InterruptedException {
        synchronized (swept) {
            while (sweeps.sum() < count) {
                swept.wait();
            }
        }
    }

    boolean isComplete() {
        return sources.stream().allMatch(source -> source.asked && source.look.probes().stream().allMatch(book::knows));
    }

    /// Time spent outside of drivers so far, all threads together.
    long ownNanos() {
        return ownNanos.sum();
    }

    long sweepCount() {
        return sweeps.sum();
    }

    /// Does not wait for calls into drivers.
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        sources.forEach(source -> {
            source.lane.close();
            List.copyOf(source.look.probes()).forEach(probe -> {
                Lane lane = source.probes.get(probe);
                if (lane != null) {
                    lane.close();
                }
            });
            source.source.close();
        });
    }
}
