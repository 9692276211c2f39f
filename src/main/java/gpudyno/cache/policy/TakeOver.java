package gpudyno.cache.policy;

/// When another policy takes over from the one that is followed: a CUSUM test (E. Page, Biometrika 41, 1954) on the hits of their shadows, which
/// notices a change of the traffic soon. The hits by which another shadow is ahead are summed, less a hundredth of a hit a request, and never
/// below zero; a sum above the threshold makes its policy the followed one. Each switch makes the next a little harder for a while.
final class TakeOver {
    /// Hits a request by which another policy must be ahead for its sum to grow.
    private static final double ALLOWANCE = 0.01;
    /// The threshold in hits: a share of a shadow's keys, which is what a switch may cost, and a part for chance that matters in small caches.
    private static final double THRESHOLD_SHARE = 0.25;
    private static final double THRESHOLD_LEAST = 60;
    /// What a recent switch adds to the threshold, as a share of it.
    private static final double AFTER_SWITCH = 0.1;
    /// For how long a switch is recent, in shadows full of requests.
    private static final double RECENT = 30;

    private double threshold;
    private double decay;
    private double recentSwitches;

    /// @param shadowKeys keys that each shadow holds
    TakeOver(int shadowKeys) {
        resize(shadowKeys);
    }

    /// The shadows hold so many keys from now on.
    void resize(int shadowKeys) {
        threshold = THRESHOLD_SHARE * shadowKeys + THRESHOLD_LEAST;
        decay = 1 - 1 / (RECENT * shadowKeys);
    }

    /// A request of the sample came.
    void request() {
        recentSwitches *= decay;
    }

    /// The sum of one policy after a request.
    ///
    /// @param ahead the sum before
    /// @param hits of its shadow, 0 or 1
    /// @param followedHits of the followed policy's shadow
    static double ahead(double ahead, int hits, int followedHits) {
        return Math.max(0, ahead + hits - followedHits - ALLOWANCE);
    }

    boolean isDue(double ahead) {
        return ahead > threshold * (1 + AFTER_SWITCH * recentSwitches);
    }

    void switched() {
        recentSwitches++;
    }
}
