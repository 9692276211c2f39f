package gpudyno.serve.backend;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import gpudyno.model.meter.MeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// One session of the model and the thread that feeds it batches until it is stopped.
///
/// A platform thread: it spends nearly all its time in native code, where a virtual thread would only pin its carrier.
final class Worker extends Thread {
    private static final String SHRINK = "memory.enable_memory_arena_shrinkage";
    private static final int PATIENT_FAILURES = 4;
    private static final long LONGEST_REST_MILLIS = 1000;

    private final EmbeddingModel model;
    private final OrtSession session;
    private final Optional<OrtArena> arena;
    private final SessionPool.Work work;
    private final BooleanSupplier shrinkArena;
    private final MeterRegistry.Distribution backendTime;
    private final Failures failures;
    private volatile boolean stopping;

    Worker(EmbeddingModel model, int intraOpThreads, String name, SessionPool.Work work, BooleanSupplier shrinkArena,
            MeterRegistry.Distribution backendTime, Failures failures) throws OrtException {
        super(name);
        this.model = model;
        this.session = model.newSession(intraOpThreads);
        this.arena = OrtArena.of(session, model.runtimeVersion());
        this.work = work;
        this.shrinkArena = shrinkArena;
        this.backendTime = backendTime;
        this.failures = failures;
        setDaemon(true);
    }

    @Override
    public void run() {
        int failuresInARow = 0;
        while (!stopping) {
            try {
                work.next(this::embedAndTime);
                failuresInARow = 0;
            } catch (InterruptedException e) {
                // Only finish() interrupts.
                stopping = true;
            } catch (OutOfMemoryError e) {
                throw OutOfMemory.endProcess(e);
            } catch (Throwable e) {
                // One batch failed for whatever reason. Its requests were told, and the next batch may succeed.
                failures.tell(e);
                rest(++failuresInARow);
            }
        }
        discard();
    }

    /// After several failures in a row, up to a second, so that a backend that always fails doesn't keep a core busy.
    private void rest(int failuresInARow) {
        if (failuresInARow < PATIENT_FAILURES) {
            return;
        }
        try {
            Thread.sleep(Math.min(LONGEST_REST_MILLIS, 1L << Math.min(failuresInARow, 20)));
        } catch (InterruptedException e) {
            stopping = true;
        }
    }

    private float[][] embedAndTime(List<int[]> inputs) throws OrtException {
        long start = System.nanoTime();
        try {
            return embed(inputs, shrinkArena.getAsBoolean());
        } finally {
            backendTime.record((System.nanoTime() - start) / 1e6);
        }
    }

    /// Runs a batch on this worker's session; any thread may, while the worker lives.
    ///
    /// @param shrink gives the arena's unused memory back to the system after the run
    float[][] embed(List<int[]> inputs, boolean shrink) throws OrtException {
        int longest = inputs.stream().mapToInt(input -> input.length).max().orElseThrow();
        try (OrtSession.RunOptions options = new OrtSession.RunOptions()) {
            if (shrink) {
                options.addRunConfigEntry(SHRINK, "cpu:0");
            }
            return model.embed(session, options, inputs, LengthBucket.length(LengthBucket.of(longest)));
        }
    }

    /// The memory of the session's arena, or empty if the library does not report it.
    Optional<OrtArena.Statistics> memory() {
        return arena.map(OrtArena::statistics);
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

    /// Ends a worker that may never have been started.
    void abandon() {
        if (getState() == State.NEW) {
            discard();
        } else {
            finish();
        }
    }

    /// Frees the session; the worker's own thread does it where it was started.
    void discard() {
        arena.ifPresent(OrtArena::close);
        try {
            session.close();
        } catch (OrtException e) {
            failures.tell(e);
        }
    }
}
