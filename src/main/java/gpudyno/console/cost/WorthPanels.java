package gpudyno.console.cost;

import gpudyno.console.chart.MeasuredChart;
import gpudyno.console.chart.SplitBars;
import gpudyno.console.chart.SplitBars.Bar;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.Chip;
import gpudyno.console.kit.EmptyState;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.KeyValueRow;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.LegendEntry;
import gpudyno.console.kit.LegendEntry.Mark;
import gpudyno.console.kit.MeterBar;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.SegmentedControl;
import gpudyno.console.kit.SeriesColor;
import gpudyno.console.kit.Status;
import gpudyno.model.cost.CostPart;
import gpudyno.model.cost.CostReport;
import gpudyno.model.cost.Savings;
import gpudyno.model.cost.Spend;
import gpudyno.model.cost.WhatIf;
import gpudyno.model.cost.WhatIf.Measured;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import javafx.scene.Node;
import javafx.scene.control.Slider;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// What was saved, what settings were measured to cost, and what idle time costs.
final class WorthPanels {
    private static final String BY_HOUR = "Hour";
    private static final String BY_KEY = "Key";

    private final Panel savings = new Panel("Savings").subtitle("per 1k, at the held rate");
    private final Panel whatIf = new Panel("What if");
    private final Panel idle = new Panel("Idle apart").subtitle("today");
    private final MeasuredChart measured = new MeasuredChart();
    private final SplitBars bars = new SplitBars("Cost by hour, serving and idle", "serving", "idle");
    private final SegmentedControl<String> by = new SegmentedControl<>(List.of(BY_HOUR, BY_KEY), name -> name, BY_HOUR);
    private final BiConsumer<String, Double> turn;
    private final Runnable edit;
    private @Nullable WhatIf shown;
    private @Nullable Day day;
    private double chosen = Double.NaN;

    /// @param turn turns a knob to a value that was measured
    /// @param edit opens the form of prices
    WorthPanels(BiConsumer<String, Double> turn, Runnable edit) {
        this.turn = turn;
        this.edit = edit;
        by.setMinWidth(Region.USE_PREF_SIZE);
        by.selected().subscribe(_ -> {
            Day known = day;
            if (known != null) {
                showIdle(known.today(), known.money());
            }
        });
    }

    Panel savings() {
        return savings;
    }

    Panel whatIf() {
        return whatIf;
    }

    Panel idle() {
        return idle;
    }

    void show(Day now) {
        day = now;
        showSavings(now.today().savings(), now.money());
        showWhatIf(now.whatIf().isEmpty() ? null : now.whatIf().getFirst(), now.money());
        showIdle(now.today(), now.money());
    }

    private void showSavings(@Nullable Savings saved, Money money) {
        if (saved == null) {
            savings.trailing().content(new EmptyState(
                    "A tuning session measures what its best settings save against its baseline. No session's best is applied now."));
            return;
        }
        savings.trailing(new Chip(saved.now() < saved.before() ? Status.SUCCESS : Status.WARNING,
                Formats.change(saved.now() / saved.before() - 1)));
        VBox rows = new VBox(8);
        rows.getChildren().add(step("Baseline, session " + saved.session(), 1, money.of(saved.before()), Status.NEUTRAL));
        for (Savings.Part part : saved.parts()) {
            rows.getChildren().add(step(part.name(), Math.abs(part.amount()) / saved.before(), money.of(-part.amount()),
                    part.amount() > 0 ? Status.SUCCESS : Status.WARNING));
        }
        rows.getChildren().add(step("Applied settings", saved.now() / saved.before(), money.of(saved.now()), Status.ACCENT));
        rows.getChildren().add(new KeyValueRow("Saved today", money.of(saved.total())));
        if (saved.interval().size() == 2) {
            rows.getChildren().add(
                    Labels.muted("95 % range " + money.of(saved.interval().getFirst()) + " – " + money.of(saved.interval().getLast())));
        }
        savings.content(rows);
    }

    private static Node step(String name, double share, String amount, Status status) {
        MeterBar bar = new MeterBar(share, status).thick();
        bar.setMaxWidth(Double.MAX_VALUE);
        return new VBox(4, new KeyValueRow(name, amount).small(), bar);
    }

    private void showWhatIf(@Nullable WhatIf now, Money money) {
        if (now == null) {
            shown = null;
            whatIf.subtitle("").trailing().content(new EmptyState(
                    "Shown once a tuning session has measured two values of one knob with all else alike. Nothing is extrapolated."));
            return;
        }
        boolean other = shown == null || !shown.knob().equals(now.knob());
        shown = now;
        List<LegendEntry> legend = new ArrayList<>();
        if (now.points().stream().anyMatch(point -> point.perThousand() != null)) {
            legend.add(new LegendEntry(Mark.LINE, SeriesColor.ACTUAL, "per 1k"));
        }
        legend.add(new LegendEntry(Mark.DASHES, SeriesColor.FORECAST, "p95"));
        whatIf.trailing(legend.toArray(LegendEntry[]::new));
        if (other || now.points().stream().noneMatch(point -> point.value() == chosen)) {
            chosen = cheapest(now).value();
        }
        draw(now, money);
    }

