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
        return new Scrape("vllm", url, Duration.ofSeconds(1), keep, List.of("pid"), List.of(), mostSeries);
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
    void rulesKeepDropSetAndTakeOutLabels() {
        MeterFile.Content content = MeterFile.read("""
            scrapes:
              - name: gpu
                url: "http://127.0.0.1:9400/metrics"
                relabel:
                  - {sourceLabels: [__name__], regex: "dcgm_.*", action: keep}
                  - {sourceLabels: [gpu], regex: "9", action: drop}
                  - {sourceLabels: [gpu, host], regex: "(.*);(.*)", targetLabel: device, replacement: "$2-$1"}
                  - {regex: "gpu|host|UUID", action: labeldrop}
                  - {sourceLabels: [__name__], regex: "dcgm_fi_(.*)", targetLabel: __name__, replacement: "$1"}
            """);
        ScrapedMeters scraped = new ScrapedMeters(content.scrapes().getFirst(), meters);
        assertThat(scraped.accept("""
            dcgm_fi_temp{gpu="0",host="a",UUID="x1"} 61
            dcgm_fi_temp{gpu="1",host="a",UUID="x2"} 62
            dcgm_fi_temp{gpu="9",host="a",UUID="x3"} 99
            go_threads 7
            """)).isEqualTo(new ScrapedMeters.Result(2, 0));
        Frame frame = frame();
        assertThat(frame.gauge(Series.of("gpu.temp", "a-0"))).isEqualTo(61);
        assertThat(frame.gauge(Series.of("gpu.temp", "a-1"))).isEqualTo(62);
        assertThat(registry.meter("gpu.go.threads")).isNull();
        assertThatThrownBy(() -> MeterFile.read("scrapes:\n  - {name: a, url: 'http://x/', relabel: [{regex: '('}]}\n"))
                .hasMessageContaining("no regular expression");
    }

    /// What a stranger may serve: no end, no line's end, no UTF-8, the same series twice, buckets below zero. Each scrape ends, says how, and
    /// leaves the node able to read the next.
    @Test
    void hostileEndpointsAreBoundedNamedAndHarmless() throws IOException {
        Map<String, byte[]> pages = Map.of("twice", "a 1\na 2\n".getBytes(StandardCharsets.UTF_8), "negative",
                "# TYPE h histogram\nh_bucket{le=\"1\"} -5\nh_bucket{le=\"+Inf\"} -7\nh_sum -3\nh_count -7\n"
                        .getBytes(StandardCharsets.UTF_8),
                "bytes", new byte[]{'a', '{', 'b', '=', '"', (byte) 0xff, (byte) 0xfe, '"', '}', ' ', '1', '\n'}, "long",
                ("a{b=\"" + "x".repeat(1 << 20) + "\"} 1\n").getBytes(StandardCharsets.UTF_8));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor());
        pages.forEach((name, page) -> server.createContext("/" + name, exchange -> {
            exchange.sendResponseHeaders(200, page.length);
            try (var out = exchange.getResponseBody()) {
                out.write(page);
            }
        }));
        server.createContext("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] line = "a{b=\"0123456789\"} 1\n".repeat(1000).getBytes(StandardCharsets.UTF_8);
            try (var out = exchange.getResponseBody()) {
                while (true) {
                    out.write(line);
                }
            } catch (IOException _) {
                // The scraper hung up: what it should do.
            }
        });
        server.start();
        String at = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
        List<Scrape> all = java.util.stream.Stream.of("twice", "negative", "bytes", "long", "endless")
                .map(name -> new Scrape(name, URI.create(at + name), Duration.ofSeconds(1), ".*", List.of(), List.of(), 10)).toList();
        try (Scraper scraper = new Scraper(all, meters)) {
            await().atMost(Duration.ofSeconds(30)).until(() -> scraper.status().size() == 5);
            assertThat(scraper.status().get("endless")).contains("failed: more than");
            assertThat(scraper.status().get("long")).contains("line 1 is longer");
            assertThat(scraper.status().get("twice")).isEqualTo("2 samples");
            assertThat(frame().gauge("twice.a")).isEqualTo(2);
            assertThat(frame().counted("negative.h.count")).isZero();
            assertThat(frame().readings().keySet()).anyMatch(series -> series.meter().equals("bytes.a"));
        } finally {
            server.stop(0);
        }
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
        Scrape good = new Scrape("room", URI.create(at + "/metrics"), Duration.ofSeconds(1), ".*", List.of(), List.of(), 10);
        Scrape missing = new Scrape("attic", URI.create(at + "/none"), Duration.ofSeconds(1), ".*", List.of(), List.of(), 10);
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
