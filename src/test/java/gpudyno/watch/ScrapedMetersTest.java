package gpudyno.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Series;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScrapedMetersTest {
    private final MeterRegistry registry = new MeterRegistry();
    private final PushedMeters meters = new PushedMeters(registry, System::nanoTime);

    private static Scrape scrape(URI url, String keep, int mostSeries) {
        return new Scrape("vllm", url, Duration.ofSeconds(1), keep, List.of("pid"), mostSeries);
    }

    private Frame frame() {
        return registry.close(1, Instant.EPOCH, Duration.ofSeconds(1));
    }

    @Test
    void gaugesCountersAndLabelsBecomeMetersAndACounterThatFallsHasBegunAgain() {
        ScrapedMeters scraped = new ScrapedMeters(scrape(URI.create("http://localhost/"), "vllm:.*", 100), meters);
        String text = "# TYPE vllm:running gauge\nvllm:running{model=\"a\",pid=\"%d\"} %d\n# TYPE vllm:tokens counter\nvllm:tokens_total %d\nother 1\n";
        assertThat(scraped.accept(text.formatted(1, 3, 1000))).isEqualTo(new ScrapedMeters.Result(2, 0));
        assertThat(frame().gauge(Series.of("vllm.vllm.running", "a"))).isEqualTo(3);
        scraped.accept(text.formatted(2, 4, 1500));
        scraped.accept(text.formatted(2, 4, 20));
        Frame frame = frame();
        assertThat(frame.gauge(Series.of("vllm.vllm.running", "a"))).isEqualTo(4);
        assertThat(frame.counted("vllm.vllm.tokens.total")).isEqualTo(520);
        assertThat(registry.meter("vllm.other")).isNull();
    }

    @Test
    void aRunawayLabelIsCappedAndCounted() {
        ScrapedMeters scraped = new ScrapedMeters(scrape(URI.create("http://localhost/"), ".*", 50), meters);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            text.append("hits{user=\"").append(i).append("\"} 1\n");
        }
        assertThat(scraped.accept(text.toString())).isEqualTo(new ScrapedMeters.Result(50, 9950));
        assertThat(frame().readings().keySet()).filteredOn(series -> series.meter().equals("vllm.hits")).hasSize(50);
    }

    @Test
    void anEndpointIsReadOverHttpAndItsFaultsAreNamed() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/metrics", exchange -> {
            byte[] body = "temperature 21.5\n".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            try (var out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.start();
        String at = "http://127.0.0.1:" + server.getAddress().getPort();
        Scrape good = new Scrape("room", URI.create(at + "/metrics"), Duration.ofSeconds(1), ".*", List.of(), 10);
        Scrape missing = new Scrape("attic", URI.create(at + "/none"), Duration.ofSeconds(1), ".*", List.of(), 10);
        try (Scraper scraper = new Scraper(List.of(good, missing), meters)) {
            await().atMost(Duration.ofSeconds(10)).until(() -> scraper.status().size() == 2);
            assertThat(scraper.status()).isEqualTo(Map.of("room", "1 samples", "attic", "failed: status 404"));
            assertThat(frame().gauge("room.temperature")).isEqualTo(21.5);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void theFileNamesWhatIsWrong() {
        MeterFile.Content content = MeterFile.read("""
            meters:
              - meter: {id: fan.speed, unit: "1", kind: GAUGE, help: Fan speed, labelNames: [fan]}
                expression: ""
            scrapes:
              - {name: vllm, url: "http://127.0.0.1:8000/metrics", every: PT5S}
            """);
        assertThat(content.meters().getFirst().meter()).isEqualTo(Meter.gauge("fan.speed", "1", "Fan speed", "fan"));
        assertThat(content.scrapes().getFirst().mostSeries()).isEqualTo(2000);
        assertThatThrownBy(() -> MeterFile.read("scrapes:\n  - {name: a, url: 'ftp://x/'}\n")).hasMessageContaining("http");
        assertThatThrownBy(() -> MeterFile.read("scrape: 1\n")).hasMessageContaining("scrape");
    }
}
