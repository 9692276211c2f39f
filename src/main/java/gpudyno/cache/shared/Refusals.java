package gpudyno.cache.shared;

import io.lettuce.core.RedisException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/// Names why a server is not used, in one line that says what to mend.
final class Refusals {
    private static final int MOST_CHARACTERS = 160;

    private Refusals() {
    }

    /// The causes of a failure are searched for the one that tells most.
    ///
    /// @param tls whether the connection was to use TLS
    static String line(Throwable failure, boolean tls) {
        Throwable cause = failure;
        for (int depth = 0; depth < 16; depth++) {
            String message = String.valueOf(cause.getMessage());
            if (message.startsWith("WRONGPASS") || message.contains("invalid password")) {
                return "the password or user is wrong";
            }
            if (message.startsWith("NOAUTH")) {
                return "it asks for a password";
            }
            if (message.startsWith("NOPERM")) {
                return "the user's ACL forbids it: " + shortened(message);
            }
            if (message.contains("unknown command")) {
                return "it does not know the command, as servers before Redis 6 do not";
            }
            // Whichever of the two time-outs, which are equal, comes first.
            if (cause instanceof RedisException && message.contains("initialization timed out")
                    || cause instanceof SSLException && message.startsWith("handshake timed out")) {
                return "no answer in time; " + hint(tls);
            }
            if (cause instanceof SSLException) {
                return message.contains("not an SSL/TLS record") ? hint(true) : "TLS: " + shortened(message);
            }
            if (cause instanceof ConnectException) {
                return "nothing listens there";
            }
            if (cause instanceof UnknownHostException) {
                return "there is no such host";
            }
            Throwable next = cause.getCause();
            if (next == null) {
                break;
            }
            cause = next;
        }
        return switch (cause) {
            case TimeoutException _ -> "no answer in time; " + hint(tls);
            case ClosedChannelException _ -> "it closes the connection; " + hint(tls);
            case ExecutionException _ -> "it failed";
            default -> shortened(String.valueOf(cause.getMessage()));
        };
    }

    private static String hint(boolean tls) {
        return tls ? "if it does not speak TLS, use redis:// instead of rediss://" : "if it expects TLS, use rediss:// instead of redis://";
    }

    private static String shortened(String message) {
        String line = message.lines().findFirst().orElse("");
        return line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS) + "…";
    }
}
