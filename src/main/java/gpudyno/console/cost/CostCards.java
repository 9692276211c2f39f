package gpudyno.console.cost;

import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Formats.Quantity;
import gpudyno.console.kit.StatCard;
import gpudyno.console.kit.StatCard.Verdict;
import gpudyno.console.kit.Status;
import gpudyno.model.cost.CostPart;
import gpudyno.model.cost.CostReport;
import gpudyno.model.cost.EnergySource;
import gpudyno.model.cost.Prices;
import gpudyno.model.cost.Savings;
import gpudyno.model.cost.Spend;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/// The six figures over the page.
final class CostCards {
    private static final int COURSE = 40;

    private final StatCard perThousand = new StatCard("Per 1k requests");
    private final StatCard perMillion = new StatCard("Per 1M tokens");
    private final StatCard energy = new StatCard("Energy per request");
    private final StatCard spent = new StatCard("Spent today");
    private final StatCard idle = new StatCard("Idle today");
    private final StatCard saved = new StatCard("Saved today");

    List<Region> all() {
        return List.of(perThousand, perMillion, energy, spent, idle, saved);
    }

    void show(Day day) {
        CostReport range = day.range();
        Money money = day.money();
        Prices prices = range.prices();
        Double per = range.perThousand();
        Double target = prices.perThousand();
        perThousand.show(money.quantity(per), "", target == null ? "no target declared" : "target ≤ " + money.of(target));
        perThousand.verdict(per == null || target == null
                ? Optional.empty()
                : Optional.of(per <= target ? new Verdict(Status.SUCCESS, "Pass") : new Verdict(Status.DANGER, "Fail")));
        perThousand.course(course(range, part -> each(part.serving().money(), part.requests(), 1000)), Status.SUCCESS);
        perMillion.show(money.quantity(range.perMillion()), "", range.whole().requests() == 0
                ? "no requests"
                : Formats.count(range.whole().tokens().all() / range.whole().requests()) + " tokens per request");
        perMillion.course(course(range, part -> each(part.serving().money(), part.tokens().all(), 1e6)), Status.ACCENT);
        Double joules = range.joules();
        energy.show(joules == null ? new Quantity(Formats.NONE, "") : new Quantity(Formats.number(joules, joules < 10 ? 1 : 0), "J"), "",
                range.source() == EnergySource.UNKNOWN ? "energy unknown" : watts(range.whole().serving()) + range.source().words());
        energy.course(course(range, part -> each(part.serving().joules(), part.requests(), 1)), Status.SUCCESS);
        today(day.today(), money);
    }

    private void today(CostReport today, Money money) {
        CostPart whole = today.whole();
        Double serving = whole.serving().money();
        Double resting = whole.idle().money();
        Double all = serving == null || resting == null ? null : Double.valueOf(serving + resting);
        spent.show(money.quantity(all), Formats.span(whole.length()), "serving " + money.of(serving) + ", idle " + money.of(resting));
        idle.show(money.quantity(resting), "", span(whole.idleTime()) + " without requests");
        idle.verdict(all == null || resting == null || all == 0
                ? Optional.empty()
                : Optional.of(new Verdict(resting > all / 4 ? Status.WARNING : Status.NEUTRAL, Math.round(100 * resting / all) + " %")));
        Savings savings = today.savings();
        if (savings == null) {
            saved.show(new Quantity(Formats.NONE, ""), "", "no session's best is applied");
            saved.verdict(Optional.empty());
        } else {
            saved.show(money.quantity(savings.total()), "", "against baseline of session " + savings.session());
            saved.verdict(Optional.of(new Verdict(savings.total() > 0 ? Status.SUCCESS : Status.WARNING,
                    Formats.change(savings.now() / savings.before() - 1))));
        }
    }

    private static String span(Duration time) {
        return time.compareTo(Duration.ofMinutes(1)) < 0 ? time.toSeconds() + " s" : Formats.span(time);
    }

    private static String watts(Spend serving) {
        Double joules = serving.joules();
        return joules == null || serving.deviceHours() == 0
                ? "energy by "
                : Math.round(joules / serving.deviceHours() / 3600) + " W by ";
    }

    static @Nullable Double each(@Nullable Double sum, long count, double unit) {
        return sum == null || count == 0 ? null : Double.valueOf(sum * unit / count);
    }

    private static double[] course(CostReport report, Function<CostPart, @Nullable Double> of) {
        List<CostPart> parts = report.parts();
        int count = Math.min(COURSE, parts.size());
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            Double value = of.apply(parts.get(parts.size() - count + i));
            values[i] = value == null ? Double.NaN : value;
        }
        return values;
    }
}
