package gpudyno.node.server;

import com.fasterxml.jackson.core.type.TypeReference;
import gpudyno.model.OneLine;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A node's tokens and API keys over HTTP. Lists tell neither tokens nor their hashes; a new token is told once, in the answer that made it.
final class TokenRoutes {
    private static final int LONGEST_SHOWN = 40;

    private TokenRoutes() {
    }

    /// @param rate requests a second; absent for no limit
    /// @param concurrent requests at once; absent for no limit
    record Token(String name, String role, Instant created, Optional<Instant> lastUsed, Optional<Instant> revoked, Optional<Double> rate,
            Optional<Integer> concurrent) {
        static Token of(IssuedToken token) {
            return new Token(token.name(), word(token.role()), token.created(), token.lastUsed(), token.revoked(), token.rate(),
                    token.concurrent());
        }
    }

    record Wanted(Optional<String> name, Optional<String> role, Optional<Double> rate, Optional<Integer> concurrent) {}

    record Named(Optional<String> name) {}

    /// @param token is told here and nowhere else
    record Made(String name, String role, String token) {
        /// Without the token.
        @Override
        public String toString() {
            return name + ", " + role;
        }
    }

    static void map(Routes routes, Access access, Runnable changed) {
        routes.get("/api/tokens", Role.OPERATOR, context -> Exchange.json(context, access.list().stream().map(Token::of).toList()),
                Tells.givesList(Token.class));
        routes.post("/api/tokens", Role.OPERATOR, context -> {
            Wanted wanted = Exchange.body(context, new TypeReference<Wanted>() {
            });
            TokenFile.Made made = access.add(
                    wanted.name.orElseThrow(() -> new IllegalArgumentException("name is missing: a word such as laptop")),
                    role(wanted.role.orElseThrow(() -> new IllegalArgumentException("role is missing: reader, operator or client"))),
                    wanted.rate, wanted.concurrent);
            Exchange.json(context.status(201).header("Cache-Control", "no-store"),
                    new Made(made.issued().name(), word(made.issued().role()), made.text()));
        }, Tells.takes(Wanted.class).giving(Made.class).status(201));
        routes.post("/api/tokens/revoke", Role.OPERATOR, context -> {
            access.revoke(Exchange.body(context, new TypeReference<Named>() {
            }).name.orElseThrow(() -> new IllegalArgumentException("name is missing: that of a valid token")));
            changed.run();
            context.status(204);
        }, Tells.takes(Named.class).status(204));
    }

    /// @throws IllegalArgumentException naming the roles there are
    static Role role(String word) {
        return List.of(Role.READER, Role.OPERATOR, Role.CLIENT).stream().filter(role -> word(role).equals(word)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("role: reader, operator or client is needed, got '"
                        + OneLine.shortened(OneLine.of(word), LONGEST_SHOWN) + "'"));
    }

    private static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
