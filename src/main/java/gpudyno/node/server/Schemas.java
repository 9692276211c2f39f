package gpudyno.node.server;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedClassResolver;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import gpudyno.store.Json;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// JSON Schemas of the types that a node takes and gives. Properties and their names come from the mapper that writes them, so that they are
/// those of the JSON. Records are named, and refer to each other by name.
final class Schemas {
    private static final Map<Class<?>, Map<String, Object>> TEXTS = Map.of(Instant.class, text("date-time"), Duration.class,
            text("duration"), URI.class, text("uri"), Path.class, text("path"));

    private final Map<String, Object> named = new TreeMap<>();
    private final Map<Class<?>, String> names = new LinkedHashMap<>();
    private final SerializationConfig config = Json.MAPPER.getSerializationConfig();

    /// The schemas that [#of] has referred to by name.
    Map<String, Object> named() {
        return named;
    }

    Map<String, Object> of(Type type) {
        return schema(Json.MAPPER.constructType(type));
    }

    private static Map<String, Object> text(String format) {
        return Map.of("type", "string", "format", format);
    }

    private Map<String, Object> schema(JavaType type) {
        Class<?> raw = type.getRawClass();
        if (type.isReferenceType() || raw == Optional.class) {
            return schema(type.getContentType() == null ? type.containedTypeOrUnknown(0) : type.getContentType());
        }
        if (TEXTS.containsKey(raw)) {
            return TEXTS.get(raw);
        }
        if (raw == String.class || raw == char.class) {
            return Map.of("type", "string");
        }
        if (raw == boolean.class || raw == Boolean.class) {
            return Map.of("type", "boolean");
        }
        if (type.isEnumType()) {
            return Map.of("type", "string", "enum", Stream.of(raw.getEnumConstants())
                    .map(constant -> Json.MAPPER.convertValue(constant, String.class)).toList());
        }
        if (raw.isPrimitive() || Number.class.isAssignableFrom(raw)) {
            boolean whole = List.of(int.class, long.class, Integer.class, Long.class, short.class, byte.class).contains(raw);
            return Map.of("type", whole ? "integer" : "number");
        }
        if (type.isMapLikeType()) {
            return Map.of("type", "object", "additionalProperties", schema(type.getContentType()));
        }
        if (type.isArrayType() || Collection.class.isAssignableFrom(raw)) {
            return Map.of("type", "array", "items", schema(type.getContentType()));
        }
        return raw.isRecord() || subtypes(raw).size() > 1 ? reference(type) : Map.of();
    }

    private Map<String, Object> reference(JavaType type) {
        Class<?> raw = type.getRawClass();
        @Nullable
        String known = names.get(raw);
        if (known == null) {
            known = raw.getSimpleName();
            // Two types of the same simple name are told apart by the one around or the package.
            if (named.containsKey(known)) {
                known = raw.getName().replaceFirst("^gpudyno\\.", "").replace('$', '.');
            }
            names.put(raw, known);
            // There before its properties, which may refer to it.
            named.put(known, Map.of());
            named.put(known, raw.isRecord() ? properties(type) : oneOf(raw));
        }
        return Map.of("$ref", "#/components/schemas/" + known);
    }

    private Map<String, Object> properties(JavaType type) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (BeanPropertyDefinition property : config.introspect(type).findProperties()) {
            if (property.couldSerialize()) {
                JavaType its = property.getPrimaryType();
                properties.put(property.getName(), schema(its));
                if (its.isPrimitive()) {
                    required.add(property.getName());
                }
            }
        }
        return required.isEmpty()
                ? Map.of("type", "object", "properties", properties)
                : Map.of("type", "object", "properties", properties, "required", required);
    }

    private Map<String, Object> oneOf(Class<?> parent) {
        List<Object> all = new ArrayList<>();
        Map<String, String> mapping = new TreeMap<>();
        for (NamedType one : subtypes(parent)) {
            if (one.getType() != parent) {
                Map<String, Object> reference = reference(config.constructType(one.getType()));
                all.add(reference);
                if (one.hasName()) {
                    mapping.put(one.getName(), String.valueOf(reference.get("$ref")));
                }
            }
        }
        @Nullable
        JsonTypeInfo told = parent.getAnnotation(JsonTypeInfo.class);
        return told == null || told.property().isEmpty() || mapping.isEmpty()
                ? Map.of("oneOf", all)
                : Map.of("oneOf", all, "discriminator", Map.of("propertyName", told.property(), "mapping", mapping));
    }

    private Collection<NamedType> subtypes(Class<?> parent) {
        AnnotatedClass annotated = AnnotatedClassResolver.resolve(config, config.constructType(parent), config);
        return config.getSubtypeResolver().collectAndResolveSubtypesByClass(config, annotated);
    }
}
