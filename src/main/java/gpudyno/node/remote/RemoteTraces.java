package gpudyno.node.remote;

import com.fasterxml.jackson.core.type.TypeReference;
import gpudyno.model.trace.OpenedTrace;
import gpudyno.model.trace.TraceList;
import gpudyno.model.trace.TraceQuery;
import gpudyno.node.Traces;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The traces of a node attached over HTTP.
final class RemoteTraces implements Traces {
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {
    };

    private final NodeClient client;

    RemoteTraces(NodeClient client) {
        this.client = client;
    }

    @Override
    public Tally tally() {
        return client.get("/api/traces/tally", new TypeReference<>() {
        });
    }

    @Override
    public String tryExport() {
        return client.send("POST", "/api/collector/test", Map.of(), TEXTS).getOrDefault("answer", "");
    }

    @Override
    public TraceList find(TraceQuery query) {
        StringBuilder path = new StringBuilder("/api/traces?from=").append(query.from()).append("&to=").append(query.to())
                .append("&longerThan=").append(query.longerThan()).append("&most=").append(query.most()).append("&text=")
                .append(URLEncoder.encode(query.text(), StandardCharsets.UTF_8));
        if (query.kept() != null) {
            path.append("&kept=").append(word(query.kept()));
        }
        if (query.stage() != null) {
            path.append("&stage=").append(word(query.stage()));
        }
        return client.get(path.toString(), new TypeReference<>() {
        });
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Optional<OpenedTrace> trace(String id) {
        return client.find("/api/traces/" + URLEncoder.encode(id, StandardCharsets.UTF_8), new TypeReference<>() {
        });
    }
}
