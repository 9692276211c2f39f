package gpudyno.foresight;

/// Keeps one anomaly from being told again and again: after a level that was told, others must be higher for a while. How much higher they
/// must be falls in a straight line.
final class Refractory {
    private static final int REST = 150;
    private static final double MARGIN = 0.6;
    /// One value in 40 reaches this level by chance. Lower levels are told but silence nothing.
    private static final double SILENCES = 1.6;
    private double told;
    private int resting;

    /// @return the level if it is told, else 0
    double pass(double level) {
        resting = Math.max(0, resting - 1);
        if (resting > 0 && level < SILENCES + (told + MARGIN - SILENCES) * resting / REST) {
            return 0;
        }
        if (level >= SILENCES) {
            told = level;
            resting = REST;
        }
        return level;
    }
}
