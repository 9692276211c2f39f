package gpudyno.tune;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What a machine gave, second by second, while nothing about the server changed; written by `packaging/bench/record-noise`. Replayed in its
/// own order, so that its drift, its autocorrelation and its bad seconds stay what they are.
record RecordedNoise(double[] throughput, double[] p95) {
    private static final int LEAST_SECONDS = 60;

    /// @throws IllegalArgumentException if the file is not such a recording; the message says why
    static RecordedNoise read(Path file) {
        try {
            return of(Files.readAllLines(file), file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The recording that ships with the tests.
    static RecordedNoise shipped() {
        try (var stream = java.util.Objects.requireNonNull(RecordedNoise.class.getResourceAsStream("noise-2-cores.csv"))) {
            return of(new String(stream.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).lines().toList(), "noise-2-cores.csv");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RecordedNoise of(List<String> lines, String name) {
        List<String[]> rows = lines.stream().filter(line -> !line.startsWith("#") && !line.startsWith("second"))
                .map(line -> line.split(","))
                .toList();
        if (rows.size() < LEAST_SECONDS || rows.stream().anyMatch(row -> row.length != 3)) {
            throw new IllegalArgumentException(name + ": expected at least " + LEAST_SECONDS + " rows second,throughput.rps,p95.ms");
        }
        return new RecordedNoise(relative(rows.stream().mapToDouble(row -> Double.parseDouble(row[1])).toArray()),
                relative(rows.stream().mapToDouble(row -> Double.parseDouble(row[2])).toArray()));
    }

    private static double[] relative(double[] values) {
        double mean = java.util.Arrays.stream(values).average().orElseThrow();
        return java.util.Arrays.stream(values).map(value -> value / mean).toArray();
    }

    /// The same course with other swings.
    RecordedNoise scaled(double factor) {
        return new RecordedNoise(java.util.Arrays.stream(throughput).map(value -> 1 + factor * (value - 1)).toArray(),
                java.util.Arrays.stream(p95).map(value -> 1 + factor * (value - 1)).toArray());
    }

    int seconds() {
        return throughput.length;
    }

    /// Mean of a series over the whole seconds that an interval touches; behind the end the recording begins anew.
    double mean(double[] series, double from, double to) {
        double sum = 0;
        int first = (int) Math.floor(from);
        int count = Math.max(1, (int) Math.round(to - from));
        for (int i = 0; i < count; i++) {
            sum += series[(first + i) % series.length];
        }
        return sum / count;
    }

    /// Standard deviation of a second's throughput, relative to the mean.
    double spread() {
        return Math.sqrt(java.util.Arrays.stream(throughput).map(value -> (value - 1) * (value - 1)).average().orElseThrow());
    }

    /// Autocorrelation of throughput from one second to a later one.
    double autocorrelation(int lag) {
        double sum = 0;
        for (int i = 0; i + lag < throughput.length; i++) {
            sum += (throughput[i] - 1) * (throughput[i + lag] - 1);
        }
        return sum / (throughput.length - lag) / (spread() * spread());
    }
}
