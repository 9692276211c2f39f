package gpudyno.console.chart;

import gpudyno.console.kit.CanvasRegion;
import gpudyno.console.kit.Csv;
import gpudyno.console.kit.Exportable;
import gpudyno.console.kit.Fonts;
import gpudyno.console.kit.Palette;
import gpudyno.console.kit.SeriesColor;
import gpudyno.model.cost.Budget;
import gpudyno.model.cost.Budget.Ahead;
import gpudyno.model.cost.Budget.Point;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;

/// A month's spending as it grew, and its projection with the 80 and 95 % ranges; a dashed line is the budget.
public final class BudgetChart extends CanvasRegion implements Exportable {
    private static final double LEFT = 52;
    private static final double RIGHT = 14;
    private static final double TOP = 14;
    private static final double BOTTOM = 22;
    private static final int DAYS_APART = 5;

    private @Nullable Budget budget;
    private DoubleFunction<String> words = Double::toString;

    public BudgetChart() {
        setMinSize(160, 110);
        setAccessibleText("Spending of the month");
        begin();
    }

    /// @param money how amounts are written
    public void show(Budget now, DoubleFunction<String> money) {
        budget = now;
        words = money;
        redraw();
    }

    @Override
    public String csv() {
        Csv csv = new Csv(List.of("until", "spent", "projected", "low 80 %", "high 80 %", "low 95 %", "high 95 %"));
        Budget known = budget;
        if (known != null) {
            known.course().forEach(point -> csv.line(List.of(point.at(), point.spent(), "", "", "", "", "")));
            known.ahead().forEach(point -> csv.line(
                    List.of(point.at(), "", point.spent(), point.low80(), point.high80(), point.low95(), point.high95())));
        }
        return csv.toString();
    }

    @Override
    protected void draw(GraphicsContext g, Palette palette) {
        PlotArea plot = new PlotArea(LEFT, TOP, getWidth() - RIGHT, getHeight() - BOTTOM);
        Budget known = budget;
        if (known == null || !plot.isOpen() || known.course().isEmpty()) {
            return;
        }
        ZoneId zone = ZoneId.systemDefault();
        YearMonth month = YearMonth.from(known.course().getFirst().at().atZone(zone));
        TimeAxis time = new TimeAxis(month.atDay(1).atStartOfDay(zone).toInstant().toEpochMilli(),
                month.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant().toEpochMilli(), plot.left(), plot.width());
        double most = known.ahead().stream().mapToDouble(Ahead::high95).max().orElse(known.spent());
        Double limit = known.limit();
        ValueScale scale = ValueScale.linear(1.08 * Math.max(most, limit == null ? 0 : limit));
        g.setFont(Fonts.regular(11));
        g.setTextBaseline(VPos.CENTER);
        grid(g, palette, plot, time, scale, month);
        ahead(g, palette, plot, time, scale, known);
        spent(g, palette, plot, time, scale, known.course());
        if (limit != null) {
            double y = Math.round(plot.y(scale, limit)) + 0.5;
            g.setStroke(palette.danger());
            g.setLineWidth(1);
            g.setLineDashes(5, 4);
            g.strokeLine(plot.left(), y, plot.right(), y);
            g.setLineDashes();
            g.setFill(palette.danger());
            g.setTextAlign(TextAlignment.LEFT);
            g.fillText("budget " + words.apply(limit), plot.left() + 8, y - 9);
        }
    }

