package gpudyno.foresight;

import com.amazon.randomcutforest.RandomCutForest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpudyno.foresight.NabScore.Labelled;
import gpudyno.foresight.NabScore.Result;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/// The anomaly detector on labelled series, beside the plain forest and a z-score, by the score of [NabScore]. Run by
/// `packaging/bench/anomalies`.
final class NabBench {
    private static final Map<String, Supplier<SurpriseDetector>> PEERS = new LinkedHashMap<>();
    static {
        PEERS.put("gpudyno", () -> new AnomalyDetector()::score);
        PEERS.put("the library's forest", NabBench::libraryForest);
        PEERS.put("z-score", ZScore::new);
    }

    private NabBench() {
    }

    /// As the library sets it up, on single values.
    private static SurpriseDetector libraryForest() {
        RandomCutForest forest = RandomCutForest.builder().dimensions(1).shingleSize(1).randomSeed(1).build();
        return (_, value) -> {
            float[] point = {(float) value};
            double score = forest.getAnomalyScore(point);
            forest.update(point);
            return score;
        };
    }

    /// @param args a folder with windows.json and the series it names, or `made` for made-up series
    public static void main(String[] args) throws IOException {
        for (String arg : args) {
            List<Labelled> files = arg.equals("made") ? GeneratedSeries.corpus(2) : read(Path.of(arg));
            System.out.printf(Locale.ROOT, "%s: %d series, %,d values%n", arg, files.size(),
                    files.stream().mapToInt(file -> file.values().length).sum());
            PEERS.forEach((name, maker) -> print(name, maker, files));
        }
    }

    private static void print(String name, Supplier<SurpriseDetector> maker, List<Labelled> files) {
        var thread = ManagementFactory.getThreadMXBean();
        long start = thread.getCurrentThreadCpuTime();
        List<double[]> scores = files.stream().map(file -> scores(maker.get(), file)).toList();
        long nanos = thread.getCurrentThreadCpuTime() - start;
        double threshold = NabScore.bestThreshold(files, scores);
        System.out.println(row(name, NabScore.score(files, scores, threshold))
                + String.format(Locale.ROOT, ", threshold %.4f, %,.0f values per second of one core", threshold,
                        scores.stream().mapToInt(one -> one.length).sum() * 1e9 / nanos));
        for (int i = 0; i < files.size(); i++) {
            System.out
                    .println(row("  " + files.get(i).name(), NabScore.score(files.subList(i, i + 1), scores.subList(i, i + 1), threshold)));
        }
    }

    private static String row(String name, Result result) {
        return String.format(Locale.ROOT, "%-48s score %6.1f, %d of %d windows, %d false alarms", name, result.score(), result.found(),
                result.windows(), result.falseAlarms());
    }

    static double[] scores(SurpriseDetector detector, Labelled file) {
        double[] scores = new double[file.values().length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = detector.surprise(file.seconds()[i], file.values()[i]);
        }
        return scores;
    }

    /// Series as the benchmark has them: windows.json maps a file's name, or its path, to the first and last times of its windows.
    static List<Labelled> read(Path folder) throws IOException {
        JsonNode windows = new ObjectMapper().readTree(folder.resolve("windows.json").toFile());
        List<Labelled> files = new ArrayList<>();
        for (Map.Entry<String, JsonNode> file : windows.properties()) {
            List<String[]> lines = Files.readAllLines(folder.resolve(file.getKey())).stream().skip(1).map(line -> line.split(",")).toList();
            double[] seconds = lines.stream().mapToDouble(cells -> seconds(cells[0])).toArray();
            double[] values = lines.stream().mapToDouble(cells -> Double.parseDouble(cells[1])).toArray();
            int[][] indexes = new int[file.getValue().size()][];
            for (int w = 0; w < indexes.length; w++) {
                JsonNode window = file.getValue().get(w);
                indexes[w] = new int[]{index(seconds, window.get(0).asText()), index(seconds, window.get(1).asText())};
            }
            files.add(new Labelled(file.getKey(), seconds, values, indexes));
        }
        return files;
    }

    private static int index(double[] seconds, String time) {
        double wanted = seconds(time);
        for (int i = 0; i < seconds.length; i++) {
            if (seconds[i] == wanted) {
                return i;
            }
        }
        throw new IllegalArgumentException("no value was measured at " + time + ", where a window begins or ends");
    }

    private static double seconds(String time) {
        return LocalDateTime.parse(time.replace(' ', 'T')).toEpochSecond(ZoneOffset.UTC);
    }

    /// Distance from the mean of all values before, in standard deviations.
    private static final class ZScore implements SurpriseDetector {
        private double mean;
        private double squares;
        private long seen;

        @Override
        public double surprise(double seconds, double value) {
            double score = seen < 2 || squares == 0 ? 0 : Math.abs(value - mean) / Math.sqrt(squares / seen);
            double step = value - mean;
            mean += step / ++seen;
            squares += step * (value - mean);
            return score;
        }
    }
}
