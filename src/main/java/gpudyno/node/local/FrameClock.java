package gpudyno.node.local;

import gpudyno.gpu.HostMeters;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.watch.EndOfProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/// Closes a frame a second, on whole seconds of the wall clock. After a stall the next frame is as long as the stall was, so rates stay true.
/// A frame that somebody chokes on is told of once, and the next one comes all the same.
final class FrameClock implements AutoCloseable {
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
            } catch (RuntimeException | Error e) {
                EndOfProcess.unlessOutlived(e, "frame-clock");
                String problem = "A frame could not be taken in: " + e;
                if (!problem.equals(told)) {
                    told = problem;
                    failed.accept(problem);
                }
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
