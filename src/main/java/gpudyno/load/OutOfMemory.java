package gpudyno.load;

/// Ends the process if memory runs out. Any thread may get the error by chance, and without that thread the process would look alive but
/// measure nothing. A supervisor restarts it.
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
