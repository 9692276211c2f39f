package gpudyno.node.remote;

import com.fasterxml.jackson.core.type.TypeReference;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Meter;
import gpudyno.node.Frames;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// The measurements of a node attached over HTTP.
final class RemoteFrames implements Frames {
    private final NodeClient client;

    RemoteFrames(NodeClient client) {
        this.client = client;
    }

    @Override
    public List<Frame> history(Instant from, Instant to, Duration resolution, Set<String> meters) {
        StringBuilder path = new StringBuilder("/api/history?from=" + from + "&to=" + to + "&resolutionMillis=" + resolution.toMillis());
        meters.forEach(meter -> path.append("&meter=").append(URLEncoder.encode(meter, StandardCharsets.UTF_8)));
        return client.get(path.toString(), new TypeReference<>() {
        });
    }

    @Override
    public List<Meter> meters() {
        return client.get("/api/meters", new TypeReference<>() {
        });
    }
}
