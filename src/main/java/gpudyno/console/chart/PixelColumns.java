package gpudyno.console.chart;

import java.util.ArrayList;
import java.util.List;

/// A line reduced to what can be seen: in each pixel column the first, least, greatest and last value, so that no spike is lost. It is cut
/// into pieces where nothing was measured.
record PixelColumns(List<Piece> pieces) {
    /// Points that belong together, by rising x.
    record Piece(List<double[]> points) {
        int size() {
            return points.size();
        }

        double x(int i) {
            return points.get(i)[0];
        }

        double value(int i) {
            return points.get(i)[1];
        }
    }

    static PixelColumns of(Line line, TimeAxis axis) {
        List<Piece> pieces = new ArrayList<>();
        List<double[]> points = new ArrayList<>();
        Column column = new Column();
        for (int i = 0; i < line.times().length; i++) {
            long time = line.times()[i];
            double value = line.values()[i];
            if (time < axis.from() || time > axis.to()) {
                continue;
            }
            boolean cut = Double.isNaN(value) || line.gapBefore(i);
            if (cut) {
                column.flush(points);
                points = close(pieces, points);
            }
            if (!Double.isNaN(value)) {
                column.add(axis.x(time), value, points);
            }
        }
        column.flush(points);
        close(pieces, points);
        return new PixelColumns(pieces);
    }

    private static List<double[]> close(List<Piece> pieces, List<double[]> points) {
        if (!points.isEmpty()) {
            pieces.add(new Piece(points));
        }
        return new ArrayList<>();
    }

    private static final class Column {
        private long pixel = Long.MIN_VALUE;
        private double first;
        private double least;
        private double greatest;
        private double last;
        private int count;

        void add(double x, double value, List<double[]> points) {
            long at = (long) Math.floor(x);
            if (at != pixel) {
                flush(points);
                pixel = at;
                first = value;
                least = value;
                greatest = value;
            }
            least = Math.min(least, value);
            greatest = Math.max(greatest, value);
            last = value;
            count++;
        }

        void flush(List<double[]> points) {
            if (count > 0) {
                point(points, first);
                if (count > 2) {
                    point(points, least);
                    point(points, greatest);
                }
                if (count > 1) {
                    point(points, last);
                }
            }
            count = 0;
            pixel = Long.MIN_VALUE;
        }

        private void point(List<double[]> points, double value) {
            points.add(new double[]{pixel, value});
        }
    }
}
