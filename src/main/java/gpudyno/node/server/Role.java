package gpudyno.node.server;

import io.javalin.security.RouteRole;

/// What a caller may do with a node, and what a route asks for. Each route names its role where it is declared.
public enum Role implements RouteRole {
    /// Routes for everyone, without a token.
    ANYONE,
    /// May use the model server (`/v1`) within the limits of its key, and nothing under `/api`.
    CLIENT,
    /// May read everything under `/api` and change nothing.
    READER,
    /// May do everything.
    OPERATOR;

    /// Whether a caller of this role may use a route that asks for another. Readers do not use the model server: its work costs time.
    boolean mayUse(Role asked) {
        return switch (asked) {
            case ANYONE -> true;
            case CLIENT -> this == CLIENT || this == OPERATOR;
            case READER -> this == READER || this == OPERATOR;
            case OPERATOR -> this == OPERATOR;
        };
    }
}
