package gpudyno.cli;

/// What a command's exit status means.
final class Exit {
    /// Finished, whatever the verdict.
    static final int FINISHED = 0;
    /// A stated bound was missed.
    static final int BOUND_MISSED = 1;
    /// Arguments, set-up, or what it runs on gave way (a full disk): nothing was found out.
    static final int SETUP = 2;
    static final int UNREACHABLE = 3;
    static final int INTERRUPTED = 130;

    private Exit() {
    }
}
