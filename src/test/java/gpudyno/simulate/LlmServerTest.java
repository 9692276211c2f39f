package gpudyno.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.Alone;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@Alone
class LlmServerTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private LlmServer server;

    @BeforeEach
    void start() throws Exception {
        server = new LlmServer(0, new LlmSettings(8, 512, 0.9, 256, 4, true, 2000, 10, 20));
    }

    @AfterEach
    void stop() {
        server.close();
        http.close();
    }

    private String get(String path) throws Exception {
        return http.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    private String complete(String prompt, int tokens, boolean stream) throws Exception {
        String body = "{\"prompt\":\"" + prompt + "\",\"max_tokens\":" + tokens + ",\"stream\":" + stream
                + ",\"stream_options\":{\"include_usage\":true}}";
        return http.send(HttpRequest.newBuilder(uri("/v1/completions")).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString()).body();
    }

    /// The sum of a series over its labels.
    private static double value(String metrics, String series) {
        Matcher line = Pattern.compile("(?m)^" + Pattern.quote(series) + "(?:\\{[^}]*\\})? (\\S+)$").matcher(metrics);
        double sum = 0;
        boolean found = false;
        while (line.find()) {
            found = true;
            sum += Double.parseDouble(line.group(1));
        }
        assertThat(found).as(series + " in\n" + metrics).isTrue();
        return sum;
    }

    @Test
    void theMetricsCountWhatWasServedUnderTheNamesOfVllm() throws Exception {
        String prompt = "a b c d e f g h i j";
        complete(prompt, 5, false);
        String streamed = complete(prompt, 3, true);
        assertThat(streamed).contains("\"completion_tokens\":3").endsWith("data: [DONE]\n\n");
        String metrics = get("/metrics");
        assertThat(value(metrics, "vllm:request_success_total")).isEqualTo(2);
        assertThat(value(metrics, "vllm:prompt_tokens_total")).isEqualTo(20);
        assertThat(value(metrics, "vllm:generation_tokens_total")).isEqualTo(8);
        assertThat(value(metrics, "vllm:prefix_cache_queries_total")).isEqualTo(20);
        // Two whole blocks of four; the last token is always computed.
        assertThat(value(metrics, "vllm:prefix_cache_hits_total")).isEqualTo(8);
        assertThat(value(metrics, "vllm:num_requests_running")).isZero();
        assertThat(value(metrics, "vllm:num_requests_waiting")).isZero();
        assertThat(value(metrics, "vllm:kv_cache_usage_perc")).isZero();
        assertThat(value(metrics, "vllm:num_preemptions_total")).isZero();
        assertThat(value(metrics, "vllm:time_to_first_token_seconds_count")).isEqualTo(2);
        assertThat(value(metrics, "vllm:e2e_request_latency_seconds_count")).isEqualTo(2);
        assertThat(value(metrics, "vllm:time_per_output_token_seconds_count")).isEqualTo(2);
        assertThat(value(metrics, "vllm:inter_token_latency_seconds_count")).isEqualTo(6);
        // Six gaps and two first tokens of at least one 2 ms step each.
        assertThat(value(metrics, "vllm:e2e_request_latency_seconds_sum")).isBetween(8 * 0.002, 10.0);
        // A gap is short where the token before was told late: the steps themselves keep their times.
        assertThat(value(metrics, "vllm:inter_token_latency_seconds_sum")).isBetween(6 * 0.001, 10.0);
    }

    @Test
    void aHistogramsBucketsRiseToItsCount() throws Exception {
        complete("one two three", 4, false);
        for (String name : List.of("time_to_first_token_seconds", "time_per_output_token_seconds", "inter_token_latency_seconds",
                "e2e_request_latency_seconds", "request_queue_time_seconds")) {
            String metrics = get("/metrics");
            double[] buckets = Pattern.compile("(?m)^vllm:" + name + "_bucket\\{[^}]*le=\"[^\"]+\"\\} (\\d+)$").matcher(metrics).results()
                    .mapToDouble(match -> Double.parseDouble(match.group(1))).toArray();
            assertThat(buckets).hasSizeGreaterThan(10);
            assertThat(buckets).isEqualTo(Arrays.stream(buckets).sorted().toArray());
            assertThat(buckets[buckets.length - 1]).isEqualTo(value(metrics, "vllm:" + name + "_count")).isPositive();
            assertThat(metrics).contains("# TYPE vllm:" + name + " histogram");
        }
    }

    @Test
    void badRequestsAreRefusedInTheShapeOfOpenAi() throws Exception {
        assertThat(complete("", 5, false)).contains("a prompt is needed", "invalid_request_error");
        assertThat(complete("a", 0, false)).contains("max_tokens must be a whole number from 1 to");
        assertThat(complete("a", 100_000, false)).contains("tokens do not fit");
    }
}
