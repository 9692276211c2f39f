package gpudyno.node.remote;

import com.fasterxml.jackson.core.type.TypeReference;
import gpudyno.model.foresight.Anomaly;
import gpudyno.model.foresight.Expectation;
import gpudyno.model.foresight.Incident;
import gpudyno.model.foresight.Outlook;
import gpudyno.model.foresight.Watched;
import gpudyno.node.Foresight;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// The foresight of a node attached over HTTP.
final class RemoteForesight implements Foresight {
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {
    };

    private final NodeClient client;

    RemoteForesight(NodeClient client) {
        this.client = client;
    }

    @Override
    public Board board() {
        return client.get("/api/foresight", new TypeReference<>() {
        });
    }

    @Override
    public List<Watched> watched() {
        return client.get("/api/anomalies/watched", new TypeReference<>() {
        });
    }

    @Override
    public List<Anomaly> anomalies(Instant from, Instant to) {
        return client.get("/api/anomalies?from=" + from + "&to=" + to, new TypeReference<>() {
        });
    }

    @Override
    public List<Expectation> course(String meter) {
        return client.get("/api/anomalies/course?meter=" + URLEncoder.encode(meter, StandardCharsets.UTF_8), new TypeReference<>() {
        });
    }

    @Override
    public void expected(long anomaly) {
        client.send("POST", "/api/anomalies/" + anomaly + "/expected", Map.of(), OBJECT);
    }

    @Override
    public List<Outlook> outlooks() {
        return client.get("/api/forecasts", new TypeReference<>() {
        });
    }

    @Override
    public List<Incident> incidents(Instant from, Instant to) {
        return client.get("/api/incidents?from=" + from + "&to=" + to, new TypeReference<>() {
        });
    }
}
