package gpudyno.node.discovery;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.InitialDirContext;

/// Nodes by the SRV records of a DNS name (RFC 2782), such as `_gpudyno._tcp.example.com`. Their priorities and weights are of no account:
/// every node is watched.
///
/// @param name of the records
/// @param scheme `http` or `https`
/// @param server `HOST` or `HOST:PORT` of the name server; empty for the system's
public record DnsDiscovery(String name, String scheme, String server) implements Discovery {
    private static final String TIMEOUT_MILLIS = "2000";
    private static final String TRIES = "2";
    /// `PRIORITY WEIGHT PORT TARGET`
    private static final int FIELDS = 4;

    // JNDI takes a Hashtable. Its DNS provider answers with text and makes no objects of it, so nothing is deserialized.
    @SuppressWarnings({"JdkObsolete", "BanJNDI"})
    @Override
    public List<FoundNode> nodes() throws IOException {
        Hashtable<String, String> settings = new Hashtable<>();
        settings.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        settings.put(Context.PROVIDER_URL, "dns://" + server);
        settings.put("com.sun.jndi.dns.timeout.initial", TIMEOUT_MILLIS);
        settings.put("com.sun.jndi.dns.timeout.retries", TRIES);
        List<FoundNode> found = new ArrayList<>();
        try {
            InitialDirContext dns = new InitialDirContext(settings);
            try {
                Attribute records = dns.getAttributes(name, new String[]{"SRV"}).get("SRV");
                if (records == null) {
                    return List.of();
                }
                NamingEnumeration<?> all = records.getAll();
                while (all.hasMore() && found.size() < MOST) {
                    found.add(node(String.valueOf(all.next())));
                }
            } finally {
                dns.close();
            }
        } catch (NameNotFoundException _) {
            return List.of();
        } catch (NamingException e) {
            throw new IOException("the SRV records of " + name + " cannot be asked for: " + e.getMessage(), e);
        }
        return found.stream().distinct().sorted((a, b) -> a.address().compareTo(b.address())).toList();
    }

    private FoundNode node(String record) {
        String[] fields = record.split(" ");
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException("'" + record + "' is no SRV record");
        }
        return new FoundNode(URI.create(scheme + "://" + fields[3].replaceFirst("\\.$", "") + ":" + fields[2]), Map.of());
    }
}
