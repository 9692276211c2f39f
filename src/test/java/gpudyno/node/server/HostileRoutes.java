package gpudyno.node.server;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A good request of every route of a node, to make bad ones of.
final class HostileRoutes {
    private static final String RULE = """
        {"id": "hostile", "title": "t", "group": "g", "condition": "memory.percent >= 99.0", "keepWhile": "memory.percent >= 98.0",
         "window": "PT1M", "for": "PT10S", "keepFiring": "PT10S", "cooldown": "PT5M", "noData": "CLEAR", "severity": "WARNING",
         "inhibitedBy": ["memory-critical"], "on": true, "duringTests": "fire"}""";
    private static final String SHORT_RULE = "{\"id\": \"hostile\", \"title\": \"t\", \"condition\": \"memory.percent >= 99.0\"}";

    /// @param query without the question mark
    /// @param bodies good ones; none where the route takes no body
    record Example(String query, List<String> bodies) {}

    private HostileRoutes() {
    }

    /// By method and path, as in `GET /api/info`.
    static Map<String, Example> all() {
        Map<String, Example> routes = new TreeMap<>();
        served(routes);
        own(routes);
        alerts(routes);
        loads(routes);
        sessions(routes);
        return routes;
    }

    private static void served(Map<String, Example> routes) {
        body(routes, "POST /v1/embeddings",
                "{\"model\": \"all-MiniLM-L6-v2\", \"input\": [\"a\"], \"encoding_format\": \"float\", \"dimensions\": 384}");
        body(routes, "POST /v1/chat/completions", "{\"model\": \"m\", \"messages\": [{\"role\": \"user\", \"content\": \"a\"}]}");
        body(routes, "POST /v1/completions", "{\"model\": \"m\", \"prompt\": \"a\"}");
        query(routes, "GET /v1/models", "");
        query(routes, "GET /metrics", "");
        query(routes, "GET /openapi.json", "");
    }

