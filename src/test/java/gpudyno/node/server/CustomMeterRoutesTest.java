package gpudyno.node.server;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Sample;
import gpudyno.node.CustomMeters;
import gpudyno.watch.PushedMeters;
import io.javalin.Javalin;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The routes over real HTTP, with real meters behind them.
class CustomMeterRoutesTest {
    private final MeterRegistry registry = new MeterRegistry();
    private final PushedMeters meters = new PushedMeters(registry, System::nanoTime);
    private final HttpClient http = HttpClient.newHttpClient();
    private final Javalin javalin = Javalin.create(config -> {
        config.startup.showJavalinBanner = false;
        CustomMeterRoutes.map(new Routes(config.routes, new Commands(Instant.now())), new CustomMeters() {
            @Override
            public List<Meter> declared() {
                return meters.declared().stream().map(PushedMeters.Declared::meter).toList();
            }

            @Override
            public void declare(Meter meter) {
                meters.declare(meter);
            }

            @Override
            public void derive(Meter meter, String expression) {
                meters.derive(meter, expression);
            }

            @Override
            public int push(List<Sample> samples) {
                return meters.push(samples);
            }

            @Override
            public List<Scraped> scraped() {
                return List.of();
            }

            @Override
            public String scrape(URI endpoint, String wanted) {
                throw new UnsupportedOperationException("nothing is scraped here");
            }

            @Override
            public void stopScraping(String name) {
                throw new UnsupportedOperationException("nothing is scraped here");
            }
        });
        Problems.map(config.routes);
    }).start("127.0.0.1", 0);

    @AfterEach
    void stop() {
        javalin.stop();
        http.close();
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + javalin.port() + path))
                .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private void refused(String path, String body, String named) throws Exception {
        HttpResponse<String> response = post(path, body);
        assertThat(response.statusCode()).as(body).isEqualTo(400);
        assertThat(response.body()).as(body).contains(named);
    }

    @Test
    void whatIsNoSampleIsRefusedByNameAndNothingOfItsListIsTaken() throws Exception {
        meters.declare(Meter.gauge("fan.speed", "1", ""));
        refused("/api/meters/samples", "{\"samples\":[null]}", "samples[0] is null");
        refused("/api/meters/samples", "{\"samples\":[{\"series\":\"fan.speed\",\"value\":5},null]}", "samples[1] is null");
        refused("/api/meters/samples", "{\"samples\":[{\"series\":\"fan.speed\",\"value\":5},{\"series\":\"fan.speed\"}]}",
                "value is missing");
        refused("/api/meters/samples", "{\"samples\":[{\"series\":\"fan.speed\",\"value\":null}]}", "value is missing");
        refused("/api/meters/samples", "{\"samples\":[{\"value\":5}]}", "series is missing");
        refused("/api/meters/samples", "{\"samples\":[{\"series\":null,\"value\":5}]}", "series is missing");
        refused("/api/meters/samples", "{}", "samples is missing");
        refused("/api/meters", "{\"meter\":{\"id\":\"a\",\"kind\":\"GAUGE\",\"labelNames\":[null]}}", "null");
        Frame frame = registry.close(1, Instant.now(), Duration.ofSeconds(1));
        assertThat(frame.gauge("fan.speed")).isNaN();
        assertThat(post("/api/meters/samples", "{\"samples\":[{\"series\":\"fan.speed\",\"value\":5}]}").statusCode()).isEqualTo(200);
        assertThat(registry.close(2, Instant.now(), Duration.ofSeconds(1)).gauge("fan.speed")).isEqualTo(5);
    }
}
