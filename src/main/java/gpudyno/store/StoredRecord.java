package gpudyno.store;

import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/// Reads records that a store holds as JSON.
final class StoredRecord {
    private StoredRecord() {
    }

    /// @throws IllegalArgumentException if the text is no JSON of that record, or lacks a part that the record must have
    static <T> T read(String text, Class<T> type) {
        T value = Json.read(text, type);
        if (type.isRecord()) {
            for (RecordComponent component : type.getRecordComponents()) {
                if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class) && part(component, value) == null) {
                    throw new IllegalArgumentException("not a " + type.getSimpleName() + ": it has no " + component.getName());
                }
            }
        }
        return value;
    }

    private static @Nullable Object part(RecordComponent component, Object value) {
        try {
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component + " cannot be read", e);
        }
    }
}
