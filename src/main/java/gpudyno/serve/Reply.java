package gpudyno.serve;

import java.util.HashMap;
import java.util.Map;

/// An HTTP answer, ready to send. The body is always JSON and must not be changed.
public record Reply(int status, Map<String, String> headers, byte[] body) {
    /// The same with one more header.
    Reply with(String header, String value) {
        if (headers.isEmpty()) {
            return new Reply(status, Map.of(header, value), body);
        }
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Reply(status, more, body);
    }
}
