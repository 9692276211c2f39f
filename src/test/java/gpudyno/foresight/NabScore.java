package gpudyno.foresight;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The score of the Numenta Anomaly Benchmark: Lavin, Ahmad, "Evaluating real-time anomaly detection algorithms", ICMLA 2015. Standard
/// profile: a detection in a labelled window earns up to 1, the earlier the more, and counts once; a detection elsewhere costs up to 0.11;
/// a missed window costs 1. One threshold serves the whole corpus, the one with the highest sum. The first 15 % of a file, at most 750
/// points, are not judged. 0 is a detector that says nothing, 100 a perfect one.
final class NabScore {
    private static final double FALSE_POSITIVE = 0.11;
    private static final double PROBATION = 0.15;

    private NabScore() {
    }

    /// A file as labelled.
    ///
    /// @param windows first and last index of each window, ascending
    record Labelled(String name, double[] seconds, double[] values, int[][] windows) {}

    /// @param threshold the scores at which a detection begins
    /// @param score 0..100, less than 0 if worse than saying nothing
    /// @param found windows with a detection
    /// @param falseAlarms detections outside windows
    record Result(double threshold, double score, int found, int windows, int falseAlarms) {}

    /// @return the threshold at which the whole corpus scores highest
    static double bestThreshold(List<Labelled> files, List<double[]> scores) {
        List<double[]> points = new ArrayList<>();
        int windows = 0;
        for (int f = 0; f < files.size(); f++) {
            Labelled file = files.get(f);
            int before = windows;
            for (int i = probation(file); i < file.values.length; i++) {
                int w = window(file, i);
                points.add(new double[]{scores.get(f)[i], worth(file, i), w < 0 ? -1 : before + w});
            }
            windows += file.windows.length;
        }
        points.sort((a, b) -> Double.compare(b[0], a[0]));
        double[] earned = new double[windows];
        Arrays.fill(earned, -1);
        double sum = -windows;
        double best = sum;
        double threshold = 1.1;
        for (int i = 0; i < points.size(); i++) {
            double[] point = points.get(i);
            if (i > 0 && point[0] != points.get(i - 1)[0] && sum > best) {
                best = sum;
                threshold = points.get(i - 1)[0];
            }
            int w = (int) point[2];
            if (w < 0) {
                sum += point[1];
            } else if (point[1] > earned[w]) {
                sum += point[1] - earned[w];
                earned[w] = point[1];
            }
        }
        return threshold;
    }

    static Result score(List<Labelled> files, List<double[]> scores, double threshold) {
        double sum = 0;
        int windows = 0;
        int found = 0;
        int falseAlarms = 0;
        for (int f = 0; f < files.size(); f++) {
            Labelled file = files.get(f);
            double[] earned = new double[file.windows.length];
            Arrays.fill(earned, -1);
            for (int i = probation(file); i < file.values.length; i++) {
                if (scores.get(f)[i] >= threshold) {
                    int w = window(file, i);
                    if (w < 0) {
                        sum += worth(file, i);
                        falseAlarms++;
                    } else {
                        earned[w] = Math.max(earned[w], worth(file, i));
                    }
                }
            }
            windows += earned.length;
            found += (int) Arrays.stream(earned).filter(e -> e > -1).count();
            sum += Arrays.stream(earned).sum();
        }
        // A series without windows has no perfect sum of its own: it is judged as if it had one window, found.
        return new Result(threshold, 100 * (sum + windows) / Math.max(1, 2 * windows), found, windows, falseAlarms);
    }

    private static int probation(Labelled file) {
        return (int) Math.min(Math.floor(PROBATION * file.values.length), PROBATION * 5000);
    }

    private static int window(Labelled file, int i) {
        for (int w = 0; w < file.windows.length; w++) {
            if (i >= file.windows[w][0] && i <= file.windows[w][1]) {
                return w;
            }
        }
        return -1;
    }

    /// What a detection at the point is worth, from 1 at a window's left edge over 0 at its right edge to -0.11 far from any window.
    private static double worth(Labelled file, int i) {
        int w = window(file, i);
        if (w >= 0) {
            int[] in = file.windows[w];
            return sigmoid(-(in[1] - i + 1) / (double) (in[1] - in[0] + 1)) / sigmoid(-1);
        }
        double past = 3;
        for (int[] before : file.windows) {
            past = before[1] < i ? (i - before[1]) / (double) (before[1] - before[0]) : past;
        }
        return FALSE_POSITIVE * (past >= 3 ? -1 : sigmoid(past));
    }

    private static double sigmoid(double position) {
        return 2 / (1 + Math.exp(5 * position)) - 1;
    }
}
