package gpudyno.node.server;

import com.fasterxml.jackson.core.type.TypeReference;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.Sample;
import gpudyno.model.net.Address;
import gpudyno.node.CustomMeters;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Users' own meters over HTTP: declaring meters and pushing values.
final class CustomMeterRoutes {
    /// @param expression what a derived gauge follows; absent for a meter to push to
    record Declaration(Optional<Meter> meter, Optional<String> expression) {}

    record Samples(Optional<List<Sample>> samples) {}

    record Endpoint(Optional<String> endpoint, Optional<String> name) {}

    record Named(Optional<String> name) {}

    private CustomMeterRoutes() {
    }

    private static Address endpoint(String text) {
        try {
            return Address.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("endpoint: " + e.getMessage(), e);
        }
    }

    static void map(Routes routes, CustomMeters custom) {
        routes.get("/api/meters/custom", context -> Exchange.json(context, custom.declared()), Tells.givesList(Meter.class));
        routes.post("/api/meters", Role.OPERATOR, context -> {
            Declaration wanted = Exchange.body(context, new TypeReference<Declaration>() {
            });
            Meter meter = wanted.meter.orElseThrow(() -> new IllegalArgumentException("meter is missing: an object such as "
                    + "{\"id\": \"fan.speed\", \"unit\": \"1\", \"kind\": \"GAUGE\", \"help\": \"Fan speed\", \"labelNames\": [\"fan\"]}"));
            wanted.expression.ifPresentOrElse(expression -> custom.derive(meter, expression), () -> custom.declare(meter));
            Exchange.json(context.status(201), Map.of());
        }, Tells.takes(Declaration.class).status(201));
        routes.post("/api/meters/samples", Role.OPERATOR, context -> {
            List<Sample> samples = Exchange.body(context, new TypeReference<Samples>() {
            }).samples.orElseThrow(() -> new IllegalArgumentException(
                    "samples is missing: a list such as [{\"series\": \"fan.speed{left}\", \"value\": 1200}]"));
            int missing = samples.indexOf(null);
            if (missing >= 0) {
                throw new IllegalArgumentException("samples[" + missing + "] is null: a series and a value are needed");
            }
            Exchange.json(context, Map.of("dropped", custom.push(samples)));
        }, Tells.takes(Samples.class));
        routes.get("/api/meters/scraped", context -> Exchange.json(context, custom.scraped()), Tells.givesList(CustomMeters.Scraped.class));
        routes.post("/api/meters/scraped", Role.OPERATOR, context -> {
            Endpoint wanted = Exchange.body(context, new TypeReference<Endpoint>() {
            });
            Address endpoint = endpoint(wanted.endpoint.orElseThrow(
                    () -> new IllegalArgumentException("endpoint is missing: an address such as http://127.0.0.1:8000/metrics")));
            String name = custom.scrape(endpoint.uri(), wanted.name.orElseThrow(
                    () -> new IllegalArgumentException("name is missing: a word of lower-case letters and digits, such as vllm")));
            Exchange.json(context.status(201), Map.of("name", name));
        }, Tells.takes(Endpoint.class).giving(Named.class).status(201));
        routes.post("/api/meters/scraped/remove", Role.OPERATOR, context -> {
            custom.stopScraping(Exchange.body(context, new TypeReference<Named>() {
            }).name.orElseThrow(() -> new IllegalArgumentException("name is missing: that of an endpoint that is scraped")));
            Exchange.json(context, Map.of());
        }, Tells.takes(Named.class));
    }
}
