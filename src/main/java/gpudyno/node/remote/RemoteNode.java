package gpudyno.node.remote;

import com.fasterxml.jackson.core.type.TypeReference;
import gpudyno.model.alert.Alert;
import gpudyno.model.knob.KnobChange;
import gpudyno.model.knob.KnobState;
import gpudyno.model.load.Run;
import gpudyno.model.load.RunDifference;
import gpudyno.model.load.RunPlan;
import gpudyno.model.load.RunRequest;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Meter;
import gpudyno.model.node.Event;
import gpudyno.model.node.NodeInfo;
import gpudyno.model.node.Readiness;
import gpudyno.model.node.Recommendation;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionRequest;
import gpudyno.node.Activity;
import gpudyno.node.Alerting;
import gpudyno.node.Connection;
import gpudyno.node.CustomMeters;
import gpudyno.node.DocumentFormat;
import gpudyno.node.Node;
import gpudyno.node.Subscription;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A node attached over HTTP.
public final class RemoteNode implements Node {
    private final NodeClient client;

    /// @param token the node's bearer token
    public RemoteNode(URI address, String token) {
        client = new NodeClient(address, token);
    }

    @Override
    public NodeInfo info() {
        return client.get("/api/info", new TypeReference<>() {
        });
    }

    @Override
    public Connection connection() {
        return client.connection();
    }

    @Override
    public Duration roundTrip() {
        return client.roundTrip();
    }

    @Override
    public Subscription subscribe(long afterSequence, Consumer<Frame> consumer) {
        return new FrameStream(client, afterSequence, consumer);
    }

    @Override
    public List<Frame> history(Instant from, Instant to, Duration resolution) {
        return client.get("/api/history?from=" + from + "&to=" + to + "&resolutionMillis=" + resolution.toMillis(), new TypeReference<>() {
        });
    }

    @Override
    public List<Meter> meters() {
        return client.get("/api/meters", new TypeReference<>() {
        });
    }

    @Override
    public List<KnobState> knobs() {
        return client.get("/api/knobs", new TypeReference<>() {
        });
    }

    @Override
    public KnobChange turn(Map<String, ?> wanted, String by) {
        return client.send("PATCH", "/api/knobs?by=" + java.net.URLEncoder.encode(by, java.nio.charset.StandardCharsets.UTF_8), wanted,
                new TypeReference<>() {
                });
    }

    @Override
    public long startSession(SessionRequest request) {
        return id(client.send("POST", "/api/sessions", request, new TypeReference<>() {
        }));
    }

    private static long id(Map<String, Long> created) {
        Long id = created.get("id");
        if (id == null) {
            throw new IllegalStateException("the node gave no id");
        }
        return id;
    }

    @Override
    public void resumeSession(long id) {
        client.send("POST", "/api/sessions/" + id + "/resume", Map.of(), new TypeReference<Optional<Object>>() {
        });
    }

    @Override
    public List<SessionReport> sessions() {
        return client.get("/api/sessions", new TypeReference<>() {
        });
    }

    @Override
    public Optional<SessionReport> session(long id) {
        return client.find("/api/sessions/" + id, new TypeReference<>() {
        });
    }

    @Override
    public String sessionDocument(long id, DocumentFormat format) {
        return client.text("/api/sessions/" + id + "/document?format=" + format.extension());
    }

    @Override
    public void stopSession(long id) {
        client.send("POST", "/api/sessions/" + id + "/stop", Map.of(), new TypeReference<Optional<Object>>() {
        });
    }

    @Override
    public KnobChange applyBest(long id) {
        return client.send("POST", "/api/sessions/" + id + "/apply", Map.of(), new TypeReference<>() {
        });
    }

    @Override
    public KnobChange rollBack(long id) {
        return client.send("POST", "/api/sessions/" + id + "/rollback", Map.of(), new TypeReference<>() {
        });
    }

    @Override
    public long startRun(RunRequest request) {
        return id(client.send("POST", "/api/loads", request, new TypeReference<>() {
        }));
    }

    @Override
    public RunPlan planRun(RunRequest request) {
        return client.send("POST", "/api/loads/plan", request, new TypeReference<>() {
        });
    }

    @Override
    public String runDocument(long id, DocumentFormat format) {
        return client.text("/api/loads/" + id + "/document?format=" + format.extension());
    }

    @Override
    public List<RunDifference> compareRuns(long older, long newer) {
        return client.get("/api/loads/" + older + "/differences?to=" + newer, new TypeReference<>() {
        });
    }

    @Override
    public List<Run> runs() {
        return client.get("/api/loads", new TypeReference<>() {
        });
    }

    @Override
    public Optional<Run> run(long id) {
        return client.find("/api/loads/" + id, new TypeReference<>() {
        });
    }

    @Override
    public void stopRun(long id) {
        client.send("POST", "/api/loads/" + id + "/stop", Map.of(), new TypeReference<Optional<Object>>() {
        });
    }

    @Override
    public Optional<Activity> activity() {
        return client.get("/api/activity", new TypeReference<List<Activity>>() {
        }).stream().findFirst();
    }

    @Override
    public List<Event> events() {
        return client.get("/api/events", new TypeReference<>() {
        });
    }

    @Override
    public CustomMeters customMeters() {
        return new RemoteCustomMeters(client);
    }

    @Override
    public Alerting alerting() {
        return new RemoteAlerting(client);
    }

    @Override
    public List<Alert> alerts() {
        return client.get("/api/alerts", new TypeReference<>() {
        });
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
    public String targets() {
        Map<String, String> answer = client.get("/api/targets", new TypeReference<>() {
        });
        return answer.getOrDefault("targets", "");
    }

    @Override
    public void setTargets(String profile) {
        client.send("PUT", "/api/targets", Map.of("targets", profile), new TypeReference<Map<String, String>>() {
        });
    }

    /// Asks the node to bring its own console to the front.
    ///
    /// @return false if it has none
    public boolean focusConsole() {
        try {
            client.send("POST", "/api/actions", Map.of("action", "focus"), new TypeReference<Optional<Object>>() {
            });
            return true;
        } catch (IllegalStateException _) {
            return false;
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
