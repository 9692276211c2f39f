package gpudyno.load;

import io.netty.channel.ConnectTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Locale;

/// What went wrong with a request, in words a report can count by.
final class ErrorKind {
    private ErrorKind() {
    }

    static String of(Throwable cause) {
        String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        return switch (cause) {
            case ConnectTimeoutException _ -> "connect timeout";
            case UnknownHostException _ -> "unknown host";
            case ConnectException _ when message.contains("refused") -> "connection refused";
            case ConnectException _ -> "connect failed";
            case IOException _ when message.contains("reset") || message.contains("broken pipe") -> "connection reset";
            case IOException _ -> "i/o error";
            default -> "bad response";
        };
    }
}
