package gpudyno.serve.backend;

import ai.onnxruntime.OrtException;
import gpudyno.model.memory.Held;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Meters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;

/// Several sessions of the model, each with a [Worker] of its own that takes batches until it is stopped.
public final class SessionPool {
    /// Where a worker gets its next batch and leaves the vectors.
    public interface Work {
        /// Waits for a batch and runs it through `run`. A failure concerns only one batch, and its requests were already told. It is
        /// counted and logged, and the worker continues with the next batch.
        void next(Run run) throws InterruptedException, OrtException;
    }

    /// One run of the model on a batch of inputs that fit one [LengthBucket].
    public interface Run {
        float[][] embed(List<int[]> inputs) throws OrtException;
    }

    private final EmbeddingModel model;
    private final Work work;
    private final BooleanSupplier shrinkArena;
    private final MeterRegistry.Distribution backendTime;
    private final Failures failures;
    /// The read lock is held while another thread than its worker uses a session; the write lock is held while sessions are replaced.
    private final ReadWriteLock sessions = new ReentrantReadWriteLock();
    private final AtomicInteger turn = new AtomicInteger();
    private volatile List<Worker> workers = List.of();

    public SessionPool(EmbeddingModel model, Work work, BooleanSupplier shrinkArena, MeterRegistry meters, Failures failures) {
        this.model = model;
        this.work = work;
        this.shrinkArena = shrinkArena;
        this.failures = failures;
        this.backendTime = meters.distribution(Meters.BACKEND_TIME);
        meters.gauge(Meters.ARENA_RESERVED, () -> arenas().map(Held::reserved).map(Long::doubleValue).orElse(Double.NaN));
        meters.gauge(Meters.ARENA_USED, () -> arenas().map(Held::allocated).map(Long::doubleValue).orElse(Double.NaN));
    }

    /// Replaces all sessions: the new ones are built and serving before the old ones finish their last batch and go.
    ///
    /// @throws BackendUnavailableException if a session cannot be built; the old ones then go on
    public synchronized void resize(int count, int intraOpThreads) {
        List<Worker> fresh = build(count, intraOpThreads);
        try {
            fresh.forEach(Thread::start);
        } catch (Throwable e) {
            fresh.forEach(Worker::abandon);
            throw e;
        }
        swap(fresh).forEach(Worker::finish);
    }

    private List<Worker> build(int count, int intraOpThreads) {
        List<Worker> fresh = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                fresh.add(new Worker(model, intraOpThreads, "backend-" + i, work, shrinkArena, backendTime, failures));
            }
            return fresh;
        } catch (Throwable e) {
            fresh.forEach(Worker::discard);
            if (e instanceof Error fatal) {
                throw fatal;
            }
            throw new BackendUnavailableException(
                    "cannot build " + count + " sessions of " + intraOpThreads + " threads: " + e.getMessage(), e);
        }
    }

    public synchronized void close() {
        swap(List.of()).forEach(Worker::finish);
    }

    private List<Worker> swap(List<Worker> fresh) {
        Lock lock = sessions.writeLock();
        lock.lock();
        try {
            List<Worker> old = workers;
            workers = List.copyOf(fresh);
            return old;
        } finally {
            lock.unlock();
        }
    }

    /// Runs a batch immediately on the caller's thread, beside the workers' batches. It is neither queued nor counted by meters.
    ///
    /// @throws IllegalStateException after [#close]
    public float[][] embed(List<int[]> inputs) throws OrtException {
        Lock lock = sessions.readLock();
        lock.lock();
        try {
            if (workers.isEmpty()) {
                throw new IllegalStateException("the backend is closed");
            }
            return workers.get(Math.floorMod(turn.getAndIncrement(), workers.size())).embed(inputs, shrinkArena.getAsBoolean());
        } finally {
            lock.unlock();
        }
    }

    /// The memory that the backend holds; empty if neither the arenas nor the system report it.
    public Optional<Held> memory() {
        return arenas().or(() -> ResidentSet.bytes().stream().mapToObj(bytes -> new Held(Held.Source.RESIDENT_SET, bytes, bytes))
                .findFirst());
    }

    private Optional<Held> arenas() {
        long reserved = 0;
        long used = 0;
        for (Worker worker : workers) {
            Optional<OrtArena.Statistics> arena = worker.memory();
            if (arena.isEmpty()) {
                return Optional.empty();
            }
            reserved += arena.get().reserved();
            used += arena.get().used();
        }
        return Optional.of(new Held(Held.Source.ARENA, reserved, used));
    }

    /// Returns unused memory of the arenas to the system, by running the shortest input on every session. Regions that a batch uses at that
    /// moment stay.
    public void reclaim() throws OrtException {
        Lock lock = sessions.readLock();
        lock.lock();
        try {
            for (Worker worker : workers) {
                worker.embed(List.of(model.shortest()), true);
            }
        } finally {
            lock.unlock();
        }
    }
}
