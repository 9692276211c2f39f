package gpudyno.serve.backend;

/// The lengths to which inputs are padded. Only inputs of one bucket share a run, so beyond 8 tokens at most a third of a run is padding,
/// and a short input is never computed at the length of a long one.
public final class LengthBucket {
    private static final int[] LENGTHS = {8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512};

    private LengthBucket() {
    }

    public static int count() {
        return LENGTHS.length;
    }

    /// Which bucket an input of this many tokens belongs to.
    public static int of(int tokens) {
        for (int bucket = 0; bucket < LENGTHS.length; bucket++) {
            if (tokens <= LENGTHS[bucket]) {
                return bucket;
            }
        }
        throw new IllegalArgumentException(tokens + " tokens, at most " + LENGTHS[LENGTHS.length - 1] + " are allowed");
    }

    /// The padded length of a bucket, in tokens.
    public static int length(int bucket) {
        return LENGTHS[bucket];
    }
}
