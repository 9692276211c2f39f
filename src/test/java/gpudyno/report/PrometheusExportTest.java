package gpudyno.report;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.model.alert.AlertRule;
import gpudyno.model.meter.Meters;
import gpudyno.model.node.Event.Severity;
import gpudyno.model.target.Profile;
import gpudyno.model.target.Profiles;
import gpudyno.store.Json;
import gpudyno.watch.RuleFile;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrometheusExportTest {
    private static AlertRule rule(String condition) {
        return new AlertRule("one-rule", "One rule", "test", condition, null, Duration.ofSeconds(90), Duration.ofSeconds(30), Duration.ZERO,
                Duration.ZERO, AlertRule.NoData.CLEAR, Severity.WARNING, List.of(), true);
    }

    private static String expression(String condition) {
        return new PromQl(Meters.builtIn()).condition(condition, Duration.ofSeconds(90));
    }

    @Test
    void everyRuleANodeBeginsWithHasACounterpart() {
        PrometheusExport.Rules rules = PrometheusExport.rules(RuleFile.defaults(), Meters.builtIn());
        assertThat(rules.left()).isEmpty();
        assertThat(Json.pretty(rules.document())).contains("GpuDynoMemoryCritical", "GpuDynoBudgetBurnFast", "keep_firing_for");
    }

    @Test
    void conditionsBecomeQueriesInTheMetersUnits() {
        assertThat(expression("host.cpu.percent >= 95.0")).isEqualTo("(max(avg_over_time(gpudyno_host_cpu_percent[90s])) >= 95.0)");
        assertThat(expression("p95(latency.queue, \"5m\") > 50.0 && offered.rps > 1.0")).isEqualTo(
                "(((histogram_quantile(0.95, sum by (le) (rate(gpudyno_latency_queue_seconds_bucket[300s]))) / 0.001) > 50.0)"
                        + " and (sum(rate(gpudyno_serve_arrivals_total[90s])) > 1.0))");
        assertThat(expression("sum(cache.hits, \"30s\") - 1.0 > -2.0 || count(memory.percent) == 2.0")).isEqualTo(
                "(((sum(increase(gpudyno_cache_hits_total[60s])) - 1.0) > -2.0) or (count(gpudyno_memory_percent) == 2.0))");
        assertThat(expression("burn(99.5, \"1h\") > 14.4")).contains("[3600s]").contains("/ 0.5)");
    }

    @Test
    void whatCannotBeSaidThereIsLeftOutAndNamed() {
        PrometheusExport.Rules rules = PrometheusExport.rules(
                List.of(rule("!(memory.percent > 5.0)"), rule("fan.speed > 5.0"), rule("p95(memory.percent) > 5.0")), Meters.builtIn());
        assertThat(rules.left()).hasSize(3).anyMatch(line -> line.contains("no meter fan.speed"))
                .anyMatch(line -> line.contains("no counterpart there")).allMatch(line -> line.startsWith("one-rule: "));
        assertThat(Json.pretty(rules.document())).doesNotContain("expr");
    }

    @Test
    void aDashboardHoldsEveryTargetWithItsBound() {
        for (Profile profile : Profiles.SHIPPED) {
            String dashboard = Json.pretty(GrafanaExport.dashboard(profile, Meters.builtIn()));
            profile.targets().forEach(target -> assertThat(dashboard).contains("\"value\" : " + target.bound()));
            assertThat(dashboard).contains("$__rate_interval", "Throughput");
        }
    }
}
