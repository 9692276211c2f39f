package gpudyno.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpudyno.exposition.ScrapedText.Scraped;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.MeterKind;
import gpudyno.model.meter.MeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScrapedTextTest {
    @Test
    void itReadsWhatThisNodeWrites() throws IOException {
        MeterRegistry meters = new MeterRegistry();
        meters.gauge(Meter.gauge("fan.speed", "1", "Fan \"speed\"\nline", "fan"), () -> 12.5, "le\\ft \"one\"\n");
        meters.counter(Meter.counter("jobs.done", "1", "Jobs")).add(7);
        meters.distribution(Meter.distribution("job.time", "ms", "Time")).record(30);
        meters.close(1, java.time.Instant.EPOCH, java.time.Duration.ofSeconds(1));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrometheusText.write(meters.meters(), meters.totals(), out);
        List<Scraped> read = ScrapedText.read(out.toString(StandardCharsets.UTF_8));
        assertThat(read).contains(
                new Scraped("gpudyno_fan_speed", MeterKind.GAUGE, Map.of("fan", "le\\ft \"one\"\n"), 12.5),
                new Scraped("gpudyno_jobs_done_total", MeterKind.COUNTER, Map.of(), 7),
                new Scraped("gpudyno_job_time_seconds_count", MeterKind.COUNTER, Map.of(), 1));
        assertThat(read).noneMatch(one -> one.labels().containsKey("quantile"));
    }

    @Test
    void histogramsComeAsTheirCountsAndWhatIsNotFiniteIsLeft() {
        List<Scraped> read = ScrapedText.read("""
            # TYPE h histogram
            h_bucket{le="1"} 3
            h_bucket{le="+Inf"} 4
            h_sum 5.5
            h_count 4 1700000000000
            # TYPE g gauge
            g NaN
            g{a="b",} +Inf
            untyped -1e3 # {trace_id="x"} 1
            # EOF""");
        assertThat(read).extracting(Scraped::name).containsExactly("h_sum", "h_count", "untyped");
        assertThat(read.getLast().value()).isEqualTo(-1000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a{", "a{b}", "a{b=\"c} 1", "a b", "{} 1", "a{b=\"c\" d=\"e\"} 1", "a", "{\"a\",\"b\"} 1", "{b=\"c\"} 1",
        "a{b=\"c\",b=\"d\"} 1", "{\"\"} 1", "{\"a} 1", "a 5d", "a 0x1p3", "a 1_000", "a 1,5"})
    void aLineThatIsNoneIsNamed(String line) {
        assertThatThrownBy(() -> ScrapedText.read("ok 1\n" + line + "\n")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 2");
    }

    @Test
    void quotedNamesHoldAnyCharacter() {
        assertThat(ScrapedText.read("""
            # HELP "my.metric" any \"text\"
            # TYPE "my.metric" counter
            {"my.metric", label="x", "http.method"="GET"} 7 1700000000000
            {"my.metric"} 8
            # TYPE "size {of} \\"it\\"" gauge
            {"size {of} \\"it\\""} 9
            # TYPE "my.time" histogram
            {"my.time_bucket",le="1"} 3
            {"my.time_count"} 4
            # TYPE
            # TYPE lonely
            室温 21.5
            """)).containsExactly(
                new Scraped("my.metric", MeterKind.COUNTER, Map.of("label", "x", "http.method", "GET"), 7),
                new Scraped("my.metric", MeterKind.COUNTER, Map.of(), 8),
                new Scraped("size {of} \"it\"", MeterKind.GAUGE, Map.of(), 9),
                new Scraped("my.time_count", MeterKind.COUNTER, Map.of(), 4),
                new Scraped("室温", MeterKind.GAUGE, Map.of(), 21.5));
    }

    @Test
    void hostileTextIsBoundedAndNeverAnotherError() {
        assertThatThrownBy(() -> ScrapedText.read("x".repeat(ScrapedText.LONGEST + 1))).hasMessageContaining("characters");
        StringBuilder many = new StringBuilder();
        for (int i = 0; i <= ScrapedText.MOST; i++) {
            many.append("a{b=\"").append(i).append("\"} 1\n");
        }
        assertThatThrownBy(() -> ScrapedText.read(many.toString())).hasMessageContaining("" + ScrapedText.MOST);
        Random random = new Random(1);
        String letters = "ab_{}=\",\\\n #0123456789.eE+-TYPE\t";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(60); j > 0; j--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            try {
                assertThat(ScrapedText.read(text.toString())).hasSizeLessThan(60);
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageContaining("line ");
            }
        }
    }
}
