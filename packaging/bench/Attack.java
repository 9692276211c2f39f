import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
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
    private static final int EMBEDDINGS_A_SECOND = 50;
    private static final int HEALTH_A_SECOND = 20;
    private static final int FLOOD_A_SECOND = 1000;
    private static final int HALF = 2 << 20;
    /// The timeout of the normal client; a longer wait counts as a failure.
    private static final int PATIENCE_MILLIS = 5_000;
    private static final String HOST = "Host: localhost\r\n";

    private final int port;
    private final String token;
    private final long pid;
    private final int seconds;
    private final int mostFiles;
    private final Path log;
    private final AtomicLong refused = new AtomicLong();

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
        // Warm-up: the JVM compiles the node's code as it is used. Without it, the phase before the attack would be slower than the attack itself.
        measure(null, 2 * seconds);
        System.out.printf("%-12s %-8s %27s %27s %9s %9s%n", "", "", "embeddings p50 / p99 / lost", "health p50 / p99 / lost", "RSS MiB",
                "peak MiB");
        for (Case one : cases()) {
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
        refused.set(0);
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
                write(channel, first.getBytes(StandardCharsets.US_ASCII));
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
                    if (isOpen(channel) && write(channel, new byte[]{'a'})) {
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
                byte[] request = ("GET /api/frames HTTP/1.1\r\n" + HOST + "Accept: text/event-stream\r\nAuthorization: Bearer " + token
                        + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
                for (int i = 0; i < 500; i++) {
                    SocketChannel channel = connect();
                    write(channel, request);
                    held.add(channel);
                }
            }
        };
    }

    private Case malformed() {
        return new Case("malformed") {
            private final List<String> requests = List.of("hello\r\n\r\n", "GET /api/health HTTP/1.1\r\nHost: a b\r\n\r\n",
                    "GET /%zz HTTP/1.1\r\n" + HOST + "\r\n", "POST /v1/embeddings HTTP/1.1\r\n" + HOST + "Content-Length: 2\r\n\r\n{]",
                    "POST /v1/embeddings HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
                    "GET /api/info HTTP/1.1\r\n" + HOST + "Authorization: Bearer wrong\r\n\r\n",
                    "GET /metrics HTTP/1.1\r\nHost: other.example\r\n\r\n", "GET / HTTP/1.1\r\n" + HOST + "X: " + "a".repeat(9_000) + "\r\n\r\n");
            private long sent;
            private long begun;

            @Override
            void begin() {
                begun = System.nanoTime();
            }

            @Override
            void goOn() throws IOException {
                while (sent * 1e9 / FLOOD_A_SECOND < System.nanoTime() - begun) {
                    SocketChannel channel = connect();
                    write(channel, requests.get((int) (sent++ % requests.size())).getBytes(StandardCharsets.US_ASCII));
                    held.add(channel);
                    if (held.size() > 100) {
                        close(held.remove());
                    }
                }
                LockSupport.parkNanos(1_000_000);
            }

            @Override
            String told() {
                return sent + " requests, " + FLOOD_A_SECOND + " a second";
            }
        };
    }

    private Case leavers() {
        return new Case("leavers") {
            private long left;
            private long begun;

            @Override
            void begin() {
                begun = System.nanoTime();
            }

            @Override
            void goOn() throws IOException {
                while (left * 1e9 / 200 < System.nanoTime() - begun) {
                    SocketChannel channel = connect();
                    // Closing with unread data, or with this option, resets the connection.
                    channel.setOption(StandardSocketOptions.SO_LINGER, 0);
                    String body = "{\"model\":\"all-MiniLM-L6-v2\",\"input\":\"leaves " + left + "\"}";
                    write(channel, switch ((int) (left % 4)) {
                        case 0 -> "GET /metrics HTTP/1.1\r\n" + HOST + "\r\n";
                        case 1 -> "GET /api/frames HTTP/1.1\r\n" + HOST + "Accept: text/event-stream\r\nAuthorization: Bearer " + token
                                + "\r\n\r\n";
                        case 2 -> "POST /v1/embeddings HTTP/1.1\r\n" + HOST + "Content-Length: 5000\r\n\r\n" + body;
                        default -> "POST /v1/embeddings HTTP/1.1\r\n" + HOST + "Content-Length: " + body.length() + "\r\n\r\n" + body;
                    });
                    held.add(channel);
                    left++;
                    if (held.size() > 20) {
                        close(held.remove());
                    }
                }
                LockSupport.parkNanos(1_000_000);
            }

            @Override
            String told() {
                return left + " clients left, 200 a second";
            }
        };
    }

    private SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.configureBlocking(false);
        return channel;
    }

    private static boolean write(SocketChannel channel, String text) {
        return write(channel, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static boolean write(SocketChannel channel, byte[] bytes) {
        try {
            channel.write(ByteBuffer.wrap(bytes));
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

    // The healthy client

    /// Latencies of one kind of request, in milliseconds; a failure counts as the client's timeout.
    private static final class Latencies {
        private final List<Double> millis = new ArrayList<>();
        private int lost;

        synchronized void add(double one, boolean failed) {
            millis.add(failed ? Math.max(one, PATIENCE_MILLIS) : one);
            lost += failed ? 1 : 0;
        }

        synchronized double at(double quantile) {
            List<Double> sorted = millis.stream().sorted().toList();
            return sorted.isEmpty() ? Double.NaN : sorted.get((int) Math.min(sorted.size() - 1, Math.floor(quantile * sorted.size())));
        }

        @Override
        public synchronized String toString() {
            return String.format(Locale.ROOT, "%.1f / %.1f ms / %d of %d", at(0.5), at(0.99), lost, millis.size());
        }
    }

    private record Figures(Latencies embeddings, Latencies health, long rss, long peak) {
        void print(String name, String phase) {
            System.out.printf("%-12s %-8s %27s %27s %9d %9d%n", name, phase, embeddings, health, rss, peak);
        }
    }

    /// @param attack runs meanwhile; null for none
    private Figures measure(Case attack, int length) throws Exception {
        Latencies embeddings = new Latencies();
        Latencies health = new Latencies();
        long begun = System.nanoTime();
        Thread first = Thread.ofPlatform().start(() -> embed(begun, length, embeddings));
        Thread second = Thread.ofPlatform().start(() -> askHealth(begun, length, health));
        while (first.isAlive() || second.isAlive()) {
            if (attack == null) {
                LockSupport.parkNanos(20_000_000);
            } else {
                attack.goOn();
            }
        }
        return new Figures(embeddings, health, memory("VmRSS:"), memory("VmHWM:"));
    }

    private void embed(long begun, int length, Latencies into) {
        String body = "{\"model\":\"all-MiniLM-L6-v2\",\"input\":\"what does this node hold?\"}";
        byte[] request = ("POST /v1/embeddings HTTP/1.1\r\n" + HOST + "Content-Type: application/json\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII);
        Socket socket = null;
        for (int i = 0; i < EMBEDDINGS_A_SECOND * length; i++) {
            long due = begun + i * 1_000_000_000L / EMBEDDINGS_A_SECOND;
            await(due);
            boolean failed = false;
            try {
                if (socket == null) {
                    socket = open();
                }
                failed = !ask(socket, request);
            } catch (IOException e) {
                failed = true;
            }
            if (failed) {
                close(socket);
                socket = null;
            }
            into.add((System.nanoTime() - due) / 1e6, failed);
        }
        close(socket);
    }

    private void askHealth(long begun, int length, Latencies into) {
        byte[] request = ("GET /api/health HTTP/1.1\r\n" + HOST + "\r\n").getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < HEALTH_A_SECOND * length; i++) {
            long due = begun + i * 1_000_000_000L / HEALTH_A_SECOND;
            await(due);
            boolean failed;
            try (Socket socket = open()) {
                failed = !ask(socket, request);
            } catch (IOException e) {
                failed = true;
            }
            into.add((System.nanoTime() - due) / 1e6, failed);
        }
    }

    private Socket open() throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
        return socket;
    }

    /// @return whether the answer has status 200 and was read to its end
    private static boolean ask(Socket socket, byte[] request) throws IOException {
        socket.getOutputStream().write(request);
        InputStream in = socket.getInputStream();
        String status = line(in);
        int length = 0;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(header.substring(15).strip());
            }
        }
        return in.readNBytes(length).length == length && status.contains(" 200");
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int read = in.read();
        for (; read >= 0 && read != '\n'; read = in.read()) {
            if (read != '\r') {
                line.append((char) read);
            }
        }
        if (read < 0) {
            throw new IOException("the connection ended");
        }
        return line.toString();
    }

    private static void close(Socket socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException _) {
            // It is closed already.
        }
    }

    private static void await(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
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
