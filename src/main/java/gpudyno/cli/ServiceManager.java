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

/// Reports the state of the service to systemd (`Type=notify`). The environment variable `NOTIFY_SOCKET` names systemd's socket.
///
/// Uses systemd's own library, because the socket takes datagrams and Java cannot send datagrams to a Unix socket.
final class ServiceManager {
    private static final Logger LOG = Logger.getLogger(ServiceManager.class.getName());
    private static final String LIBRARY = "libsystemd.so.0";

    private final boolean isWaiting;

    /// @param environment that of this process
    ServiceManager(Map<String, String> environment) {
        isWaiting = !environment.getOrDefault("NOTIFY_SOCKET", "").isBlank();
    }

    /// Reports that the node now answers requests.
    ///
    /// @param status one line for `systemctl status`
    void ready(String status) {
        tell("READY=1\nSTATUS=" + status);
    }

    void stopping() {
        tell("STOPPING=1");
    }

    private void tell(String state) {
        if (!isWaiting) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            MethodHandle notify = Linker.nativeLinker().downcallHandle(
                    SymbolLookup.libraryLookup(LIBRARY, arena).findOrThrow("sd_notify"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
            int told = (int) notify.invokeExact(0, arena.allocateFrom(state));
            if (told < 0) {
                LOG.log(Level.WARNING, "systemd was not told {0}: error {1}", new Object[]{state, -told});
            }
        } catch (Throwable e) {
            // systemd then counts the start as failed after its time-out, and this line is why.
            LOG.log(Level.WARNING, "systemd was not told " + state + ": " + LIBRARY + " cannot be used", e);
        }
    }
}
