package gpudyno.cache.shared;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Keeps the map of slots of a cluster, and its shards. Asks for it while a shard is not reached or after a server said that a slot has moved,
/// and now and then otherwise. Servers that are no cluster are asked once a connection.
///
/// Lettuce has a client for clusters too. It makes its connections when a command needs them, where each of ours must track before its first
/// read; so each shard here is a connection like that to a single server.
final class Topology implements AutoCloseable {
    private static final long SOON_MILLIS = 300;
    private static final long SELDOM_MILLIS = 10_000;
    private static final long ANSWER_MILLIS = 1000;
    private static final int UNREACHED_ROUNDS = 30;

    private final RedisClient client;
    private final SharedSettings settings;
    private final ShardListener listener;
    private final Semaphore wanted = new Semaphore(0);
    private final Thread keeper = Thread.ofVirtual().name("slots of the shared cache").unstarted(this::keep);
    private volatile Routing routing;
    private volatile boolean closed;

    Topology(RedisClient client, SharedSettings settings, ShardListener listener) {
        this.client = client;
        this.settings = settings;
        this.listener = listener;
        routing = seeds();
    }

    void start() {
        routing.shards().forEach(Shard::start);
        keeper.start();
    }

    Routing routing() {
        return routing;
    }

    /// Asks for the map of slots soon.
    void refresh() {
        if (wanted.availablePermits() == 0) {
            wanted.release();
        }
    }

    private Routing seeds() {
        return new Routing(settings.nodes().stream().map(node -> new Shard(client, node, settings.timeout(), listener)).toList(), null);
    }

    private void keep() {
        int unreached = 0;
        try {
            while (!closed) {
                List<Shard> reached = routing.shards().stream().filter(Shard::isConnected).toList();
                if (!reached.isEmpty()) {
                    unreached = 0;
                    ask(reached);
                } else if (routing.isCluster() && ++unreached > UNREACHED_ROUNDS) {
                    unreached = 0;
                    use(seeds());
                }
                boolean whole = reached.size() == routing.shards().size();
                boolean _ = wanted.tryAcquire(whole ? SELDOM_MILLIS : SOON_MILLIS, TimeUnit.MILLISECONDS);
                Thread.sleep(SOON_MILLIS / 3);
            }
        } catch (InterruptedException _) {
            // Closed.
        }
    }

    private void ask(List<Shard> reached) throws InterruptedException {
        for (Shard shard : reached) {
            try {
                adopt(shard, shard.connection().async().clusterSlots().get(ANSWER_MILLIS, TimeUnit.MILLISECONDS));
                return;
            } catch (ExecutionException e) {
                // No cluster, or an ACL that forbids the question: then the servers' MOVED would tell.
                if (String.valueOf(e.getMessage()).contains("cluster support disabled")) {
                    return;
                }
            } catch (TimeoutException | Shard.Unreachable _) {
                // The next one may answer.
            }
        }
    }

    private void adopt(Shard asked, List<Object> ranges) {
        Map<String, Shard> known = new TreeMap<>();
        routing.shards().forEach(shard -> known.put(shard.name(), shard));
        Map<String, Shard> shards = new TreeMap<>();
        @Nullable
        Shard[] slots = new Shard[Routing.SLOTS];
        for (Object range : ranges) {
            if (range instanceof List<?> parts && parts.size() > 2 && parts.get(2) instanceof List<?> master && master.size() > 1
                    && parts.get(0) instanceof Long from && parts.get(1) instanceof Long to && master.get(1) instanceof Long port) {
                String told = text(master.get(0));
                RedisURI place = RedisURI.builder(asked.uri()).withHost(told.isEmpty() ? asked.uri().getHost() : told)
                        .withPort(port.intValue()).build();
                String name = SharedSettings.place(place);
                Shard shard = shards.computeIfAbsent(name, _ -> {
                    Shard same = known.get(name);
                    return same != null ? same : new Shard(client, place, settings.timeout(), listener);
                });
                for (long slot = Math.max(0, from); slot <= Math.min(to, Routing.SLOTS - 1); slot++) {
                    slots[(int) slot] = shard;
                }
            }
        }
        if (!shards.isEmpty() && !Arrays.equals(slots, routing.slots())) {
            use(new Routing(new ArrayList<>(shards.values()), slots));
        }
    }

    private static String text(@Nullable Object part) {
        return part instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : part == null ? "" : part.toString();
    }

    private void use(Routing next) {
        Routing before = routing;
        routing = next;
        next.shards().stream().filter(shard -> !before.shards().contains(shard)).forEach(Shard::start);
        before.shards().stream().filter(shard -> !next.shards().contains(shard)).forEach(Shard::close);
        // What was read from the server that a slot had before is no longer announced.
        if (!Arrays.equals(before.slots(), next.slots())) {
            listener.invalidated(null);
        }
        listener.trackingChanged();
    }

    @Override
    public void close() {
        closed = true;
        keeper.interrupt();
        routing.shards().forEach(Shard::close);
    }
}
