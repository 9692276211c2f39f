package gpudyno.console.traces;

import gpudyno.console.kit.CanvasRegion;
import gpudyno.console.kit.Csv;
import gpudyno.console.kit.Exportable;
import gpudyno.console.kit.Fonts;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Palette;
import gpudyno.model.trace.OpenedTrace;
import gpudyno.model.trace.Stage;
import gpudyno.model.trace.StageSpan;
import gpudyno.model.trace.Trace;
import gpudyno.model.trace.Typical;
import gpudyno.model.trace.WhySlow;
import java.util.List;
import java.util.Optional;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Text;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;

/// The stages of a request on one time axis, with the typical median under each bar.
final class Waterfall extends CanvasRegion implements Exportable {
    private static final double NAMES = 152;
    private static final double THIS = 78;
    private static final double TYPICAL = 86;
    private static final double HEAD = 26;
    static final double ROW = 27;
    private static final double BAR = 12;
    private static final double LEAST_BAR = 2;

    private @Nullable OpenedTrace shown;
    private double slow = Double.NaN;

    Waterfall() {
        setMinSize(300, HEAD + 4 * ROW);
        begin();
    }

    /// @param slowMillis where requests begin to count as slow
    void show(OpenedTrace trace, double slowMillis) {
        shown = trace;
        slow = slowMillis;
        double height = HEAD + (trace.trace().stages().size() + 1) * ROW + 4;
        setMinHeight(height);
        setPrefHeight(height);
        setAccessibleText(spoken(trace.trace()));
        redraw();
    }

    private static String spoken(Trace trace) {
        StringBuilder words = new StringBuilder(trace.route()).append(' ').append(ms(trace.millis()));
        trace.stages().forEach(span -> words.append(", ").append(span.stage().title()).append(' ').append(ms(span.millis())));
        return words.toString();
    }

    @Override
    public String csv() {
        Csv csv = new Csv(List.of("stage", "start ms", "duration ms", "typical ms"));
        OpenedTrace opened = shown;
        if (opened != null) {
            Optional<Typical> typical = Optional.ofNullable(opened.trace().typical());
            opened.trace().stages().forEach(span -> csv.line(List.of(span.stage().title(), span.start(), span.millis(),
                    typical.map(usual -> usual.of(span.stage()).p50()).orElse(Double.NaN))));
        }
        return csv.toString();
    }

    static String ms(double millis) {
        return millis >= 10_000
                ? Formats.number(millis / 1000) + " s"
                : Formats.number(millis, millis >= 100 ? 0 : millis >= 10 ? 1 : millis >= 0.1 ? 2 : 3) + " ms";
    }

    @Override
    protected void draw(GraphicsContext g, Palette palette) {
        OpenedTrace opened = shown;
        if (opened == null || getWidth() < NAMES + THIS + TYPICAL + 60) {
            return;
        }
        Trace trace = opened.trace();
        g.setTextBaseline(VPos.CENTER);
        drawAxis(g, palette, trace);
        Optional<Typical> typical = Optional.ofNullable(trace.typical());
        drawRow(g, palette, 0, trace.route(), 0, trace.millis(), typical.map(Typical::millis), palette.borderStrong(), answered(trace),
                false, trace);
        WhySlow why = opened.why();
        List<Stage> causes = why == null ? List.of() : why.causes();
        int row = 1;
        for (StageSpan span : trace.stages()) {
            boolean leads = causes.contains(span.stage());
            if (leads && causes.getFirst() == span.stage()) {
                g.setFill(palette.subtle(palette.accent()));
                g.fillRect(0, HEAD + row * ROW, getWidth(), ROW);
            }
            drawRow(g, palette, row, span.stage().title(), span.start(), span.millis(),
                    typical.map(usual -> usual.of(span.stage()).p50()), StageWords.color(span.stage(), palette),
                    StageWords.note(trace, span.stage()), leads, trace);
            row++;
        }
        drawSlow(g, palette, trace);
    }

    private static String answered(Trace trace) {
        return trace.failure() == null ? "answered " + trace.status() : trace.status() + ": " + trace.failure();
    }

    private double plot() {
        return getWidth() - NAMES - THIS - TYPICAL;
    }

    private double x(double millis, Trace trace) {
        return NAMES + millis / Math.max(trace.millis(), 1e-6) * (plot() - 8);
    }

