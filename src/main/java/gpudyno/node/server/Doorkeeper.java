package gpudyno.node.server;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpResponseException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Admits callers to routes by their tokens and the roles that the routes ask for.
final class Doorkeeper {
    private static final String AUTHORIZATION = "Authorization";

    private final Access access;
    private final byte[] own;
    private final FailedLogins failed;
    private final CountedLine refused = new CountedLine(Level.WARNING, "Refused 1 request without this node's token",
            "Refused %d requests without this node's token");

    /// @param ownKey of the node's own load
    /// @param tell gets a line for people where tokens are tried
    Doorkeeper(Access access, String ownKey, Consumer<String> tell) {
        this.access = access;
        own = ("Basic " + Base64.getEncoder().encodeToString(("node:" + ownKey).getBytes(StandardCharsets.US_ASCII)))
                .getBytes(StandardCharsets.US_ASCII);
        failed = new FailedLogins(tell);
    }

    /// Before anything under `/api`, also what is not there: strangers do not learn which paths exist.
    ///
    /// @throws HttpResponseException 401 without a valid token
    void identify(Context context) throws InterruptedException {
        if (!context.path().equals("/api/health")) {
            caller(context);
        }
    }

    /// Before a route.
    ///
    /// @param role that it asks for
    /// @throws HttpResponseException 401 without a valid token, 403 for a token of another role
    void admit(Context context, Role role) throws InterruptedException {
        if (role == Role.ANYONE || role == Role.CLIENT) {
            return;
        }
        Caller caller = caller(context);
        if (!caller.role().mayUse(role)) {
            throw new HttpResponseException(403, "the token '" + caller.name() + "' has the role " + word(caller.role()) + "; "
                    + context.method() + " " + context.path() + " needs the role " + word(role));
        }
    }

    private Caller caller(Context context) throws InterruptedException {
        Optional<Caller> known = Caller.of(context);
        if (known.isPresent()) {
            return known.get();
        }
        Caller caller = proven(context, "the bearer token of this node is needed");
        caller.attachTo(context);
        return caller;
    }

    private Caller proven(Context context, String need) throws InterruptedException {
        @Nullable
        String authorization = context.header(AUTHORIZATION);
        Optional<Caller> caller = access.caller(authorization);
        if (caller.isEmpty()) {
            refused.add(context.ip());
            if (authorization != null) {
                failed.wrong(context.ip());
            }
            context.header("WWW-Authenticate", "Bearer");
            throw new HttpResponseException(401, need);
        }
        return caller.get();
    }

    /// A route of the model server: with an API key where keys were made, within its limits.
    Handler keyed(Handler handler) {
        return context -> {
            if (!access.needsKeys() || isOwnLoad(context)) {
                handler.handle(context);
                return;
            }
            Caller caller = proven(context, "an API key of this node is needed, as Authorization: Bearer KEY");
            if (!caller.role().mayUse(Role.CLIENT)) {
                throw new HttpResponseException(403,
                        "the token '" + caller.name() + "' is for reading the node's API; an API key is needed");
            }
            // The cost of serving is split by the names of the keys.
            caller.attachTo(context);
            Optional<KeyLimit> limit = access.limit(caller);
            if (limit.isEmpty()) {
                handler.handle(context);
                return;
            }
            within(limit.get(), caller, context, handler);
        };
    }

    /// Whether a session or a load run of this node sends it.
    boolean isOwnLoad(Context context) {
        @Nullable
        String authorization = context.header(AUTHORIZATION);
        return authorization != null && MessageDigest.isEqual(authorization.getBytes(StandardCharsets.UTF_8), own);
    }

    private static void within(KeyLimit limit, Caller caller, Context context, Handler handler) throws Exception {
        if (!limit.begin()) {
            context.header("Retry-After", "1");
            throw new HttpResponseException(429, "the API key '" + caller.name() + "' has as many requests in progress as it may have");
        }
        try {
            double wait = limit.take();
            if (wait > 0) {
                context.header("Retry-After", Long.toString((long) Math.ceil(wait)));
                throw new HttpResponseException(429, "the API key '" + caller.name() + "' has sent as many requests a second as it may");
            }
            handler.handle(context);
        } finally {
            limit.end();
        }
    }

    private static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
