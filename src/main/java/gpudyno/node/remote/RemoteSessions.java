package gpudyno.node.remote;

import com.fasterxml.jackson.core.type.TypeReference;
import gpudyno.model.knob.KnobChange;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionRequest;
import gpudyno.model.tune.SessionSummary;
import gpudyno.node.DocumentFormat;
import gpudyno.node.Sessions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The sessions of a node attached over HTTP.
final class RemoteSessions implements Sessions {
    private static final String PATH = "/api/sessions";
    private static final TypeReference<KnobChange> CHANGE = new TypeReference<>() {
    };

    private final NodeClient client;

    RemoteSessions(NodeClient client) {
        this.client = client;
    }

    @Override
    public long start(SessionRequest request) {
        return client.create(PATH, request);
    }

    @Override
    public void resume(long id) {
        client.order(PATH + "/" + id + "/resume");
    }

    @Override
    public List<SessionSummary> list() {
        return client.get(PATH, new TypeReference<>() {
        });
    }

    @Override
    public Optional<SessionReport> report(long id) {
        return client.find(PATH + "/" + id, new TypeReference<>() {
        });
    }

    @Override
    public String document(long id, DocumentFormat format) {
        return client.text(PATH + "/" + id + "/document?format=" + format.extension());
    }

    @Override
    public void stop(long id) {
        client.order(PATH + "/" + id + "/stop");
    }

    @Override
    public KnobChange applyBest(long id) {
        return client.send("POST", PATH + "/" + id + "/apply", Map.of(), CHANGE);
    }

    @Override
    public KnobChange rollBack(long id) {
        return client.send("POST", PATH + "/" + id + "/rollback", Map.of(), CHANGE);
    }
}
