package gpudyno.cli;

/// What a command's exit status means.
final class Exit {
    /// Finished, whatever a session's verdict.
    static final int FINISHED = 0;
    /// A stated bound was missed. In a search of launch flags: by every configuration that ran.
    static final int BOUND_MISSED = 1;
    /// Wrong arguments or set-up. Also when something outside failed (a full disk, servers that do not start) and there is no result.
    static final int SETUP = 2;
    static final int UNREACHABLE = 3;
    static final int INTERRUPTED = 130;

    private Exit() {
    }
}