    private void drawAxis(GraphicsContext g, Palette palette, Trace trace) {
        g.setFont(Fonts.regular(11));
        g.setFill(palette.muted());
        g.setTextAlign(TextAlignment.RIGHT);
        g.fillText("this", NAMES + plot() + THIS - 12, HEAD / 2);
        g.fillText("typical", getWidth() - 12, HEAD / 2);
        double raw = trace.millis() / Math.max(2, plot() / 70);
        double decade = Math.pow(10, Math.floor(Math.log10(Math.max(raw, 1e-6))));
        double step = decade * (raw / decade <= 1 ? 1 : raw / decade <= 2 ? 2 : raw / decade <= 5 ? 5 : 10);
        g.setStroke(palette.grid());
        g.setLineWidth(1);
        g.setTextAlign(TextAlignment.CENTER);
        for (int i = 0; i * step <= trace.millis() * 1.0001; i++) {
            double x = Math.round(x(i * step, trace)) + 0.5;
            g.strokeLine(x, HEAD, x, getHeight());
            if (x < NAMES + plot() - 20) {
                g.fillText(Formats.number(i * step) + (i == 0 ? " ms" : ""), x, HEAD / 2);
            }
        }
        g.strokeLine(0, HEAD + 0.5, getWidth(), HEAD + 0.5);
    }

    private void drawRow(GraphicsContext g, Palette palette, int row, String name, double start, double millis, Optional<Double> typical,
            Color color, String note, boolean cause, Trace trace) {
        double middle = HEAD + (row + 0.5) * ROW;
        g.setFont(row == 0 ? Fonts.semiBold(12) : Fonts.regular(12));
        g.setTextAlign(TextAlignment.LEFT);
        g.setFill(palette.text());
        g.fillText(name, row == 0 ? 12 : 24, middle, NAMES - (row == 0 ? 20 : 32));
        double left = x(start, trace);
        double width = Math.max(LEAST_BAR, x(start + millis, trace) - left);
        g.setFill(color);
        g.fillRoundRect(left, middle - BAR / 2, width, BAR, 3, 3);
        typical.ifPresent(usual -> {
            if (row > 0 && usual > 0) {
                g.setFill(palette.text());
                g.fillRect(left, middle + BAR / 2 + 1, Math.max(2, Math.min(x(start + usual, trace), NAMES + plot()) - left), 2);
            }
        });
        drawNote(g, palette, note, left, width, middle, row);
        g.setTextAlign(TextAlignment.RIGHT);
        g.setFont(Fonts.semiBold(12));
        g.setFill(cause || row == 0 && Math.max(millis, 0) > slow ? palette.dangerText() : palette.text());
        g.fillText(ms(millis), NAMES + plot() + THIS - 12, middle);
        g.setFont(Fonts.regular(12));
        g.setFill(palette.muted());
        g.fillText(typical.map(Waterfall::ms).orElse(Formats.NONE), getWidth() - 12, middle);
    }

    /// In its bar where it fits, else after it, else before it.
    private void drawNote(GraphicsContext g, Palette palette, String note, double left, double width, double middle, int row) {
        if (note.isEmpty()) {
            return;
        }
        g.setFont(Fonts.regular(11));
        Text measure = new Text(note);
        measure.setFont(g.getFont());
        double needed = measure.getLayoutBounds().getWidth();
        double end = NAMES + plot();
        if (width > needed + 16) {
            g.setTextAlign(TextAlignment.LEFT);
            g.setFill(row == 0 ? palette.text() : palette.background());
            g.fillText(note, left + 8, middle);
        } else if (left + width + 8 + needed < end || left - 8 - needed < NAMES) {
            g.setTextAlign(TextAlignment.LEFT);
            g.setFill(palette.muted());
            g.fillText(note, left + width + 8, middle, Math.max(40, end - left - width - 8));
        } else {
            g.setTextAlign(TextAlignment.RIGHT);
            g.setFill(palette.muted());
            g.fillText(note, left - 8, middle);
        }
    }

    private void drawSlow(GraphicsContext g, Palette palette, Trace trace) {
        if (Double.isNaN(slow) || slow >= trace.millis()) {
            return;
        }
        double x = Math.round(x(slow, trace)) + 0.5;
        g.setStroke(palette.text());
        g.setLineDashes(4, 4);
        g.setLineWidth(1);
        g.strokeLine(x, HEAD, x, getHeight());
        g.setLineDashes();
    }
}
