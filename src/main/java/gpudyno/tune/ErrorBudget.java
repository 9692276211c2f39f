package gpudyno.tune;

/// How much of the probability of calling noise a gain may be used up at each look at data that still grows, so that all looks together stay
/// within it: the power family of spending functions (Kim and DeMets, 1987), with exponent 3, which keeps most for the end. Each look tests at
/// what it adds, which by Bonferroni's inequality is safe however the looks depend on each other.
final class ErrorBudget {
    private static final double EXPONENT = 3;

    private final double whole;
    private double spent;

    /// @param whole probability of a wrong "better" in one session that compares equals
    ErrorBudget(double whole) {
        this.whole = whole;
    }

    /// The level to test at now.
    ///
    /// @param information share of the planned data that is there, 0 to 1; at 1 everything left is spent
    double spend(double information) {
        double upToNow = whole * Math.pow(Math.clamp(information, 0, 1), EXPONENT);
        double level = Math.max(0, upToNow - spent);
        spent += level;
        return level;
    }
}
