package gpudyno.simulate;

import java.util.Arrays;
import java.util.Locale;

/// A Prometheus histogram of seconds, with the bucket bounds vLLM gives it. Any thread.
final class Timings {
    /// Bounds of `vllm:time_to_first_token_seconds`.
    static final double[] FIRST_TOKEN = {0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80,
        160, 640, 2560};
    /// Bounds of `vllm:time_per_output_token_seconds` and `vllm:inter_token_latency_seconds`.
    static final double[] OUTPUT_TOKEN = {0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80};
    /// Bounds of `vllm:e2e_request_latency_seconds` and of the waits and phases of a request.
    static final double[] REQUEST = {0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60, 120, 240, 480, 960, 1920, 7680};

    private final String name;
    private final String help;
    private final double[] bounds;
    private final long[] counts;
    private double sum;

    Timings(String name, String help, double[] bounds) {
        this.name = name;
        this.help = help;
        this.bounds = bounds;
        counts = new long[bounds.length + 1];
    }

    synchronized void add(long nanos) {
        double seconds = nanos / 1e9;
        int at = Arrays.binarySearch(bounds, seconds);
        counts[at >= 0 ? at : -at - 1]++;
        sum += seconds;
    }

    /// Cumulative buckets, sum and count in the Prometheus text format.
    synchronized void write(StringBuilder text, String labels) {
        text.append("# HELP ").append(name).append(' ').append(help).append("\n# TYPE ").append(name).append(" histogram\n");
        long below = 0;
        for (int i = 0; i < counts.length; i++) {
            below += counts[i];
            String bound = i == bounds.length ? "+Inf" : Double.toString(bounds[i]);
            text.append(String.format(Locale.ROOT, "%s_bucket{%s,le=\"%s\"} %d\n", name, labels, bound, below));
        }
        text.append(String.format(Locale.ROOT, "%s_sum{%s} %.9f\n%s_count{%s} %d\n", name, labels, sum, name, labels, below));
    }
}
