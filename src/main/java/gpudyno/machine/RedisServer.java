package gpudyno.machine;

import gpudyno.model.machine.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A Redis or Valkey on this machine, asked by `INFO server` of its protocol.
final class RedisServer {
    static final int USUAL_PORT = 6379;
    private static final String SUBJECT = "Redis";
    private static final int MILLIS = 300;
    private static final int MOST_BYTES = 16 << 10;
    private static final Pattern VERSION = Pattern.compile("(?m)^(valkey|redis)_version:([0-9A-Za-z.+-]{1,40})\r?$");

    private RedisServer() {
    }

    static Finding find(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), MILLIS);
            socket.setSoTimeout(MILLIS);
            socket.getOutputStream().write("INFO server\r\n".getBytes(StandardCharsets.US_ASCII));
            return told(answer(socket.getInputStream()), "127.0.0.1:" + port);
        } catch (IOException _) {
            return Finding.absent(SUBJECT, "nothing listens on port " + port, "the cache stays in this process");
        }
    }

    /// The bulk string of the answer, or its first line where it is something else.
    private static String answer(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n' && line.length() < MOST_BYTES; c = in.read()) {
            line.append((char) c);
        }
        String first = line.toString().strip();
        boolean bulk = first.matches("\\$\\d{1,6}");
        return bulk
                ? new String(in.readNBytes(Math.min(MOST_BYTES, Integer.parseInt(first.substring(1)))), StandardCharsets.UTF_8)
                : first;
    }

    private static Finding told(String answer, String where) {
        if (answer.startsWith("-NOAUTH")) {
            return Finding.limited(SUBJECT, "at " + where, "it asks for a password");
        }
        Matcher versions = VERSION.matcher(answer);
        String name = "";
        while (versions.find()) {
            // Valkey gives both, the Redis version for programs that know no other.
            if (name.isEmpty() || versions.group(1).equals("valkey")) {
                name = (versions.group(1).equals("valkey") ? "Valkey " : "Redis ") + versions.group(2);
            }
        }
        return name.isEmpty()
                ? Finding.limited(SUBJECT, "port " + where + " is taken", "by something that is no Redis")
                : Finding.ready(SUBJECT, name + " at " + where, "answers");
    }
}