    private void grid(GraphicsContext g, Palette palette, PlotArea plot, TimeAxis time, ValueScale scale, YearMonth month) {
        g.setStroke(palette.grid());
        g.setLineWidth(1);
        g.setFill(palette.muted());
        g.setTextAlign(TextAlignment.RIGHT);
        for (double tick : scale.ticks()) {
            double y = Math.round(plot.y(scale, tick)) + 0.5;
            g.strokeLine(plot.left(), y, plot.right(), y);
            g.fillText(words.apply(tick), plot.left() - 8, y);
        }
        g.setTextAlign(TextAlignment.CENTER);
        for (int day = 1; day <= month.lengthOfMonth(); day = day == 1 ? DAYS_APART : day + DAYS_APART) {
            LocalDate date = month.atDay(day);
            double x = time.x(date.atStartOfDay(ZoneId.systemDefault()).toInstant().toEpochMilli());
            String name = day == 1
                    ? "1 " + month.getMonth().getDisplayName(java.time.format.TextStyle.SHORT, java.util.Locale.ROOT)
                    : Integer.toString(day);
            g.fillText(name, Math.max(x, plot.left() + 12), plot.bottom() + 12);
        }
    }

    private void spent(GraphicsContext g, Palette palette, PlotArea plot, TimeAxis time, ValueScale scale, List<Point> course) {
        double[] xs = course.stream().mapToDouble(point -> time.x(point.at().toEpochMilli())).toArray();
        double[] ys = course.stream().mapToDouble(point -> plot.y(scale, point.spent())).toArray();
        Color color = palette.of(SeriesColor.ACTUAL);
        band(g, palette.subtle(color), xs, ys, java.util.Arrays.stream(ys).map(_ -> plot.bottom()).toArray());
        g.setStroke(color);
        g.setLineWidth(1.75);
        g.strokePolyline(xs, ys, xs.length);
        int last = xs.length - 1;
        g.setStroke(palette.muted());
        g.setLineWidth(1);
        g.strokeLine(xs[last], plot.top(), xs[last], plot.bottom());
        g.setFill(color);
        g.fillOval(xs[last] - 3.5, ys[last] - 3.5, 7, 7);
        LogTicks.label(g, palette, "now " + words.apply(course.getLast().spent()), xs[last] - 6, Math.max(plot.top() + 8, ys[last] - 16),
                TextAlignment.RIGHT);
    }

    private void ahead(GraphicsContext g, Palette palette, PlotArea plot, TimeAxis time, ValueScale scale, Budget known) {
        if (known.ahead().isEmpty()) {
            return;
        }
        Point now = known.course().getLast();
        List<Ahead> all = new ArrayList<>();
        all.add(new Ahead(now.at(), now.spent(), now.spent(), now.spent(), now.spent(), now.spent()));
        all.addAll(known.ahead());
        double[] xs = all.stream().map(Ahead::at).mapToDouble(Instant::toEpochMilli).map(time::x).toArray();
        Color color = palette.of(SeriesColor.FORECAST);
        band(g, color.deriveColor(0, 1, 1, 0.14), xs, ys(all, plot, scale, Ahead::high95), ys(all, plot, scale, Ahead::low95));
        band(g, color.deriveColor(0, 1, 1, 0.22), xs, ys(all, plot, scale, Ahead::high80), ys(all, plot, scale, Ahead::low80));
        g.setStroke(color);
        g.setLineWidth(1.75);
        g.setLineDashes(5, 4);
        g.strokePolyline(xs, ys(all, plot, scale, Ahead::spent), xs.length);
        g.setLineDashes();
        g.setFill(color);
        g.fillOval(xs[xs.length - 1] - 3.5, plot.y(scale, all.getLast().spent()) - 3.5, 7, 7);
    }

    private static double[] ys(List<Ahead> all, PlotArea plot, ValueScale scale, ToDoubleFunction<Ahead> of) {
        return all.stream().mapToDouble(of).map(value -> plot.y(scale, value)).toArray();
    }

    private static void band(GraphicsContext g, Color fill, double[] xs, double[] upper, double[] lower) {
        int count = xs.length;
        double[] px = new double[2 * count];
        double[] py = new double[2 * count];
        for (int i = 0; i < count; i++) {
            px[i] = xs[i];
            py[i] = upper[i];
            px[2 * count - 1 - i] = xs[i];
            py[2 * count - 1 - i] = lower[i];
        }
        g.setFill(fill);
        g.fillPolygon(px, py, 2 * count);
    }
}
