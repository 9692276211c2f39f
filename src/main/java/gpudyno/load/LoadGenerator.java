package gpudyno.load;

import gpudyno.model.load.RunReport;
import java.util.concurrent.ExecutionException;

/// Executes load plans.
public final class LoadGenerator {
    private LoadGenerator() {
    }

    /// Starts a run. It ends by itself, at the latest when the timeout of the last answer is over. Before the first run of its kind in a
    /// process there is a rehearsal of up to three seconds.
    public static LoadRun start(LoadPlan plan) {
        Rehearsal.of(plan);
        LoadRun run = new LoadRun(plan);
        run.start();
        return run;
    }

    /// Executes a run to its end. An interrupt stops it.
    ///
    /// @throws TargetUnreachableException if no request reached the target
    /// @throws IllegalArgumentException if what it was given turned out to be unusable, such as a line of a trace
    public static RunReport run(LoadPlan plan) throws InterruptedException, TargetUnreachableException {
        return await(start(plan));
    }

    /// Waits for a run's end. An interrupt stops it.
    public static RunReport await(LoadRun run) throws InterruptedException, TargetUnreachableException {
        try {
            return run.result().get();
        } catch (InterruptedException e) {
            run.stop();
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TargetUnreachableException unreachable) {
                throw unreachable;
            }
            if (e.getCause() instanceof IllegalArgumentException bad) {
                throw new IllegalArgumentException(bad.getMessage(), bad);
            }
            throw new IllegalStateException("the run failed: " + e.getCause(), e.getCause());
        }
    }
}
