package gpudyno.console.history;

import gpudyno.console.chart.SpanLanes;
import gpudyno.console.frame.LatestCall;
import gpudyno.console.frame.Workbench;
import gpudyno.console.page.Kind;
import gpudyno.console.page.Period;
import gpudyno.node.Node;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The two periods that a person chose on the time line, and their figures.
final class Comparing {
    private final LatestCall asking;
    private final SpanLanes lanes;
    private final PeriodsPanel panel;
    private @Nullable Node node;
    private @Nullable Period a;
    private @Nullable Period b;

    Comparing(Workbench bench, SpanLanes lanes) {
        asking = new LatestCall(bench.calls());
        this.lanes = lanes;
        panel = new PeriodsPanel(this::swap, period -> bench.guide().lead(Kind.PERIOD, period.id()));
        lanes.onDrag((from, to, second) -> choose(new Period(Instant.ofEpochMilli(from), Instant.ofEpochMilli(to)), second));
    }

    PeriodsPanel panel() {
        return panel;
    }

    /// Periods of another node are not this one's.
    void of(Node now) {
        if (!now.equals(node)) {
            node = now;
            a = null;
            b = null;
            draw();
        }
    }

    /// @param second whether as B
    void choose(Period period, boolean second) {
        if (second) {
            b = period;
        } else {
            a = period;
        }
        draw();
    }

    private void swap() {
        Period first = a;
        a = b;
        b = first;
        draw();
    }

    private void draw() {
        List<SpanLanes.Brush> marks = new ArrayList<>();
        mark(marks, "A", a, false);
        mark(marks, "B", b, true);
        lanes.mark(marks);
        asking.drop();
        Period first = a;
        Period second = b;
        Node of = node;
        if (of == null || first == null || second == null) {
            if (first != null) {
                panel.chosen("A", first, "Drag over the time line with Shift for B, or choose an entry with Shift.");
            } else if (second != null) {
                panel.chosen("B", second, "Drag over the time line for A.");
            } else {
                panel.waiting(PeriodsPanel.HINT);
            }
            return;
        }
        asking.call(() -> Periods.of(of, first, second), figures -> panel.show(first, second, figures), panel::waiting);
    }

    private static void mark(List<SpanLanes.Brush> marks, String name, @Nullable Period period, boolean accent) {
        if (period != null) {
            marks.add(new SpanLanes.Brush(name, period.from().toEpochMilli(), period.to().toEpochMilli(), accent));
        }
    }
}
