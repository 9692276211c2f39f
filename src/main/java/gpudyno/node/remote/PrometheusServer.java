package gpudyno.node.remote;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpudyno.exposition.HeaderFile;
import gpudyno.model.OneLine;
import gpudyno.model.net.Address;
import gpudyno.node.NodeUnreachableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSource;

/// Asks a Prometheus-compatible server in PromQL. Only its two queries are called, both by GET; no more than [#MAX_ANSWER] bytes of an answer
/// are read.
final class PrometheusServer {
    private static final long MAX_ANSWER = 64L << 20;
    private static final int LONGEST_SHOWN = 200;
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(16).maxStringLength(10_000).build()).build());

    private final OkHttpClient http = new OkHttpClient.Builder().connectTimeout(Duration.ofSeconds(5)).readTimeout(Duration.ofSeconds(30))
            .followRedirects(false).build();
    private final Address address;
    private final Optional<Path> headers;

    /// A series of an answer.
    ///
    /// @param values by time in seconds; one of a query of an instant
    record Found(Map<String, String> labels, TreeMap<Double, Double> values) {
        double last() {
            return values.lastEntry().getValue();
        }
    }

    /// @param headers file with a header a line, such as `Authorization: Bearer …`, read anew for each question
    PrometheusServer(Address address, Optional<Path> headers) {
        this.address = address;
        this.headers = headers;
    }

    List<Found> query(String promQl, Instant at) {
        return ask("query", Map.of("query", promQl, "time", seconds(at)));
    }

    List<Found> range(String promQl, Instant from, Instant to, Duration step) {
        return ask("query_range",
                Map.of("query", promQl, "start", seconds(from), "end", seconds(to), "step", Long.toString(step.toSeconds())));
    }

    private static String seconds(Instant at) {
        return Double.toString(at.toEpochMilli() / 1000.0);
    }

    private List<Found> ask(String kind, Map<String, String> parameters) {
        try (Response response = http.newCall(request(kind, parameters)).execute()) {
            BufferedSource source = response.body().source();
            if (source.request(MAX_ANSWER + 1)) {
                throw new NodeUnreachableException(this + " answers with more than " + (MAX_ANSWER >> 20) + " MiB");
            }
            byte[] body = source.readByteArray();
            if (response.code() == 401 || response.code() == 403) {
                throw new NodeUnreachableException(this + " refuses: status " + response.code() + (headers.isEmpty()
                        ? "; give its header in the file that fleet.headersFile names"
                        : "; see the header file " + headers.get()));
            }
            return read(body, response.code());
        } catch (IOException e) {
            throw new NodeUnreachableException(this + " cannot be reached: " + e.getMessage(), e);
        } catch (UncheckedIOException | IllegalArgumentException e) {
            throw new NodeUnreachableException(this + " was not asked: " + e.getMessage(), e);
        }
    }

    private Request request(String kind, Map<String, String> parameters) {
        String base = address.uri().toString();
        HttpUrl.Builder url = HttpUrl.get(base).newBuilder().addPathSegments("api/v1/" + kind);
        parameters.forEach(url::addQueryParameter);
        Request.Builder request = new Request.Builder().url(url.build());
        address.authorization().ifPresent(value -> request.header("Authorization", value));
        headers.map(HeaderFile::read).orElse(Map.of()).forEach(request::header);
        return request.build();
    }

    private List<Found> read(byte[] body, int status) {
        JsonNode answer;
        try {
            answer = JSON.readTree(body);
        } catch (JacksonException e) {
            throw new NodeUnreachableException(this + " answers with status " + status + " and no JSON: is it a Prometheus?", e);
        } catch (IOException e) {
            throw new NodeUnreachableException(this + " cannot be read: " + e.getMessage(), e);
        }
        if (!answer.path("status").asText().equals("success")) {
            throw new NodeUnreachableException(this + " refuses the question: "
                    + OneLine.shortened(answer.path("error").asText("status " + status), LONGEST_SHOWN));
        }
        List<Found> found = new ArrayList<>();
        for (JsonNode series : answer.path("data").path("result")) {
            Map<String, String> labels = new TreeMap<>();
            series.path("metric").properties().forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
            TreeMap<Double, Double> values = new TreeMap<>();
            if (series.has("value")) {
                put(values, series.path("value"));
            }
            series.path("values").forEach(point -> put(values, point));
            if (!values.isEmpty()) {
                found.add(new Found(labels, values));
            }
        }
        return found;
    }

    private static void put(Map<Double, Double> values, JsonNode point) {
        try {
            values.put(point.path(0).asDouble(), number(point.path(1).asText("NaN")));
        } catch (NumberFormatException _) {
            // A server of another kind may write what is no number; there is no value then.
        }
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
