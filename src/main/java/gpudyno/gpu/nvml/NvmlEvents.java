package gpudyno.gpu.nvml;

import gpudyno.gpu.DeviceSource.DriverError;
import gpudyno.gpu.nvml.NvmlAbi.Function;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.Lock;

/// Waits for XID errors on a thread of its own, because the driver tells them to those alone who wait at the time.
final class NvmlEvents implements AutoCloseable {
    private static final int WAIT_MILLIS = 1000;
    private static final Duration PAUSE = Duration.ofMillis(500);
    /// An error may come in thousands.
    private static final int MOST_HELD = 1000;
    private static final long EVENT_DATA = NvmlAbi.offset(NvmlAbi.EVENT_DATA, "eventData");
    private static final long EVENT_TYPE = NvmlAbi.offset(NvmlAbi.EVENT_DATA, "eventType");

    private final NvmlCalls calls;
    private final Lock open;
    private final Map<Long, String> devices = new ConcurrentHashMap<>();
    private final Queue<DriverError> errors = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean closed;

    /// @param open held while the library is called
    NvmlEvents(NvmlLibrary library, Lock open) {
        calls = new NvmlCalls(library);
        this.open = open;
        thread = Thread.ofPlatform().name("gpu-events").daemon().start(this::listen);
    }

    /// A device whose errors are wanted.
    void device(MemorySegment handle, String id) {
        devices.put(handle.address(), id);
    }

    List<DriverError> take() {
        List<DriverError> taken = new ArrayList<>();
        for (DriverError error = errors.poll(); error != null; error = errors.poll()) {
            taken.add(error);
        }
        return taken;
    }

    private void listen() {
        MemorySegment out = calls.allocate(ValueLayout.ADDRESS.byteSize());
        if (call(() -> calls.call(Function.EVENT_SET_CREATE, out)) != NvmlAbi.SUCCESS) {
            // Windows and older drivers have no events.
            return;
        }
        MemorySegment set = out.get(ValueLayout.ADDRESS, 0);
        MemorySegment data = calls.allocate(NvmlAbi.EVENT_DATA.byteSize());
        Set<Long> registered = new HashSet<>();
        try {
            while (!closed) {
                register(set, registered);
                long start = System.nanoTime();
                int code = registered.isEmpty() ? NvmlAbi.TIMEOUT : call(() -> calls.call(Function.EVENT_WAIT, set, data, WAIT_MILLIS));
                if (code == NvmlAbi.SUCCESS) {
                    tell(data);
                } else if (System.nanoTime() - start < PAUSE.toNanos()) {
                    // It failed, or does not wait.
                    Thread.sleep(PAUSE);
                }
            }
            call(() -> calls.call(Function.EVENT_SET_FREE, set));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Call {
        int code();
    }

    private int call(Call call) {
        open.lock();
        try {
            return closed ? NvmlAbi.TIMEOUT : call.code();
        } finally {
            open.unlock();
        }
    }

    private void register(MemorySegment set, Set<Long> registered) {
        for (long handle : devices.keySet()) {
            if (registered.add(handle)) {
                // A device without such events refuses, and has none.
                call(() -> calls.call(Function.REGISTER_EVENTS, MemorySegment.ofAddress(handle), NvmlAbi.EVENT_XID, set));
            }
        }
    }

    private void tell(MemorySegment data) {
        String device = devices.get(data.get(ValueLayout.ADDRESS, 0).address());
        if (device != null && data.get(ValueLayout.JAVA_LONG, EVENT_TYPE) == NvmlAbi.EVENT_XID && errors.size() < MOST_HELD) {
            errors.add(new DriverError(device, data.get(ValueLayout.JAVA_LONG, EVENT_DATA)));
        }
    }

    /// Does not wait for the thread, which may hang in the driver.
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
