package gpudyno.node.local;

import gpudyno.load.LoadPlan;
import gpudyno.load.TargetUnreachableException;
import gpudyno.model.load.RunRequest;
import gpudyno.model.load.RunTally;
import gpudyno.model.net.Address;
import gpudyno.node.spread.Generator;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// This process as one of the generators of a spread load. It sends one run. Its user may load any server, as with `gpudyno load`.
public final class ProcessGenerator implements Generator {
    private static final long RUN = 1;

    private final LoadPlans plans;
    private @Nullable LoadWork work;
    private volatile String failure = "";

    /// @param target the server that is loaded
    /// @param folder for a trace that is replayed
    public ProcessGenerator(Address target, Path folder) {
        plans = new LoadPlans("", folder);
        plans.allow(List.of(target));
    }

    @Override
    public String name() {
        return "local";
    }

    @Override
    public Instant clock() {
        return Instant.now();
    }

    @Override
    public void check(RunRequest request) {
        plans.preview(request);
    }

    @Override
    public synchronized long start(RunRequest request) {
        if (request.target() == null) {
            throw new IllegalArgumentException("a spread load names its target");
        }
        LoadPlan plan = plans.plan(request, request.target().address());
        LoadWork begun = LoadWork.start(plan);
        work = begun;
        Thread.ofVirtual().name("generator").start(() -> await(begun));
        return RUN;
    }

    private void await(LoadWork begun) {
        try {
            begun.await();
        } catch (TargetUnreachableException | RuntimeException e) {
            failure = String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized LoadWork work() {
        LoadWork begun = work;
        if (begun == null) {
            throw new IllegalStateException("the run has not started");
        }
        return begun;
    }

    @Override
    public Optional<RunTally> tally(long run) {
        try {
            return work().tally();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> failure(long run) {
        return Optional.of(failure).filter(text -> !text.isEmpty());
    }

    @Override
    public void stop(long run) {
        work().stop();
    }

    @Override
    public void close() {
        // Its run ends by itself.
    }
}
