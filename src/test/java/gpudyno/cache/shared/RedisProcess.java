package gpudyno.cache.shared;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import redis.embedded.RedisServer;
import redis.embedded.core.RedisServerBuilder;

/// A real redis-server on a free port of loopback, which can be stopped and started again.
public final class RedisProcess implements AutoCloseable {
    final int port;
    private final String[] settings;
    private RedisServer server;

    public RedisProcess(String... settings) throws IOException {
        // A cluster's second port is this one and 10,000, so it must not be too high.
        int free = 0;
        while (free < 1024 || free > 55_000) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                free = socket.getLocalPort();
            }
        }
        port = free;
        this.settings = settings;
        server = start();
    }

    public RedisServer start() throws IOException {
        RedisServerBuilder builder = RedisServer.newRedisServer().port(port).setting("bind 127.0.0.1").setting("save \"\"");
        for (String setting : settings) {
            builder.setting(setting);
        }
        server = builder.build();
        server.start();
        return server;
    }

    public void stop() throws IOException {
        server.stop();
    }

    public String address() {
        return "redis://127.0.0.1:" + port;
    }

    @Override
    public void close() throws IOException {
        server.stop();
    }
}
