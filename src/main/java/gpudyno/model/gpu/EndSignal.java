package gpudyno.model.gpu;

/// How a process is ended.
public enum EndSignal {
    /// It is asked to end and can put things in order (SIGTERM).
    TERM,
    /// It is ended at once and loses what it has not written (SIGKILL).
    KILL
}
