package gpudyno.load;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Keeps the heads of the requests it gets, byte for byte, and answers 200; bodies are two bytes long.
final class EchoServer implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<String> asked;

    private EchoServer(Queue<String> asked) throws IOException {
        this.asked = asked;
        threads.execute(this::accept);
    }

    static EchoServer recording(Queue<String> asked) throws IOException {
        return new EchoServer(asked);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                threads.execute(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The test has ended.
            return;
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            byte[] bytes = new byte[65_536];
            int length = 0;
            for (int b = in.read(); b >= 0; b = in.read()) {
                bytes[length++] = (byte) b;
                String head = new String(bytes, 0, length, StandardCharsets.UTF_8);
                if (head.endsWith("\r\n\r\n")) {
                    asked.add(head);
                    in.readNBytes(2);
                    length = 0;
                    socket.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException clientWentAway) {
            return;
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}
