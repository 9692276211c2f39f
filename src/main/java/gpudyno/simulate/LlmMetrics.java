package gpudyno.simulate;

import java.util.Locale;

/// What the simulated server tells at `/metrics`, under the names vLLM's V1 engine uses; of a server without an adapter or a second engine.
final class LlmMetrics {
    private static final String LABELS = "model_name=\"" + LlmServer.MODEL + "\",engine=\"0\"";

    private final Timings firstToken = new Timings("vllm:time_to_first_token_seconds", "Histogram of time to first token in seconds.",
            Timings.FIRST_TOKEN);
    private final Timings perOutputToken = new Timings("vllm:time_per_output_token_seconds",
            "Histogram of time per output token in seconds.", Timings.OUTPUT_TOKEN);
    private final Timings betweenTokens = new Timings("vllm:inter_token_latency_seconds", "Histogram of inter-token latency in seconds.",
            Timings.OUTPUT_TOKEN);
    private final Timings whole = new Timings("vllm:e2e_request_latency_seconds", "Histogram of end to end request latency in seconds.",
            Timings.REQUEST);
    private final Timings queued = new Timings("vllm:request_queue_time_seconds", "Histogram of time spent in WAITING phase for request.",
            Timings.REQUEST);
    private long lengths;
    private long aborted;

    /// A sequence got a token.
    ///
    /// @param now `System.nanoTime()` when it was told
    void token(Sequence sequence, long now) {
        if (sequence.generated == 1) {
            firstToken.add(now - sequence.arrived);
            queued.add(sequence.scheduled - sequence.arrived);
            sequence.firstToken = now;
        } else {
            betweenTokens.add(now - sequence.lastToken);
        }
        sequence.lastToken = now;
    }

    /// It got its last one.
    synchronized void finished(Sequence sequence, long now) {
        lengths++;
        whole.add(now - sequence.arrived);
        if (sequence.generated > 1) {
            perOutputToken.add((now - sequence.firstToken) / (sequence.generated - 1));
        }
    }

    /// Its client went away.
    synchronized void aborted() {
        aborted++;
    }

    synchronized String text(StepScheduler.Figures figures, LlmSettings settings) {
        StringBuilder text = new StringBuilder("# simulated, not a real vLLM\n");
        value(text, "num_requests_running", "gauge", "Number of requests in model execution batches.", figures.running());
        value(text, "num_requests_waiting", "gauge", "Number of requests waiting to be processed.", figures.waiting());
        value(text, "kv_cache_usage_perc", "gauge", "KV-cache usage. 1 means 100 percent usage.", figures.cacheUsage());
        value(text, "num_preemptions_total", "counter", "Cumulative number of preemption from the engine.", figures.preemptions());
        value(text, "prompt_tokens_total", "counter", "Number of prefill tokens processed.", figures.promptTokens());
        value(text, "generation_tokens_total", "counter", "Number of generation tokens processed.", figures.generatedTokens());
        value(text, "prefix_cache_queries_total", "counter", "Prefix cache queries, in terms of number of queried tokens.",
                figures.queriedTokens());
        value(text, "prefix_cache_hits_total", "counter", "Prefix cache hits, in terms of number of cached tokens.",
                figures.cachedTokens());
        head(text, "request_success_total", "counter", "Count of successfully processed requests.");
        text.append(String.format(Locale.ROOT, "vllm:request_success_total{%1$s,finished_reason=\"length\"} %2$d\n"
                + "vllm:request_success_total{%1$s,finished_reason=\"stop\"} 0\n"
                + "vllm:request_success_total{%1$s,finished_reason=\"abort\"} %3$d\n", LABELS, lengths, aborted));
        for (Timings timings : new Timings[]{firstToken, perOutputToken, betweenTokens, whole, queued}) {
            timings.write(text, LABELS);
        }
        head(text, "cache_config_info", "gauge", "Information of the LLMEngine CacheConfig");
        text.append(String.format(Locale.ROOT,
                "vllm:cache_config_info{engine=\"0\",block_size=\"%d\",num_gpu_blocks=\"%d\",gpu_memory_utilization=\"%s\",enable_prefix_caching=\"%s\"} 1\n",
                settings.blockSize(), settings.blocks(), settings.gpuMemoryUtilization(), settings.prefixCaching() ? "True" : "False"));
        return text.toString();
    }

    private static void head(StringBuilder text, String name, String type, String help) {
        text.append("# HELP vllm:").append(name).append(' ').append(help).append("\n# TYPE vllm:").append(name).append(' ').append(type)
                .append('\n');
    }

    private static void value(StringBuilder text, String name, String type, String help, double value) {
        head(text, name, type, help);
        String number = value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.6f", value);
        text.append("vllm:").append(name).append('{').append(LABELS).append("} ").append(number).append('\n');
    }
}