    private static void own(Map<String, Example> routes) {
        query(routes, "GET /api/health", "");
        query(routes, "GET /api/info", "");
        query(routes, "GET /api/frames", "after=0&started=0");
        query(routes, "GET /api/meters", "");
        query(routes, "GET /api/history", "from=2026-01-01T00:00:00Z&to=2026-01-01T00:01:00Z&resolutionMillis=10000&meter=memory.percent");
        query(routes, "GET /api/knobs", "");
        query(routes, "GET /api/knobs/past", "most=10");
        routes.put("PATCH /api/knobs", new Example("by=test", List.of("{\"serve.queue.limit\": 77, \"cache.enabled\": true}")));
        query(routes, "GET /api/meters/custom", "");
        body(routes, "POST /api/meters",
                "{\"meter\": {\"id\": \"fan.speed\", \"unit\": \"1\", \"kind\": \"GAUGE\", \"help\": \"h\", \"labelNames\": [\"fan\"]}}",
                "{\"meter\": {\"id\": \"fan.twice\", \"kind\": \"GAUGE\"}, \"expression\": \"offered.rps * 2.0\"}");
        body(routes, "POST /api/meters/samples", "{\"samples\": [{\"series\": \"fan.speed{left}\", \"value\": 1200}]}");
        query(routes, "GET /api/meters/scraped", "");
        body(routes, "POST /api/meters/scraped", "{\"endpoint\": \"http://127.0.0.1:1/metrics\", \"name\": \"vllm\"}");
        body(routes, "POST /api/meters/scraped/remove", "{\"name\": \"vllm\"}");
        query(routes, "GET /api/machine", "");
        query(routes, "GET /api/gpus", "");
        query(routes, "GET /api/gpus/sources", "");
        query(routes, "GET /api/gpus/events", "");
        query(routes, "GET /api/gpus/processes", "");
        query(routes, "GET /api/gpus/causes", "from=2026-01-01T00:00:00Z&to=2026-01-01T00:01:00Z");
        query(routes, "GET /api/gpus/controls", "");
        body(routes, "POST /api/gpus/reset", "{\"device\": \"GPU-1\"}");
        body(routes, "POST /api/gpus/processes/end", "{\"device\": \"GPU-1\", \"pid\": 4711, \"signal\": \"TERM\"}");
        query(routes, "GET /api/memory", "");
        query(routes, "GET /api/memory/actions", "");
        body(routes, "POST /api/memory/trim", "{\"device\": \"host\", \"depth\": \"shrink\"}");
        query(routes, "GET /api/foresight", "");
        query(routes, "GET /api/forecasts", "");
        query(routes, "GET /api/anomalies", "from=2026-01-01T00:00:00Z&to=2026-01-01T00:01:00Z");
        query(routes, "GET /api/anomalies/watched", "");
        query(routes, "GET /api/anomalies/course", "meter=latency.p95.ms");
        query(routes, "POST /api/anomalies/{id}/expected", "");
        query(routes, "GET /api/incidents", "from=2026-01-01T00:00:00Z&to=2026-01-01T00:01:00Z");
        query(routes, "GET /api/traces", "from=2026-01-01T00:00:00Z&to=2026-01-01T00:01:00Z&kept=slow&stage=queue&longerThan=5&most=10");
        query(routes, "GET /api/traces/tally", "");
        query(routes, "POST /api/collector/test", "");
        query(routes, "GET /api/traces/{id}", "");
        query(routes, "GET /api/cache", "");
        body(routes, "POST /api/cache/get", "{\"text\": \"a\"}");
        body(routes, "POST /api/cache/invalidate", "{\"pattern\": \"*\", \"dryRun\": true}", "{\"text\": \"a\", \"dryRun\": false}");
        query(routes, "GET /api/cost", "from=2026-01-01T00:00:00Z&to=2026-01-01T00:01:00Z");
        query(routes, "GET /api/cost/csv", "from=2026-01-01T00:00:00Z&to=2026-01-01T00:01:00Z&by=key");
        query(routes, "GET /api/cost/budget", "");
        query(routes, "GET /api/cost/whatif", "");
        query(routes, "GET /api/cost/prices", "");
        body(routes, "PUT /api/cost/prices", "{\"currency\": \"USD\", \"deviceHour\": 0.5, \"source\": \"declared\", "
                + "\"tariff\": [{\"from\": 0, \"to\": 24, \"perKwh\": 0.3}]}");
        query(routes, "GET /api/events", "");
        query(routes, "GET /api/kept", "");
        body(routes, "PUT /api/kept", "{\"kind\": \"TRACES\", \"limit\": 3000}");
        query(routes, "GET /api/recommendations", "");
        query(routes, "GET /api/readiness", "");
        query(routes, "GET /api/activity", "");
        query(routes, "GET /api/targets", "");
        body(routes, "PUT /api/targets", "{\"targets\": \"option-2\"}");
        query(routes, "GET /api/tokens", "");
        // Of a reader: an API key would close the model server to the requests without one.
        body(routes, "POST /api/tokens", "{\"name\": \"hostile\", \"role\": \"reader\"}");
        body(routes, "POST /api/tokens/revoke", "{\"name\": \"hostile\"}");
        body(routes, "POST /api/actions", "{\"action\": \"focus\"}");
    }

    private static void alerts(Map<String, Example> routes) {
        query(routes, "GET /api/alerts", "");
        query(routes, "GET /api/alerts/board", "");
        // A preview reads the same and changes nothing, which is faster.
        body(routes, "PUT /api/alerts/rules", SHORT_RULE);
        body(routes, "POST /api/alerts/rules/import",
                "{\"yaml\": \"rules:\\n- id: imported\\n  condition: memory.percent >= 99.0\\n\"}");
        body(routes, "POST /api/alerts/rules/remove", "{\"id\": \"hostile\"}");
        routes.put("POST /api/alerts/preview", new Example("hours=1", List.of(RULE)));
        body(routes, "POST /api/alerts/{id}/acknowledge", "{\"note\": \"seen\"}");
        query(routes, "POST /api/alerts/{id}/unacknowledge", "");
        body(routes, "POST /api/alerts/silences", "{\"id\": 0, \"rule\": \"memory-critical\", \"series\": \"a\", \"until\": \""
                + java.time.Instant.now().plusSeconds(3600) + "\", \"by\": \"me\", \"note\": \"n\"}");
        query(routes, "POST /api/alerts/silences/{id}/remove", "");
    }

