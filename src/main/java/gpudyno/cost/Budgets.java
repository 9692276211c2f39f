package gpudyno.cost;

import gpudyno.model.cost.Budget;
import gpudyno.model.cost.Budget.Ahead;
import gpudyno.model.cost.Budget.Point;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Projects a month's spending from what whole days have cost lately: each day to come costs their mean, and days vary as they did. The ranges
/// hold that variation and the doubt about the mean.
public final class Budgets {
    /// Days that the projection rests on at most.
    private static final int LATELY = 28;
    private static final int LEAST_DAYS = 3;
    private static final double RANGE_80 = 1.2816;
    private static final double RANGE_95 = 1.96;
    private static final double PERCENT = 100;

    private final ZoneId zone;

    public Budgets(ZoneId zone) {
        this.zone = zone;
    }

    /// @param days what each day cost, today as far as it is; days of which nothing is known are absent
    /// @param limit of the month; null for none
    public Budget of(NavigableMap<LocalDate, Double> days, @Nullable Double limit, Instant now) {
        LocalDate today = now.atZone(zone).toLocalDate();
        YearMonth month = YearMonth.from(today);
        List<Point> course = new ArrayList<>(List.of(new Point(start(month.atDay(1)), 0)));
        double spent = 0;
        for (LocalDate day = month.atDay(1); !day.isAfter(today); day = day.plusDays(1)) {
            spent += days.getOrDefault(day, 0.0);
            course.add(new Point(day.equals(today) ? now : start(day.plusDays(1)), spent));
        }
        List<Double> whole = lately(days, today);
        if (whole.size() < LEAST_DAYS) {
            return new Budget(limit, spent, course, List.of(), null, null, null, 0, 0);
        }
        Daily daily = Daily.of(whole);
        List<Ahead> ahead = ahead(daily, spent, now, today, month);
        Ahead end = ahead.getLast();
        Double chance = limit == null ? null : Double.valueOf(over(limit, end));
        LocalDate passed = limit == null
                ? null
                : ahead.stream().filter(point -> point.spent() > limit).findFirst()
                        .map(point -> point.at().minusSeconds(1).atZone(zone).toLocalDate()).orElse(null);
        return judged(new Budget(limit, spent, course, ahead, chance, passed, null, 0, 0), days, today);
    }

    private Instant start(LocalDate day) {
        return day.atStartOfDay(zone).toInstant();
    }

    private static List<Double> lately(NavigableMap<LocalDate, Double> days, LocalDate before) {
        return days.subMap(before.minusDays(LATELY), true, before, false).values().stream().toList();
    }

    /// @param spread standard deviation of one day
    private record Daily(double mean, double spread, int seen) {
        static Daily of(List<Double> days) {
            double mean = days.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
            double squares = days.stream().mapToDouble(day -> (day - mean) * (day - mean)).sum();
            return new Daily(mean, Math.sqrt(squares / (days.size() - 1)), days.size());
        }

        /// Standard deviation of the sum of so many days to come, the doubt about the mean included.
        double spread(double ahead) {
            return spread * Math.sqrt(ahead * (1 + ahead / seen));
        }
    }

    private List<Ahead> ahead(Daily daily, double spent, Instant now, LocalDate today, YearMonth month) {
        List<Ahead> ahead = new ArrayList<>();
        for (LocalDate day = today; !day.isAfter(month.atEndOfMonth()); day = day.plusDays(1)) {
            Instant at = start(day.plusDays(1));
            double to = java.time.Duration.between(now, at).toSeconds() / 86_400.0;
            double value = spent + to * daily.mean;
            double spread = daily.spread(to);
            ahead.add(new Ahead(at, value, Math.max(spent, value - RANGE_80 * spread), value + RANGE_80 * spread,
                    Math.max(spent, value - RANGE_95 * spread), value + RANGE_95 * spread));
        }
        return ahead;
    }

    private static double over(double limit, Ahead end) {
        double spread = (end.high95() - end.spent()) / RANGE_95;
        if (spread == 0) {
            return end.spent() > limit ? 1 : 0;
        }
        return 1 - cumulative((limit - end.spent()) / spread);
    }

    /// Of the standard normal distribution, to 1e-5. Source: Abramowitz, Stegun, "Handbook of Mathematical Functions", 26.2.16.
    private static double cumulative(double x) {
        if (x < 0) {
            return 1 - cumulative(-x);
        }
        double t = 1 / (1 + 0.33267 * x);
        double density = Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
        return 1 - density * t * (0.4361836 + t * (-0.1201676 + t * 0.9372980));
    }

    /// How projections of earlier days would have turned out, each for its next day by the days before it.
    private static Budget judged(Budget budget, NavigableMap<LocalDate, Double> days, LocalDate today) {
        int judged = 0;
        int inside = 0;
        double error = 0;
        double sum = 0;
        for (var day : new TreeMap<>(days.headMap(today, false)).entrySet()) {
            List<Double> before = lately(days, day.getKey());
            if (before.size() >= LEAST_DAYS) {
                Daily daily = Daily.of(before);
                double off = Math.abs(day.getValue() - daily.mean);
                judged++;
                error += off;
                sum += day.getValue();
                inside += off <= RANGE_95 * daily.spread(1) + 1e-9 ? 1 : 0;
            }
        }
        return judged == 0 || sum == 0
                ? budget
                : new Budget(budget.limit(), budget.spent(), budget.course(), budget.ahead(), budget.chanceOver(), budget.over(),
                        PERCENT * error / sum, judged, inside);
    }
}
