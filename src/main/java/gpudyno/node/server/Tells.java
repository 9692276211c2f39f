package gpudyno.node.server;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.type.TypeFactory;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the description of a route tells besides its path and role: its query parameters, and the types of its body and answer.
///
/// @param body of the request, as JSON; empty for none
/// @param answer of a success; empty for none
/// @param status of a success
/// @param contentType of the answer
record Tells(List<Query> queries, Optional<Type> body, Optional<Type> answer, int status, String contentType) {
    static final String JSON = "application/json";
    /// Neither parameters nor a body; the answer is any JSON.
    static final Tells NOTHING = new Tells(List.of(), Optional.empty(), Optional.of(Object.class), 200, JSON);

    /// @param type of JSON Schema: string, integer, boolean
    record Query(String name, String type, boolean required) {}

    static Tells gives(Type answer) {
        return NOTHING.giving(answer);
    }

    static Tells gives(TypeReference<?> answer) {
        return gives(answer.getType());
    }

    static Tells givesList(Class<?> of) {
        return gives(TypeFactory.defaultInstance().constructCollectionType(List.class, of));
    }

    static Tells takes(Type body) {
        return NOTHING.taking(body);
    }

    static Tells takes(TypeReference<?> body) {
        return takes(body.getType());
    }

    Tells giving(Type type) {
        return new Tells(queries, body, Optional.of(type), status, contentType);
    }

    Tells giving(TypeReference<?> type) {
        return giving(type.getType());
    }

    Tells taking(Type type) {
        return new Tells(queries, Optional.of(type), answer, status, contentType);
    }

    /// An answer that is not JSON.
    Tells text(String type) {
        return new Tells(queries, body, Optional.of(String.class), status, type);
    }

    /// An answer of another status than 200.
    Tells status(int other) {
        return new Tells(queries, body, other == 204 ? Optional.empty() : answer, other, contentType);
    }

    Tells query(String name, String type) {
        return with(new Query(name, type, false));
    }

    Tells required(String name, String type) {
        return with(new Query(name, type, true));
    }

    private Tells with(Query query) {
        List<Query> more = new ArrayList<>(queries);
        more.add(query);
        return new Tells(List.copyOf(more), body, answer, status, contentType);
    }
}
