package gpudyno.cache.shared;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StatefulRedisConnectionImpl;
import io.lettuce.core.TrackingArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.push.PushMessage;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.ByteArrayOutput;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolVersion;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One server, or one group of sentinels with its present master: a connection that tracks what it reads, and a thread that keeps it. A lost
/// connection is made anew, with a pause that varies, so that many nodes do not come back at the same moment.
final class Shard implements AutoCloseable {
    static final Duration CONNECTING = Duration.ofSeconds(2);
    private static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);
    private static final long HEARTBEAT_MILLIS = 500;
    /// The longest a connection that is otherwise silent may owe an answer; then it counts as broken.
    private static final long SILENT_MILLIS = 2000;
    private static final long WRITE_PAUSE_NANOS = 1_000_000_000L;

    private final RedisClient client;
    private final RedisURI uri;
    private final long timeoutMillis;
    private final ShardListener listener;
    private final String name;
    private final Breaker breaker = new Breaker(System::nanoTime, () -> ThreadLocalRandom.current().nextDouble());
    private final ShardTraffic traffic = new ShardTraffic();
    private final ShardHoldings holdings;
    private final Thread keeper;
    private volatile @Nullable StatefulRedisConnection<String, byte[]> connection;
    private volatile boolean tracking;
    private volatile boolean closed;
    private volatile long writesFrom = System.nanoTime();
    private volatile String problem = "";
    private boolean connectedBefore;

    Shard(RedisClient client, RedisURI uri, Duration timeout, ShardListener listener) {
        this.client = client;
        this.uri = uri;
        this.timeoutMillis = timeout.toMillis();
        this.listener = listener;
        name = uri.getSentinels().isEmpty() ? SharedSettings.place(uri) : "master " + uri.getSentinelMasterId();
        holdings = new ShardHoldings(this, timeoutMillis);
        keeper = Thread.ofVirtual().name("shard " + name).unstarted(this::keep);
    }

    void start() {
        keeper.start();
    }

    String name() {
        return name;
    }

    RedisURI uri() {
        return uri;
    }

    boolean isConnected() {
        return connection != null;
    }

    /// Whether the server announces what changes.
    boolean isTracking() {
        return tracking && connection != null;
    }

    Breaker breaker() {
        return breaker;
    }

    /// How it does now.
    ///
    /// @param slots of a cluster that it serves; 0 without a cluster
    ShardState state(int slots) {
        ShardHoldings.Figures figures = holdings.figures();
        return new ShardState(name, isConnected(), breaker.state() == Breaker.State.OPEN, isTracking(), figures.keys(), figures.bytes(),
                traffic.lookups(), traffic.millis(), slots, problem);
    }

    /// Whether a request may be sent there now.
    boolean admits() {
        return connection != null && breaker.admits();
    }

    /// Whether a value may be sent there now; not within a second after the server said that it takes none.
    boolean takesWrites() {
        return connection != null && System.nanoTime() - writesFrom >= 0;
    }

    void pauseWrites() {
        writesFrom = System.nanoTime() + WRITE_PAUSE_NANOS;
    }

    /// The commands of the connection.
    ///
    /// @throws Unreachable if there is none
    StatefulRedisConnection<String, byte[]> connection() {
        StatefulRedisConnection<String, byte[]> open = connection;
        if (open == null) {
            throw new Unreachable(name);
        }
        return open;
    }

    /// There is no connection now.
    static final class Unreachable extends RuntimeException {
        Unreachable(String shard) {
            super(shard + " is not reached", null, false, false);
        }
    }

    /// Sends one read a key in one go. A read is bounded in bytes, whatever lies there.
    List<? extends Future<byte[]>> read(List<String> keys) {
        List<AsyncCommand<String, byte[], byte[]>> reads = new ArrayList<>(keys.size());
        for (String key : keys) {
            reads.add(new AsyncCommand<>(new Command<>(CommandType.GETRANGE, new ByteArrayOutput<>(CODEC),
                    new CommandArgs<>(CODEC).addKey(key).add(0).add(StoredValue.HEADER + StoredValue.MOST_BYTES))));
        }
        long sent = System.nanoTime();
        traffic.asked(keys.size());
        // The last answer of a connection comes last. A read that was given up or refused tells no time.
        var _ = reads.getLast().whenComplete((_, failure) -> {
            if (failure == null) {
                traffic.answered(System.nanoTime() - sent);
            }
        });
        connection().dispatch(reads);
        return reads;
    }

    /// Deletes keys, each by a command of its own, sent in one go.
    List<? extends Future<Long>> unlink(List<String> keys) {
        List<AsyncCommand<String, byte[], Long>> unlinks = new ArrayList<>(keys.size());
        for (String key : keys) {
            unlinks.add(new AsyncCommand<>(
                    new Command<>(CommandType.UNLINK, new IntegerOutput<>(CODEC), new CommandArgs<>(CODEC).addKey(key))));
        }
        connection().dispatch(unlinks);
        return unlinks;
    }

    private void keep() {
        try {
            while (!closed) {
                if (connection == null) {
                    connect();
                } else {
                    beat();
                }
                Thread.sleep(HEARTBEAT_MILLIS / 2 + ThreadLocalRandom.current().nextLong(HEARTBEAT_MILLIS));
            }
        } catch (InterruptedException _) {
            // Closed.
        }
    }

    private void connect() throws InterruptedException {
        if (breaker.state() == Breaker.State.OPEN && !breaker.wantsProbe()) {
            return;
        }
        StatefulRedisConnection<String, byte[]> fresh = null;
        try {
            fresh = client.connectAsync(CODEC, uri).toCompletableFuture().get(2 * CONNECTING.toMillis(), TimeUnit.MILLISECONDS);
            use(fresh);
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            if (fresh != null) {
                fresh.closeAsync();
            }
            tell(Refusals.line(e, uri.isSsl()));
        }
    }

    private void use(StatefulRedisConnection<String, byte[]> fresh) throws InterruptedException, TimeoutException, ExecutionException {
        fresh.addListener(this::pushed);
        Optional<String> untracked = track(fresh);
        long sent = System.nanoTime();
        fresh.async().ping().get(SILENT_MILLIS, TimeUnit.MILLISECONDS);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sent);
        if (breaker.state() == Breaker.State.OPEN) {
            breaker.probed(millis <= timeoutMillis);
            if (millis > timeoutMillis) {
                fresh.closeAsync();
                tell("it answers in " + millis + " ms, requests wait for at most " + timeoutMillis);
                return;
            }
        } else if (connectedBefore) {
            breaker.ramp();
        }
        tracking = untracked.isEmpty();
        // Before the connection is used: what L1 holds was read by the one before it.
        listener.connected(this, connectedBefore);
        connectedBefore = true;
        connection = fresh;
        fresh.addListener(new RedisConnectionStateListener() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> gone) {
                lose(fresh, "the connection was closed");
            }
        });
        if (!fresh.isOpen()) {
            lose(fresh, "the connection was closed");
            return;
        }
        listener.trackingChanged();
        tell(untracked.map(why -> "it announces no changes (" + why + "), so entries of L1 live for at most "
                + SharedCache.UNTRACKED_AGE.toSeconds() + " s").orElse(""));
    }

    /// @return why the server does not track; empty if it does
    private static Optional<String> track(StatefulRedisConnection<String, byte[]> fresh) throws InterruptedException, TimeoutException {
        // A server that only speaks RESP2 may accept the command, and announces nothing.
        if (!(fresh instanceof StatefulRedisConnectionImpl<String, byte[]> made)
                || made.getConnectionState().getNegotiatedProtocolVersion() != ProtocolVersion.RESP3) {
            return Optional.of("it does not speak RESP3, as servers before Redis 6 do not");
        }
        try {
            fresh.async().clientTracking(TrackingArgs.Builder.enabled().noloop()).get(SILENT_MILLIS, TimeUnit.MILLISECONDS);
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of(Refusals.line(e, false));
        }
    }

    private void pushed(PushMessage message) {
        if (!message.getType().equals("invalidate")) {
            return;
        }
        List<Object> content = message.getContent(bytes -> StandardCharsets.UTF_8.decode(bytes.duplicate()).toString());
        Object keys = content.size() > 1 ? content.get(1) : null;
        if (keys instanceof List<?> list) {
            listener.invalidated(list.stream().map(key -> key instanceof ByteBuffer bytes
                    ? StandardCharsets.UTF_8.decode(bytes.duplicate()).toString()
                    : String.valueOf(key)).toList());
        } else {
            listener.invalidated(null);
        }
    }

    private void beat() throws InterruptedException {
        StatefulRedisConnection<String, byte[]> open = connection;
        if (open == null) {
            return;
        }
        try {
            open.async().ping().get(SILENT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            lose(open, "no answer within " + SILENT_MILLIS + " ms");
        } catch (ExecutionException | RuntimeException e) {
            lose(open, Refusals.line(e, uri.isSsl()));
        }
    }

    void failed(Throwable how) {
        failed(Refusals.line(how, uri.isSsl()));
    }

    /// Notes that a request failed there. Too many of them cost the server its connection: what is filled into L1 while nobody asks the server
    /// is not tracked, as if there were none.
    void failed(String how) {
        StatefulRedisConnection<String, byte[]> open = connection;
        if (breaker.failed() && open != null) {
            lose(open, how);
        }
    }

    private synchronized void lose(StatefulRedisConnection<String, byte[]> open, String why) {
        if (open.equals(connection) && !closed) {
            connection = null;
            open.closeAsync();
            tell(why);
            listener.trackingChanged();
        }
    }

    /// Says what is wrong, once a change.
    private synchronized void tell(String now) {
        String before = problem;
        problem = now;
        if (!now.equals(before)) {
            listener.warn(now.isEmpty() ? "L2 " + name + " works" : "L2 " + name + ": " + now);
        }
    }

    @Override
    public void close() {
        closed = true;
        keeper.interrupt();
        StatefulRedisConnection<String, byte[]> open = connection;
        connection = null;
        if (open != null) {
            open.closeAsync();
        }
    }
}
