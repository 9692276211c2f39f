package gpudyno.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/// Signals by which services are controlled. On systems without a signal, what it does is left out.
///
/// By reflection: Java has no public class for signals, and the compiler warns of the one in module `jdk.unsupported`.
final class Signals {
    /// A process that a signal ends exits with this and the signal's number.
    private static final int ENDED_BY = 128;
    private static final int INTERRUPT = 2;
    private static final int TERMINATE = 15;

    private Signals() {
    }

    /// Calls `reload` at each SIGHUP from now on; where there is no such signal, changes of the files are noticed all the same.
    static void onHangUp(Runnable reload) {
        on("HUP", () -> Thread.ofVirtual().name("reload").start(reload));
    }

    /// Java runs the shutdown hooks at the first SIGTERM or SIGINT and ignores later ones, so that a hook that takes long could not be cut
    /// short. From now on, a second one ends the process at once; the next start rolls back what was left unfinished.
    static void endAtOnceOnTheSecond() {
        AtomicBoolean asked = new AtomicBoolean();
        end("TERM", TERMINATE, asked);
        end("INT", INTERRUPT, asked);
    }

    private static void end(String name, int number, AtomicBoolean asked) {
        on(name, () -> {
            if (asked.getAndSet(true)) {
                System.err.println("gpudyno: asked twice to stop; it ends at once, and the next start rolls back what is unfinished");
                Runtime.getRuntime().halt(ENDED_BY + number);
            }
            Thread.ofPlatform().name("stop").start(() -> System.exit(ENDED_BY + number));
        });
    }

    private static void on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object acting = Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[]{handler}, (_, method, _) -> {
                if (method.getName().equals("handle")) {
                    action.run();
                }
                return null;
            });
            signal.getMethod("handle", signal, handler).invoke(null, signal.getConstructor(String.class).newInstance(name), acting);
        } catch (InvocationTargetException e) {
            if (!(e.getCause() instanceof IllegalArgumentException)) {
                throw new IllegalStateException("SIG" + name + " cannot be handled: " + e.getCause(), e);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("SIG" + name + " cannot be handled: " + e, e);
        }
    }
}
