package gpudyno.cli;

/// What a command's exit status means.
final class Exit {
    /// Finished, whatever a session's verdict.
    static final int FINISHED = 0;
    /// A stated bound was missed; of a search of launch flags, by all that ran.
    static final int BOUND_MISSED = 1;
    /// Arguments or set-up; or what it runs on gave way (a full disk, servers that do not start) and nothing was found out.
    static final int SETUP = 2;
    static final int UNREACHABLE = 3;
    static final int INTERRUPTED = 130;

    private Exit() {
    }
}
