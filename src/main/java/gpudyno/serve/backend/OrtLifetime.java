package gpudyno.serve.backend;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Method;

/// How long ONNX Runtime's environment lives: as long as the process.
///
/// Its Java interface frees the environment in a shutdown hook of its own. Hooks run side by side, so a batch that is still computing when
/// the process is asked to end would run into freed memory and take the process down with a crash instead of an orderly end. The library
/// frees its one environment when the last reference to it is released; here one more is taken and never released.
final class OrtLifetime {
    private static final Logger LOG = System.getLogger(OrtLifetime.class.getName());
    private static boolean held;

    private OrtLifetime() {
    }

    /// Takes the reference; does nothing when called again.
    static synchronized void hold() {
        if (held) {
            return;
        }
        try {
            Method create = OrtEnvironment.class.getDeclaredMethod("createHandle", long.class, int.class, String.class);
            create.setAccessible(true);
            create.invoke(null, OrtHandles.api(), OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING.getValue(), "gpudyno");
            held = true;
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(Level.WARNING,
                    "this version of ONNX Runtime is not known; the process may crash if it is ended while a batch is running", e);
        }
    }
}
