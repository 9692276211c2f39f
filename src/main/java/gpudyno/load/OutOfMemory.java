package gpudyno.load;

/// What becomes of a process without memory: it ends. Which of its threads got the error is chance, and what is left without one of them
/// measures nothing and looks alive. A supervisor starts it again.
final class OutOfMemory {
    /// `EX_SOFTWARE` of sysexits.h.
    private static final int STATUS = 70;

    private OutOfMemory() {
    }

    /// Does not return if the cause is an [OutOfMemoryError].
    static void endsProcess(Throwable cause) {
        if (cause instanceof OutOfMemoryError) {
            System.err.println("gpudyno: out of memory during a load run (" + cause.getMessage()
                    + "); the process ends. Ask for less, or give it more with -Xmx.");
            Runtime.getRuntime().halt(STATUS);
        }
    }
}
