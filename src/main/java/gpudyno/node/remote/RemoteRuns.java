package gpudyno.node.remote;

import com.fasterxml.jackson.core.type.TypeReference;
import gpudyno.model.load.Run;
import gpudyno.model.load.RunDifference;
import gpudyno.model.load.RunPlan;
import gpudyno.model.load.RunRequest;
import gpudyno.model.load.RunTally;
import gpudyno.node.DocumentFormat;
import gpudyno.node.Runs;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The load runs of a node attached over HTTP.
final class RemoteRuns implements Runs {
    private static final String PATH = "/api/loads";

    private final NodeClient client;

    RemoteRuns(NodeClient client) {
        this.client = client;
    }

    @Override
    public long start(RunRequest request) {
        return client.create(PATH, request);
    }

    @Override
    public RunPlan plan(RunRequest request) {
        return client.send("POST", PATH + "/plan", request, new TypeReference<>() {
        });
    }

    @Override
    public List<Run> list() {
        return client.get(PATH, new TypeReference<>() {
        });
    }

    @Override
    public Optional<Run> run(long id) {
        return client.find(PATH + "/" + id, new TypeReference<>() {
        });
    }

    @Override
    public String document(long id, DocumentFormat format) {
        return client.text(PATH + "/" + id + "/document?format=" + format.extension());
    }

    @Override
    public List<RunDifference> compare(long older, long newer) {
        return client.get(PATH + "/" + older + "/differences?to=" + newer, new TypeReference<>() {
        });
    }

    @Override
    public Optional<RunTally> tally(long id) {
        return client.find(PATH + "/" + id + "/tally", new TypeReference<>() {
        });
    }

    @Override
    public Instant clock() {
        return client.get("/api/clock", new TypeReference<Clock>() {
        }).now();
    }

    private record Clock(Instant now) {}

    @Override
    public void stop(long id) {
        client.order(PATH + "/" + id + "/stop");
    }
}
