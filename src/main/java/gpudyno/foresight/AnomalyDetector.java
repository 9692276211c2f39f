package gpudyno.foresight;

/// Says how unusual each value of a series is, judged by the values before it alone. One setting for every series, constant memory (about
/// 1 MB), one thread.
///
/// Four detectors see a series differently: values that few cuts isolate, stretches unlike those before, steps in an unusual order, values
/// unlike their time of day. Each answer counts as the logarithm of how rare it is among that detector's answers; the forest's own score, which
/// tells a wild outlier from a mild one, counts beside it. The power mean lets one that is sure be heard, and two that agree be heard more.
public final class AnomalyDetector {
    /// 1 is the plain mean; the higher, the more the highest counts alone.
    private static final double POWER = 4;
    /// Squares of it, summed, are finite in single precision.
    private static final double LARGEST = 1e18;
    private static final int STRETCH = 12;
    private static final int BANDS = 8;
    private final ForestDetector forest = new ForestDetector(1);
    private final SurpriseDetector neighbours = new NeighbourDetector(STRETCH);
    private final SurpriseDetector context = new ContextDetector(BANDS);
    private final SurpriseDetector season = new SeasonDetector();
    private final TailRank forestRank = new TailRank();
    private final TailRank neighboursRank = new TailRank();
    private final TailRank contextRank = new TailRank();
    private final TailRank seasonRank = new TailRank();
    private final Refractory refractory = new Refractory();
    private double origin = Double.NaN;

    /// Judges a value, then learns it.
    ///
    /// @param seconds when it was measured, in seconds since 1970
    /// @param value finite
    /// @return 0 as usual, towards 1 the rarer; 0 also shortly after a value that was about as unusual, which has told of it already
    /// @throws IllegalArgumentException if the value is not finite
    public double score(double seconds, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("value: " + value + ", a finite number is needed");
        }
        // Detectors keep single precision: small changes of a large value, as of bytes in use, would be lost in it.
        origin = Double.isNaN(origin) ? value : origin;
        double moved = Math.clamp(value - origin, -LARGEST, LARGEST);
        double isolation = forest.surprise(seconds, moved);
        double level = powerMean(isolation, forestRank.rank(isolation), neighboursRank.rank(neighbours.surprise(seconds, moved)),
                contextRank.rank(context.surprise(seconds, moved)), seasonRank.rank(season.surprise(seconds, moved)));
        double told = refractory.pass(level);
        return told / (1 + told);
    }

    private static double powerMean(double... levels) {
        double sum = 0;
        for (double level : levels) {
            sum += Math.pow(level, POWER);
        }
        return Math.pow(sum / levels.length, 1 / POWER);
    }
}
