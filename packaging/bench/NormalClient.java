import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/// A client that behaves: `/v1/embeddings` with one small body on one connection, and `/api/health` on a new connection each time, both at a fixed
/// rate. Latencies count from the time a request was due, so the wait behind a slow request is included.
final class NormalClient {
    private static final int EMBEDDINGS_A_SECOND = 50;
    private static final int HEALTH_A_SECOND = 20;
    /// A longer wait counts as a failure.
    private static final int PATIENCE_MILLIS = 5_000;

    final Latencies embeddings = new Latencies();
    final Latencies health = new Latencies();
    private final int port;
    private final int length;
    private final long begun = System.nanoTime();
    private final List<Thread> threads;

    /// Begins at once.
    ///
    /// @param length in seconds
    NormalClient(int port, int length) {
        this.port = port;
        this.length = length;
        threads = List.of(Thread.ofPlatform().start(() -> embed(embeddings)), Thread.ofPlatform().start(() -> askHealth(health)));
    }

    boolean isAtWork() {
        return threads.stream().anyMatch(Thread::isAlive);
    }

    /// Latencies of one kind of request, in milliseconds; a failure counts as the client's timeout.
    static final class Latencies {
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

    private void embed(Latencies into) {
        String body = "{\"model\":\"all-MiniLM-L6-v2\",\"input\":\"what does this node hold?\"}";
        byte[] request = ("POST /v1/embeddings HTTP/1.1\r\n" + Attack.HOST + "Content-Type: application/json\r\nContent-Length: " + body.length()
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
            if (failed && socket != null) {
                close(socket);
                socket = null;
            }
            into.add((System.nanoTime() - due) / 1e6, failed);
        }
        if (socket != null) {
            close(socket);
        }
    }

    private void askHealth(Latencies into) {
        byte[] request = ("GET /api/health HTTP/1.1\r\n" + Attack.HOST + "\r\n").getBytes(StandardCharsets.US_ASCII);
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
            socket.close();
        } catch (IOException _) {
            // It is closed already.
        }
    }

    private static void await(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
