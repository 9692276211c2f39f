package gpudyno.model.tune;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.model.tune.ObjectiveDirection.Basis;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ObjectiveDirectionTest {
    @ParameterizedTest
    @ValueSource(strings = {"tokens_per_second", "req_per_s", "bandwidth_gbps", "iops", "tokens/s", "GFLOP/s", "GFLOPs", "tflops", "GB/s",
        "throughput", "memory_bandwidth", "requestsPerSecond", "images_sec", "qps", "rps", "read_iops", "Mbps", "accuracy", "val_accuracy",
        "f1_score", "speedup", "gpu_utilization", "sm_occupancy", "cache_hit_rate", "hit_ratio_hits", "tokens_per_joule", "GFLOPS/W",
        "requests_per_dollar", "instructions_per_cycle", "fps", "tok/s", "tokens/s/gpu", "output tokens per second", "samples/sec",
        "MLUPS", "ops", "inverse_latency", "1/time", "throughput_p50", "held_rate", "goodput.rps", "power_efficiency", "MiB/s", "rate",
        "bytes_per_second", "tokens_s", "per_gpu_throughput", "GiBps", "queries per hour"})
    void aRateAScoreAndAnEfficiencyAreMaximized(String name) {
        assertThat(ObjectiveDirection.known(name, "")).hasValueSatisfying(found -> {
            assertThat(found.maximize()).as(found.why()).isTrue();
            assertThat(found.basis()).isEqualTo(Basis.NAME);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"time", "ms_per_token", "seconds_per_1k", "cost_per_1m_tokens", "time/op", "ns/op", "latency_p95_ms", "p99",
        "runtime_ms", "energy", "joules_per_token", "power_watts", "peak_memory_mb", "rss_bytes", "error_rate", "miss_rate", "rmse",
        "val_loss", "ttft", "time_to_first_token", "kernel_duration_us", "cache_misses", "failures_per_second", "cost", "usd_per_hour",
        "cycles_per_instruction", "cycles", "B/op", "executionTime", "perplexity", "p99_per_request_latency", "overhead_percent",
        "errors.percent", "latency_mean", "elapsed_seconds", "wall time [s]", "inverse_throughput", "negative_accuracy", "drop_ratio",
        "accuracy_loss", "bytes_per_token", "timeouts", "kWh", "jitter", "hit_latency"})
    void aTimeACostAndAFaultAreMinimized(String name) {
        if (name.equals("p99")) {
            assertThat(ObjectiveDirection.known(name, "ms")).hasValueSatisfying(found -> assertThat(found.basis()).isEqualTo(Basis.UNIT));
            return;
        }
        assertThat(ObjectiveDirection.known(name, ""))
                .hasValueSatisfying(found -> assertThat(found.maximize()).as(found.why()).isFalse());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "result", "metric_7", "latency_score", "memory_utilization", "throughput_ms", "value", "objective"})
    void aNameThatSaysNothingOrBothIsNotGuessed(String name) {
        assertThat(ObjectiveDirection.known(name, "")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"req/s", "GFLOP/s", "GB/s", "Hz"})
    void theUnitDecidesWhereTheNameDoesNot(String unit) {
        assertThat(ObjectiveDirection.known("value", unit)).hasValueSatisfying(found -> {
            assertThat(found.maximize()).isTrue();
            assertThat(found.basis()).isEqualTo(Basis.UNIT);
        });
    }
}
