package gpudyno.model.meter;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.List;

/// A meter with label values, which are in the order of the meter's label names: eight GPUs are eight series of one meter.
public record Series(String meter, List<String> labels) implements Comparable<Series> {
    public Series {
        labels = List.copyOf(labels);
    }

    /// The series of a meter without labels.
    public static Series of(String meter, String... labels) {
        return new Series(meter, List.of(labels));
    }

    /// Reads what [#toString] writes: `meter` or `meter{value,value}`, with `\` before a comma, brace or backslash of a value.
    @JsonCreator
    public static Series parse(String text) {
        int brace = text.indexOf('{');
        if (brace < 0) {
            return new Series(text, List.of());
        }
        if (!text.endsWith("}")) {
            throw new IllegalArgumentException("series '" + text + "': expected meter{value,value}");
        }
        List<String> labels = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        for (int i = brace + 1; i < text.length() - 1; i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length() - 1) {
                value.append(text.charAt(++i));
            } else if (c == ',') {
                labels.add(value.toString());
                value.setLength(0);
            } else {
                value.append(c);
            }
        }
        labels.add(value.toString());
        return new Series(text.substring(0, brace), labels);
    }

    @JsonValue
    @Override
    public String toString() {
        if (labels.isEmpty()) {
            return meter;
        }
        StringBuilder text = new StringBuilder(meter).append('{');
        for (int i = 0; i < labels.size(); i++) {
            if (i > 0) {
                text.append(',');
            }
            text.append(labels.get(i).replace("\\", "\\\\").replace(",", "\\,").replace("{", "\\{").replace("}", "\\}"));
        }
        return text.append('}').toString();
    }

    @Override
    public int compareTo(Series other) {
        return toString().compareTo(other.toString());
    }
}
