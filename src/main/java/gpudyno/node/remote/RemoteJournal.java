package gpudyno.node.remote;

import com.fasterxml.jackson.core.type.TypeReference;
import gpudyno.model.node.Event;
import gpudyno.model.node.Readiness;
import gpudyno.model.node.Recommendation;
import gpudyno.model.node.RecordKind;
import gpudyno.model.node.StoreContents;
import gpudyno.node.Activity;
import gpudyno.node.Journal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The events, activity and health of a node attached over HTTP.
final class RemoteJournal implements Journal {
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {
    };

    private static final TypeReference<Map<String, Object>> KEPT = new TypeReference<>() {
    };

    private final NodeClient client;

    RemoteJournal(NodeClient client) {
        this.client = client;
    }

    @Override
    public List<Event> events() {
        return client.get("/api/events", new TypeReference<>() {
        });
    }

    @Override
    public Optional<Activity> activity() {
        return client.get("/api/activity", new TypeReference<List<Activity>>() {
        }).stream().findFirst();
    }

    @Override
    public List<Recommendation> recommendations() {
        return client.get("/api/recommendations", new TypeReference<>() {
        });
    }

    @Override
    public List<Readiness> readiness() {
        return client.get("/api/readiness", new TypeReference<>() {
        });
    }

    @Override
    public StoreContents contents() {
        return client.get("/api/kept", new TypeReference<>() {
        });
    }

    @Override
    public void keep(RecordKind kind, long limit) {
        client.send("PUT", "/api/kept", new Keep(kind, limit), KEPT);
    }

    @Override
    public String targets() {
        return client.get("/api/targets", TEXTS).getOrDefault("targets", "");
    }

    @Override
    public void setTargets(String profile) {
        client.send("PUT", "/api/targets", Map.of("targets", profile), TEXTS);
    }
}
