package gpudyno.node.server;

import gpudyno.store.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The description of a node's API in OpenAPI 3.1, made from the routes as they were declared. `x-role` is the role that a route asks for.
final class Description {
    private static final Pattern IN_PATH = Pattern.compile("\\{([A-Za-z]+)}");
    private static final Map<String, Object> PROBLEM = Map.of("type", "object", "description", "RFC 9457", "properties",
            Map.of("type", Map.of("type", "string"), "title", Map.of("type", "string"), "status", Map.of("type", "integer"), "detail",
                    Map.of("type", "string")));

    private final Schemas schemas = new Schemas();

    private Description() {
    }

    static String of(String version, List<Routes.Route> routes) {
        return Json.write(new Description().document(version, routes));
    }

    private Map<String, Object> document(String version, List<Routes.Route> routes) {
        Map<String, Map<String, Object>> paths = new LinkedHashMap<>();
        routes.forEach(route -> paths.computeIfAbsent(route.path(), _ -> new LinkedHashMap<>())
                .put(route.method().name().toLowerCase(Locale.ROOT), operation(route)));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("openapi", "3.1.0");
        document.put("info", Map.of("title", "GPU Dyno node", "version", version));
        document.put("paths", paths);
        Map<String, Object> named = new LinkedHashMap<>(schemas.named());
        named.put("Problem", PROBLEM);
        document.put("components", Map.of("schemas", named, "securitySchemes",
                Map.of("token", Map.of("type", "http", "scheme", "bearer"))));
        return document;
    }

    private Map<String, Object> operation(Routes.Route route) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("x-role", route.role().name().toLowerCase(Locale.ROOT));
        operation.put("security", security(route.role()));
        List<Object> parameters = new ArrayList<>(inPath(route.path()).toList());
        route.tells().queries().forEach(query -> parameters.add(Map.of("name", query.name(), "in", "query", "required",
                query.required(), "schema", Map.of("type", query.type()))));
        if (!parameters.isEmpty()) {
            operation.put("parameters", parameters);
        }
        route.tells().body().ifPresent(type -> operation.put("requestBody",
                Map.of("content", Map.of(Tells.JSON, Map.of("schema", schemas.of(type))))));
        Map<String, Object> success = new LinkedHashMap<>();
        success.put("description", "Success");
        route.tells().answer().ifPresent(
                type -> success.put("content", Map.of(route.tells().contentType(), Map.of("schema", schemas.of(type)))));
        Map<String, Object> responses = new LinkedHashMap<>();
        responses.put(Integer.toString(route.tells().status()), success);
        responses.put("default", refusal(route.path()));
        operation.put("responses", responses);
        return operation;
    }

    private static List<Map<String, Object>> security(Role role) {
        Map<String, Object> token = Map.of("token", List.of());
        return switch (role) {
            case ANYONE -> List.of();
            // Without one, unless keys were made.
            case CLIENT -> List.of(Map.of(), token);
            case READER, OPERATOR -> List.of(token);
        };
    }

    private static Stream<Object> inPath(String path) {
        Matcher names = IN_PATH.matcher(path);
        return names.results().map(found -> Map.of("name", found.group(1), "in", "path", "required", true, "schema",
                Map.of("type", "integer")));
    }

    private static Map<String, Object> refusal(String path) {
        boolean openAi = Problems.isOpenAi(path);
        return Map.of("description", "Refused", "content", Map.of(Problems.contentType(openAi),
                Map.of("schema", openAi ? Map.of("type", "object") : Map.of("$ref", "#/components/schemas/Problem"))));
    }
}
