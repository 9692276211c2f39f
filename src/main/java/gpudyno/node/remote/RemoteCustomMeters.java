package gpudyno.node.remote;

import com.fasterxml.jackson.core.type.TypeReference;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.Sample;
import gpudyno.node.CustomMeters;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The meters users declared on a node attached over HTTP.
final class RemoteCustomMeters implements CustomMeters {
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {
    };
    private final NodeClient client;

    RemoteCustomMeters(NodeClient client) {
        this.client = client;
    }

    @Override
    public List<Meter> declared() {
        return client.get("/api/meters/custom", new TypeReference<>() {
        });
    }

    @Override
    public void declare(Meter meter) {
        client.send("POST", "/api/meters", Map.of("meter", meter), OBJECT);
    }

    @Override
    public void derive(Meter meter, String expression) {
        client.send("POST", "/api/meters", Map.of("meter", meter, "expression", expression), OBJECT);
    }

    @Override
    public List<Scraped> scraped() {
        return client.get("/api/meters/scraped", new TypeReference<>() {
        });
    }

    @Override
    public String scrape(URI endpoint, String wanted) {
        return String.valueOf(
                client.send("POST", "/api/meters/scraped", Map.of("endpoint", endpoint.toString(), "name", wanted), OBJECT).get("name"));
    }

    @Override
    public void stopScraping(String name) {
        client.send("POST", "/api/meters/scraped/remove", Map.of("name", name), OBJECT);
    }

    @Override
    public int push(List<Sample> samples) {
        return ((Number) Objects
                .requireNonNull(client.send("POST", "/api/meters/samples", Map.of("samples", samples), OBJECT).get("dropped")))
                .intValue();
    }
}
