package gpudyno.load;

import gpudyno.model.load.RunReport;
import java.util.concurrent.ExecutionException;

/// Executes load plans.
public final class LoadGenerator {
    private LoadGenerator() {
    }

    /// Starts a run; it goes on by itself and ends at the latest one timeout after its schedule.
    public static LoadRun start(LoadPlan plan) {
        LoadRun run = new LoadRun(plan);
        run.start();
        return run;
    }

    /// Executes a run to its end. An interrupt stops it.
    ///
    /// @throws TargetUnreachableException if no request reached the target
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
            throw new IllegalStateException("the run failed: " + e.getCause(), e.getCause());
        }
    }
}
