package gpudyno.cache.shared;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.event.DefaultEventPublisherOptions;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.util.concurrent.TimeUnit;

/// Lettuce, set up to fail at once: no queue while a connection is lost, no reconnecting behind our back, bounded commands in flight.
final class Clients {
    private static final int THREADS = 2;
    private static final int MOST_COMMANDS = 16_384;

    private Clients() {
    }

    static RedisClient client(SharedSettings settings) {
        DefaultClientResources resources = DefaultClientResources.builder().ioThreadPoolSize(THREADS).computationThreadPoolSize(THREADS)
                .commandLatencyRecorder(CommandLatencyRecorder.disabled())
                .commandLatencyPublisherOptions(DefaultEventPublisherOptions.disabled()).build();
        SslOptions.Builder tls = SslOptions.builder().jdkSslProvider().handshakeTimeout(Shard.CONNECTING);
        settings.authority().ifPresent(file -> tls.trustManager(file.toFile()));
        RedisClient client = RedisClient.create(resources);
        client.setOptions(
                ClientOptions.builder().autoReconnect(false).disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                        .requestQueueSize(MOST_COMMANDS).timeoutOptions(TimeoutOptions.create()).sslOptions(tls.build())
                        .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                        .socketOptions(SocketOptions.builder().connectTimeout(Shard.CONNECTING).keepAlive(true).build()).build());
        return client;
    }

    static void close(RedisClient client) {
        ClientResources resources = client.getResources();
        client.shutdownAsync(0, 1, TimeUnit.SECONDS).orTimeout(3, TimeUnit.SECONDS)
                .handle((_, _) -> null).join();
        resources.shutdown(0, 1, TimeUnit.SECONDS);
    }
}
