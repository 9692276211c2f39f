package gpudyno.model.net;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a console needs to attach a node, in one line: `gpudyno://HOST:PORT?fp=SHA256#TOKEN`. Fingerprint and token may be missing.
///
/// @param address `https://HOST:PORT`; `http://` only for this machine and without a fingerprint
/// @param fingerprint SHA-256 of the node's certificate, 64 lower-case hexadecimal digits; empty for a certificate of a known authority
/// @param token bearer token of the node's API; empty if it is told apart
public record Pairing(URI address, Optional<String> fingerprint, Optional<String> token) {
    private static final String SCHEME = "gpudyno";
    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern QUERY = Pattern.compile("fp=([0-9a-fA-F:]+)");
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,500}");
    private static final String FORM = "gpudyno://HOST:PORT, or a whole line such as gpudyno://gpu-box:7070?fp=SHA256#TOKEN";

    /// @throws IllegalArgumentException naming the part that is wrong
    public Pairing {
        if (fingerprint.filter(text -> !FINGERPRINT.matcher(text).matches()).isPresent()) {
            throw new IllegalArgumentException("the fingerprint after fp= has 64 hexadecimal digits, got " + fingerprint.get().length());
        }
        if (token.filter(text -> !TOKEN.matcher(text).matches()).isPresent()) {
            throw new IllegalArgumentException("a token has at most 500 letters, digits and signs, and no blank");
        }
        if (fingerprint.isPresent() && !"https".equals(address.getScheme())) {
            throw new IllegalArgumentException("a fingerprint is of a certificate; an address with one is reached by https://");
        }
    }

    /// A node at an address, by a token that is told apart.
    public static Pairing of(URI address, String token) {
        return new Pairing(address, Optional.empty(), token.isEmpty() ? Optional.empty() : Optional.of(token));
    }

    /// Whether a text is meant as a pairing line, well-formed or not.
    public static boolean isMeant(String text) {
        return text.strip().regionMatches(true, 0, SCHEME + "://", 0, SCHEME.length() + 3);
    }

    /// @throws IllegalArgumentException saying what is wrong, without the token
    public static Pairing parse(String text) {
        URI link;
        try {
            link = new URI(text.strip());
        } catch (URISyntaxException e) {
            // Its message would show the token.
            throw new IllegalArgumentException("that is no pairing line: " + FORM);
        }
        boolean hasPath = link.getPath() != null && !link.getPath().isEmpty() && !link.getPath().equals("/");
        if (!SCHEME.equalsIgnoreCase(link.getScheme()) || link.getHost() == null || link.getPort() <= 0 || link.getPort() > 65_535
                || link.getUserInfo() != null || hasPath) {
            throw new IllegalArgumentException("that is no pairing line: " + FORM);
        }
        Optional<String> fingerprint = Optional.ofNullable(link.getRawQuery()).map(Pairing::fingerprint);
        // A token goes nowhere in the clear but on this machine.
        String scheme = fingerprint.isEmpty() && Address.isThisMachine(link.getHost()) ? "http" : "https";
        return new Pairing(URI.create(scheme + "://" + link.getHost() + ":" + link.getPort()), fingerprint,
                Optional.ofNullable(link.getRawFragment()).filter(token -> !token.isEmpty()));
    }

    private static String fingerprint(String query) {
        Matcher given = QUERY.matcher(query);
        if (!given.matches()) {
            throw new IllegalArgumentException(
                    "after the ? of a pairing line comes fp= and the certificate's fingerprint, and nothing else");
        }
        return given.group(1).replace(":", "").toLowerCase(Locale.ROOT);
    }

    public Pairing withToken(String other) {
        return new Pairing(address, fingerprint, Optional.of(other));
    }

    public Pairing withFingerprint(String other) {
        return new Pairing(address, Optional.of(other), token);
    }

    /// The whole line, with the token.
    public String line() {
        return withoutToken() + token.map(text -> "#" + text).orElse("");
    }

    /// What a person would type for it: the bare address where it tells no more, else the line.
    public String typed() {
        return fingerprint.isEmpty() && token.isEmpty() ? address.toString() : line();
    }

    private String withoutToken() {
        return SCHEME + "://" + address.getRawAuthority() + fingerprint.map(text -> "?fp=" + text).orElse("");
    }

    /// Without the token.
    @Override
    public String toString() {
        return withoutToken();
    }
}
