package gpudyno.serve.backend;

import ai.onnxruntime.OrtSession;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/// Native addresses that ONNX Runtime's Java interface keeps in private fields. They are needed to call C functions that it does not offer.
/// If another version has other names for the fields, a ReflectiveOperationException is thrown.
final class OrtHandles {
    private OrtHandles() {
    }

    /// The address of the table of C functions, `OrtApi`.
    static long api() throws ReflectiveOperationException {
        return handle(Class.forName("ai.onnxruntime.OnnxRuntime"), "ortApiHandle", null);
    }

    /// The address of a session.
    static long of(OrtSession session) throws ReflectiveOperationException {
        return handle(OrtSession.class, "nativeHandle", session);
    }

    static long handle(Class<?> owner, String field, @Nullable Object holder) throws ReflectiveOperationException {
        Field handle = owner.getDeclaredField(field);
        handle.setAccessible(true);
        return handle.getLong(holder);
    }
}
