package gpudyno.node.server;

import io.javalin.http.Context;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who sent a request.
///
/// @param name of its token; of the node's own token, [#OWNER]
/// @param proof what its token is known by, which says nothing of the token itself
record Caller(String name, Role role, String proof) {
    /// The node's own token, in a file beside its store. No issued token has this name, because of its blank.
    static final String OWNER = "the owner";
    private static final String ATTRIBUTE = "gpudyno.caller";

    void attachTo(Context context) {
        context.attribute(ATTRIBUTE, this);
    }

    /// The caller of a request; empty for one without a token.
    static Optional<Caller> of(Context context) {
        @Nullable
        Caller caller = context.attribute(ATTRIBUTE);
        return Optional.ofNullable(caller);
    }
}
