package gpudyno.node.server;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Refuses what a page of another site asks of this node through the browser of somebody who can reach it.
///
/// A browser sends such requests with the page's `Origin` or with `Sec-Fetch-Site`. A page whose own name was made to point at this
/// machine (DNS rebinding) is of the same origin to the browser; only its `Host` tells.
final class ForeignPages {
    private static final Pattern LOOPBACK = Pattern.compile("127(\\.\\d{1,3}){3}|localhost|\\[::1]");
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9a-f:.]+]|[^:\\[\\]@/]+)(:\\d{1,5})?");
    private static final Set<String> OWN_FETCHES = Set.of("same-origin", "none");

    private final String listenAddress;
    /// The `Host` that was last found to be this node's: nearly every request of a client carries the same.
    private volatile String lastOwn = "";

    /// @param listenAddress the address or name the node listens at; an IPv6 address with or without brackets
    ForeignPages(String listenAddress) {
        String name = listenAddress.toLowerCase(Locale.ROOT);
        this.listenAddress = name.contains(":") && !name.startsWith("[") ? "[" + name + "]" : name;
    }

    /// @throws HttpResponseException 421 for a foreign `Host` on loopback, 403 for a request of another site's page
    void refuse(Context context) {
        String host = context.header("Host");
        if (host == null || !host.equals(lastOwn)) {
            refuseForeign(host);
        }
        String origin = context.header("Origin");
        if (origin != null && !sameOrigin(origin, host)) {
            throw new HttpResponseException(403, "requests of another site's page are refused");
        }
        String site = context.header("Sec-Fetch-Site");
        if (site != null && !OWN_FETCHES.contains(site)) {
            throw new HttpResponseException(403, "requests of another site's page are refused");
        }
    }

    private void refuseForeign(@Nullable String host) {
        if (LOOPBACK.matcher(listenAddress).matches() && !own(authority(host))) {
            throw new HttpResponseException(421, "this node listens on loopback and answers to localhost, 127.0.0.0/8, [::1] and "
                    + listenAddress + " only");
        }
        if (host != null) {
            lastOwn = host;
        }
    }

    private boolean own(@Nullable String host) {
        return host != null && (LOOPBACK.matcher(host).matches() || host.equals(listenAddress));
    }

    /// The name in a `Host` header without its port; null where there is none or it is malformed.
    private static @Nullable String authority(@Nullable String header) {
        if (header == null) {
            return null;
        }
        var parts = AUTHORITY.matcher(header.toLowerCase(Locale.ROOT));
        return parts.matches() ? parts.group(1) : null;
    }

    private static boolean sameOrigin(String origin, @Nullable String host) {
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority != null && origin.startsWith("http://") && authority.equalsIgnoreCase(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
