package gpudyno.model.net;

import java.net.IDN;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where an HTTP server listens, read from what people write and containers are named: hosts may hold `_`, paths any character, and a name
/// and password may stand before the host.
///
/// [java.net.URI] takes no host with `_` in it (`http://my_server:8000` has none, it says), keeps other alphabets as they are, and shows
/// passwords in its text. Here everything that is sent is ASCII (paths as percent-encoded UTF-8, hosts by IDNA), and [#toString] masks
/// credentials.
///
/// @param secure `https`
/// @param host as a resolver takes it: an IPv6 address without brackets
/// @param port 1 to 65535
/// @param path from its `/` on, percent-encoded; never empty
/// @param query percent-encoded, without its `?`; empty for none
/// @param credentials `user:password`, decoded; empty for none
public record Address(boolean secure, String host, int port, String path, String query, String credentials) {
    /// Characters an address may have in all.
    public static final int LONGEST = 8192;
    private static final int LONGEST_HOST = 255;
    private static final Pattern WHOLE = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)([^?#]*)(?:\\?([^#]*))?(?:#.*)?");
    private static final Pattern PLACE = Pattern.compile("(\\[[^\\]]*]|[^:\\[\\]]*)(?::(.*))?");
    private static final Pattern THIS_MACHINE = Pattern.compile("127(\\.\\d{1,3}){3}|localhost|\\[?(::|(0:){7})1]?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_.-])?");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:%[A-Za-z0-9_.-]+)?");
    private static final Pattern VERSION = Pattern.compile("v\\d+[a-z0-9]*");
    private static final Pattern SECRET = Pattern.compile("(?i)((?:^|&)[^=&]*(?:key|token|secret|passw|sig|auth)[^=&]*=)[^&]*");
    /// What may stand in a path or query besides letters and digits (RFC 3986), `%` aside.
    private static final String PLAIN = "-._~!$&'()*+,;=:@/?[]";

    /// Reads `http://host`, `https://user:password@host:8443/path?query` and the like.
    ///
    /// @throws IllegalArgumentException saying what is wrong, without the credentials
    public static Address parse(String text) {
        String stripped = text.strip();
        if (stripped.length() > LONGEST) {
            throw new IllegalArgumentException("an address has at most " + LONGEST + " characters, got " + stripped.length());
        }
        Matcher whole = WHOLE.matcher(stripped);
        if (stripped.chars().anyMatch(c -> c < ' ' || c == 0x7F)) {
            throw wrong(stripped, "it holds a control character");
        }
        if (!whole.matches() || !(whole.group(1).equalsIgnoreCase("http") || whole.group(1).equalsIgnoreCase("https"))) {
            throw wrong(stripped, "an http:// or https:// address with a host is needed, such as http://127.0.0.1:8000");
        }
        boolean secure = whole.group(1).equalsIgnoreCase("https");
        int at = whole.group(2).lastIndexOf('@');
        Matcher place = PLACE.matcher(whole.group(2).substring(at + 1));
        if (!place.matches() || place.group(1).isEmpty()) {
            throw wrong(stripped, "an http:// or https:// address with a host is needed, such as http://127.0.0.1:8000");
        }
        return new Address(secure, host(stripped, place.group(1)), port(stripped, place.group(2), secure),
                whole.group(3).isEmpty() ? "/" : encoded(whole.group(3)), whole.group(4) == null ? "" : encoded(whole.group(4)),
                at < 0 ? "" : decoded(stripped, whole.group(2).substring(0, at)));
    }

    /// Whether a host is this machine, by a loopback address or its name.
    ///
    /// @param host a name, or an IP address; an IPv6 address with or without brackets
    public static boolean isThisMachine(String host) {
        return THIS_MACHINE.matcher(host).matches();
    }

    /// The same of an address that is a [URI] already.
    public static Address of(URI uri) {
        return parse(uri.toString());
    }

    /// The text with name, password and secrets of the query masked, whether or not it is an address at all.
    public static String masked(String text) {
        String place = text.replaceFirst("^([A-Za-z][A-Za-z0-9+.-]*://)[^/?#]*@", "$1***@");
        int query = place.indexOf('?');
        return query < 0 ? place : place.substring(0, query + 1) + maskedQuery(place.substring(query + 1));
    }

    private static String maskedQuery(String query) {
        return SECRET.matcher(query).replaceAll("$1***");
    }

    private static IllegalArgumentException wrong(String text, String why) {
        return new IllegalArgumentException("'" + masked(text) + "': " + why);
    }

    private static String host(String text, String written) {
        if (written.startsWith("[")) {
            String inside = written.substring(1, written.length() - 1);
            if (!IPV6.matcher(inside).matches()) {
                throw wrong(text, "an IPv6 address is needed between the brackets");
            }
            return inside.toLowerCase(Locale.ROOT);
        }
        String name = written;
        if (written.chars().anyMatch(c -> c > 0x7E)) {
            try {
                name = IDN.toASCII(written, IDN.ALLOW_UNASSIGNED);
            } catch (IllegalArgumentException _) {
                throw wrong(text, "'" + written + "' is no host name");
            }
        }
        if (name.length() > LONGEST_HOST || !NAME.matcher(name).matches()) {
            throw wrong(text, "a host has letters, digits and ._- , got '" + written + "'");
        }
        return name;
    }

    private static int port(String text, String written, boolean secure) {
        if (written == null || written.isEmpty()) {
            return secure ? 443 : 80;
        }
        if (!written.matches("\\d{1,5}") || Integer.parseInt(written) < 1 || Integer.parseInt(written) > 65_535) {
            throw wrong(text, "a port lies from 1 to 65535");
        }
        return Integer.parseInt(written);
    }

    /// What is percent-encoded already stays so.
    private static String encoded(String written) {
        StringBuilder text = new StringBuilder();
        byte[] bytes = written.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            int c = bytes[i] & 0xFF;
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            boolean escape = c == '%' && i + 2 < bytes.length && Character.digit(bytes[i + 1], 16) >= 0
                    && Character.digit(bytes[i + 2], 16) >= 0;
            if (letter || escape || PLAIN.indexOf(c) >= 0) {
                text.append((char) c);
            } else {
                text.append('%').append(String.format(Locale.ROOT, "%02X", c));
            }
        }
        return text.toString();
    }

    private static String decoded(String text, String written) {
        byte[] bytes = written.getBytes(StandardCharsets.UTF_8);
        ByteBuffer plain = ByteBuffer.allocate(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '%' && i + 2 < bytes.length && Character.digit(bytes[i + 1], 16) >= 0
                    && Character.digit(bytes[i + 2], 16) >= 0) {
                plain.put((byte) (Character.digit(bytes[i + 1], 16) * 16 + Character.digit(bytes[i + 2], 16)));
                i += 2;
            } else {
                plain.put(bytes[i]);
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT).decode(plain.flip()).toString();
        } catch (CharacterCodingException _) {
            throw wrong(text, "name and password are no UTF-8");
        }
    }

    /// Host and port as a `Host` header has them, without the usual port and without credentials.
    public String authority() {
        String written = host.indexOf(':') >= 0 ? '[' + host + ']' : host;
        return port == (secure ? 443 : 80) ? written : written + ':' + port;
    }

    /// Path and query as they stand on a request line, in ASCII.
    public String pathAndQuery() {
        return query.isEmpty() ? path : path + '?' + query;
    }

    /// The `Authorization` header of its name and password (RFC 7617, UTF-8); empty without any.
    public Optional<String> authorization() {
        return credentials.isEmpty()
                ? Optional.empty()
                : Optional.of("Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
    }

    /// This address for an API whose usual path is known, such as `/v1/chat/completions`. A base address is completed: one without a path,
    /// one that ends in its version (`…/v1`, then not said twice) or in `/`. Any other path is meant as it stands.
    public Address completed(String usual) {
        if (usual.isEmpty() || !path.endsWith("/") && !VERSION.matcher(path.substring(path.lastIndexOf('/') + 1)).matches()) {
            return this;
        }
        String base = path.replaceFirst("/+$", "");
        String[] segments = base.split("/");
        int second = usual.indexOf('/', 1);
        boolean versioned = second > 0 && VERSION.matcher(usual.substring(1, second)).matches()
                && java.util.Arrays.stream(segments).anyMatch(segment -> VERSION.matcher(segment).matches());
        return withPath(base + (versioned ? usual.substring(second) : usual));
    }

    /// The same server under another path.
    ///
    /// @param other from its `/` on; may hold any character
    public Address withPath(String other) {
        return new Address(secure, host, port, encoded(other), query, credentials);
    }

    /// The same server's root, without path and query.
    public Address root() {
        return new Address(secure, host, port, "/", "", credentials);
    }

    /// Without credentials, for libraries that want their own way of saying those; all ASCII. Its host may be one [URI#getHost] does not tell.
    public URI uri() {
        return URI.create((secure ? "https://" : "http://") + authority() + pathAndQuery().replace("[", "%5B").replace("]", "%5D"));
    }

    /// For people: credentials masked, and values of the query that look like secrets.
    @Override
    public String toString() {
        return (secure ? "https://" : "http://") + (credentials.isEmpty() ? "" : "***@") + authority() + path
                + (query.isEmpty() ? "" : '?' + maskedQuery(query));
    }
}
