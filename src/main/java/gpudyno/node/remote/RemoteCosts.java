package gpudyno.node.remote;

import com.fasterxml.jackson.core.type.TypeReference;
import gpudyno.model.cost.Budget;
import gpudyno.model.cost.CostReport;
import gpudyno.model.cost.Prices;
import gpudyno.model.cost.WhatIf;
import gpudyno.node.Costs;
import java.time.Instant;
import java.util.List;

/// What a node attached over HTTP costs.
final class RemoteCosts implements Costs {
    private final NodeClient client;

    RemoteCosts(NodeClient client) {
        this.client = client;
    }

    @Override
    public Prices prices() {
        return client.get("/api/cost/prices", new TypeReference<>() {
        });
    }

    @Override
    public void declare(Prices prices) {
        client.send("PUT", "/api/cost/prices", prices, new TypeReference<Prices>() {
        });
    }

    @Override
    public CostReport report(Instant from, Instant to) {
        return client.get("/api/cost?from=" + from + "&to=" + to, new TypeReference<>() {
        });
    }

    @Override
    public Budget budget() {
        return client.get("/api/cost/budget", new TypeReference<>() {
        });
    }

    @Override
    public List<WhatIf> whatIf() {
        return client.get("/api/cost/whatif", new TypeReference<>() {
        });
    }
}
