import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Attacks a node on this machine in several ways, one after the other, while a normal client measures latency. Run by `packaging/bench/attack`.
///
/// Latencies count from the time a request was due, so the wait behind a slow request is included.
public final class Attack {
    private static final int HALF = 2 << 20;
    static final String HOST = "Host: localhost\r\n";

    private final int port;
    private final String token;
    private final long pid;
    private final int seconds;
    private final int mostFiles;
    private final Path log;

    /// One kind of attack: it starts, does a little work at each call, and closes its connections at the end.
    private abstract class Case {
        final String name;
        final Deque<SocketChannel> held = new ArrayDeque<>();

        Case(String name) {
            this.name = name;
        }

        abstract void begin() throws IOException;

        /// Called repeatedly while the normal client measures.
        void goOn() throws IOException {
            LockSupport.parkNanos(50_000_000);
        }

        String told() {
            return held.size() + " connections";
        }

        void end() {
            held.forEach(Attack::close);
            held.clear();
        }
    }

    private Attack(int port, String token, long pid, int seconds, int mostFiles, Path log) {
        this.port = port;
        this.token = token;
        this.pid = pid;
        this.seconds = seconds;
        this.mostFiles = mostFiles;
        this.log = log;
    }

    /// Arguments: port and token file of the node, its process id, seconds a phase, files this process may open, the node's log, and which cases
    /// (all where none is named).
    public static void main(String[] arguments) throws Exception {
        int files = arguments[4].equals("unlimited") ? 1_000_000 : Integer.parseInt(arguments[4]);
        new Attack(Integer.parseInt(arguments[0]), Files.readString(Path.of(arguments[1])).strip(), Long.parseLong(arguments[2]),
                Integer.parseInt(arguments[3]), files, Path.of(arguments[5]))
                .run(List.of(arguments).subList(6, arguments.length));
    }

    private void run(List<String> wanted) throws Exception {
        List<Case> cases = cases();
        List<String> names = cases.stream().map(one -> one.name).toList();
        for (String name : wanted) {
            if (!names.contains(name)) {
                System.err.println("there is no case '" + name + "'; there are " + String.join(", ", names));
                System.exit(2);
            }
        }
        // Warm-up: the JVM compiles the node's code as it is used. Without it, the phase before the attack would be slower than the attack itself.
        measure(null, 2 * seconds);
        System.out.printf("%-12s %-8s %27s %27s %9s %9s%n", "", "", "embeddings p50 / p99 / lost", "health p50 / p99 / lost", "RSS MiB",
                "peak MiB");
        for (Case one : cases) {
            if (wanted.isEmpty() || wanted.contains(one.name)) {
                run(one);
            }
        }
    }

    private List<Case> cases() {
        return List.of(idle(), dripping("headers", "GET /api/health HTTP/1.1\r\n" + HOST + "X-Slow: "),
                dripping("bodies", "POST /v1/embeddings HTTP/1.1\r\n" + HOST + "Content-Length: 100000\r\n\r\n{"), halves(), subscribers(),
                malformed(), leavers());
    }

    private void run(Case one) throws Exception {
        long logged = Files.size(log);
        Figures before = measure(null, seconds);
        one.begin();
        Figures during = measure(one, seconds);
        String told = one.told();
        one.end();
        LockSupport.parkNanos(2_000_000_000L);
        Figures after = measure(null, seconds);
        before.print(one.name, "before");
        during.print("", "during");
        after.print("", "after");
        System.out.printf(Locale.ROOT, "%-12s %s; p99 of embeddings during / before: %.2f, of health: %.2f; %d lines of log%n%n", "", told,
                during.embeddings.at(0.99) / before.embeddings.at(0.99), during.health.at(0.99) / before.health.at(0.99),
                lines(logged));
    }

