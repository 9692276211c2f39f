package gpudyno.model.target;

/// A bound on a meter, such as p95 < 500 ms.
///
/// @param meter id of a meter or a derived meter
/// @param comparison on which side of the bound the value must lie
/// @param bound in the meter's unit
public record Target(String meter, Comparison comparison, double bound) {
    /// Which side of the bound is good.
    public enum Comparison {
        AT_MOST("≤"),
        BELOW("<"),
        AT_LEAST("≥");

        private final String sign;

        Comparison(String sign) {
            this.sign = sign;
        }

        public String sign() {
            return sign;
        }
    }

    public boolean isMetBy(double value) {
        return switch (comparison) {
            case AT_MOST -> value <= bound;
            case BELOW -> value < bound;
            case AT_LEAST -> value >= bound;
        };
    }

    /// How far a value lies on the good side of the bound, in the meter's unit; negative on the bad side.
    public double margin(double value) {
        return comparison == Comparison.AT_LEAST ? value - bound : bound - value;
    }
}
