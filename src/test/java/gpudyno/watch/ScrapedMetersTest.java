package gpudyno.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import gpudyno.exposition.PrometheusText;
import gpudyno.expression.MeterExpression;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Series;
import java.io.ByteArrayOutputStream;
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

    private static String words(Scraper scraper, String target) {
        return java.util.Objects.requireNonNull(scraper.status().get(target)).words();
    }

    private Frame frame() {
        return registry.close(1, Instant.EPOCH, Duration.ofSeconds(1));
    }

    @Test
    void gaugesCountersAndLabelsBecomeMetersAndACounterThatFallsHasBegunAgain() {
        ScrapedMeters scraped = new ScrapedMeters(scrape(URI.create("http://localhost/"), "vllm:.*", 100), meters);
        String text = "# TYPE vllm:running gauge\nvllm:running{model=\"a\",pid=\"%d\"} %d\n# TYPE vllm:tokens counter\nvllm:tokens_total %d\nother 1\n";
        assertThat(scraped.accept(text.formatted(1, 3, 1000))).isEqualTo(new ScrapeOutcome.Read(2, 0, List.of()));
        assertThat(frame().gauge(Series.of("vllm.vllm.running", "a"))).isEqualTo(3);
        scraped.accept(text.formatted(2, 4, 1500));
        scraped.accept(text.formatted(2, 4, 20));
        Frame frame = frame();
        assertThat(frame.gauge(Series.of("vllm.vllm.running", "a"))).isEqualTo(4);
        assertThat(frame.counted("vllm.vllm.tokens.total")).isEqualTo(520);
        assertThat(registry.meter("vllm.other")).isNull();
    }

    @Test
    void everyNamePrometheusAllowsHasAnIdARuleCanNameWhateverElseIsServed() throws IOException {
        for (String before : List.of("", "{\"温度\"} 1\n", "{\"my-metric\"} 1\n")) {
            MeterRegistry own = new MeterRegistry();
            ScrapedMeters scraped = new ScrapedMeters(scrape(URI.create("http://localhost/"), ".*", 100),
                    new PushedMeters(own, System::nanoTime));
            scraped.accept(before + "{\"室温.c\", \"raum.名\"=\"1\"} 21\n{\"my.requests\"} 5\n");
            Frame frame = own.close(1, Instant.EPOCH, Duration.ofSeconds(1));
            assertThat(frame.gauge(Series.of("vllm.U5ba4U6e29.c", "1"))).isEqualTo(21);
            assertThat(MeterExpression.condition("vllm.U5ba4U6e29.c > 20.0").isTrue(new double[]{21})).isTrue();
            ByteArrayOutputStream page = new ByteArrayOutputStream();
            PrometheusText.write(own.meters(), own.totals(), page);
            assertThat(page.toString(StandardCharsets.UTF_8)).containsPattern("gpudyno_vllm_u5ba4u6e29_c\\{raum=\"1\"} 21.0");
        }
    }

    @Test
    void theSeriesOfAnEndpointThatIsRemovedEndCountersToo() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/metrics", exchange -> {
            byte[] body = "temperature 21.5\n# TYPE opened counter\nopened_total 5\n".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            try (var out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.start();
        Scrape room = scrape(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/metrics"), ".*", 10);
        Series level = Series.of("vllm.temperature");
        Series count = Series.of("vllm.opened.total");
        try (Scraper scraper = new Scraper(List.of(room), meters)) {
            for (int turn = 0; turn < 2; turn++) {
                await().until(() -> registry.holds(level) && registry.holds(count));
                scraper.remove("vllm");
                await().until(() -> !registry.holds(level) && !registry.holds(count));
                assertThatThrownBy(() -> scraper.remove("vllm")).hasMessage("no endpoint is scraped by the name 'vllm'; none is scraped");
                scraper.add(room);
            }
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aRunawayLabelIsCappedAndCounted() {
        ScrapedMeters scraped = new ScrapedMeters(scrape(URI.create("http://localhost/"), ".*", 50), meters);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            text.append("hits{user=\"").append(i).append("\"} 1\n");
        }
        assertThat(scraped.accept(text.toString())).isEqualTo(new ScrapeOutcome.Read(50, 9950, List.of("more than 50 series")));
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
            """)).isEqualTo(new ScrapeOutcome.Read(2, 0, List.of()));
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
            assertThat(words(scraper, "endless")).contains("failed: more than");
            assertThat(words(scraper, "long")).contains("line 1 is longer");
            assertThat(words(scraper, "twice")).isEqualTo("1 samples, 1 left out: a is served twice with the same labels");
            assertThat(frame().gauge("twice.a")).isEqualTo(1);
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
            assertThat(scraper.status())
                    .isEqualTo(Map.of("room", new ScrapeOutcome.Read(1, 0, List.of()), "attic", new ScrapeOutcome.Status(404)));
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

    private ScrapedMeters scraped(int mostSeries, String... dropLabels) {
        return new ScrapedMeters(
                new Scrape("t", URI.create("http://localhost/"), Duration.ofSeconds(1), ".*", List.of(dropLabels), List.of(),
                        mostSeries),
                meters);
    }

    @Test
    void aCounterBornAfterTheFirstScrapeHasGrownFromZeroAndOneThatWasThereHasNot() {
        ScrapedMeters target = scraped(100);
        target.accept("requests_total{code=\"200\"} 1000\n");
        assertThat(frame().counted("t.requests.total")).isZero();
        target.accept("requests_total{code=\"200\"} 1010\nrequests_total{code=\"500\"} 7\nerrors_total 3\n");
        Frame frame = frame();
        assertThat(frame.counted(Series.of("t.requests.total", "500"))).isEqualTo(7);
        assertThat(frame.counted(Series.of("t.requests.total", "200"))).isEqualTo(10);
        assertThat(frame.counted("t.errors.total")).isEqualTo(3);
        // One that goes and comes back has not grown from zero again.
        target.accept("requests_total{code=\"200\"} 1010\n");
        target.accept("requests_total{code=\"200\"} 1010\n");
        target.accept("requests_total{code=\"200\"} 1010\nrequests_total{code=\"500\"} 8\n");
        assertThat(frame().counted(Series.of("t.requests.total", "500"))).isEqualTo(1);
    }

    @Test
    void aSeriesKeptOutByTheCapIsNoNewbornWhenThereIsRoom() {
        ScrapedMeters target = scraped(1);
        target.accept("a_total{v=\"a\"} 5\na_total{v=\"b\"} 1000000\n");
        target.accept("a_total{v=\"b\"} 1000002\n");
        assertThat(frame().counted(Series.of("t.a.total", "b"))).isEqualTo(2);
    }

    @Test
    void theCapCountsTheLivingAndLevelsThatAreGoneEnd() {
        ScrapedMeters target = scraped(1);
        for (String v : List.of("a", "b", "c", "a")) {
            assertThat(target.accept("level{v=\"" + v + "\"} 5\n")).isEqualTo(new ScrapeOutcome.Read(1, 0, List.of()));
            assertThat(frame().readings().ofMeter("t.level")).singleElement()
                    .satisfies(entry -> assertThat(entry.getKey().labels()).containsExactly(v));
        }
        target.away();
        assertThat(frame().readings().ofMeter("t.level")).isEmpty();
    }

    @Test
    void countersThatBecomeOneAreSummedByTheirOwnGrowthAndLevelsAreRefused() {
        ScrapedMeters target = scraped(100, "pid");
        String text = "hits_total{pid=\"1\"} %d\nhits_total{pid=\"2\"} %d\nload{pid=\"1\"} 3\nload{pid=\"2\"} 9\n";
        ScrapeOutcome.Read first = target.accept(text.formatted(100, 5));
        assertThat(first.left()).isEqualTo(2);
        assertThat(first.why()).singleElement().asString().contains("2 levels of t.load");
        double grown = 0;
        for (int i = 1; i <= 10; i++) {
            target.accept(text.formatted(100 + 2 * i, 5 + i));
            grown += frame().counted("t.hits.total");
        }
        assertThat(grown).isEqualTo(30);
        // One of them begins again; what the other grew by is not lost.
        target.accept(text.formatted(4, 16));
        assertThat(frame().counted("t.hits.total")).isEqualTo(5);
        assertThat(frame().readings().ofMeter("t.load")).isEmpty();
    }

    @Test
    void aMetricsLabelsAreThoseOfAllItsSeriesWhicheverComesFirst() {
        ScrapedMeters target = scraped(100);
        assertThat(target.accept("util{gpu=\"0\"} 1\nutil{gpu=\"1\",pod=\"p\"} 99\nwork_total{gpu=\"0\"} 5\n"))
                .isEqualTo(new ScrapeOutcome.Read(3, 0, List.of()));
        Frame frame = frame();
        assertThat(frame.gauge(Series.of("t.util", "0", ""))).isEqualTo(1);
        assertThat(frame.gauge(Series.of("t.util", "1", "p"))).isEqualTo(99);
        assertThat(target.accept("util{gpu=\"0\",zone=\"z\"} 2\nwork_total{gpu=\"0\"} 7\nwork_total{gpu=\"1\",pod=\"p\"} 4\n").left())
                .isZero();
        frame = frame();
        assertThat(java.util.Objects.requireNonNull(registry.meter("t.util")).labelNames()).containsExactly("gpu", "pod", "zone");
        assertThat(frame.readings().ofMeter("t.util")).singleElement()
                .satisfies(entry -> assertThat(entry.getKey()).isEqualTo(Series.of("t.util", "0", "", "z")));
        assertThat(frame.counted(Series.of("t.work.total", "0", ""))).isEqualTo(2);
        assertThat(frame.counted(Series.of("t.work.total", "1", "p"))).isEqualTo(4);
    }

    @Test
    void oneScrapeLeavesRoomForWhatPeopleDeclareAndForOtherScrapes() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 2000; i++) {
            text.append("metric").append(i).append(" 1\n");
        }
        ScrapeOutcome.Read read = scraped(10_000).accept(text.toString());
        assertThat(read.taken()).isEqualTo(ScrapedMeters.MOST_METERS);
        assertThat(read.why()).singleElement().asString().contains("more than 400 metrics");
        for (int i = 0; i < PushedMeters.MOST; i++) {
            meters.declare(Meter.gauge("own" + i, "1", ""));
        }
        ScrapedMeters other = new ScrapedMeters(scrape(URI.create("http://localhost/"), ".*", 100), meters);
        assertThat(other.accept("vllm:running 1\n").taken()).isEqualTo(1);
        assertThat(meters.declared()).hasSize(PushedMeters.MOST).allMatch(one -> one.meter().id().startsWith("own"));
    }

    @Test
    void everyNamePrometheusAllowsHasAnIdOfItsOwnThatARuleCanName() {
        List<String> names = List.of("_foo", "foo", "Foo", ":foo:bar", "foo_bar", "net_bytes_in", "temp_0_celsius", "in", "__x", "a__1",
                "null_true",
                "node:cpu:rate5m");
        StringBuilder text = new StringBuilder();
        names.forEach(name -> text.append(name).append(" 2\n"));
        assertThat(scraped(100).accept(text.toString())).isEqualTo(new ScrapeOutcome.Read(names.size(), 0, List.of()));
        Frame frame = frame();
        List<String> ids = registry.meters().stream().map(Meter::id).filter(id -> id.startsWith("t")).toList();
        assertThat(ids).hasSameSizeAs(names);
        for (String id : ids) {
            assertThat(frame.gauge(id)).as(id).isEqualTo(2);
            assertThat(MeterExpression.condition(id + " > 1.0").isTrue(new double[]{2})).as(id).isTrue();
        }
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        org.assertj.core.api.Assertions.assertThatCode(
                () -> gpudyno.exposition.PrometheusText.write(registry.meters(), registry.totals(), out)).doesNotThrowAnyException();
        String written = out.toString(StandardCharsets.UTF_8);
        assertThat(written.lines().filter(line -> line.startsWith("gpudyno_t") && line.endsWith(" 2.0"))).hasSameSizeAs(names);
    }

    @Test
    void aTargetThatStopsAnsweringIsDownAndItsLevelsEndAtOnce() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        java.util.concurrent.atomic.AtomicInteger status = new java.util.concurrent.atomic.AtomicInteger(200);
        server.createContext("/metrics", exchange -> {
            byte[] body = "temperature 21.5\n".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status.get(), body.length);
            try (var out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.start();
        Scrape room = new Scrape("room", URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/metrics"),
                Duration.ofSeconds(1), ".*",
                List.of(), List.of(), 10);
        try (Scraper scraper = new Scraper(List.of(room), meters)) {
            await().atMost(Duration.ofSeconds(10)).until(() -> scraper.status().containsKey("room"));
            assertThat(frame().gauge(Series.of("up", "room"))).isEqualTo(1);
            assertThat(frame().gauge("room.temperature")).isEqualTo(21.5);
            status.set(500);
            await().atMost(Duration.ofSeconds(10)).until(() -> frame().gauge(Series.of("up", "room")) == 0);
            assertThat(frame().gauge("room.temperature")).isNaN();
            Judge judge = new Judge(RuleFile.read("rules:\n  - {id: down, condition: 'up < 1.0', window: PT1S}\n").rules(), registry::meter,
                    new BurnRate());
            assertThat(judge.judge(frame()).getFirst().verdicts()).singleElement()
                    .matches(verdict -> verdict.on() && verdict.series().equals("room"));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aScrapeSendsItsHeadersAndCredentials() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/metrics", exchange -> {
            var sent = exchange.getRequestHeaders();
            boolean known = "one".equals(sent.getFirst("X-Tenant")) && "Basic dTpw".equals(sent.getFirst("Authorization"));
            exchange.sendResponseHeaders(known ? 200 : 401, -1);
            exchange.close();
        });
        server.start();
        MeterFile.Content content = MeterFile.read("""
            scrapes:
              - name: room
                url: "http://u:p@127.0.0.1:%d/metrics"
                headers: {X-Tenant: one}
              - {name: stranger, url: "http://127.0.0.1:%d/metrics"}
              - {name: lost, url: "http://127.0.0.1:%d/metrics", bearerTokenFile: /nowhere/at/all}
            """.formatted(server.getAddress().getPort(), server.getAddress().getPort(), server.getAddress().getPort()));
        try (Scraper scraper = new Scraper(content.scrapes(), meters)) {
            await().atMost(Duration.ofSeconds(10)).until(() -> scraper.status().size() == 3);
            assertThat(scraper.status()).containsEntry("room", new ScrapeOutcome.Read(0, 0, List.of()))
                    .containsEntry("stranger", new ScrapeOutcome.Status(401));
            assertThat(words(scraper, "lost")).contains("/nowhere/at/all");
        } finally {
            server.stop(0);
        }
        assertThatThrownBy(() -> MeterFile.read("scrapes:\n  - {name: a, url: 'http://x/'}\n  - {name: a, url: 'http://y/'}\n"))
                .hasMessageContaining("twice");
    }
}
