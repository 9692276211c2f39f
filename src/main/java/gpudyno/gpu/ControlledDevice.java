package gpudyno.gpu;

import gpudyno.model.gpu.Control;
import gpudyno.model.gpu.ControlState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/// The controls of a GPU for callers that must not hang in a driver: a daemon thread makes the calls, and whoever waits for one waits for a
/// bounded time.
public final class ControlledDevice implements AutoCloseable {
    private final String id;
    private final DeviceControls controls;
    private final Duration patience;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().name("gpu-controls").daemon().factory());
    private final AtomicBoolean reading = new AtomicBoolean();
    private volatile List<ControlState> states = List.of();

    /// @param patience how long a caller waits for the driver
    public ControlledDevice(String id, DeviceControls controls, Duration patience) {
        this.id = id;
        this.controls = controls;
        this.patience = patience;
    }

    /// As last read. Never blocks.
    public List<ControlState> states() {
        return states;
    }

    /// Reads the states.
    ///
    /// @throws IllegalStateException if the driver does not answer in time
    public List<ControlState> read() {
        await(() -> states = controls.read(), "tell how it is set");
        return states;
    }

    /// Has the states read soon, unless that is under way. Never blocks.
    public void readSoon() {
        if (reading.compareAndSet(false, true)) {
            try {
                thread.execute(() -> {
                    try {
                        states = controls.read();
                    } finally {
                        reading.set(false);
                    }
                });
            } catch (RejectedExecutionException e) {
                // Closed meanwhile.
                reading.set(false);
            }
        }
    }

    /// See [DeviceControls#set].
    public void set(Map<Control, Double> values) {
        change(() -> controls.set(id, values));
    }

    /// See [DeviceControls#reset].
    public void reset() {
        change(() -> controls.reset(id));
    }

    private void change(Runnable change) {
        await(() -> {
            try {
                change.run();
            } finally {
                states = controls.read();
            }
        }, "take the setting");
    }

    private void await(Runnable call, String what) {
        Future<?> answer;
        try {
            answer = thread.submit(call);
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("this device has gone", e);
        }
        try {
            answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            // A call that has not begun never will; one that hangs in the driver cannot be taken back.
            answer.cancel(false);
            throw new IllegalStateException("the driver did not " + what + " within " + patience.toSeconds()
                    + " s; look at the device before you try again", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the driver was to " + what, e);
        }
    }

    /// Does not wait for the driver.
    @Override
    public void close() {
        thread.shutdown();
    }
}
