package gpudyno.node.server;

import gpudyno.model.OneLine;
import gpudyno.model.net.Address;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Refuses requests that a web page of another site sends to this node from a user's browser, unless the page's origin is listed.
///
/// A browser sends such requests with the page's `Origin` or with `Sec-Fetch-Site`. If an attacker lets the name of a page point at this
/// machine (DNS rebinding), the browser treats the page as the same origin, and only the `Host` header shows it. Listed pages are answered
/// by the Fetch standard's CORS protocol, without credentials, because the page sends the token in a header of its own.
final class ForeignPages {
    /// An IP address as `Host` is accepted: no name is looked up that somebody else could own.
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+]");
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9a-f:.]+]|[^:\\[\\]@/]+)(:\\d{1,5})?");
    private static final Pattern HEADER_NAMES = Pattern.compile("[A-Za-z0-9-]+( ?, ?[A-Za-z0-9-]+)*");
    private static final int LONGEST_HEADER_NAMES = 2_000;
    private static final Set<String> OWN_FETCHES = Set.of("same-origin", "none");
    private static final String METHODS = "GET, HEAD, POST, PUT, PATCH";
    private static final String PREFLIGHT_SECONDS = "600";

    private final String listenAddress;
    private final boolean onLoopback;
    private final AllowedOrigins allowed;
    /// Names under which other machines know this one; none on loopback, where no other machine can connect.
    private final Set<String> ownNames;
    /// The last `Host` that was found to be this node's. Nearly every request of a client has the same one.
    private volatile String lastOwn = "";

    /// @param listenAddress the address or name the node listens at; an IPv6 address with or without brackets
    ForeignPages(String listenAddress, AllowedOrigins allowed) {
        String name = listenAddress.toLowerCase(Locale.ROOT);
        this.listenAddress = name.contains(":") && !name.startsWith("[") ? "[" + name + "]" : name;
        this.allowed = allowed;
        onLoopback = Address.isThisMachine(this.listenAddress);
        ownNames = onLoopback ? Set.of() : ownNames();
    }

    private static Set<String> ownNames() {
        Set<String> names = new HashSet<>();
        try {
            InetAddress here = InetAddress.getLocalHost();
            for (String name : new String[]{here.getHostName(), here.getCanonicalHostName()}) {
                String lower = name.toLowerCase(Locale.ROOT);
                names.add(lower);
                names.add(lower + ".local");
                names.add(lower.replaceFirst("\\..*", ""));
            }
        } catch (UnknownHostException _) {
            // A machine without a name is addressed by its IP address.
        }
        return Set.copyOf(names);
    }

    /// @throws HttpResponseException 421 for a foreign `Host`, 403 for a request from a page of another site that is not listed
    void refuse(Context context) {
        String host = context.header("Host");
        if (host == null || !host.equals(lastOwn)) {
            refuseForeign(host);
        }
        if (!allowed.isEmpty()) {
            context.header("Vary", "Origin");
        }
        String origin = context.header("Origin");
        if (origin != null && allowed.contains(origin)) {
            answerAcrossSites(context, origin);
            return;
        }
        if (origin != null && !sameOrigin(origin, context.scheme(), host)) {
            throw new HttpResponseException(403, "requests of another site's page are refused, and " + shortened(origin)
                    + " is not listed; " + (allowed.isEmpty() ? "no origin is" : "listed: " + allowed)
                    + " (--allow-origin, or allowedOrigins in gpudyno.yaml)");
        }
        String site = context.header("Sec-Fetch-Site");
        if (site != null && !OWN_FETCHES.contains(site)) {
            throw new HttpResponseException(403, "requests of another site's page are refused unless they name a listed Origin");
        }
    }

    private static void answerAcrossSites(Context context, String origin) {
        context.header("Access-Control-Allow-Origin", origin);
        if (!context.req().getMethod().equals("OPTIONS") || context.header("Access-Control-Request-Method") == null) {
            context.header("Access-Control-Expose-Headers", "GPUDyno-Started, Retry-After");
            return;
        }
        context.header("Access-Control-Allow-Methods", METHODS).header("Access-Control-Max-Age", PREFLIGHT_SECONDS);
        String headers = context.header("Access-Control-Request-Headers");
        if (headers != null && headers.length() <= LONGEST_HEADER_NAMES && HEADER_NAMES.matcher(headers).matches()) {
            context.header("Access-Control-Allow-Headers", headers);
        }
        if ("true".equals(context.header("Access-Control-Request-Private-Network"))) {
            context.header("Access-Control-Allow-Private-Network", "true");
        }
        context.status(204).skipRemainingHandlers();
    }

    private void refuseForeign(@Nullable String host) {
        if (!own(authority(host)) && (host == null || !allowed.hasAuthority(host.toLowerCase(Locale.ROOT)))) {
            throw new HttpResponseException(421, onLoopback
                    ? "this node listens on loopback and answers to localhost, 127.0.0.0/8, [::1] and " + listenAddress + " only"
                    : "this node answers to addresses, " + String.join(", ", ownNames) + " and the hosts of listed origins only");
        }
        if (host != null) {
            lastOwn = host;
        }
    }

    private boolean own(@Nullable String host) {
        if (host == null) {
            return false;
        }
        return host.equals(listenAddress) || Address.isThisMachine(host)
                || !onLoopback && (ADDRESS.matcher(host).matches() || ownNames.contains(host));
    }

    /// The name in a `Host` header without its port; null where there is none or it is malformed.
    private static @Nullable String authority(@Nullable String header) {
        if (header == null) {
            return null;
        }
        var parts = AUTHORITY.matcher(header.toLowerCase(Locale.ROOT));
        return parts.matches() ? parts.group(1) : null;
    }

    private static String shortened(String origin) {
        return OneLine.shortened(OneLine.of(origin), 100);
    }

    private static boolean sameOrigin(String origin, String scheme, @Nullable String host) {
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority != null && origin.startsWith(scheme + "://") && authority.equalsIgnoreCase(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
