package gpudyno.watch;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.model.alert.AlertRule;
import gpudyno.model.meter.CostMeters;
import gpudyno.model.meter.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The shipped rules of a month's budget.
class CostRulesTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private final MeterRegistry meters = new MeterRegistry();
    private final List<AlertRule> rules = RuleFile.defaults().stream().filter(rule -> rule.group().equals("cost")).toList();
    private final Judge judge = new Judge(rules, meters::meter, new BurnRate());
    private double chance = Double.NaN;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long sequence;

    /// Rules that hold after some minutes.
    private Set<String> after(int minutes) {
        Set<String> on = new TreeSet<>();
        for (int i = 0; i < 60 * minutes; i++) {
            now = now.plus(SECOND);
            on.clear();
            judge.judge(meters.close(++sequence, now, SECOND)).stream().filter(judged -> judged.verdicts().stream().anyMatch(Verdict::on))
                    .forEach(judged -> on.add(judged.rule().id()));
        }
        return on;
    }

    @Test
    void theyAreQuietWithoutABudgetAndTellWhenItIsInDanger() {
        meters.gauge(CostMeters.BUDGET_CHANCE, () -> chance);
        assertThat(rules).hasSize(2).allMatch(rule -> judge.problem(rule.id()).isEmpty());
        assertThat(after(10)).as("no budget, or too few days").isEmpty();
        chance = 30;
        assertThat(after(10)).isEmpty();
        chance = 60;
        assertThat(after(10)).containsExactly("cost-projected");
        chance = 90;
        assertThat(after(10)).containsExactly("cost-budget", "cost-projected");
        chance = 10;
        assertThat(after(10)).isEmpty();
    }
}