    private static Measured cheapest(WhatIf now) {
        Measured best = now.points().getFirst();
        for (Measured point : now.points()) {
            Double one = point.perThousand();
            Double least = best.perThousand();
            boolean better = one != null && least != null ? one < least : point.p95() < best.p95();
            best = better ? point : best;
        }
        return best;
    }

    private void draw(WhatIf now, Money money) {
        measured.show(now.points().stream().map(point -> {
            double figure = point.perThousand() == null ? Double.NaN : point.perThousand();
            boolean known = point.interval().size() == 2;
            return new MeasuredChart.Point(point.value(), figure, known ? point.interval().getFirst() : figure,
                    known ? point.interval().getLast() : figure, point.p95());
        }).toList(), money::of, chosen);
        Measured picked = now.points().stream().filter(point -> point.value() == chosen).findFirst().orElseThrow();
        VBox rows = new VBox(6, slider(now, money),
                new KeyValueRow(now.knob() + ", " + now.unit(), Formats.number(now.now()) + " → " + Formats.number(chosen)),
                new KeyValueRow("Cost per 1k", money.of(picked.perThousand())),
                new KeyValueRow("p95", Formats.number(picked.p95()) + " ms"));
        HBox foot = new HBox(8, Labels.muted(picked.repeats() + (picked.repeats() == 1 ? " measurement" : " repeats")), Labels.spacer(),
                Buttons.primary("Apply…", () -> turn.accept(now.knob(), chosen)).small());
        rows.getChildren().add(foot);
        rows.getStyleClass().add("cost-rows");
        VBox both = new VBox(measured, rows);
        VBox.setVgrow(measured, Priority.ALWAYS);
        whatIf.subtitle(now.knob()).flush(both);
    }

    /// Goes from one measured value to the next: nothing is known between them.
    private Slider slider(WhatIf now, Money money) {
        List<Double> values = now.points().stream().map(Measured::value).toList();
        Slider slider = new Slider(0, values.size() - 1.0, values.indexOf(chosen));
        slider.setMajorTickUnit(1);
        slider.setMinorTickCount(0);
        slider.setBlockIncrement(1);
        slider.setSnapToTicks(true);
        slider.setAccessibleText(now.knob() + ", measured values");
        slider.valueProperty().subscribe(place -> {
            double value = values.get((int) Math.round(place.doubleValue()));
            if (value != chosen && !slider.isValueChanging()) {
                chosen = value;
                draw(now, money);
            }
        });
        return slider;
    }

    private void showIdle(CostReport today, Money money) {
        Spend serving = today.whole().serving();
        Spend resting = today.whole().idle();
        boolean byKey = !today.keys().isEmpty() && by.selected().get().equals(BY_KEY);
        List<Node> trailing = new ArrayList<>();
        if (!byKey) {
            trailing.add(new LegendEntry(Mark.SQUARE, SeriesColor.ACTUAL, "serving"));
            trailing.add(LegendEntry.rest(Mark.SQUARE, "idle"));
        }
        if (!today.keys().isEmpty()) {
            trailing.add(by);
        }
        idle.title(byKey ? "By API key" : "Idle apart");
        idle.trailing(trailing.toArray(Node[]::new));
        if (serving.money() == null || resting.money() == null) {
            idle.content(new EmptyState("Nothing has a price yet.", Buttons.plain("Edit prices…", edit)));
            return;
        }
        if (byKey) {
            idle.content(new KeyRows(today, money));
            return;
        }
        TreeMap<Integer, double[]> hours = new TreeMap<>();
        for (CostPart part : today.parts()) {
            double[] sums = hours.computeIfAbsent(part.from().atZone(ZoneId.systemDefault()).getHour(), _ -> new double[2]);
            sums[0] += orZero(part.serving().money());
            sums[1] += orZero(part.idle().money());
        }
        bars.show(hours.entrySet().stream().map(hour -> new Bar(String.format(java.util.Locale.ROOT, "%02d", hour.getKey()),
                hour.getValue()[0], hour.getValue()[1])).toList(), money::of);
        VBox rows = new VBox(6, new KeyValueRow("Time, serving: " + hours(serving), money.of(serving.time())),
                new KeyValueRow("Energy, serving: " + kwh(serving), money.of(serving.energy())),
                new KeyValueRow("Time, idle: " + hours(resting), money.of(resting.time())),
                new KeyValueRow("Energy, idle: " + kwh(resting), money.of(resting.energy())),
                new HBox(8, Labels.muted(source(today)), Labels.spacer(), Buttons.plain("Edit prices…", edit).small()));
        rows.getStyleClass().add("cost-rows");
        VBox both = new VBox(bars, rows);
        VBox.setVgrow(bars, Priority.ALWAYS);
        idle.flush(both);
    }

    private static String source(CostReport today) {
        return today.prices().dated() == null ? "" : "list price of " + today.prices().dated();
    }

    private static double orZero(@Nullable Double value) {
        return value == null ? 0 : value;
    }

    private static String hours(Spend spend) {
        return Formats.number(spend.deviceHours(), 1) + " h";
    }

    private static String kwh(Spend spend) {
        Double joules = spend.joules();
        return joules == null ? "unknown" : Formats.number(joules / 3.6e6, 2) + " kWh";
    }
}
