package gpudyno.node.local;

import gpudyno.cost.Budgets;
import gpudyno.cost.CostReports;
import gpudyno.cost.Ledger;
import gpudyno.cost.PriceList;
import gpudyno.cost.PriceRules;
import gpudyno.cost.SessionCosts;
import gpudyno.cost.TrialCosts;
import gpudyno.model.cost.Budget;
import gpudyno.model.cost.CostBasis;
import gpudyno.model.cost.CostReport;
import gpudyno.model.cost.EnergySource;
import gpudyno.model.cost.LedgerEntry;
import gpudyno.model.cost.Prices;
import gpudyno.model.cost.Savings;
import gpudyno.model.cost.Spend;
import gpudyno.model.cost.WhatIf;
import gpudyno.model.knob.KnobState;
import gpudyno.model.meter.CostMeters;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.node.Readiness;
import gpudyno.model.node.Readiness.State;
import gpudyno.model.target.Module;
import gpudyno.model.tune.SessionReport;
import gpudyno.node.Costs;
import gpudyno.store.Json;
import gpudyno.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// The ledger of a node, and what it comes to. The minute that runs is in memory, those before it are in the store: a process that is killed
/// loses no more than it.
final class LocalCosts implements Costs, NodeModule {
    private static final String SETTING = "prices";
    private static final int LONGEST_MONTH = 31;

    /// What it needs of the node.
    interface Host {
        /// Names of the devices whose hours have a price.
        List<String> devices();

        /// Newest first.
        List<SessionReport> sessions();

        List<KnobState> knobs();
    }

    private final Host host;
    private final String model;
    private final Store store;
    private final Recorder recorder;
    private final LocalChanges changes;
    private final Ledger ledger = new Ledger(() -> prices().watts());
    private volatile @Nullable Prices declared;
    private volatile Now now = Now.NOTHING;

    /// What the meters tell, renewed each minute.
    private record Now(@Nullable CostReport hour, @Nullable Budget budget) {
        static final Now NOTHING = new Now(null, null);
    }

    LocalCosts(Host host, String model, MeterRegistry meters, Store store, Recorder recorder, LocalChanges changes) {
        this.host = host;
        this.model = model;
        this.store = store;
        this.recorder = recorder;
        this.changes = changes;
        declared = store.settings().get(SETTING, Prices.class).orElse(null);
        changes.state(PRICES, this::prices);
        gauge(meters, CostMeters.PER_THOUSAND, known -> orNaN(known.hour, CostReport::perThousand));
        gauge(meters, CostMeters.ENERGY, known -> orNaN(known.hour, CostReport::joules));
        gauge(meters, CostMeters.PER_HOUR, known -> orNaN(known.hour, LocalCosts::whole));
        gauge(meters, CostMeters.MONTH, known -> hasPrice() ? orNaN(known.budget, Budget::spent) : Double.NaN);
        gauge(meters, CostMeters.MONTH_AHEAD, known -> orNaN(known.budget,
                budget -> budget.ahead().isEmpty() ? null : Double.valueOf(budget.ahead().getLast().spent())));
        gauge(meters, CostMeters.BUDGET_CHANCE, known -> orNaN(known.budget,
                budget -> budget.chanceOver() == null ? null : Double.valueOf(100 * budget.chanceOver())));
    }

    private void gauge(MeterRegistry meters, Meter meter, ToDoubleFunction<Now> value) {
        meters.gauge(meter, () -> value.applyAsDouble(now));
    }

    private interface Figure<T> {
        @Nullable
        Double of(T report);
    }

    private static <T> double orNaN(@Nullable T report, Figure<T> figure) {
        Double value = report == null ? null : figure.of(report);
        return value == null ? Double.NaN : value;
    }

    private static @Nullable Double whole(CostReport report) {
        Double serving = report.whole().serving().money();
        Double idle = report.whole().idle().money();
        return serving == null || idle == null ? null : Double.valueOf(serving + idle);
    }

    @Override
    public String title() {
        return "Cost";
    }

    /// Prices of the node's configuration file: they take the place of list prices, not of what somebody declared later.
    void assume(Prices prices) {
        PriceRules.check(prices);
        if (declared == null) {
            declared = prices;
            changes.refresh();
        }
    }

    @Override
    public void accept(Frame frame) {
        ledger.accept(frame).ifPresent(minute -> recorder.write(to -> {
            to.ledger().add(minute);
            if (minute.from().truncatedTo(ChronoUnit.HOURS).equals(minute.from())) {
                to.ledger().age(minute.from());
            }
            // Here, because it reads what was just written.
            Instant at = minute.from().plus(Duration.ofMinutes(1));
            now = new Now(report(at.minus(Duration.ofHours(1)), at), budget());
        }));
    }

