package gpudyno.console.cost;

import gpudyno.console.chart.BudgetChart;
import gpudyno.console.chart.CourseChart;
import gpudyno.console.chart.CourseChart.Course;
import gpudyno.console.chart.CourseChart.Point;
import gpudyno.console.kit.ActionButton;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.EmptyState;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.KeyValueRow;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.LegendEntry;
import gpudyno.console.kit.LegendEntry.Mark;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.SeriesColor;
import gpudyno.console.kit.Status;
import gpudyno.model.cost.Budget;
import gpudyno.model.cost.Budget.Ahead;
import gpudyno.model.cost.CostPart;
import gpudyno.model.cost.CostReport;
import gpudyno.model.cost.CostReport.EnergySplit;
import gpudyno.model.cost.EnergySource;
import gpudyno.model.cost.Prices;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// Cost and energy over time, and the month against its budget.
final class SpendingPanels {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ROOT);
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMM", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final Panel cost = new Panel("Cost over time").subtitle("serving, per 1k");
    private final Panel energy = new Panel("Energy per request");
    private final Panel budget = new Panel("Budget");
    private final CourseChart costChart = new CourseChart(SeriesColor.ACTUAL);
    private final CourseChart energyChart = new CourseChart(SeriesColor.RESERVED);
    private final BudgetChart budgetChart = new BudgetChart();
    private final Node periods;
    private final Runnable edit;

    /// @param periods chooses the period of cost and energy
    /// @param edit opens the form of prices
    SpendingPanels(Node periods, Runnable edit) {
        this.periods = periods;
        this.edit = edit;
    }

    Panel cost() {
        return cost;
    }

    Panel energy() {
        return energy;
    }

    Panel budget() {
        return budget;
    }

    private ActionButton declare() {
        return Buttons.plain("Edit prices…", edit);
    }

    void show(Day day, Instant to) {
        CostReport range = day.range();
        Money money = day.money();
        if (range.whole().serving().money() == null) {
            cost.trailing(periods)
                    .content(new EmptyState("Nothing has a price yet. Declare what an hour of the machine costs, or a tariff of energy.",
                            declare()));
        } else {
            Double target = range.prices().perThousand();
            cost.trailing(new LegendEntry(Mark.LINE, SeriesColor.ACTUAL, "in the period").value(money.of(range.perThousand())), periods);
            costChart.show(new Course("per 1k requests",
                    points(range, part -> CostCards.each(part.serving().money(), part.requests(), 1000)), to,
                    target == null ? Double.NaN : target, target == null ? "" : "target ≤ " + money.of(target) + " per 1k", money::of,
                    "no requests"));
            cost.flush(costChart);
        }
        showEnergy(range, to);
        showBudget(day.budget(), range.prices(), money);
    }

    private void showEnergy(CostReport range, Instant to) {
        if (range.whole().serving().joules() == null || range.source() == EnergySource.UNKNOWN) {
            energy.subtitle("")
                    .content(new EmptyState("No energy is known of this period. Where a machine tells none, declare the watts to assume.",
                            declare()));
            return;
        }
        energy.subtitle("by " + range.source().words());
        energyChart.show(new Course("J per request",
                points(range, part -> CostCards.each(part.serving().joules(), part.requests(), 1)), to, Double.NaN, "",
                value -> Formats.number(value) + " J", "no requests"));
        VBox rows = new VBox();
        rows.getStyleClass().add("cost-rows");
        EnergySplit split = range.split();
        if (split == null) {
            Label why = Labels.muted(
                    "What inference takes and what the rest is not told apart yet: that needs idle time and varied traffic in the period.");
            why.setWrapText(true);
            rows.getChildren().add(why);
        } else {
            rows.getChildren().addAll(new KeyValueRow("Inference", joules(split.inference())),
                    new KeyValueRow("Cache, tokenise, transport", joules(split.rest())),
                    new KeyValueRow("Draw at rest", joules(split.idle())),
                    Labels.muted("A hit costs " + joules(split.hit()) + ", a miss " + joules(split.miss()) + " above the draw at rest"));
        }
        VBox both = new VBox(energyChart, rows);
        VBox.setVgrow(energyChart, Priority.ALWAYS);
        energy.flush(both);
    }

    private static String joules(@Nullable Double value) {
        return value == null ? Formats.NONE : Formats.number(value, value < 10 ? 1 : 0) + " J";
    }

    private static List<Point> points(CostReport report, Function<CostPart, @Nullable Double> of) {
        return report.parts().stream().map(part -> {
            Double value = of.apply(part);
            return new Point(part.from(), value == null ? Double.NaN : value);
        }).toList();
    }

    private void showBudget(Budget month, Prices prices, Money money) {
        if (prices.deviceHour() == null && prices.tariff().isEmpty()) {
            budget.subtitle("").trailing().content(new EmptyState("A month's spending is shown once something has a price.", declare()));
            return;
        }
        budget.subtitle(MONTH.format(month.course().getLast().at()) + ", this node");
        Ahead end = month.ahead().isEmpty() ? null : month.ahead().getLast();
        budget.trailing(new LegendEntry(Mark.LINE, SeriesColor.ACTUAL, "spent").value(money.of(month.spent())),
                new LegendEntry(Mark.DASHES, SeriesColor.FORECAST, "projected").value(end == null ? Formats.NONE : money.of(end.spent())));
        budgetChart.show(month, money::of);
        HBox figures = new HBox(
                figure("Chance to go over", month.chanceOver() == null ? Formats.NONE : Math.round(100 * month.chanceOver()) + " %",
                        month.limit() == null ? "no budget declared" : "of " + money.of(month.limit()),
                        month.chanceOver() != null && month.chanceOver() > 0.5 ? Status.WARNING : Status.NEUTRAL),
                figure("Over on", month.over() == null ? Formats.NONE : DAY.format(month.over()),
                        month.over() == null ? "not this month" : "by the projection", Status.NEUTRAL),
                figure("Month end", end == null ? Formats.NONE : money.of(end.spent()),
                        end == null ? "after three whole days" : "95 % " + money.of(end.low95()) + " – " + money.of(end.high95()),
                        Status.NEUTRAL),
                figure("Own past error", month.ownError() == null ? Formats.NONE : "± " + Math.round(month.ownError()) + " %",
                        month.judged() == 0
                                ? "no earlier projection"
                                : "of " + month.judged() + " days ahead, " + month.inside() + " in range",
                        Status.NEUTRAL));
        figures.getStyleClass().add("cost-figures");
        VBox both = new VBox(budgetChart, figures);
        VBox.setVgrow(budgetChart, Priority.ALWAYS);
        budget.flush(both);
    }

    private static Node figure(String name, String value, String below, Status status) {
        Label number = Labels.plain(value);
        number.getStyleClass().addAll("cost-figure", "colored");
        status(number, status);
        Label foot = Labels.muted(below);
        foot.setWrapText(true);
        VBox box = new VBox(4, Labels.muted(name), number, foot);
        box.getStyleClass().add("cost-cell");
        box.setMinWidth(0);
        box.setPrefWidth(120);
        HBox.setHgrow(box, Priority.ALWAYS);
        return box;
    }

    private static void status(Label label, Status status) {
        label.pseudoClassStateChanged(javafx.css.PseudoClass.getPseudoClass(status.name().toLowerCase(Locale.ROOT)), true);
    }
}
