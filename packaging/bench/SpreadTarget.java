import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;

/// The server of `spread-load`: answers each request after a drawn time and keeps when it came and how long it took. On standard input's end
/// it writes a line for each request, `arrival service` in nanoseconds, and ends.
///
///     java SpreadTarget.java PORT FILE MEDIAN_MILLIS SIGMA
class SpreadTarget {
    private static final byte[] ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII);

    private record Served(long arrival, long took) {}

    private static final ConcurrentLinkedQueue<Served> SERVED = new ConcurrentLinkedQueue<>();

    static void main(String[] arguments) throws IOException {
        double median = Double.parseDouble(arguments[2]);
        double sigma = Double.parseDouble(arguments[3]);
        ServerSocket listener = new ServerSocket(Integer.parseInt(arguments[0]), 1024, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(() -> accept(listener, median, sigma));
        System.out.println("ready");
        while (System.in.read() >= 0) {
            // Until it ends.
        }
        Served[] all = SERVED.toArray(new Served[0]);
        Arrays.sort(all, (a, b) -> Long.compare(a.arrival, b.arrival));
        try (BufferedWriter out = Files.newBufferedWriter(Path.of(arguments[1]))) {
            for (Served one : all) {
                out.write(one.arrival + " " + one.took + "\n");
            }
        }
        System.exit(0);
    }

    private static void accept(ServerSocket listener, double median, double sigma) {
        SplittableRandom seeds = new SplittableRandom(1);
        try {
            while (true) {
                Socket socket = listener.accept();
                SplittableRandom random = seeds.split();
                Thread.ofVirtual().start(() -> serve(socket, random, median, sigma));
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void serve(Socket socket, SplittableRandom random, double median, double sigma) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = socket.getInputStream();
            byte[] bytes = new byte[8192];
            int length = 0;
            while (true) {
                int read = in.read(bytes, length, bytes.length - length);
                if (read < 0) {
                    return;
                }
                length += read;
                if (length < 4 || bytes[length - 1] != '\n' || bytes[length - 3] != '\n') {
                    continue;
                }
                long arrival = System.nanoTime();
                length = 0;
                if (median > 0) {
                    long wait = (long) (median * 1e6 * Math.exp(sigma * random.nextGaussian()));
                    Thread.sleep(java.time.Duration.ofNanos(wait));
                }
                socket.getOutputStream().write(ANSWER);
                SERVED.add(new Served(arrival, System.nanoTime() - arrival));
            }
        } catch (IOException | InterruptedException gone) {
            // The client has closed the connection.
        }
    }
}
