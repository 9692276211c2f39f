package gpudyno.model.meter;

import java.util.List;

/// Meters of what a node costs. Absent as long as nothing has a price.
public final class CostMeters {
    public static final Meter PER_THOUSAND = Meter.gauge("cost.thousand", "money",
            "Cost of a thousand requests in the last hour, in the declared currency");
    public static final Meter PER_HOUR = Meter.gauge("cost.hour", "money",
            "Cost of the last hour, idle time included, in the declared currency");
    public static final Meter MONTH = Meter.gauge("cost.month", "money", "Spent this month, in the declared currency");
    public static final Meter MONTH_AHEAD = Meter.gauge("cost.month.ahead", "money",
            "What this month will have cost by its end, in the declared currency");
    public static final Meter BUDGET_CHANCE = Meter.gauge("cost.budget.percent", "percent",
            "Chance that this month costs more than its budget");
    public static final Meter ENERGY = Meter.gauge("energy.request", "joules", "Energy of one request in the last hour");

    private CostMeters() {
    }

    static List<Meter> own() {
        return List.of(PER_THOUSAND, PER_HOUR, MONTH, MONTH_AHEAD, BUDGET_CHANCE, ENERGY);
    }
}
