package gpudyno.node.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import gpudyno.model.cost.CostReport;
import gpudyno.model.load.Run;
import gpudyno.model.load.RunRequest;
import gpudyno.model.load.Scenario;
import gpudyno.model.load.Workload;
import gpudyno.node.local.LocalNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiKeysTest {
    private static HttpResponse<String> embed(HttpClient http, NodeServer server, String authorization) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/v1/embeddings"))
                .POST(HttpRequest.BodyPublishers.ofString("{\"input\": \"hello\", \"model\": \"all-MiniLM-L6-v2\"}"));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void onceAKeyIsMadeTheModelServerNeedsOneAndKeepsToItsLimits(@TempDir Path folder) throws Exception {
        Access access = Access.at(folder.resolve("token"), folder);
        try (LocalNode node = new LocalNode(folder, "keyed");
                NodeServer server = new NodeServer(node, access, Listening.plain("127.0.0.1", 0, AllowedOrigins.NONE));
                HttpClient http = HttpClient.newHttpClient()) {
            assertThat(embed(http, server, "").statusCode()).as("open while there is no key").isEqualTo(200);
            String slow = access.add("slow", Role.CLIENT, Optional.of(0.5), Optional.empty()).text();
            String free = access.add("free", Role.CLIENT, Optional.empty(), Optional.of(4)).text();
            String reader = access.add("reader", Role.READER, Optional.empty(), Optional.empty()).text();
            HttpResponse<String> without = embed(http, server, "");
            assertThat(without.statusCode()).isEqualTo(401);
            assertThat(without.body()).contains("\"error\"", "API key");
            assertThat(embed(http, server, "Bearer " + reader).statusCode()).isEqualTo(403);
            assertThat(embed(http, server, "Bearer " + access.owner().text()).statusCode()).isEqualTo(200);
            assertThat(embed(http, server, "Bearer " + free).statusCode()).isEqualTo(200);
            assertThat(embed(http, server, "Bearer " + slow).statusCode()).isEqualTo(200);
            HttpResponse<String> tooFast = embed(http, server, "Bearer " + slow);
            assertThat(tooFast.statusCode()).isEqualTo(429);
            assertThat(tooFast.headers().firstValue("Retry-After")).hasValueSatisfying(
                    seconds -> assertThat(Integer.parseInt(seconds)).isBetween(1, 2));
            Instant now = Instant.now();
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(node.cost().report(now.minusSeconds(120), now.plusSeconds(60))
                            .keys()).as("one answer each, also the one before there were keys")
                            .extracting(CostReport.Share::name, CostReport.Share::requests)
                            .containsExactlyInAnyOrder(tuple("no key", 1L), tuple("the owner", 1L), tuple("free", 1L), tuple("slow", 1L)));
            HttpResponse<String> api = http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/info"))
                    .header("Authorization", "Bearer " + free).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(api.statusCode()).as("a key is of the model server alone").isEqualTo(403);
            access.revoke("slow");
            access.revoke("free");
            assertThat(embed(http, server, "Bearer " + free).statusCode()).isEqualTo(401);
            assertThat(embed(http, server, "").statusCode()).as("still closed after the last key").isEqualTo(401);

            long id = node.runs().start(RunRequest.of(new Scenario.Constant(20, Duration.ofMillis(500)), Workload.DEFAULT));
            await().atMost(Duration.ofSeconds(30)).until(() -> node.journal().activity().isEmpty());
            Run run = node.runs().run(id).orElseThrow();
            assertThat(run.toString()).as("the node's own load has a way in").doesNotContain("401");
            assertThat(node.info().toString()).doesNotContain("@");
        }
    }

    @Test
    void aKeyMaySendItsRateAndCatchUpByASecond() {
        AtomicLong nanos = new AtomicLong();
        KeyLimit limit = new KeyLimit(Optional.of(10.0), Optional.of(2), nanos::get);
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        int sent = 0;
        while (limit.take() == 0) {
            sent++;
        }
        assertThat(sent).isEqualTo(10);
        assertThat(limit.take()).isBetween(0.099, 0.101);
        for (int i = 0; i < 1_000; i++) {
            nanos.addAndGet(Duration.ofMillis(10).toNanos());
            sent += limit.take() == 0 ? 1 : 0;
        }
        assertThat(sent).as("ten seconds at ten a second after the first ten").isBetween(109, 111);
        assertThat(limit.begin()).isTrue();
        assertThat(limit.begin()).isTrue();
        assertThat(limit.begin()).isFalse();
        limit.end();
        assertThat(limit.begin()).isTrue();
    }
}
