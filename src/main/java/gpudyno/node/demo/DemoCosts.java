package gpudyno.node.demo;

import gpudyno.cost.Budgets;
import gpudyno.cost.CostReports;
import gpudyno.cost.PriceRules;
import gpudyno.model.cost.Budget;
import gpudyno.model.cost.CostReport;
import gpudyno.model.cost.EnergySource;
import gpudyno.model.cost.LedgerEntry;
import gpudyno.model.cost.LedgerEntry.Asked;
import gpudyno.model.cost.LedgerEntry.Use;
import gpudyno.model.cost.LedgerEntry.Work;
import gpudyno.model.cost.Prices;
import gpudyno.model.cost.Prices.Tariff;
import gpudyno.model.cost.Savings;
import gpudyno.model.cost.WhatIf;
import gpudyno.model.cost.WhatIf.Measured;
import gpudyno.node.Costs;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;

/// What a simulated node costs: a made-up ledger of days with traffic and nights without, priced as a real one is. Its prices can be edited.
public final class DemoCosts implements Costs {
    private static final Prices FIRST = new Prices("USD", 0.35, "declared, simulated node", null, List.of(new Tariff(0, 24, 0.30)), 380.0,
            null, 280.0, 0.0025);
    private static final int HOUR = 3600;
    private static final int DAYS = 62;
    private static final double IDLE_WATTS = 62;
    private static final double BUSY_WATTS = 262;

    private final Instant now;
    private volatile Prices prices = FIRST;

    /// @param now what the present is to it; [Instant#MAX] for the clock
    public DemoCosts(Instant now) {
        this.now = now;
    }

    private Instant now() {
        return now.equals(Instant.MAX) ? Instant.now() : now;
    }

    /// One by the clock.
    static DemoCosts live() {
        return new DemoCosts(Instant.MAX);
    }

    @Override
    public Prices prices() {
        return prices;
    }

    @Override
    public void declare(Prices declared) {
        PriceRules.check(declared);
        prices = declared;
    }

    /// The same seconds always come out alike: each is drawn from its own instant.
    private List<LedgerEntry> entries(Instant from, Instant to, int step) {
        List<LedgerEntry> all = new ArrayList<>();
        long end = Math.min(to.getEpochSecond(), now().getEpochSecond());
        long oldest = now().minus(Duration.ofDays(DAYS)).getEpochSecond();
        for (long at = Math.max(oldest, Math.ceilDiv(from.getEpochSecond(), step) * step); at < end; at += step) {
            all.add(entry(Instant.ofEpochSecond(at), Math.min(step, end - at)));
        }
        return all;
    }

    private static LedgerEntry entry(Instant at, double seconds) {
        Random random = new Random(at.getEpochSecond() / 60 * 7919);
        int hour = at.atZone(ZoneId.systemDefault()).getHour();
        boolean night = hour < 6;
        Random day = new Random(at.getEpochSecond() / 86_400 * 104_729);
        if (hour < day.nextInt(6)) {
            // Switched off.
            return LedgerEntry.empty(at);
        }
        double rate = night ? 0 : 48 + 26 * Math.sin((hour - 6) * Math.PI / 18) + 4 * random.nextGaussian();
        rate *= 0.8 + 0.4 * day.nextDouble();
        if (rate <= 0) {
            return new LedgerEntry(at, Use.NONE, Use.NONE, new Use(seconds, seconds, seconds * IDLE_WATTS, 0), Work.NONE,
                    EnergySource.COUNTER);
        }
        long requests = Math.round(rate * seconds);
        long missed = Math.round(requests * (0.12 + 0.02 * random.nextGaussian()));
        double backend = missed * 0.0242;
        double joules = seconds * IDLE_WATTS + backend * (BUSY_WATTS - IDLE_WATTS) + 0.4 * requests + random.nextGaussian() * seconds;
        return new LedgerEntry(at, new Use(seconds, seconds, joules, 0), Use.NONE, Use.NONE,
                new Work(requests, Math.max(1, missed), backend, requests * 412, 0), EnergySource.COUNTER, keys(requests, missed));
    }

    /// Search sends most and finds most of it in the cache; the nightly index has everything computed.
    private static Map<String, Asked> keys(long requests, long missed) {
        long index = requests / 10;
        long search = requests - index;
        long computed = Math.max(0, missed - index);
        return Map.of("search", new Asked(search, search * 412, computed * 412), "index", new Asked(index, index * 412, index * 412));
    }

    @Override
    public CostReport report(Instant from, Instant to) {
        if (!from.isBefore(to) || Duration.between(from, to).compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "from and to: a period of at most " + LONGEST.toDays() + " days is needed, got " + from + " to "
                            + to);
        }
        List<LedgerEntry> entries = entries(from, to, Duration.between(from, to).compareTo(Duration.ofDays(2)) > 0 ? HOUR : 60);
        CostReports priced = new CostReports(prices, ZoneId.systemDefault());
        CostReport plain = priced.report(from, to, entries, "all-MiniLM-L6-v2");
        Double per = plain.perThousand();
        if (per == null) {
            return plain;
        }
        double thousands = plain.whole().requests() / 1000.0;
        Savings savings = new Savings(17, per * 3.74, per,
                List.of(new Savings.Part("Batching and the other settings", per * 0.74),
                        new Savings.Part("Coalesced, 4.0 % of inputs", per * 0.087),
                        new Savings.Part("Cache, 88 % hits", per * 1.913)),
                per * 2.74 * thousands, List.of(per * 2.63 * thousands, per * 2.86 * thousands));
        return plain.with(savings);
    }

    @Override
    public Budget budget() {
        ZoneId zone = ZoneId.systemDefault();
        Instant at = now();
        CostReports priced = new CostReports(prices, zone);
        NavigableMap<LocalDate, Double> days = new TreeMap<>();
        LocalDate today = at.atZone(zone).toLocalDate();
        for (LocalDate day = today.minusDays(DAYS - 1L); !day.isAfter(today); day = day.plusDays(1)) {
            Instant begin = day.atStartOfDay(zone).toInstant();
            Double money = priced.spent(entries(begin, begin.plus(1, ChronoUnit.DAYS), HOUR)).money();
            if (money != null) {
                days.put(day, money);
            }
        }
        return new Budgets(zone).of(days, prices.budget(), at);
    }

    @Override
    public List<WhatIf> whatIf() {
        return List.of(new WhatIf("gpu.powerLimit", "W", 350, List.of(measured(200, 0.00216, 4.6, 333), measured(230, 0.00206, 4.4, 275),
                measured(260, 0.00193, 4.2, 246), measured(290, 0.00184, 4.1, 226), measured(310, 0.00180, 4.0, 219),
                measured(350, 0.00187, 4.3, 213))));
    }

    private static Measured measured(double watts, double perThousand, double joules, double p95) {
        return new Measured(watts, perThousand, joules, p95, List.of(perThousand * 0.98, perThousand * 1.02), 5);
    }
}
