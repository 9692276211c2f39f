package gpudyno.load;

import java.util.SplittableRandom;

/// Draws from a gamma distribution by the method of Marsaglia and Tsang, "A simple method for generating gamma variables" (2000); shapes
/// below 1 are drawn at shape + 1 and scaled by `u^(1/shape)`.
final class GammaDistribution {
    private final double shape;
    private final double scale;
    private final SplittableRandom random;

    GammaDistribution(double shape, double scale, long seed) {
        if (!(shape > 0 && scale > 0)) {
            throw new IllegalArgumentException("shape and scale must be above 0, got " + shape + " and " + scale);
        }
        this.shape = shape;
        this.scale = scale;
        random = new SplittableRandom(seed);
    }

    double next() {
        return shape < 1 ? draw(shape + 1) * Math.pow(1 - random.nextDouble(), 1 / shape) * scale : draw(shape) * scale;
    }

    private double draw(double alpha) {
        double d = alpha - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = random.nextGaussian();
            double v = Math.pow(1 + c * x, 3);
            if (v > 0 && Math.log(1 - random.nextDouble()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
                return d * v;
            }
        }
    }
}
