package gpudyno.watch;

import gpudyno.model.net.Address;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/// Sends one notification to one receiver, once.
///
/// A signed request carries `GPUDyno-Signature: t=SECONDS,v1=HEX`, where HEX is HMAC-SHA256 of `SECONDS.BODY` under the receiver's secret.
final class Webhook {
    private static final MediaType JSON = MediaType.get("application/json");
    private static final int MOST_READ = 4096;
    private static final int TOO_LARGE = 413;

    /// The result of sending.
    sealed interface Outcome {
        /// The receiver accepted it.
        record Taken() implements Outcome {}

        /// It failed but may work later.
        record Later(String why) implements Outcome {}

        /// The receiver may accept it in smaller parts.
        record TooLarge() implements Outcome {}

        /// The receiver will never accept it.
        record Refused(String why) implements Outcome {}
    }

    private final OkHttpClient http;
    private final String node;

    Webhook(String node) {
        this.node = node;
        http = new OkHttpClient.Builder().connectTimeout(Duration.ofSeconds(5)).readTimeout(Duration.ofSeconds(10))
                .callTimeout(Duration.ofSeconds(20)).followRedirects(false).build();
    }

    /// Sends it in as many parts as needed: a receiver that refuses it as too large gets fewer notices at a time.
    Outcome send(Receiver receiver, Notification notification) {
        List<Notice> notices = notification.notices();
        int part = Math.max(1, notices.size());
        int from = 0;
        do {
            int to = Math.min(notices.size(), from + part);
            Outcome outcome = post(receiver,
                    new Notification(notification.id(), notification.group(), notification.at(), notices.subList(from, to)));
            if (outcome instanceof Outcome.TooLarge && part > 1) {
                part = Math.max(1, part / 4);
            } else if (outcome instanceof Outcome.Taken) {
                from = to;
            } else {
                return outcome instanceof Outcome.TooLarge ? new Outcome.Refused("status " + TOO_LARGE) : outcome;
            }
        } while (from < notices.size());
        return new Outcome.Taken();
    }

    private Outcome post(Receiver receiver, Notification notification) {
        String body = Payload.of(receiver.kind(), node, notification, Instant.now());
        try {
            Request.Builder request = new Request.Builder().url(Address.of(receiver.url()).uri().toString())
                    .header("GPUDyno-Delivery", String.valueOf(notification.id()))
                    .post(RequestBody.create(body.getBytes(StandardCharsets.UTF_8), JSON));
            receiver.requestHeaders().apply(request, receiver.url());
            if (receiver.secretFile().isPresent()) {
                request.header("GPUDyno-Signature", signature(secret(receiver.secretFile().get()), Instant.now().getEpochSecond(), body));
            }
            try (Response response = http.newCall(request.build()).execute()) {
                // Closing without reading the rest drops the connection, so a reply of any size costs no more than this.
                response.body().source().request(MOST_READ);
                return outcome(response.code());
            }
        } catch (IOException | RuntimeException e) {
            // A wrong path of a secret's file or an unreadable answer may be corrected later, so the thread must continue.
            return new Outcome.Later(String.valueOf(e.getMessage()));
        }
    }

    private static Outcome outcome(int status) {
        if (status / 100 == 2) {
            return new Outcome.Taken();
        }
        if (status == TOO_LARGE) {
            return new Outcome.TooLarge();
        }
        return status / 100 == 5 || status == 408 || status == 429
                ? new Outcome.Later("status " + status)
                : new Outcome.Refused("status " + status);
    }

    private static String secret(String file) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.findFirst().filter(line -> !line.isBlank())
                    .orElseThrow(() -> new IOException("the secret file of a receiver is empty"));
        }
    }

    static String signature(String secret, long seconds, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return "t=" + seconds + ",v1="
                    + HexFormat.of().formatHex(mac.doFinal((seconds + "." + body).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    void close() {
        http.dispatcher().cancelAll();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
