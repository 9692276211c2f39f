package gpudyno.console.chart;

import gpudyno.console.kit.Csv;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Lines as a table: a row a time, a column a line.
final class LineTable {
    private LineTable() {
    }

    /// @param unit of all lines; empty for none
    static String csv(List<Line> lines, String unit) {
        SortedMap<Long, Double[]> rows = new TreeMap<>();
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            for (int j = 0; j < line.times().length; j++) {
                rows.computeIfAbsent(line.times()[j], _ -> new Double[lines.size()])[i] = line.values()[j];
            }
        }
        List<String> header = new ArrayList<>(List.of("time"));
        lines.forEach(line -> header.add(unit.isEmpty() ? line.name() : line.name() + " " + unit));
        Csv csv = new Csv(header);
        rows.forEach((time, values) -> {
            List<Object> cells = new ArrayList<>(List.of(Instant.ofEpochMilli(time)));
            for (Double value : values) {
                cells.add(value == null ? Double.NaN : value);
            }
            csv.line(cells);
        });
        return csv.toString();
    }
}
