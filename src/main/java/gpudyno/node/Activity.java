package gpudyno.node;

/// What puts load on a node at present: a session or a load run.
///
/// @param kind what it is
/// @param id of the session or run
/// @param progress 0 to 1
/// @param line one line for people
public record Activity(Kind kind, long id, double progress, String line) {
    /// Session or load run.
    public enum Kind {
        SESSION,
        RUN
    }
}
