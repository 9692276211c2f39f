package gpudyno.foresight;

/// The value of one period ago, moved by how far the newest values stand from theirs of one period ago.
final class SeasonalNaive implements Candidate {
    private static final double GAIN = 0.2;
    private final double[] past;
    private double shift;
    private long seen;

    /// @param period steps in a period, at least 2
    SeasonalNaive(int period) {
        past = new double[period];
    }

    @Override
    public void learn(double value) {
        int at = (int) (seen % past.length);
        if (seen >= past.length) {
            shift += GAIN * (value - past[at] - shift);
        }
        past[at] = value;
        seen++;
    }

    @Override
    public double ahead(int steps) {
        return seen < past.length ? Double.NaN : past[(int) ((seen + steps - 1) % past.length)] + shift;
    }
}
