package gpudyno.gpu;

import gpudyno.model.gpu.EndSignal;
import gpudyno.model.gpu.GpuProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/// Ends a process that uses a device.
public final class ProcessEnd {
    /// The kernel counts a process's age in hundredths of a second and the boot in seconds, so two readings may differ by this much.
    private static final Duration SAME = Duration.ofSeconds(2);

    private final Path proc;

    /// @param proc where Linux shows its processes, `/proc`
    public ProcessEnd(Path proc) {
        this.proc = proc;
    }

    /// Sends a signal to a process. The number of a process is given again after its end: what began at another time than the process that was
    /// seen is left alone. The JDK compares the start again when it sends the signal.
    ///
    /// @param seen as it was seen on the device
    /// @throws IllegalStateException if it is the node itself, has ended, is another process by now, or is not this user's to end
    public void end(GpuProcess seen, EndSignal signal) {
        if (seen.pid() == ProcessHandle.current().pid()) {
            throw new IllegalStateException("process " + seen.pid() + " is this node itself; stop the node instead");
        }
        ProcessHandle process = ProcessHandle.of(seen.pid()).orElseThrow(() -> new IllegalStateException("process " + seen.pid()
                + " cannot be seen from here: it has ended, or runs in another container"));
        Instant now = new ProcessFacts(proc).of(seen.pid()).started();
        if (now == null || seen.started() == null) {
            throw new IllegalStateException("the system does not tell when process " + seen.pid()
                    + " began, so it could be another one by now; it was left alone");
        }
        if (Duration.between(seen.started(), now).abs().compareTo(SAME) > 0) {
            throw new IllegalStateException("the number " + seen.pid() + " belongs to another process by now; it was left alone");
        }
        boolean sent = signal == EndSignal.TERM ? process.destroy() : process.destroyForcibly();
        if (!sent && process.isAlive()) {
            throw new IllegalStateException("this node may not end process " + seen.pid()
                    + (seen.user() == null ? "" : ", which is " + seen.user() + "'s")
                    + ": run the node as that user or as an administrator");
        }
    }
}
