package gpudyno.cost;

import gpudyno.model.cost.EnergySource;
import gpudyno.model.cost.LedgerEntry;
import gpudyno.model.cost.LedgerEntry.Asked;
import gpudyno.model.cost.LedgerEntry.Use;
import gpudyno.model.cost.LedgerEntry.Work;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Histogram;
import gpudyno.model.meter.KeyMeters;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.Meters.Outcome;
import gpudyno.model.meter.Reading;
import gpudyno.model.meter.Series;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Counts frames into minutes. One thread counts; any may look.
public final class Ledger {
    private static final double MILLIS = 1000;
    private static final Series OK = Series.of(Meters.REQUESTS.id(), Outcome.OK.label());

    private final Supplier<@Nullable Double> declaredWatts;
    private volatile LedgerEntry entry = LedgerEntry.empty(Instant.EPOCH);

    /// @param declaredWatts power to assume where the machine tells none; null where none is declared
    public Ledger(Supplier<@Nullable Double> declaredWatts) {
        this.declaredWatts = declaredWatts;
    }

    /// The minute so far.
    public LedgerEntry entry() {
        return entry;
    }

    /// Takes in a frame.
    ///
    /// @return the minute before it, once it is over
    public Optional<LedgerEntry> accept(Frame frame) {
        Instant minute = frame.start().truncatedTo(ChronoUnit.MINUTES);
        LedgerEntry before = entry;
        boolean over = !minute.equals(before.from()) && before.seconds() > 0;
        entry = (minute.equals(before.from()) ? before : LedgerEntry.empty(minute)).plus(of(frame, declaredWatts.get()));
        return over ? Optional.of(before) : Optional.empty();
    }

    /// What one frame counts.
    ///
    /// @param declaredWatts see the constructor
    static LedgerEntry of(Frame frame, @Nullable Double declaredWatts) {
        Energy energy = Energy.of(frame, declaredWatts);
        Use use = new Use(frame.seconds(), frame.seconds() * energy.devices, energy.joules,
                energy.source == EnergySource.UNKNOWN ? frame.seconds() : 0);
        boolean test = Meters.isTest(frame);
        boolean idle = !test && frame.counted(Meters.ARRIVALS.id()) == 0 && frame.counted(Meters.REQUESTS.id()) == 0
                && !(frame.gauge(Meters.IN_FLIGHT.id()) > 0);
        return new LedgerEntry(frame.start(), test || idle ? Use.NONE : use, test ? use : Use.NONE, idle ? use : Use.NONE,
                test ? Work.NONE : work(frame), energy.source, test ? Map.of() : keys(frame));
    }

    private static Map<String, Asked> keys(Frame frame) {
        Map<String, Asked> keys = new HashMap<>();
        for (Map.Entry<Series, Reading> answered : frame.readings().ofMeter(KeyMeters.REQUESTS.id())) {
            String key = answered.getKey().labels().getFirst();
            long requests = Math.round(frame.counted(answered.getKey()));
            if (requests > 0) {
                keys.put(key, new Asked(requests, Math.round(frame.counted(KeyMeters.TOKENS.series(key))),
                        Math.round(frame.counted(KeyMeters.COMPUTED.series(key)))));
            }
        }
        return keys;
    }

    private static Work work(Frame frame) {
        Histogram backend = frame.distribution(Meters.BACKEND_TIME.id());
        double busy = backend.count() == 0 ? 0 : backend.mean() * backend.count() / MILLIS;
        return new Work(Math.round(frame.counted(OK)), frame.distribution(Meters.RESPONSE_MISS.id()).count(), busy,
                Math.round(frame.counted(Meters.TOKENS.id())), 0);
    }

    /// @param devices at least 1: a machine without a GPU counts as one device
    private record Energy(int devices, double joules, EnergySource source) {
        static Energy of(Frame frame, @Nullable Double declaredWatts) {
            int devices = 0;
            double joules = 0;
            EnergySource worst = EnergySource.COUNTER;
            for (Map.Entry<Series, Reading> up : frame.readings().ofMeter(GpuMeters.UP.id())) {
                devices++;
                Series counter = new Series(GpuMeters.ENERGY.id(), up.getKey().labels());
                double watts = frame.gauge(new Series(GpuMeters.POWER.id(), up.getKey().labels()));
                if (frame.reading(counter) instanceof Reading.Counter(double grown)) {
                    joules += grown;
                } else if (Double.isFinite(watts)) {
                    joules += watts * frame.seconds();
                    worst = worse(worst, EnergySource.POWER);
                } else {
                    worst = EnergySource.UNKNOWN;
                }
            }
            if (devices > 0 && worst != EnergySource.UNKNOWN) {
                return new Energy(devices, joules, worst);
            }
            int counted = Math.max(1, devices);
            if (devices == 0 && frame.reading(Series.of(Meters.HOST_ENERGY.id())) instanceof Reading.Counter(double grown)) {
                return new Energy(counted, grown, EnergySource.HOST);
            }
            return declaredWatts == null
                    ? new Energy(counted, 0, EnergySource.UNKNOWN)
                    : new Energy(counted, declaredWatts * frame.seconds(), EnergySource.DECLARED);
        }

        private static EnergySource worse(EnergySource one, EnergySource other) {
            return one.compareTo(other) >= 0 ? one : other;
        }
    }
}
