package gpudyno.node.remote;

import com.fasterxml.jackson.core.type.TypeReference;
import gpudyno.model.net.Pairing;
import gpudyno.model.node.NodeInfo;
import gpudyno.node.Alerting;
import gpudyno.node.Caching;
import gpudyno.node.Changes;
import gpudyno.node.Connection;
import gpudyno.node.Costs;
import gpudyno.node.CustomMeters;
import gpudyno.node.Foresight;
import gpudyno.node.Frames;
import gpudyno.node.Gpus;
import gpudyno.node.Journal;
import gpudyno.node.Knobs;
import gpudyno.node.MemoryCare;
import gpudyno.node.Node;
import gpudyno.node.Runs;
import gpudyno.node.Sessions;
import gpudyno.node.Surroundings;
import gpudyno.node.Traces;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/// A node attached over HTTP.
public final class RemoteNode implements Node {
    private final NodeClient client;
    private final Frames frames;
    private final Knobs knobs;
    private final Sessions sessions;
    private final Runs runs;
    private final Alerting alerting;
    private final CustomMeters customMeters;
    private final Gpus gpus;
    private final MemoryCare memory;
    private final Foresight foresight;
    private final Traces traces;
    private final Caching cache;
    private final Costs cost;
    private final Journal journal;
    private final Surroundings surroundings;

    /// @param token the node's bearer token
    public RemoteNode(URI address, String token) {
        this(Pairing.of(address, token));
    }

    public RemoteNode(Pairing pairing) {
        client = new NodeClient(pairing);
        frames = new RemoteFrames(client);
        knobs = new RemoteKnobs(client);
        sessions = new RemoteSessions(client);
        runs = new RemoteRuns(client);
        alerting = new RemoteAlerting(client);
        customMeters = new RemoteCustomMeters(client);
        gpus = new RemoteGpus(client);
        memory = new RemoteMemory(client);
        foresight = new RemoteForesight(client);
        traces = new RemoteTraces(client);
        cache = new RemoteCache(client);
        cost = new RemoteCosts(client);
        journal = new RemoteJournal(client);
        surroundings = new RemoteSurroundings(client);
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

    /// Every subscription is a stream of its own.
    @Override
    public Changes changes() {
        return (after, consumer) -> new ChangeStream(client, after, consumer);
    }

    @Override
    public Frames frames() {
        return frames;
    }

    @Override
    public Knobs knobs() {
        return knobs;
    }

    @Override
    public Sessions sessions() {
        return sessions;
    }

    @Override
    public Runs runs() {
        return runs;
    }

    @Override
    public Alerting alerting() {
        return alerting;
    }

    @Override
    public CustomMeters customMeters() {
        return customMeters;
    }

    @Override
    public Gpus gpus() {
        return gpus;
    }

    @Override
    public MemoryCare memory() {
        return memory;
    }

    @Override
    public Foresight foresight() {
        return foresight;
    }

    @Override
    public Traces traces() {
        return traces;
    }

    @Override
    public Caching cache() {
        return cache;
    }

    @Override
    public Costs cost() {
        return cost;
    }

    @Override
    public Journal journal() {
        return journal;
    }

    @Override
    public Surroundings surroundings() {
        return surroundings;
    }

    /// Asks the node to bring its own console to the front.
    ///
    /// @param attach the node it is to ask for
    /// @return false if it has none
    public boolean focusConsole(Optional<Pairing> attach) {
        try {
            client.send("POST", "/api/actions",
                    attach.map(at -> Map.of("action", "focus", "attach", at.typed())).orElse(Map.of("action", "focus")),
                    new TypeReference<Optional<Object>>() {
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
