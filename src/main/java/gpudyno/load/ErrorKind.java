package gpudyno.load;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/// The kind of a request's failure, as a text by which reports count.
final class ErrorKind {
    static final String CLOSED_EARLY = "closed early";
    static final String NO_CONNECTION = "no connection free";
    static final String TIMEOUT = "timeout";
    static final String BAD_RESPONSE = "bad response";
    static final String TURN_BEFORE_FAILED = "turn before failed";
    static final String TOO_LARGE = "answer too large";
    /// The server sends more answers than it got requests, so no count of its answers can be trusted.
    static final String UNASKED = "answer nobody asked for";

    private ErrorKind() {
    }

    static String of(Throwable cause) {
        String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        return switch (cause) {
            case DecoderException _ when cause.getCause() != null -> of(cause.getCause());
            case SSLException _ -> "TLS failure";
            case ConnectTimeoutException _ -> "connect timeout";
            case UnknownHostException _ -> "unknown host";
            case NoRouteToHostException _ -> "no route to host";
            case ConnectException _ when message.contains("refused") -> "connection refused";
            case ConnectException _ -> "connect failed";
            case ClosedChannelException _ -> CLOSED_EARLY;
            case IOException _ when message.contains("reset") || message.contains("broken pipe") -> "connection reset";
            case IOException _ -> "i/o error";
            default -> BAD_RESPONSE;
        };
    }
}