    private static void loads(Map<String, Example> routes) {
        query(routes, "GET /api/loads", "");
        query(routes, "GET /api/loads/{id}", "");
        query(routes, "GET /api/loads/{id}/tally", "");
        query(routes, "GET /api/clock", "");
        query(routes, "GET /api/loads/{id}/document", "format=json");
        query(routes, "GET /api/loads/{id}/differences", "to=1");
        query(routes, "POST /api/loads/{id}/stop", "");
        body(routes, "POST /api/loads", load("{\"scenario\": \"constant\", \"rate\": 5, \"duration\": \"PT0.1S\"}", ""));
        body(routes, "POST /api/loads/plan", load("{\"scenario\": \"constant\", \"rate\": 5, \"duration\": \"PT1S\"}",
                ", \"workload\": {\"distinctPrompts\": 10, \"zipf\": 1.0, \"seed\": 1}, \"slo\": \"p95=500ms\", \"connections\": 1, "
                        + "\"timeout\": \"PT1S\", \"warmup\": \"PT0S\", \"target\": {\"address\": \"http://127.0.0.1:9/v1\", \"api\": \"openai-chat\", \"model\": \"m\", \"outputTokens\": 4}"),
                load("{\"scenario\": \"poisson\", \"rate\": 5, \"duration\": \"PT1S\"}",
                        ", \"target\": {\"address\": \"http://127.0.0.1:9/x\", \"api\": \"http-post\", \"body\": \"{}\"}"),
                load("{\"scenario\": \"closed\", \"connections\": 5, \"duration\": \"PT1S\"}", ""),
                load("{\"scenario\": \"gamma\", \"rate\": 5, \"burstiness\": 0.5, \"duration\": \"PT1S\"}", ""),
                load("{\"scenario\": \"ramp\", \"from\": 1, \"to\": 5, \"duration\": \"PT1S\"}", ""),
                load("{\"scenario\": \"step\", \"start\": 1, \"increment\": 1, \"hold\": \"PT1S\", \"max\": 3}", ""),
                load("{\"scenario\": \"spike\", \"base\": 1, \"peak\": 5, \"duration\": \"PT1S\"}", ""),
                load("{\"scenario\": \"soak\", \"rate\": 5, \"duration\": \"PT1S\"}", ""),
                load("{\"scenario\": \"replay\", \"trace\": \"t.csv\", \"timeScale\": 1, \"duration\": \"PT1S\"}",
                        ", \"trace\": \"timestamp,input_length,output_length\\n0,5,5\\n500,5,5\\n\""),
                load("{\"scenario\": \"find-max\", \"startRate\": 5, \"probeDuration\": \"PT1S\"}", ", \"slo\": \"p95=500ms\""));
    }

    private static String load(String scenario, String more) {
        return "{\"scenario\": " + scenario + more + "}";
    }

    private static void sessions(Map<String, Example> routes) {
        query(routes, "GET /api/sessions", "");
        query(routes, "GET /api/sessions/{id}", "");
        query(routes, "GET /api/sessions/{id}/document", "format=json");
        body(routes, "POST /api/sessions", "{\"targets\": \"option-2\", \"budget\": \"PT60S\", \"workload\": {\"distinctPrompts\": 10, "
                + "\"zipf\": 1.0, \"seed\": 1}, \"seed\": 1, \"applyBest\": false, \"strategy\": \"auto\", \"held\": [\"cache.enabled\"], \"goal\": \"held-rate\"}");
        for (String act : List.of("stop", "resume", "apply", "rollback")) {
            query(routes, "POST /api/sessions/{id}/" + act, "");
        }
    }

    private static void query(Map<String, Example> routes, String route, String query) {
        routes.put(route, new Example(query, List.of()));
    }

    private static void body(Map<String, Example> routes, String route, String... bodies) {
        routes.put(route, new Example("", List.of(bodies)));
    }
}
