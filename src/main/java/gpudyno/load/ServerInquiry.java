package gpudyno.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpudyno.model.net.Address;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/// Asks the server under load for information about itself, with the same headers, credentials and certificate checks as the load.
final class ServerInquiry {
    private static final MediaType TYPE = MediaType.get("application/json");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PATIENCE_SECONDS = 3;
    private static final long MOST_TEXT = 4 << 20;
    /// The client's own: they say how its connection and this body are encoded.
    private static final Set<String> OWN = Set.of("content-type", "accept-encoding", "connection", "expect");

    private final Endpoint endpoint;
    private final OkHttpClient client;

    /// @throws IllegalArgumentException if the file of trusted certificates holds none
    ServerInquiry(Endpoint endpoint) {
        this.endpoint = endpoint;
        OkHttpClient.Builder builder = new OkHttpClient.Builder().callTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (endpoint.secure()) {
            endpoint.tls().apply(builder);
        }
        client = builder.build();
    }

    /// @throws IOException if the server does not answer, or not with JSON and a good status
    JsonNode get(Address address) throws IOException {
        return ask(address, new Request.Builder());
    }

    /// @throws IOException if the server does not answer, or not with JSON and a good status
    JsonNode post(Address address, JsonNode body) throws IOException {
        return ask(address, new Request.Builder().post(RequestBody.create(body.toString(), TYPE)));
    }

    private JsonNode ask(Address address, Request.Builder request) throws IOException {
        Headers.Builder headers = new Headers.Builder();
        if (!endpoint.has("Authorization")) {
            address.authorization().ifPresent(value -> headers.add("Authorization", value));
        }
        for (Map.Entry<String, String> header : endpoint.headers().entrySet()) {
            if (!OWN.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                headers.addUnsafeNonAscii(header.getKey(), header.getValue());
            }
        }
        request.url(address.uri().toString()).headers(headers.build());
        try (Response response = client.newCall(request.build()).execute()) {
            if (!response.isSuccessful()) {
                throw new IOException(address + " answers " + response.code());
            }
            return JSON.readTree(response.peekBody(MOST_TEXT).string());
        }
    }
}
