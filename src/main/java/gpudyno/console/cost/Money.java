package gpudyno.console.cost;

import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Formats.Quantity;
import org.jspecify.annotations.Nullable;

/// Amounts of a currency as people write them: `$5.96`, `0.19 ¢`, `CHF 12.40`.
record Money(String currency) {
    private static final double CENTS_BELOW = 0.1;

    private String sign() {
        return switch (currency) {
            case "USD" -> "$";
            case "EUR" -> "€";
            case "GBP" -> "£";
            default -> "";
        };
    }

    String of(@Nullable Double amount) {
        return amount == null ? Formats.NONE : of(amount.doubleValue());
    }

    /// With a sign before it where the currency has one.
    String of(double amount) {
        if (Double.isNaN(amount)) {
            return Formats.NONE;
        }
        String minus = amount < 0 ? "\u2212" : "";
        double size = Math.abs(amount);
        if (hasCents() && size > 0 && size < CENTS_BELOW) {
            return minus + small(100 * size) + " ¢";
        }
        String number = Formats.number(size, size >= 100 || size == Math.rint(size) ? 0 : 2);
        return minus + (sign().isEmpty() ? number + " " + currency : sign() + number);
    }

    /// Apart, for tiles.
    Quantity quantity(@Nullable Double amount) {
        if (amount == null) {
            return new Quantity(Formats.NONE, "");
        }
        if (hasCents() && Math.abs(amount) < CENTS_BELOW) {
            return new Quantity(small(100 * amount), "¢");
        }
        return sign().isEmpty()
                ? new Quantity(Formats.number(amount, 2), currency)
                : new Quantity(sign() + Formats.number(amount, amount >= 100 ? 0 : 2), "");
    }

    private static String small(double cents) {
        return Formats.number(cents, cents >= 10 || cents == 0 ? 0 : cents >= 0.1 ? 2 : 3);
    }

    private boolean hasCents() {
        return !sign().isEmpty() && !sign().equals("£");
    }
}
