package gpudyno.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.exposition.ScrapedText.Scraped;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.MeterKind;
import gpudyno.model.meter.MeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PrometheusTextTest {
    private final MeterRegistry meters = new MeterRegistry();

    private String text() throws IOException {
        meters.close(1, Instant.EPOCH, Duration.ofSeconds(1));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrometheusText.write(meters.meters(), meters.totals(), out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void namesThatWouldBeOneOrAreReservedAreToldApart() throws IOException {
        meters.counter(Meter.counter("jobs.total", "1", "Jobs")).add(3);
        meters.gauge(Meter.gauge("jobs.count", "1", "Jobs waiting"), () -> 2);
        meters.gauge(Meter.gauge("fan.frontLeft", "1", "Fan"), () -> 1);
        meters.gauge(Meter.gauge("fan.front.left", "1", "Fan"), () -> 2);
        meters.gauge(Meter.gauge("job.ms", "ms", "Time"), () -> 1500);
        assertThat(ScrapedText.read(text())).extracting(Scraped::name).contains("gpudyno_jobs_total", "gpudyno_jobs_count_value",
                "gpudyno_fan_front_left", "gpudyno_fan_front_left_2", "gpudyno_job_seconds");
    }

    @Test
    void aDistributionIsWrittenAsBucketsThatAddUp() throws IOException {
        MeterRegistry.Distribution job = meters.distribution(Meter.distribution("job", "ms", "Time of a job"));
        for (double millis : new double[]{0.2, 3, 40, 40, 90_000}) {
            job.record(millis);
        }
        assertThat(text()).contains("gpudyno_job_seconds_bucket{le=\"5.0E-4\"} 1", "gpudyno_job_seconds_bucket{le=\"0.005\"} 2",
                "gpudyno_job_seconds_bucket{le=\"0.05\"} 4", "gpudyno_job_seconds_bucket{le=\"60.0\"} 4",
                "gpudyno_job_seconds_bucket{le=\"+Inf\"} 5", "gpudyno_job_seconds_count 5");
    }

    /// Whatever people call things, what is written can be read again, with every value there.
    @Test
    void anyNameUnitHelpAndLabelCanBeWrittenAndReadAgain() throws IOException {
        Random random = new Random(5);
        String odd = "aB0_.:-/%°µ \"\\\n{}=,#é漢😀";
        int[] points = odd.codePoints().toArray();
        int written = 0;
        for (int i = 0; i < 300; i++) {
            String id = "m" + i + "." + List.of("total", "count", "sum", "bucket", "created", "info", "le", "x").get(random.nextInt(8));
            Meter meter = new Meter(id, odd(random, points), List.of(MeterKind.values()).get(random.nextInt(3)), odd(random, points),
                    List.of(odd(random, points), random.nextBoolean() ? "le" : "quantile"));
            String[] labels = {odd(random, points), odd(random, points)};
            switch (meter.kind()) {
                case GAUGE -> meters.gauge(meter, () -> 7, labels);
                case COUNTER -> meters.counter(meter, labels).add(7);
                case DISTRIBUTION -> meters.distribution(meter, labels).record(7);
            }
            written++;
        }
        List<Scraped> read = ScrapedText.read(text());
        assertThat(read.stream().map(one -> one.name().replaceFirst("^(gpudyno_m\\d+)_.*", "$1")).distinct()
                .filter(name -> name.startsWith("gpudyno_m") && !name.startsWith("gpudyno_meters"))).hasSize(written);
    }

    private static String odd(Random random, int[] points) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i >= 0; i--) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }
}
