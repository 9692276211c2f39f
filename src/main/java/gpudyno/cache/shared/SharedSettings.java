package gpudyno.cache.shared;

import io.lettuce.core.RedisURI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where the shared tier is, and how long a request waits for it.
///
/// @param nodes one server or one group of sentinels, or several nodes of a cluster
/// @param authority file of PEM certificates that sign the servers' ones; empty for those that Java trusts
/// @param namespace what every key begins with, so that several groups of nodes can use one server
/// @param timeout the longest a lookup takes
/// @param timeToLive how long a value lives on the server, before its jitter
public record SharedSettings(List<RedisURI> nodes, Optional<Path> authority, String namespace, Duration timeout, Duration timeToLive) {
    public static final String NAMESPACE = "gpudyno";
    public static final Duration TIMEOUT = Duration.ofMillis(50);
    public static final Duration TIME_TO_LIVE = Duration.ofHours(24);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+|\\[?[0-9a-fA-F:.]+]?");
    private static final Pattern CREDENTIALS = Pattern.compile("//[^@/]*@");
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    public SharedSettings {
        nodes = List.copyOf(nodes);
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("no server is named; give an address such as redis://127.0.0.1:6379");
        }
        if (!NAME.matcher(namespace).matches()) {
            throw new IllegalArgumentException("namespace: 1 to 64 letters, digits, '.', '_' or '-' are allowed");
        }
        if (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("timeout: 1 ms to 10 s are allowed");
        }
        if (timeToLive.compareTo(Duration.ofSeconds(1)) < 0 || timeToLive.compareTo(Duration.ofDays(365)) > 0) {
            throw new IllegalArgumentException("ttl: 1 s to 365 days are allowed");
        }
    }

    /// With everything but the address as it usually is.
    ///
    /// @param addresses `redis://`, `rediss://` (TLS) or `redis-sentinel://host:port,host:port/database#master`; several nodes of a cluster are
    /// separated by commas, as `redis://a:6379,redis://b:6379`
    /// @param password of the server, or of the ACL user that the address names; null for the one in the address, or none
    /// @throws IllegalArgumentException if there is no such address; the message does not repeat a password
    public static SharedSettings of(String addresses, @Nullable String password) {
        return new SharedSettings(nodes(addresses, password), Optional.empty(), NAMESPACE, TIMEOUT, TIME_TO_LIVE);
    }

    public SharedSettings withAuthority(Optional<Path> file) {
        return new SharedSettings(nodes, file, namespace, timeout, timeToLive);
    }

    public SharedSettings withNamespace(String name) {
        return new SharedSettings(nodes, authority, name, timeout, timeToLive);
    }

    public SharedSettings withTimeout(Duration longest) {
        return new SharedSettings(nodes, authority, namespace, longest, timeToLive);
    }

    public SharedSettings withTimeToLive(Duration life) {
        return new SharedSettings(nodes, authority, namespace, timeout, life);
    }

    private static List<RedisURI> nodes(String addresses, @Nullable String password) {
        List<RedisURI> nodes = new ArrayList<>();
        for (String address : addresses.strip().split("\\s*,\\s*(?=rediss?:|redis-sentinel:|rediss-sentinel:)", -1)) {
            nodes.add(node(address.strip(), password));
        }
        return nodes;
    }

    private static RedisURI node(String address, @Nullable String password) {
        String shown = CREDENTIALS.matcher(address).replaceFirst("//…@");
        if (!address.matches("(?s)(rediss?|rediss?-sentinel)://.+")) {
            throw new IllegalArgumentException("'" + shown
                    + "' is no address of a Valkey or Redis; it begins with redis://, rediss:// (TLS), redis-sentinel:// or rediss-sentinel://");
        }
        try {
            RedisURI node = RedisURI.create(address);
            if (node.getSentinels().isEmpty() && (node.getHost() == null || !HOST.matcher(node.getHost()).matches())) {
                throw new IllegalArgumentException("no host");
            }
            if (password != null) {
                setPassword(node, address, password);
            }
            node.setClientName("gpudyno");
            // Checked by requests themselves; this one bounds connecting and the handshake.
            node.setTimeout(Shard.CONNECTING);
            return node;
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("'" + shown + "' is no address of a Valkey or Redis",
                    CREDENTIALS.matcher(address).find() ? null : e);
        }
    }

    private static void setPassword(RedisURI node, String address, String password) {
        Matcher user = Pattern.compile("//([^:@/]+)(:[^@/]*)?@").matcher(address);
        if (user.find()) {
            node.setAuthentication(user.group(1), password);
        } else {
            node.setAuthentication(password);
        }
    }

    /// The addresses without credentials, for people.
    public String shown() {
        List<String> shown = new ArrayList<>();
        for (RedisURI node : nodes) {
            shown.add(node.getSentinels().isEmpty()
                    ? place(node)
                    : node.getSentinelMasterId() + " of sentinel " + place(node.getSentinels().getFirst()));
        }
        return String.join(", ", shown);
    }

    static String place(RedisURI node) {
        return node.getHost() + ":" + node.getPort();
    }

    @Override
    public String toString() {
        return "SharedSettings[" + shown() + "]";
    }
}