    private long lines(long from) throws IOException {
        byte[] all = Files.readAllBytes(log);
        long lines = 0;
        for (int i = (int) Math.min(from, all.length); i < all.length; i++) {
            lines += all[i] == '\n' ? 1 : 0;
        }
        return lines;
    }

    // The attacks

    private Case idle() {
        return new Case("idle") {
            @Override
            void begin() throws IOException {
                for (int i = 0; i < Math.min(10_000, mostFiles - 1_000); i++) {
                    held.add(connect());
                }
            }
        };
    }

    private Case dripping(String name, String first) {
        return new Case(name) {
            private long opened;
            private long due = System.nanoTime();

            @Override
            void begin() throws IOException {
                for (int i = 0; i < 2_000; i++) {
                    open();
                }
            }

            private void open() throws IOException {
                SocketChannel channel = connect();
                write(channel, first);
                held.add(channel);
                opened++;
            }

            /// Each connection sends one byte per second. If the node closes a connection, a new one is opened.
            @Override
            void goOn() throws IOException {
                if (System.nanoTime() < due) {
                    LockSupport.parkNanos(20_000_000);
                    return;
                }
                due = System.nanoTime() + 1_000_000_000L;
                for (int i = held.size(); i > 0; i--) {
                    SocketChannel channel = held.remove();
                    if (isOpen(channel) && write(channel, "a")) {
                        held.add(channel);
                    } else {
                        close(channel);
                        open();
                    }
                }
            }

            @Override
            String told() {
                return held.size() + " connections at a time, " + opened + " opened";
            }
        };
    }

    private Case halves() {
        return new Case("halves") {
            private final AtomicLong refused = new AtomicLong();

            @Override
            void begin() throws IOException {
                byte[] body = new byte[HALF];
                Arrays.fill(body, (byte) ' ');
                List<Thread> senders = new ArrayList<>();
                for (int i = 0; i < 600; i++) {
                    SocketChannel channel = connect();
                    held.add(channel);
                    senders.add(Thread.ofVirtual().start(() -> send(channel, body)));
                }
                // Data that the node does not read stays in the socket buffers, so a sender that waits for it keeps waiting.
                long until = System.nanoTime() + 3_000_000_000L;
                while (System.nanoTime() < until && senders.stream().anyMatch(Thread::isAlive)) {
                    LockSupport.parkNanos(50_000_000);
                }
            }

            private void send(SocketChannel channel, byte[] body) {
                try {
                    channel.configureBlocking(true);
                    channel.write(ByteBuffer.wrap(("POST /v1/embeddings HTTP/1.1\r\n" + HOST + "Content-Length: " + 2 * HALF + "\r\n\r\n{")
                            .getBytes(StandardCharsets.US_ASCII)));
                    ByteBuffer rest = ByteBuffer.wrap(body);
                    while (rest.hasRemaining()) {
                        channel.write(rest);
                    }
                } catch (IOException e) {
                    refused.incrementAndGet();
                }
            }

            @Override
            String told() {
                return held.size() + " connections, " + refused.get() + " cut off while they sent";
            }
        };
    }

    private Case subscribers() {
        return new Case("subscribers") {
            @Override
            void begin() throws IOException {
                for (int i = 0; i < 500; i++) {
                    SocketChannel channel = connect();
                    write(channel, subscription());
                    held.add(channel);
                }
            }
        };
    }

    /// Opens connections at a steady rate, sends a request on each, and closes the oldest.
    private abstract class Flood extends Case {
        private static final int MOST_AT_ONCE = 50;

        private final int perSecond;
        private final int most;
        private final boolean resets;
        private long sent;
        private long begun;

        /// @param most connections that stay open
        /// @param resets whether a closed connection is reset, as by a client that was killed
        Flood(String name, int perSecond, int most, boolean resets) {
            super(name);
            this.perSecond = perSecond;
            this.most = most;
            this.resets = resets;
        }

        abstract String request(long number);

        @Override
        void begin() {
            begun = System.nanoTime();
        }

