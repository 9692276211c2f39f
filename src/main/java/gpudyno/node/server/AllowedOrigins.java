package gpudyno.node.server;

import gpudyno.model.OneLine;
import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// The web pages of other sites that may use a node from a browser, by their origins: scheme, host and port.
public final class AllowedOrigins {
    public static final AllowedOrigins NONE = new AllowedOrigins(Set.of());
    private static final int MOST = 100;
    private static final int LONGEST = 300;

    private final Set<String> origins;
    private final Set<String> authorities;

    private AllowedOrigins(Set<String> origins) {
        this.origins = origins;
        authorities = origins.stream().map(origin -> URI.create(origin).getRawAuthority()).collect(Collectors.toUnmodifiableSet());
    }

    /// @param origins such as `https://bench.example` or `http://localhost:3000`
    /// @throws IllegalArgumentException naming the entry that is not an origin
    public static AllowedOrigins of(Collection<String> origins) {
        if (origins.size() > MOST) {
            throw new IllegalArgumentException("at most " + MOST + " origins are taken, got " + origins.size());
        }
        Set<String> read = new LinkedHashSet<>();
        origins.forEach(origin -> read.add(origin(origin)));
        return new AllowedOrigins(read);
    }

    /// The origin as browsers write it: lower case, without the scheme's default port.
    private static String origin(String text) {
        URI uri;
        try {
            uri = new URI(text.strip().toLowerCase(Locale.ROOT));
        } catch (java.net.URISyntaxException e) {
            throw new IllegalArgumentException(wrong(text), e);
        }
        boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        boolean bare = uri.getUserInfo() == null && uri.getQuery() == null && uri.getFragment() == null
                && (uri.getPath() == null || uri.getPath().isEmpty() || uri.getPath().equals("/"));
        if (!web || !bare || uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 65_535 || text.length() > LONGEST) {
            throw new IllegalArgumentException(wrong(text));
        }
        int usual = "http".equals(uri.getScheme()) ? 80 : 443;
        return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 || uri.getPort() == usual ? "" : ":" + uri.getPort());
    }

    private static String wrong(String text) {
        return "'" + OneLine.shortened(text, LONGEST)
                + "' is no origin: scheme, host and port of a page are needed, such as https://bench.example or http://localhost:3000";
    }

    boolean isEmpty() {
        return origins.isEmpty();
    }

    boolean contains(String origin) {
        return origins.contains(origin);
    }

    /// Whether a page listed here has this host and port; a proxy may pass them on. Not any port: a page of the same name elsewhere is another.
    boolean hasAuthority(String hostAndPort) {
        return authorities.contains(hostAndPort);
    }

    /// The listed origins, as text for people.
    @Override
    public String toString() {
        return String.join(", ", origins);
    }
}