    private List<LedgerEntry> entries(Instant from, Instant to) {
        List<LedgerEntry> stored = store.ledger().between(from, to);
        LedgerEntry running = ledger.entry();
        if (running.seconds() == 0 || running.from().isBefore(from) || !running.from().isBefore(to)) {
            return stored;
        }
        List<LedgerEntry> all = new ArrayList<>(stored);
        all.add(running);
        return all;
    }

    private static ZoneId zone() {
        return ZoneId.systemDefault();
    }

    private CostReports priced() {
        return new CostReports(prices(), zone());
    }

    private boolean hasPrice() {
        Prices known = prices();
        return known.deviceHour() != null || !known.tariff().isEmpty();
    }

    @Override
    public Prices prices() {
        Prices known = declared;
        return known != null ? known : PriceList.undeclared(host.devices());
    }

    @Override
    public void declare(Prices prices) {
        PriceRules.check(prices);
        store.settings().set(SETTING, Json.write(prices));
        declared = prices;
        changes.refresh();
    }

    @Override
    public CostReport report(Instant from, Instant to) {
        Duration length = Duration.between(from, to);
        if (length.isNegative() || length.isZero() || length.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("from and to: a period of at most " + LONGEST.toDays()
                    + " days is needed that ends after it begins, got " + from + " to " + to);
        }
        List<LedgerEntry> entries = entries(from, to);
        CostReport plain = priced().report(from, to, entries, model);
        return savings(plain).map(plain::with).orElse(plain);
    }

    /// Against the baseline of the session whose best is applied.
    private Optional<Savings> savings(CostReport report) {
        Double perHour = perServingHour(report);
        return perHour == null
                ? Optional.empty()
                : host.sessions().stream().filter(SessionReport::applied).findFirst()
                        .flatMap(session -> SessionCosts.savings(session, perHour, report.whole().requests()));
    }

    private static @Nullable Double perServingHour(CostReport report) {
        Spend serving = report.whole().serving();
        Double money = serving.money();
        return money == null || serving.deviceHours() == 0 ? null : Double.valueOf(money / serving.deviceHours());
    }

    @Override
    public Budget budget() {
        Instant at = Instant.now();
        ZoneId zone = zone();
        LocalDate today = at.atZone(zone).toLocalDate();
        LocalDate first = today.withDayOfMonth(1).minusDays(LONGEST_MONTH);
        Map<LocalDate, List<LedgerEntry>> byDay = new HashMap<>();
        entries(first.atStartOfDay(zone).toInstant(), at).forEach(
                entry -> byDay.computeIfAbsent(entry.from().atZone(zone).toLocalDate(), _ -> new ArrayList<>()).add(entry));
        CostReports priced = priced();
        NavigableMap<LocalDate, Double> days = new TreeMap<>();
        byDay.forEach((day, entries) -> {
            Double money = priced.spent(entries).money();
            if (money != null) {
                days.put(day, money);
            }
        });
        return new Budgets(zone).of(days, prices().budget(), at);
    }

    @Override
    public List<WhatIf> whatIf() {
        Prices known = prices();
        int devices = Math.max(1, host.devices().size());
        SessionCosts.Rates rates = new SessionCosts.Rates(known.deviceHour() == null ? null : Double.valueOf(known.deviceHour() * devices),
                known.perKwh(Instant.now().atZone(zone()).getHour()));
        List<SessionReport> sessions = host.sessions();
        return host.knobs().stream().filter(state -> state.value() instanceof Number)
                .flatMap(state -> sessions.stream()
                        .flatMap(session -> SessionCosts.whatIf(session, state.knob().id(), state.knob().unit(),
                                ((Number) state.value()).doubleValue(), rates).stream())
                        .limit(1))
                .toList();
    }

    /// By what a session that starts now counts its cost.
    ///
    /// @param latest a few of the latest frames
    CostBasis basis(List<Frame> latest) {
        return TrialCosts.basis(prices(), host.devices().size(), latest, zone(), Instant.now());
    }

    /// Keeps the minute that runs.
    @Override
    public void close() {
        LedgerEntry running = ledger.entry();
        if (running.seconds() > 0) {
            recorder.write(to -> to.ledger().add(running));
        }
    }

    @Override
    public List<Readiness> readiness() {
        CostReport hour = now.hour;
        if (!hasPrice()) {
            return List.of(new Readiness(Module.COST_TRACKING, State.LEARNING, "no price is declared: see Edit prices on the Cost page"));
        }
        if (hour == null) {
            return List.of(new Readiness(Module.COST_TRACKING, State.LEARNING, "the first minute is counted"));
        }
        return List.of(new Readiness(Module.COST_TRACKING, State.WORKING,
                "energy " + (hour.source() == EnergySource.UNKNOWN ? "unknown" : "by " + hour.source().words()) + ", price "
                        + (prices().source().isEmpty() ? "declared" : prices().source())));
    }
}
