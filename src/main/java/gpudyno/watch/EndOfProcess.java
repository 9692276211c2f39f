package gpudyno.watch;

/// What a thread that must not stop does with an error it cannot outlive.
///
/// A process whose heap or threads ran out has lost work at places nobody knows, so going on would be half a node. It ends with a message and
/// a status other than 0 for whoever supervises it. A stack that overflowed is empty again when it is caught, and any other error belongs to
/// the one piece of work.
public final class EndOfProcess {
    /// The status the launcher's `-XX:+ExitOnOutOfMemoryError` gives too.
    private static final int STATUS = 3;

    private EndOfProcess() {
    }

    /// Whether a thread can drop the piece of work that threw this and go on with the next.
    public static boolean isOutlived(Throwable thrown) {
        return !(thrown instanceof VirtualMachineError) || thrown instanceof StackOverflowError;
    }

    /// Returns where the error [can be outlived][#isOutlived]; otherwise ends the process.
    public static void unlessOutlived(Throwable thrown, String thread) {
        if (!isOutlived(thrown)) {
            System.err.println("gpudyno: " + thread + ": " + thrown + "; the process ends, start it again with more memory");
            Runtime.getRuntime().halt(STATUS);
        }
    }
}
