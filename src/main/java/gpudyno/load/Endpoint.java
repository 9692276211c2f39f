package gpudyno.load;

import java.net.URI;
import java.util.Locale;
import java.util.Map;

/// Where requests go and what each says before its body.
///
/// @param uri an `http` or `https` address with a host
/// @param method such as `POST`
/// @param headers besides `Host` and `Content-Length`
/// @param tls how an `https` server is trusted
public record Endpoint(URI uri, String method, Map<String, String> headers, Tls tls) {
    public Endpoint {
        headers = Map.copyOf(headers);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!(scheme.equals("http") || scheme.equals("https")) || uri.getHost() == null) {
            throw new IllegalArgumentException("target '" + uri + "': an http:// or https:// address with a host is needed");
        }
        if (uri.getPort() > 65_535 || uri.getPort() == 0) {
            throw new IllegalArgumentException("target '" + uri + "': a port lies from 1 to 65535");
        }
    }

    boolean secure() {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    int port() {
        return uri.getPort() > 0 ? uri.getPort() : secure() ? 443 : 80;
    }

    /// The host as a resolver takes it: an IPv6 address without its brackets.
    String host() {
        String host = uri.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /// Host and port for the `Host` header, without the credentials an address may hold.
    public String authority() {
        return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ':' + uri.getPort();
    }

    /// Path and query as they stand on the request line.
    public String pathAndQuery() {
        String path = uri.getRawPath();
        String start = path == null || path.isEmpty() ? "/" : path;
        return uri.getRawQuery() == null ? start : start + '?' + uri.getRawQuery();
    }
}
