package gpudyno.serve.backend;

/// The end of a process whose memory is exhausted.
///
/// The JVM's `-XX:+ExitOnOutOfMemoryError` ends it where the JVM itself throws the error. The class library throws some by itself (direct
/// buffers, as tensors use them), which the option doesn't see; here such an error ends the process, so that it does not continue with half
/// of its engines dead.
public final class OutOfMemory {
    /// The exit status of `-XX:+ExitOnOutOfMemoryError`.
    static final int STATUS = 3;

    private OutOfMemory() {
    }

    /// Prints the reason and ends the process immediately, because shutdown hooks would need memory.
    ///
    /// @return never; to be thrown, so that the compiler knows
    public static OutOfMemoryError endProcess(OutOfMemoryError error) {
        System.err
                .println("gpudyno: out of memory (" + error.getMessage() + "); the process ends, so that its supervisor can start it anew");
        Runtime.getRuntime().halt(STATUS);
        return error;
    }
}
