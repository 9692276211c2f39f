package gpudyno.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gpudyno.model.cost.Budget;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BudgetsTest {
    private static final Instant NOON = Instant.parse("2026-11-19T12:00:00Z");

    private static NavigableMap<LocalDate, Double> days(int from, double each) {
        NavigableMap<LocalDate, Double> days = new TreeMap<>();
        for (int day = from; day < 19; day++) {
            days.put(LocalDate.of(2026, 11, day), each);
        }
        days.put(LocalDate.of(2026, 11, 19), each / 2);
        return days;
    }

    @Test
    void daysThatCostAlikeComeToTheirSum() {
        Budget budget = new Budgets(ZoneOffset.UTC).of(days(1, 10), 280.0, NOON);
        assertThat(budget.spent()).isCloseTo(185, within(1e-9));
        assertThat(budget.ahead().getLast().spent()).isCloseTo(300, within(1e-9));
        assertThat(budget.over()).isEqualTo(LocalDate.of(2026, 11, 29));
        assertThat(budget.chanceOver()).isEqualTo(1);
        assertThat(budget.ownError()).isCloseTo(0, within(1e-9));
        assertThat(new Budgets(ZoneOffset.UTC).of(days(1, 10), 301.0, NOON).chanceOver()).isZero();
    }

    @Test
    void fewDaysAreNoGroundForAProjection() {
        Budget budget = new Budgets(ZoneOffset.UTC).of(days(17, 10), 280.0, NOON);
        assertThat(budget.ahead()).isEmpty();
        assertThat(budget.chanceOver()).isNull();
        assertThat(budget.spent()).isCloseTo(25, within(1e-9));
    }

    @Test
    void theRangesHoldWhatTheySay() {
        int inside95 = 0;
        int inside80 = 0;
        int over = 0;
        double chances = 0;
        int months = 2000;
        Random random = new Random(6);
        for (int month = 0; month < months; month++) {
            NavigableMap<LocalDate, Double> days = new TreeMap<>();
            double sum = 0;
            for (int day = 1; day <= 30; day++) {
                double cost = Math.max(0, 10 + 3 * random.nextGaussian());
                sum += cost;
                if (day <= 20) {
                    days.put(LocalDate.of(2026, 11, day), cost);
                }
            }
            Budget budget = new Budgets(ZoneOffset.UTC).of(days, 300.0, Instant.parse("2026-11-20T23:59:59Z"));
            Budget.Ahead end = budget.ahead().getLast();
            inside95 += sum >= end.low95() && sum <= end.high95() ? 1 : 0;
            inside80 += sum >= end.low80() && sum <= end.high80() ? 1 : 0;
            over += sum > 300 ? 1 : 0;
            chances += budget.chanceOver() == null ? 0 : budget.chanceOver();
        }
        assertThat(100.0 * inside95 / months).isBetween(92.0, 97.0);
        assertThat(100.0 * inside80 / months).isBetween(76.0, 84.0);
        assertThat(chances / months).isCloseTo((double) over / months, within(0.04));
    }
}