        @Override
        void goOn() throws IOException {
            // Not all that is due: where the node takes connections too slowly, this would never return.
            for (int i = 0; i < MOST_AT_ONCE && sent * 1e9 / perSecond < System.nanoTime() - begun; i++) {
                SocketChannel channel = connect();
                if (resets) {
                    channel.setOption(StandardSocketOptions.SO_LINGER, 0);
                }
                write(channel, request(sent++));
                held.add(channel);
                if (held.size() > most) {
                    close(held.remove());
                }
            }
            LockSupport.parkNanos(1_000_000);
        }

        @Override
        String told() {
            return sent + " requests, " + perSecond + " a second";
        }
    }

    private Case malformed() {
        List<String> requests = List.of("hello\r\n\r\n", "GET /api/health HTTP/1.1\r\nHost: a b\r\n\r\n",
                "GET /%zz HTTP/1.1\r\n" + HOST + "\r\n", "POST /v1/embeddings HTTP/1.1\r\n" + HOST + "Content-Length: 2\r\n\r\n{]",
                "POST /v1/embeddings HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
                "GET /api/info HTTP/1.1\r\n" + HOST + "Authorization: Bearer wrong\r\n\r\n",
                "GET /metrics HTTP/1.1\r\nHost: other.example\r\n\r\n", "GET / HTTP/1.1\r\n" + HOST + "X: " + "a".repeat(9_000) + "\r\n\r\n");
        return new Flood("malformed", 1000, 100, false) {
            @Override
            String request(long number) {
                return requests.get((int) (number % requests.size()));
            }
        };
    }

    private Case leavers() {
        return new Flood("leavers", 200, 20, true) {
            @Override
            String request(long number) {
                String body = "{\"model\":\"all-MiniLM-L6-v2\",\"input\":\"leaves " + number + "\"}";
                return switch ((int) (number % 4)) {
                    case 0 -> "GET /metrics HTTP/1.1\r\n" + HOST + "\r\n";
                    case 1 -> subscription();
                    case 2 -> "POST /v1/embeddings HTTP/1.1\r\n" + HOST + "Content-Length: 5000\r\n\r\n" + body;
                    default -> "POST /v1/embeddings HTTP/1.1\r\n" + HOST + "Content-Length: " + body.length() + "\r\n\r\n" + body;
                };
            }
        };
    }

    private String subscription() {
        return "GET /api/frames HTTP/1.1\r\n" + HOST + "Accept: text/event-stream\r\nAuthorization: Bearer " + token + "\r\n\r\n";
    }

    private SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.configureBlocking(false);
        return channel;
    }

    private static boolean write(SocketChannel channel, String text) {
        try {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isOpen(SocketChannel channel) {
        try {
            return channel.read(ByteBuffer.allocate(512)) >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException _) {
            // It is closed already.
        }
    }

    private record Figures(NormalClient.Latencies embeddings, NormalClient.Latencies health, long rss, long peak) {
        void print(String name, String phase) {
            System.out.printf("%-12s %-8s %27s %27s %9d %9d%n", name, phase, embeddings, health, rss, peak);
        }
    }

    /// @param attack runs meanwhile; null for none
    private Figures measure(Case attack, int length) throws Exception {
        NormalClient client = new NormalClient(port, length);
        while (client.isAtWork()) {
            if (attack == null) {
                LockSupport.parkNanos(20_000_000);
            } else {
                attack.goOn();
            }
        }
        return new Figures(client.embeddings, client.health, memory("VmRSS:"), memory("VmHWM:"));
    }

    /// Memory of the node's process in MiB; -1 if the system does not report it.
    private long memory(String name) throws IOException {
        Path status = Path.of("/proc/" + pid + "/status");
        if (!Files.exists(status)) {
            return -1;
        }
        return Files.readAllLines(status).stream().filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) >> 10).findFirst().orElse(-1);
    }
}
