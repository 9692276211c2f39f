package gpudyno.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A server on loopback that answers each request with bytes of the test's choosing: for answers no HTTP library would send.
final class RawServer implements AutoCloseable {
    /// Answers one request; returns whether the connection stays open for the next.
    @FunctionalInterface
    interface Answering {
        boolean answer(Socket socket, OutputStream out) throws IOException, InterruptedException;
    }

    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Answering answering;

    RawServer(ServerSocket listener, Answering answering) {
        this.listener = listener;
        this.answering = answering;
        threads.execute(this::accept);
    }

    static RawServer answering(Answering answering) throws IOException {
        return new RawServer(new ServerSocket(0, 1000, InetAddress.getLoopbackAddress()), answering);
    }

    /// Always the same text.
    static RawServer sending(String text) throws IOException {
        return answering((_, out) -> {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            return true;
        });
    }

    URI uri(String scheme) {
        return URI.create(scheme + "://localhost:" + listener.getLocalPort() + "/");
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                threads.execute(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The listener was closed: the test has ended.
            return;
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            boolean open = true;
            while (open && readRequest(in)) {
                OutputStream out = socket.getOutputStream();
                open = answering.answer(socket, out);
                out.flush();
            }
        } catch (SocketException clientWentAway) {
            return;
        } catch (IOException e) {
            // A TLS client that does not trust us.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean readRequest(BufferedReader in) throws IOException {
        int length = 0;
        String line = in.readLine();
        boolean any = line != null;
        while (line != null && !line.isEmpty()) {
            if (line.startsWith("Content-Length: ")) {
                length = Integer.parseInt(line.substring(16));
            }
            line = in.readLine();
        }
        for (int i = 0; i < length; i++) {
            in.read();
        }
        return any;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}
