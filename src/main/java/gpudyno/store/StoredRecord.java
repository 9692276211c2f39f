package gpudyno.store;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads records that a store holds as JSON.
final class StoredRecord {
    /// The accessors of a record's parts that are never null. Annotations are read once: that takes longer than reading a record.
    private static final ClassValue<List<Method>> NEEDED = new ClassValue<>() {
        @Override
        protected List<Method> computeValue(Class<?> type) {
            return !type.isRecord()
                    ? List.of()
                    : Stream.of(type.getRecordComponents()).filter(part -> !part.getAnnotatedType().isAnnotationPresent(Nullable.class))
                            .map(StoredRecord::accessor).toList();
        }
    };

    private StoredRecord() {
    }

    /// @throws IllegalArgumentException if the text is no JSON of that record, or lacks a part that the record must have
    static <T> T read(String text, Class<T> type) {
        T value = Json.read(text, type);
        for (Method part : NEEDED.get(type)) {
            if (isMissing(part, value)) {
                throw new IllegalArgumentException("not a " + type.getSimpleName() + ": it has no " + part.getName());
            }
        }
        return value;
    }

    /// Also of a record that only its owner knows.
    private static Method accessor(RecordComponent part) {
        Method accessor = part.getAccessor();
        accessor.setAccessible(true);
        return accessor;
    }

    private static boolean isMissing(Method part, Object value) {
        try {
            return part.invoke(value) == null;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(part + " cannot be read", e);
        }
    }
}
