package gpudyno.node.server;

import com.fasterxml.jackson.core.type.TypeReference;
import gpudyno.cost.CostCsv;
import gpudyno.model.OneLine;
import gpudyno.model.cost.Budget;
import gpudyno.model.cost.CostReport;
import gpudyno.model.cost.Prices;
import gpudyno.model.cost.WhatIf;
import gpudyno.node.Costs;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;

/// What a node costs, over HTTP.
final class CostRoutes {
    private static final TypeReference<Prices> PRICES = new TypeReference<>() {
    };

    private CostRoutes() {
    }

    private static String csv(Context context, Costs cost) {
        String by = Exchange.single(context, "by").orElse("time");
        if (!by.equals("time") && !by.equals("key")) {
            throw new IllegalArgumentException("by must be time or key, got '" + OneLine.of(OneLine.shortened(by, 20)) + "'");
        }
        CostReport report = cost.report(Exchange.instant(context, "from"), Exchange.instant(context, "to"));
        return by.equals("key") ? CostCsv.byKey(report) : CostCsv.of(report);
    }

    static void map(Routes routes, Costs cost) {
        routes.get("/api/cost",
                context -> Exchange.json(context, cost.report(Exchange.instant(context, "from"), Exchange.instant(context, "to"))),
                Tells.gives(CostReport.class).required("from", "string").required("to", "string"));
        routes.get("/api/cost/csv",
                context -> context.contentType("text/csv; charset=utf-8").header("X-Content-Type-Options", "nosniff")
                        .result(csv(context, cost).getBytes(StandardCharsets.UTF_8)),
                Tells.NOTHING.text("text/csv").required("from", "string").required("to", "string").query("by", "string"));
        routes.get("/api/cost/budget", context -> Exchange.json(context, cost.budget()), Tells.gives(Budget.class));
        routes.get("/api/cost/whatif", context -> Exchange.json(context, cost.whatIf()), Tells.givesList(WhatIf.class));
        routes.get("/api/cost/prices", context -> Exchange.json(context, cost.prices()), Tells.gives(Prices.class));
        routes.put("/api/cost/prices", Role.OPERATOR, context -> {
            cost.declare(Exchange.body(context, PRICES));
            Exchange.json(context, cost.prices());
        }, Tells.takes(PRICES));
    }
}
