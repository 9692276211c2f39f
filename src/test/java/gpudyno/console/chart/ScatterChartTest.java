package gpudyno.console.chart;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.console.chart.ScatterChart.Mark;
import gpudyno.console.chart.ScatterChart.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScatterChartTest {
    private static Point point(double x, double y, Mark mark) {
        return new Point(x, y, mark, x + " " + y);
    }

    @Test
    void throughputIsLogarithmicWhereItSpansMoreThanADecade() {
        List<Point> near = List.of(point(80, 10, Mark.FEASIBLE), point(140, 10, Mark.BEST));
        assertThat(ScatterChart.across(near).logarithmic()).isFalse();
        ValueScale wide = ScatterChart.across(List.of(point(20, 10, Mark.BASELINE), point(1400, 10, Mark.BEST)));
        assertThat(wide.logarithmic()).isTrue();
        assertThat(wide.share(200) - wide.share(20)).as("a decade is as wide everywhere").isEqualTo(wide.share(1000) - wide.share(100),
                org.assertj.core.data.Offset.offset(1e-9));
    }

    @Test
    void theFrontHoldsWhatNoFeasiblePointBeatsInBoth() {
        Point quick = point(40, 10, Mark.FEASIBLE);
        Point middle = point(60, 20, Mark.FEASIBLE);
        Point best = point(90, 30, Mark.BEST);
        List<Point> all = List.of(best, point(50, 25, Mark.FEASIBLE), middle, point(60, 22, Mark.FEASIBLE), quick,
                point(100, 5, Mark.INFEASIBLE), point(95, 1, Mark.BASELINE), point(30, 10, Mark.FEASIBLE));
        assertThat(ScatterChart.front(all)).containsExactly(quick, middle, best);
        assertThat(ScatterChart.front(List.of())).isEmpty();
    }
}
