package gpudyno.load;

import gpudyno.model.net.Address;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Where requests are sent, and their request line and headers.
///
/// @param address its user name and password are sent as `Authorization`, unless the headers contain one
/// @param method such as `POST`
/// @param headers in their order; a `Host` among them replaces the address's own. Values are sent as UTF-8
/// @param tls how an `https` server is trusted
public record Endpoint(Address address, String method, Map<String, String> headers, Tls tls) {
    /// Refused, because each of these headers would define another end of the body than the one sent.
    private static final List<String> FRAMING = List.of("content-length", "transfer-encoding", "upgrade");
    private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";

    public Endpoint {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        if (!method.matches("[A-Za-z]+") || method.equalsIgnoreCase("CONNECT")) {
            throw new IllegalArgumentException("'" + method + "' is not an HTTP method such as GET, HEAD or POST");
        }
        headers.forEach(Endpoint::check);
    }

    public Endpoint(URI uri, String method, Map<String, String> headers, Tls tls) {
        this(Address.of(uri), method, headers, tls);
    }

    private static void check(String name, String value) {
        if (!name.matches(TOKEN)) {
            throw new IllegalArgumentException("header name '" + name + "': letters, digits and !#$%&'*+.^_`|~- are allowed (RFC 9110)");
        }
        if (FRAMING.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("header '" + name + "' is the generator's own: it says where a request's body ends");
        }
        if (value.chars().anyMatch(c -> c < ' ' && c != '\t' || c == 0x7F)) {
            throw new IllegalArgumentException("header '" + name + "': its value must not hold control characters");
        }
    }

    boolean secure() {
        return address.secure();
    }

    int port() {
        return address.port();
    }

    /// The host as a resolver takes it: an IPv6 address without its brackets.
    String host() {
        return address.host();
    }

    boolean has(String header) {
        return headers.keySet().stream().anyMatch(header::equalsIgnoreCase);
    }

    /// Host and port, without the credentials an address may hold.
    public String authority() {
        return address.authority();
    }

    /// Path and query in the form of the request line.
    public String pathAndQuery() {
        return address.pathAndQuery();
    }

    /// Removes this endpoint's credentials from a text, because a server may echo what it was sent.
    String withoutSecrets(String text) {
        String clean = text;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            if (header.getKey().toLowerCase(Locale.ROOT).matches("(proxy-)?authorization|cookie|.*(key|token|secret).*")) {
                String value = header.getValue();
                clean = mask(mask(clean, value), value.substring(value.lastIndexOf(' ') + 1));
            }
        }
        clean = mask(clean, address.authorization().orElse("").replace("Basic ", ""));
        return mask(mask(clean, address.credentials()), address.credentials().substring(address.credentials().indexOf(':') + 1));
    }

    private static String mask(String text, String secret) {
        return secret.isBlank() ? text : text.replace(secret, "***");
    }
}
