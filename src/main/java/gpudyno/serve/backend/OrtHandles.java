package gpudyno.serve.backend;

import ai.onnxruntime.OrtSession;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/// Addresses that ONNX Runtime's Java interface keeps in private fields, for what it has no method for. Another version may name them
/// otherwise, which is a ReflectiveOperationException.
final class OrtHandles {
    private OrtHandles() {
    }

    /// Of the table of C functions, `OrtApi`.
    static long api() throws ReflectiveOperationException {
        return handle(Class.forName("ai.onnxruntime.OnnxRuntime"), "ortApiHandle", null);
    }

    static long of(OrtSession session) throws ReflectiveOperationException {
        return handle(OrtSession.class, "nativeHandle", session);
    }

    static long handle(Class<?> owner, String field, @Nullable Object holder) throws ReflectiveOperationException {
        Field handle = owner.getDeclaredField(field);
        handle.setAccessible(true);
        return handle.getLong(holder);
    }
}
