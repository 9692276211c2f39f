package gpudyno.serve;

import java.util.Map;

/// An HTTP answer, ready to send. The body is always JSON and must not be changed.
public record Reply(int status, Map<String, String> headers, byte[] body) {}
