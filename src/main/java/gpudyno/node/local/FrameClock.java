package gpudyno.node.local;

import gpudyno.gpu.HostMeters;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.serve.backend.OutOfMemory;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/// Closes one frame per second, on whole seconds of the wall clock. After a stall the next frame covers the whole stall, so that rates stay
/// correct. A frame that cannot be processed is reported once, and the next frame follows as usual. If memory has run out, the process
/// ends, because a node with some of its threads dead would look healthy.
final class FrameClock implements AutoCloseable {
    private static final Logger LOG = System.getLogger(FrameClock.class.getName());
    private final Thread thread;

    FrameClock(MeterRegistry meters, HostMeters host, Consumer<Frame> sink, Consumer<String> failed) {
        thread = Thread.ofPlatform().name("frame-clock").daemon().start(() -> {
            try {
                tick(meters, host, sink, failed);
            } catch (InterruptedException e) {
                // Closed.
                Thread.currentThread().interrupt();
            }
        });
    }

    private static void tick(MeterRegistry meters, HostMeters host, Consumer<Frame> sink, Consumer<String> failed)
            throws InterruptedException {
        Instant start = Instant.now();
        long startNanos = System.nanoTime();
        String told = "";
        for (long sequence = 1;; sequence++) {
            Thread.sleep(Math.max(1, 1000 - System.currentTimeMillis() % 1000));
            try {
                host.sample();
                long now = System.nanoTime();
                Frame frame = meters.close(sequence, start, Duration.ofNanos(Math.max(1, now - startNanos)));
                start = Instant.now();
                startNanos = now;
                sink.accept(frame);
            } catch (OutOfMemoryError e) {
                throw OutOfMemory.endProcess(e);
            } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
                String problem = "A frame could not be taken in: " + e;
                if (!problem.equals(told)) {
                    told = problem;
                    tell(failed, problem);
                }
            }
        }
    }

    /// The receiver of the message may fail in the same way.
    private static void tell(Consumer<String> failed, String problem) {
        try {
            failed.accept(problem);
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            LOG.log(Level.ERROR, problem, e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
