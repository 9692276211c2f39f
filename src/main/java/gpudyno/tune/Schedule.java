package gpudyno.tune;

/// Up to which share of the budget each phase of a session may run.
record Schedule(double search, double contest, double cacheOffContest, double heldRates, double brackets, double columns,
        double verification) {
    /// Where something found holds what it was offered, the question is what is best and how much more it holds.
    static final Schedule MUCH_TO_GAIN = new Schedule(0.40, 0.48, 0.50, 0.70, 0.76, 0.90, 0.90);
    /// Where all are overrun alike, the question is whether there is a gain at all, which takes time to tell from noise.
    static final Schedule LITTLE_TO_GAIN = new Schedule(0.27, 0.45, 0.47, 0.50, 0.53, 0.55, 0.98);
    static final double BASELINE = 0.10;
    static final double END = 0.98;
}
