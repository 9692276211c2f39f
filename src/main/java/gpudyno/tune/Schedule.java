package gpudyno.tune;

/// Up to which share of the budget each phase of a session may run. The shares were chosen on recorded noise of real machines
/// (`packaging/bench/aa-sessions`): what matters is that the last phase has the time its question needs.
///
/// @param search the search ends here; what it lacks, no later phase makes up for
/// @param contest which of the finalists is best: they differ little, so this takes few probes
/// @param restrictedContest the same for the finalists of the restricted part
/// @param heldRates how much the columns hold
/// @param brackets until here a column without any held rate may go on, at the expense of what follows
/// @param columns the repeats that fill the table
/// @param verification the duel, or more repeats where no duel is needed
record Schedule(double search, double contest, double restrictedContest, double heldRates, double brackets, double columns,
        double verification) {
    /// Where something found holds what it was offered, the question is what is best and how much more it holds: a long search, and held rates
    /// until 70 % of the budget, for their intervals are what the reader looks at. No duel is fought, so the repeats may take all until 90 %.
    static final Schedule MUCH_TO_GAIN = new Schedule(0.40, 0.48, 0.50, 0.70, 0.76, 0.90, 0.90);
    /// Where all are overrun alike, the question is whether there is a gain at all. To tell a gain of 10 % from noise takes the duel nearly half
    /// the budget (from 55 to 98 %); the search has to do with 27 %.
    static final Schedule LITTLE_TO_GAIN = new Schedule(0.27, 0.45, 0.47, 0.50, 0.53, 0.55, 0.98);
    /// A tenth brackets the baseline: what all are offered depends on it alone.
    static final double BASELINE = 0.10;
    /// The rest is for applying or putting back.
    static final double END = 0.98;
}
