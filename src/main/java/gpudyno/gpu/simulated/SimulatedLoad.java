package gpudyno.gpu.simulated;

/// What a simulated GPU is asked to do at a time.
///
/// @param busy work as a part of what the GPU does at its full clock, from 0 to 1
/// @param batch items worked on at once
public record SimulatedLoad(double busy, double batch) {
    public static final SimulatedLoad NONE = new SimulatedLoad(0, 0);

    public SimulatedLoad {
        if (!(busy >= 0 && busy <= 1 && batch >= 0 && batch < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "a load is busy from 0 to 1 with a batch of 0 or more, got busy " + busy + ", batch " + batch);
        }
    }
}
