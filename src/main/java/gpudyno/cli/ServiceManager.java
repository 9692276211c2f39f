package gpudyno.cli;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Reports the state of the service to systemd (`Type=notify`). The environment variable `NOTIFY_SOCKET` names systemd's socket.
///
/// Uses systemd's own library, because the socket takes datagrams and Java cannot send datagrams to a Unix socket.
final class ServiceManager {
    private static final Logger LOG = Logger.getLogger(ServiceManager.class.getName());
    private static final String LIBRARY = "libsystemd.so.0";

    private final boolean isWaiting;
    private final boolean isWatching;
    private @Nullable MethodHandle notify;

    /// @param environment that of this process
    ServiceManager(Map<String, String> environment) {
        isWaiting = !environment.getOrDefault("NOTIFY_SOCKET", "").isBlank();
        String watched = environment.getOrDefault("WATCHDOG_PID", "");
        isWatching = isWaiting && !environment.getOrDefault("WATCHDOG_USEC", "").isBlank()
                && (watched.isBlank() || watched.equals(Long.toString(ProcessHandle.current().pid())));
    }

    /// Whether systemd starts this service anew when [#alive] is not called for a while (`WatchdogSec=`).
    boolean isWatching() {
        return isWatching;
    }

    /// Reports that the node's engine works; called for every frame.
    void alive() {
        tell("WATCHDOG=1");
    }

    /// Reports that the node now answers requests.
    ///
    /// @param status one line for `systemctl status`
    void ready(String status) {
        tell("READY=1\nSTATUS=" + status);
    }

    void stopping() {
        tell("STOPPING=1\nSTATUS=stopping: requests in progress are answered");
    }

    private synchronized void tell(String state) {
        if (!isWaiting) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            MethodHandle library = notify;
            if (library == null) {
                library = Linker.nativeLinker().downcallHandle(
                        SymbolLookup.libraryLookup(LIBRARY, Arena.global()).findOrThrow("sd_notify"),
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
                notify = library;
            }
            int told = (int) library.invokeExact(0, arena.allocateFrom(state));
            if (told < 0) {
                LOG.log(Level.WARNING, "systemd was not told {0}: error {1}", new Object[]{state, -told});
            }
        } catch (Throwable e) {
            // systemd then counts the start as failed after its time-out, and this line is why.
            LOG.log(Level.WARNING, "systemd was not told " + state + ": " + LIBRARY + " cannot be used", e);
        }
    }
}
