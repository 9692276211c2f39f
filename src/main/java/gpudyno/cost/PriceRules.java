package gpudyno.cost;

import gpudyno.model.OneLine;
import gpudyno.model.cost.Prices;
import gpudyno.model.cost.Prices.Tariff;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What prices may be declared.
public final class PriceRules {
    private static final double MOST_MONEY = 1e9;
    private static final double MOST_WATTS = 1e6;
    private static final double MOST_CARBON = 5_000;
    private static final int LONGEST_SOURCE = 200;
    private static final int HOURS = 24;

    private PriceRules() {
    }

    /// @throws IllegalArgumentException names the field that is out of its range and what is allowed
    public static void check(Prices prices) {
        // A body may lack what the record promises.
        if (prices.currency() == null) {
            throw new IllegalArgumentException("currency: it is missing, a code of three capital letters is needed, such as USD or EUR");
        }
        if (prices.source() == null) {
            throw new IllegalArgumentException("source: it is missing, one line of at most " + LONGEST_SOURCE + " characters is needed");
        }
        if (!prices.currency().matches("[A-Z]{3}")) {
            throw new IllegalArgumentException("currency: '" + OneLine.shortened(prices.currency(), 20)
                    + "', a code of three capital letters is needed, such as USD or EUR");
        }
        if (prices.source().length() > LONGEST_SOURCE || prices.source().chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("source: one line of at most " + LONGEST_SOURCE + " characters is needed");
        }
        within("deviceHour", prices.deviceHour(), MOST_MONEY);
        within("carbon", prices.carbon(), MOST_CARBON);
        within("watts", prices.watts(), MOST_WATTS);
        within("budget", prices.budget(), MOST_MONEY);
        within("perThousand", prices.perThousand(), MOST_MONEY);
        tariff(prices.tariff());
    }

    private static void within(String field, @Nullable Double value, double most) {
        if (value != null && !(value >= 0 && value <= most)) {
            throw new IllegalArgumentException(
                    field + ": " + value + ", a number from 0 to " + String.format(Locale.ROOT, "%,.0f", most) + " is needed");
        }
    }

    private static void tariff(List<Tariff> tariff) {
        List<Tariff> ordered = new ArrayList<>(tariff);
        ordered.sort(Comparator.comparingInt(Tariff::from));
        int covered = 0;
        for (Tariff part : ordered) {
            if (part.from() < 0 || part.to() > HOURS || part.from() >= part.to()) {
                throw new IllegalArgumentException("tariff: from " + part.from() + " to " + part.to()
                        + ", hours from 0 to 24 are needed, the first below the second");
            }
            within("tariff perKwh", part.perKwh(), MOST_MONEY);
            if (part.from() != covered) {
                throw new IllegalArgumentException("tariff, from and to: hour " + Math.min(part.from(), covered) + " has "
                        + (part.from() < covered ? "two prices" : "no price") + ", each hour of the day needs one");
            }
            covered = part.to();
        }
        if (!ordered.isEmpty() && covered != HOURS) {
            throw new IllegalArgumentException("tariff, from and to: hour " + covered + " has no price, each hour of the day needs one");
        }
    }
}
