package gpudyno.foresight;

import gpudyno.foresight.NabScore.Labelled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Series of the kinds that operators watch, with labelled anomalies of many kinds. 4,032 points, five minutes apart, which is two weeks.
final class GeneratedSeries {
    private static final int POINTS = 4032;
    private static final int DAY = 288;
    private static final int KINDS = 16;
    private static final double FIRST_SECOND = 1_400_000_000;

    private GeneratedSeries() {
    }

    /// @param seeds how many series of each kind
    static List<Labelled> corpus(int seeds) {
        List<Labelled> all = new ArrayList<>();
        for (int seed = 0; seed < seeds; seed++) {
            for (int kind = 0; kind < KINDS; kind++) {
                all.add(of(kind, new Random(1000L * seed + kind)));
            }
        }
        return all;
    }

    private static Labelled of(int kind, Random random) {
        int many = kind == KINDS - 1 ? 0 : 1 + random.nextInt(3);
        int[] starts = new int[many];
        for (int k = 0; k < many; k++) {
            starts[k] = 800 + (int) ((k + 0.2 + 0.6 * random.nextDouble()) * (POINTS - 1100) / many);
        }
        Shape shape = new Shape(kind, random);
        double[] seconds = new double[POINTS];
        double[] values = new double[POINTS];
        for (int i = 0; i < POINTS; i++) {
            int since = Integer.MAX_VALUE;
            for (int start : starts) {
                since = i >= start ? i - start : since;
            }
            seconds[i] = FIRST_SECOND + 300.0 * i;
            values[i] = shape.value(i, since);
        }
        int half = many == 0 ? 0 : POINTS / 20 / many;
        int[][] windows = new int[many][];
        for (int k = 0; k < many; k++) {
            windows[k] = new int[]{starts[k] - half, Math.min(POINTS - 1, starts[k] + half)};
        }
        return new Labelled("made-" + kind, seconds, values, windows);
    }

    /// One kind of series; `since` counts the values since the newest anomaly began.
    private static final class Shape {
        private final int kind;
        private final Random random;
        private final double noise;
        private double walk;
        private double shift;
        private double burst;

        Shape(int kind, Random random) {
            this.kind = kind;
            this.random = random;
            this.noise = 0.5 + random.nextDouble();
        }

        double value(int i, int since) {
            double day = Math.sin(2 * Math.PI * i / DAY);
            int phase = i % DAY;
            double gauss = random.nextGaussian();
            return switch (kind) {
                case 0 -> levelShift(since, gauss);
                case 1 -> 5 + 0.3 * Math.abs(gauss) + (phase % 48 == 5 && since >= 200 ? 30 + 5 * random.nextGaussian() : 0);
                case 2 -> requests(60 + 50 * day + (since < 12 ? 150 : 0), gauss);
                case 3 -> bursts(since, 20 + 15 * day, gauss);
                case 4 -> 0.1 * Math.exp(0.4 * gauss) + rare(0.003, 1) + (since < 4 ? 1.5 + random.nextDouble() : 0);
                case 5 -> Math.round(65 - rushHour(i, phase) + 2.5 * gauss - (since < 24 ? 35 : 0));
                case 6 -> temperature(since, day, gauss);
                case 7 -> (isOpen(phase) && since >= DAY ? 80 : 20) + 5 * random.nextDouble();
                case 8 -> (isOpen(phase) ? since < DAY ? 160 : 80 : 20) + 5 * random.nextDouble();
                case 9 -> since < 10 ? 3e6 + 1e6 * random.nextDouble() : random.nextDouble() < 0.03 ? 1e6 * (1 + random.nextDouble()) : 0;
                case 10 -> twoLevels(since, day, gauss);
                case 11 -> 50 + 20 * day + 1.5 * gauss + (since < DAY ? 25 * Math.sin(2 * Math.PI * since / 40.0) : 0);
                case 12 -> 45 + 3 * gauss + rare(0.02, 200) + (since < 6 ? 300 : 0);
                case 13 -> (random.nextDouble() < (since < DAY ? 0.25 : 0.02) ? 1 : 0.05) * (30 + 3 * gauss);
                case 14 -> since == 0 || since == 80 ? 1.2 : since < 80 ? 0.02 : 0.1 + 0.02 * Math.abs(gauss) + rare(0.005, 0.5);
                default -> 40 + 30 * day + 2 * gauss;
            };
        }

        private static boolean isOpen(int phase) {
            return phase > 100 && phase < 200;
        }

        private static double rushHour(int i, int phase) {
            return i / DAY % 7 >= 5 ? 0 : 15 * Math.exp(-Math.pow((phase - 200) / 15.0, 2));
        }

        private double rare(double share, double height) {
            return random.nextDouble() < share ? height * random.nextDouble() : 0;
        }

        private double levelShift(int since, double gauss) {
            if (since == 0) {
                shift += (random.nextBoolean() ? 1 : -1) * (4 + 3 * random.nextDouble()) * noise;
            }
            return 40 + noise * gauss + shift;
        }

        private static double requests(double rate, double gauss) {
            return Math.max(0, Math.round(rate + Math.sqrt(rate + 1) * 2 * gauss));
        }

        private double bursts(int since, double rate, double gauss) {
            if (since == 0) {
                burst = 40;
            }
            if (random.nextDouble() < 0.004) {
                burst = Math.max(burst, 3 + 5 * random.nextDouble());
            }
            burst *= 0.93;
            return Math.round(rate * (1 + burst / 4) * Math.exp(0.3 * gauss));
        }

        private double temperature(int since, double day, double gauss) {
            walk += 0.15 * gauss - 0.002 * walk;
            return 85 + 3 * day + walk * 3 - (since < 60 ? 30 * Math.sin(Math.PI * since / 60) : 0);
        }

        private double twoLevels(int since, double day, double gauss) {
            if (since == 0) {
                shift = shift == 0 ? 60 : 0;
            }
            return 20 + shift + 2 * gauss + 5 * day;
        }
    }
}
