package gpudyno.cost;

import gpudyno.model.cost.CostBasis;
import gpudyno.model.cost.EnergySource;
import gpudyno.model.cost.LedgerEntry;
import gpudyno.model.cost.LedgerEntry.Use;
import gpudyno.model.cost.Prices;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.meter.Frame;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a thousand requests cost in a session's trial, at the throughput that was measured: the price of the machine's time and of its energy,
/// by the correct answers. A tariff counts with its price at the session's start: a trial at night is not cheaper than one by day.
public final class TrialCosts {
    private static final double THOUSAND = 1000;
    private static final double SECONDS_PER_HOUR = 3600;
    private static final double JOULES_PER_KWH = 3.6e6;

    private TrialCosts() {
    }

    /// What a session that starts now counts by.
    ///
    /// @param devices of the node; a node without one counts as one
    /// @param latest a few of the node's latest frames, which tell whether power is measured
    public static CostBasis basis(Prices prices, int devices, List<Frame> latest, ZoneId zone, Instant now) {
        EnergySource energy = use(latest, prices.watts()).source();
        Double hour = prices.deviceHour();
        Double perHour = hour == null ? null : Double.valueOf(hour * Math.max(1, devices));
        Double perKwh = energy == EnergySource.UNKNOWN ? null : prices.perKwh(now.atZone(zone).getHour());
        boolean priced = perHour != null || perKwh != null;
        return new CostBasis(priced ? prices.currency() : null, perHour, perKwh, prices.watts(), energy,
                !priced ? "" : prices.source().isEmpty() ? "declared" : prices.source());
    }

    /// The meters of a trial: [DerivedMeters#COST_PER_THOUSAND] where there is a price, and [DerivedMeters#ENERGY_PER_THOUSAND] where power is
    /// measured or declared.
    ///
    /// @param window the trial's frames
    /// @param throughput correct answers a second
    public static Map<String, Double> of(CostBasis basis, List<Frame> window, double throughput) {
        Map<String, Double> meters = new TreeMap<>();
        if (!(throughput > 0) || window.isEmpty()) {
            return meters;
        }
        Double watts = watts(use(window, basis.watts()));
        double thousandHours = THOUSAND / throughput / SECONDS_PER_HOUR;
        if (watts != null) {
            meters.put(DerivedMeters.ENERGY_PER_THOUSAND, watts * thousandHours);
        }
        Double perHour = basis.perHour();
        Double perKwh = basis.perKwh();
        // A price of energy without the energy would make the trial look cheaper than others.
        if (perHour != null && perKwh == null) {
            meters.put(DerivedMeters.COST_PER_THOUSAND, perHour * thousandHours);
        } else if (perKwh != null && watts != null) {
            double energy = watts * SECONDS_PER_HOUR / JOULES_PER_KWH * perKwh;
            meters.put(DerivedMeters.COST_PER_THOUSAND, ((perHour == null ? 0 : perHour) + energy) * thousandHours);
        }
        return meters;
    }

    private record Taken(Use use, EnergySource source) {}

    private static Taken use(List<Frame> frames, @Nullable Double declaredWatts) {
        if (frames.isEmpty()) {
            return new Taken(Use.NONE, declaredWatts == null ? EnergySource.UNKNOWN : EnergySource.DECLARED);
        }
        LedgerEntry all = frames.stream().map(frame -> Ledger.of(frame, declaredWatts)).reduce(LedgerEntry::plus).orElseThrow();
        return new Taken(all.serving().plus(all.tests()).plus(all.idle()), all.source());
    }

    private static @Nullable Double watts(Taken taken) {
        Use use = taken.use;
        return use.seconds() == 0 || use.unknown() > 0 ? null : Double.valueOf(use.joules() / use.seconds());
    }
}
