package gpudyno.console.frame;

import gpudyno.model.node.NodeInfo;
import gpudyno.store.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Something that a console takes for a node, and that answers every request for a stream with what a test gives it.
final class HostileNode implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger streams = new AtomicInteger();
    private final AtomicLong sent = new AtomicLong();

    /// What it sends.
    interface Words {
        void say(HostileNode node, OutputStream out) throws IOException;
    }

    /// @param stream follows the headers of a stream
    /// @param answer is all of any other answer, headers included
    HostileNode(Words stream, Words answer) throws IOException {
        Thread.ofVirtual().start(() -> {
            while (!listener.isClosed()) {
                try {
                    Socket socket = listener.accept();
                    open.add(socket);
                    Thread.ofVirtual().start(() -> serve(socket, stream, answer));
                } catch (IOException _) {
                    // Closed.
                }
            }
        });
    }

    private void serve(Socket socket, Words stream, Words answer) {
        try (socket; InputStream in = socket.getInputStream(); OutputStream out = socket.getOutputStream()) {
            byte[] request = new byte[8 << 10];
            int length = in.read(request);
            if (length > 0 && new String(request, 0, length, StandardCharsets.US_ASCII).startsWith("GET /api/frames")) {
                streams.incrementAndGet();
                write(out, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n");
                stream.say(this, out);
                // Stays silent until the console leaves.
                in.transferTo(OutputStream.nullOutputStream());
            } else {
                answer.say(this, out);
            }
        } catch (IOException _) {
            // The console left.
        } finally {
            open.remove(socket);
        }
    }

    void write(OutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write(bytes);
        sent.addAndGet(bytes.length);
    }

    void event(OutputStream out, long id, String topic, String body) throws IOException {
        write(out, "event: " + topic + "\ndata: " + body + "\nid: " + id + "\n\n");
    }

    /// What an honest node tells first.
    void greet(OutputStream out) throws IOException {
        event(out, 1, "info", info());
        event(out, 1, "targets", "{\"profile\":\"option-2\"}");
    }

    static String info() {
        return Json.write(new NodeInfo("box", "0.1.0", Instant.EPOCH, "2 cores", List.of(), "model", "CPU", null, 1 << 30, 1));
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /// Streams that were asked for.
    int streams() {
        return streams.get();
    }

    /// Bytes that were sent.
    long sent() {
        return sent.get();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
