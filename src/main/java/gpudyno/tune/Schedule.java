package gpudyno.tune;

/// The share of the budget at which each phase of a session must end. The shares were chosen on recorded noise of real machines
/// (`packaging/bench/aa-sessions`): what matters is that the last phase has the time its question needs.
///
/// @param search end of the search; no later phase can make up for time it lacks
/// @param contest which of the finalists is best: they differ little, so this takes few probes
/// @param restrictedContest the same for the finalists of the restricted part
/// @param heldRates how much the columns hold
/// @param brackets until here the search for a column that has no held rate yet may continue, at the expense of later phases
/// @param columns the repeats that fill the table
/// @param verification the duel, or more repeats where no duel is needed
record Schedule(double search, double contest, double restrictedContest, double heldRates, double brackets, double columns,
        double verification) {
    /// If the search found a configuration that holds the offered rate, the question is which one is best and how much more it holds. So
    /// there is a long search, and held rates are measured until 70 % of the budget, because their intervals matter to the reader. There is
    /// no duel, so the repeats may last until 90 %.
    static final Schedule MUCH_TO_GAIN = new Schedule(0.40, 0.48, 0.50, 0.70, 0.76, 0.90, 0.90);
    /// If all configurations are overloaded, the question is whether there is any gain. To distinguish a gain of 10 % from noise, the duel
    /// needs nearly half the budget (from 55 to 98 %), so the search gets only 27 %.
    static final Schedule LITTLE_TO_GAIN = new Schedule(0.27, 0.45, 0.47, 0.50, 0.53, 0.55, 0.98);
    /// Where the lowest cost is sought there is no duel, and held rates only inform the reader. The repeats decide, so they get a third.
    static final Schedule LOWEST_COST = new Schedule(0.42, 0.52, 0.55, 0.62, 0.64, 0.95, 0.95);
    /// A tenth of the budget brackets the baseline's held rate, which alone determines the rate offered to all.
    static final double BASELINE = 0.10;
    /// The rest is for applying the result or restoring the knobs.
    static final double END = 0.98;
}
