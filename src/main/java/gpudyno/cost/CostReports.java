package gpudyno.cost;

import gpudyno.model.cost.CostPart;
import gpudyno.model.cost.CostPart.Tokens;
import gpudyno.model.cost.CostReport;
import gpudyno.model.cost.CostReport.EnergySplit;
import gpudyno.model.cost.CostReport.Share;
import gpudyno.model.cost.EnergySource;
import gpudyno.model.cost.LedgerEntry;
import gpudyno.model.cost.LedgerEntry.Use;
import gpudyno.model.cost.LedgerEntry.Work;
import gpudyno.model.cost.Prices;
import gpudyno.model.cost.Spend;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Puts prices on a ledger.
public final class CostReports {
    private static final int MOST_PARTS = 200;
    private static final double SECONDS_PER_HOUR = 3600;
    private static final double JOULES_PER_KWH = 3.6e6;
    private static final double THOUSAND = 1000;
    private static final double MILLION = 1e6;

    private final Prices prices;
    private final ZoneId zone;

    /// @param zone whose hours of the day the tariff means
    public CostReports(Prices prices, ZoneId zone) {
        this.prices = prices;
        this.zone = zone;
    }

    /// What a period cost.
    ///
    /// @param entries of the period
    /// @param model that answered the requests
    public CostReport report(Instant from, Instant to, List<LedgerEntry> entries, String model) {
        Duration length = Duration.between(from, to);
        CostPart whole = part(from, length, entries);
        Money serving = money(entries, Kind.SERVING);
        EnergySource source = entries.stream().map(LedgerEntry::source).max(EnergySource::compareTo).orElse(EnergySource.UNKNOWN);
        Double spent = serving.spend().money();
        long requests = whole.requests();
        long tokens = whole.tokens().all();
        Double joules = serving.spend().joules();
        Double all = sum(whole.serving().joules(), whole.idle().joules());
        return new CostReport(prices, whole, parts(from, length, entries), source, each(spent, requests, THOUSAND),
                each(spent, tokens, MILLION), each(joules, requests, 1),
                prices.carbon() == null || all == null ? null : Double.valueOf(prices.carbon() * all / JOULES_PER_KWH),
                KeyShares.of(entries, spent == null ? null : entry -> share(entry, serving)),
                requests == 0 ? List.of() : List.of(new Share(model, requests, tokens, spent)),
                Split.of(entries), null);
    }

    /// What serving cost in one entry; of all entries together, what it cost in the period.
    private double share(LedgerEntry entry, Money whole) {
        Use use = entry.serving();
        Double price = prices.deviceHour();
        double time = price == null ? 0 : price * use.deviceSeconds() / SECONDS_PER_HOUR;
        boolean known = whole.use.unknown() == 0;
        return known ? time + use.joules() / JOULES_PER_KWH * perKwh(entry.from()) : time;
    }

    private static @Nullable Double each(@Nullable Double sum, long count, double unit) {
        return sum == null || count == 0 ? null : Double.valueOf(sum * unit / count);
    }

    private static @Nullable Double sum(@Nullable Double one, @Nullable Double other) {
        return one == null || other == null ? null : Double.valueOf(one + other);
    }

    private List<CostPart> parts(Instant from, Duration length, List<LedgerEntry> entries) {
        long seconds = Math.max(60, Math.ceilDiv(length.toSeconds(), MOST_PARTS));
        // Whole minutes, and whole hours once a part is longer than one: the ledger is not finer.
        long unit = seconds > SECONDS_PER_HOUR ? (long) SECONDS_PER_HOUR : 60;
        Duration each = Duration.ofSeconds(Math.ceilDiv(seconds, unit) * unit);
        List<CostPart> parts = new ArrayList<>();
        int next = 0;
        for (Instant at = from; at.isBefore(from.plus(length)); at = at.plus(each)) {
            Instant end = at.plus(each);
            int first = next;
            while (next < entries.size() && entries.get(next).from().isBefore(end)) {
                next++;
            }
            parts.add(part(at, each, entries.subList(first, next)));
        }
        return parts;
    }

    private CostPart part(Instant from, Duration length, List<LedgerEntry> entries) {
        Work work = entries.stream().map(LedgerEntry::work).reduce(Work.NONE, Work::plus);
        Money tests = money(entries, Kind.TESTS);
        Money serving = money(entries, Kind.SERVING).plus(tests);
        Money idle = money(entries, Kind.IDLE);
        return new CostPart(from, length, work.requests(), new Tokens(work.inputTokens(), work.outputTokens()), serving.spend(),
                idle.spend(), Duration.ofMillis(Math.round(1000 * idle.use.seconds())), tests.spend());
    }

