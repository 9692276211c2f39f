package gpudyno.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/// The signal SIGHUP, by which services are asked to read their files again.
///
/// By reflection: Java has no public class for signals, and the compiler warns of the one in module `jdk.unsupported`.
final class HangUp {
    private HangUp() {
    }

    /// Calls `reload` at each SIGHUP from now on; does nothing on systems without that signal, where changes of the files are noticed all the
    /// same.
    static void onSignal(Runnable reload) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object reloading = Proxy.newProxyInstance(HangUp.class.getClassLoader(), new Class<?>[]{handler}, (_, method, _) -> {
                if (method.getName().equals("handle")) {
                    Thread.ofVirtual().name("reload").start(reload);
                }
                return null;
            });
            signal.getMethod("handle", signal, handler).invoke(null, signal.getConstructor(String.class).newInstance("HUP"), reloading);
        } catch (InvocationTargetException e) {
            if (!(e.getCause() instanceof IllegalArgumentException)) {
                throw new IllegalStateException("SIGHUP cannot be handled: " + e.getCause(), e);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("SIGHUP cannot be handled: " + e, e);
        }
    }
}
