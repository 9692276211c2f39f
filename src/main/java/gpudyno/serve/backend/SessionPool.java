package gpudyno.serve.backend;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Meters;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Several sessions of the model, each with a worker thread of its own that takes batches until it is stopped.
///
/// Workers are platform threads: they spend their lives inside native code, where a virtual thread would only pin its carrier.
public final class SessionPool {
    /// Where a worker gets its next batch and leaves the vectors.
    public interface Work {
        /// Waits for a batch and runs it through `run`.
        void next(Run run) throws InterruptedException;
    }

    /// One run of the model on a batch of inputs that fit one [LengthBucket].
    public interface Run {
        float[][] embed(List<int[]> inputs) throws OrtException;
    }

    private final MiniLm model;
    private final Work work;
    private final BooleanSupplier shrinkArena;
    private final MeterRegistry.Distribution backendTime;
    private List<Worker> workers = List.of();

    public SessionPool(MiniLm model, Work work, BooleanSupplier shrinkArena, MeterRegistry meters) {
        this.model = model;
        this.work = work;
        this.shrinkArena = shrinkArena;
        this.backendTime = meters.distribution(Meters.BACKEND_TIME);
    }

    /// Replaces all sessions: the new ones are built and serving before the old ones finish their last batch and go.
    ///
    /// @throws BackendUnavailableException if a session cannot be built; the old ones then go on
    public synchronized void resize(int sessions, int intraOpThreads) {
        List<Worker> fresh = new ArrayList<>();
        try {
            for (int i = 0; i < sessions; i++) {
                fresh.add(new Worker(model.newSession(intraOpThreads), "backend-" + i));
            }
        } catch (OrtException e) {
            fresh.forEach(Worker::discard);
            throw new BackendUnavailableException(
                    "cannot build " + sessions + " sessions of " + intraOpThreads + " threads: " + e.getMessage(), e);
        }
        List<Worker> old = workers;
        workers = List.copyOf(fresh);
        fresh.forEach(Thread::start);
        old.forEach(Worker::finish);
    }

    public synchronized void close() {
        workers.forEach(Worker::finish);
        workers = List.of();
    }

    private final class Worker extends Thread {
        private final OrtSession session;
        private volatile boolean stopping;

        Worker(OrtSession session, String name) {
            super(name);
            this.session = session;
            setDaemon(true);
        }

        @Override
        public void run() {
            while (!stopping) {
                try {
                    work.next(this::embed);
                } catch (InterruptedException e) {
                    // Only finish() interrupts.
                    stopping = true;
                }
            }
            discard();
        }

        private float[][] embed(List<int[]> inputs) throws OrtException {
            int longest = inputs.stream().mapToInt(input -> input.length).max().orElseThrow();
            long start = System.nanoTime();
            try (OrtSession.RunOptions options = new OrtSession.RunOptions()) {
                if (shrinkArena.getAsBoolean()) {
                    options.addRunConfigEntry("memory.enable_memory_arena_shrinkage", "cpu:0");
                }
                return model.embed(session, options, inputs, LengthBucket.length(LengthBucket.of(longest)));
            } finally {
                backendTime.record((System.nanoTime() - start) / 1e6);
            }
        }

        /// Ends the worker after its present batch and waits for that.
        void finish() {
            stopping = true;
            interrupt();
            boolean interrupted = false;
            while (isAlive()) {
                try {
                    join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        void discard() {
            try {
                session.close();
            } catch (OrtException e) {
                throw new IllegalStateException("closing a backend session: " + e.getMessage(), e);
            }
        }
    }
}