    /// What all the time of some entries cost.
    public Spend spent(List<LedgerEntry> entries) {
        return money(entries, Kind.SERVING).plus(money(entries, Kind.TESTS)).plus(money(entries, Kind.IDLE)).spend();
    }

    private enum Kind {
        SERVING,
        TESTS,
        IDLE;

        Use of(LedgerEntry entry) {
            return switch (this) {
                case SERVING -> entry.serving();
                case TESTS -> entry.tests();
                case IDLE -> entry.idle();
            };
        }
    }

    private Money money(List<LedgerEntry> entries, Kind kind) {
        Use sum = Use.NONE;
        double energy = 0;
        for (LedgerEntry entry : entries) {
            Use use = kind.of(entry);
            sum = sum.plus(use);
            energy += use.joules() / JOULES_PER_KWH * perKwh(entry.from());
        }
        return new Money(sum, energy);
    }

    private double perKwh(Instant at) {
        Double known = prices.perKwh(at.atZone(zone).getHour());
        return known == null ? 0 : known;
    }

    private final class Money {
        private final Use use;
        private final double energy;

        Money(Use use, double energy) {
            this.use = use;
            this.energy = energy;
        }

        Money plus(Money other) {
            return new Money(use.plus(other.use), energy + other.energy);
        }

        Spend spend() {
            double hours = use.deviceSeconds() / SECONDS_PER_HOUR;
            Double price = prices.deviceHour();
            // Energy that is known in part alone would be a figure too small.
            boolean known = use.unknown() == 0;
            return new Spend(hours, price == null ? null : Double.valueOf(price * hours), known ? Double.valueOf(use.joules()) : null,
                    known && !prices.tariff().isEmpty() ? Double.valueOf(energy) : null);
        }
    }

    /// Tells the energy of the backend's work from that of every request, by least squares over the entries: what was taken above the draw at
    /// rest is `watts` for each second the backend worked and `each` for each request.
    private record Split(double watts, double each) {
        private static final int LEAST_ENTRIES = 20;
        /// Work and requests that go up and down alike cannot be told apart.
        private static final double MOST_CORRELATION = 0.98;

        static @Nullable EnergySplit of(List<LedgerEntry> entries) {
            Use idle = entries.stream().map(LedgerEntry::idle).reduce(Use.NONE, Use::plus);
            Use serving = entries.stream().map(LedgerEntry::serving).reduce(Use.NONE, Use::plus);
            Work work = entries.stream().map(LedgerEntry::work).reduce(Work.NONE, Work::plus);
            List<LedgerEntry> busy = entries.stream().filter(entry -> entry.work().requests() > 0).toList();
            if (idle.seconds() == 0 || idle.unknown() + serving.unknown() > 0 || busy.size() < LEAST_ENTRIES) {
                return null;
            }
            double rest = idle.joules() / idle.seconds();
            Split split = fitted(busy, rest);
            if (split == null || split.watts < 0 || split.each < 0) {
                return null;
            }
            double inference = split.watts * work.backendSeconds() / work.requests();
            return new EnergySplit(inference, split.each, rest * serving.seconds() / work.requests(), split.each,
                    work.missed() == 0 ? null : Double.valueOf(split.each + split.watts * work.backendSeconds() / work.missed()));
        }

        private static @Nullable Split fitted(List<LedgerEntry> busy, double rest) {
            double workWork = 0;
            double workRequests = 0;
            double requestsRequests = 0;
            double workAbove = 0;
            double requestsAbove = 0;
            for (LedgerEntry entry : busy) {
                double above = entry.serving().joules() - rest * entry.serving().seconds();
                double worked = entry.work().backendSeconds();
                double requests = entry.work().requests();
                workWork += worked * worked;
                workRequests += worked * requests;
                requestsRequests += requests * requests;
                workAbove += worked * above;
                requestsAbove += requests * above;
            }
            double correlation = workRequests / Math.sqrt(workWork * requestsRequests);
            if (!(correlation < MOST_CORRELATION)) {
                return null;
            }
            double determinant = workWork * requestsRequests - workRequests * workRequests;
            return new Split((workAbove * requestsRequests - requestsAbove * workRequests) / determinant,
                    (requestsAbove * workWork - workAbove * workRequests) / determinant);
        }
    }
}
