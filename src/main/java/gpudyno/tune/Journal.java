package gpudyno.tune;

import gpudyno.model.tune.SessionReport;

/// Records a session while it runs, so that nothing is lost if the process is killed.
@FunctionalInterface
public interface Journal {
    /// Records the present state of the session; it is durable when this returns.
    void record(SessionReport report);
}
