package gpudyno.foresight;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/// Forecasts of request counts per 10 s on a trace of arrivals, beside the last value and the mean of six. Run by `packaging/bench/forecasts`.
///
/// Rolling over the whole trace; the second half is judged. WAPE: sum of absolute errors over the sum of values.
final class ForecastBench {
    private static final int SECONDS = 10;

    private ForecastBench() {
    }

    /// @param args traces: CSV with a header, the arrival time in the first column
    public static void main(String[] args) throws IOException {
        for (String file : args) {
            double[] counts = counts(Path.of(file));
            System.out.printf(Locale.ROOT, "%s: %d counts, the second half is judged%n", Path.of(file).getFileName(), counts.length);
            for (int steps : new int[]{1, 6}) {
                System.out.println(row(counts, steps));
            }
        }
    }

    static double[] counts(Path file) throws IOException {
        List<Double> arrivals = Files.readAllLines(file).stream().skip(1).filter(line -> !line.isBlank())
                .map(line -> line.substring(0, line.indexOf(',')).replace(' ', 'T')).map(LocalDateTime::parse)
                .map(at -> at.toInstant(ZoneOffset.UTC).toEpochMilli() / 1e3).toList();
        double first = arrivals.getFirst();
        double[] counts = new double[(int) ((arrivals.getLast() - first) / SECONDS)];
        for (double at : arrivals) {
            int bin = (int) ((at - first) / SECONDS);
            if (bin < counts.length) {
                counts[bin]++;
            }
        }
        return counts;
    }

    private static String row(double[] counts, int steps) {
        Forecaster forecaster = new Forecaster(List.of(1, 6), 0, true);
        WindowMean last = new WindowMean(1);
        WindowMean six = new WindowMean(6);
        double[] error = new double[3];
        double sum = 0;
        int judged = 0;
        int within95 = 0;
        int within80 = 0;
        for (int now = 0; now + steps < counts.length; now++) {
            forecaster.learn(counts[now]);
            last.learn(counts[now]);
            six.learn(counts[now]);
            int then = now + steps;
            if (then >= counts.length / 2) {
                Forecast forecast = forecaster.forecasts().stream().filter(one -> one.steps() == steps).findFirst().orElseThrow();
                error[0] += Math.abs(counts[then] - forecast.value());
                error[1] += Math.abs(counts[then] - last.ahead(steps));
                error[2] += Math.abs(counts[then] - six.ahead(steps));
                sum += counts[then];
                judged++;
                within95 += counts[then] >= forecast.low95() && counts[then] <= forecast.high95() ? 1 : 0;
                within80 += counts[then] >= forecast.low80() && counts[then] <= forecast.high80() ? 1 : 0;
            }
        }
        double best = Math.min(error[1], error[2]);
        return String.format(Locale.ROOT,
                "  %d s ahead: WAPE %.4f, last value %.4f, mean of six %.4f; %.2f of the better one; the 95 %% range covers %.1f %%, the 80 %% range %.1f %%",
                steps * SECONDS, error[0] / sum, error[1] / sum, error[2] / sum, error[0] / best, 100.0 * within95 / judged,
                100.0 * within80 / judged);
    }
}
