package gpudyno.tune;

import gpudyno.model.tune.SessionReport;

/// Where a session is recorded as it goes, so that a killed process loses nothing.
@FunctionalInterface
public interface Journal {
    /// The session as it stands now; durable when this returns.
    void record(SessionReport report);
}
