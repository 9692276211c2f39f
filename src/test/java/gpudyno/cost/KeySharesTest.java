package gpudyno.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gpudyno.model.cost.CostReport;
import gpudyno.model.cost.CostReport.Share;
import gpudyno.model.cost.LedgerEntry;
import gpudyno.model.cost.LedgerEntry.Asked;
import gpudyno.model.cost.Prices;
import gpudyno.model.cost.Prices.Tariff;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.KeyMeters;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.Reading;
import gpudyno.model.meter.Series;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeySharesTest {
    private static final Instant START = Instant.parse("2026-11-19T13:00:00Z");
    /// An hour of the machine is 3.60 and energy of 100 W is 0.36 a kWh: 0.06 + 0.0006 a minute.
    private static final Prices PRICES = new Prices("USD", 3.6, "declared", null, List.of(new Tariff(0, 24, 0.36)), null, 100.0, null,
            null);
    private static final double MINUTE = 0.06 + 100 * 60 / 3.6e6 * 0.36;

    private static Frame second(int at, boolean test, Map<String, Asked> keys) {
        Map<Series, Reading> readings = new HashMap<>();
        long all = keys.values().stream().mapToLong(Asked::requests).sum();
        keys.forEach((key, asked) -> {
            readings.put(KeyMeters.REQUESTS.series(key), new Reading.Counter(asked.requests()));
            readings.put(KeyMeters.TOKENS.series(key), new Reading.Counter(asked.tokens()));
            readings.put(KeyMeters.COMPUTED.series(key), new Reading.Counter(asked.computed()));
        });
        readings.put(Meters.REQUESTS.series("ok"), new Reading.Counter(all));
        readings.put(Series.of(Meters.ARRIVALS.id()), new Reading.Counter(1));
        readings.put(Series.of(Meters.TESTING.id()), Reading.Gauge.of(test ? 1 : 0));
        return new Frame(at, START.plusSeconds(at), Duration.ofSeconds(1), readings);
    }

    private static CostReport report(List<Frame> frames) {
        return new CostReports(PRICES, ZoneOffset.UTC).report(START, START.plusSeconds(frames.size()), entries(frames), "m");
    }

    private static List<LedgerEntry> entries(List<Frame> frames) {
        Ledger ledger = new Ledger(PRICES::watts);
        List<LedgerEntry> entries = new ArrayList<>();
        frames.forEach(frame -> ledger.accept(frame).ifPresent(entries::add));
        entries.add(ledger.entry());
        return entries;
    }

    @Test
    void aMinutesCostGoesToTheKeysByWhatWasComputedForThem() {
        List<Frame> frames = new ArrayList<>();
        for (int at = 0; at < 180; at++) {
            Map<String, Asked> keys = switch (at / 60) {
                // The app sends more, but its answers come from the cache for three quarters.
                case 0 -> Map.of("app", new Asked(8, 80, 20), "batch", new Asked(2, 60, 60));
                // All from the cache: by requests.
                case 1 -> Map.of("app", new Asked(3, 30, 0), KeyMeters.NO_KEY, new Asked(1, 10, 0));
                default -> Map.of("app", new Asked(50, 500, 500));
            };
            frames.add(second(at, at >= 120, keys));
        }
        CostReport report = report(frames);
        Map<String, Share> byName = report.keys().stream().collect(Collectors.toMap(Share::name, share -> share));
        assertThat(report.keys()).extracting(Share::name).as("the dearest first").containsExactly("app", "batch", "no key");
        assertThat(Objects.requireNonNull(byName.get("app")).money()).isCloseTo(MINUTE * 0.25 + MINUTE * 0.75, within(1e-9));
        assertThat(Objects.requireNonNull(byName.get("batch")).money()).isCloseTo(MINUTE * 0.75, within(1e-9));
        assertThat(Objects.requireNonNull(byName.get("no key")).money()).isCloseTo(MINUTE * 0.25, within(1e-9));
        assertThat(Objects.requireNonNull(byName.get("app")).requests()).as("without the test's minute").isEqualTo(60 * 11);
        assertThat(Objects.requireNonNull(byName.get("batch")).tokens()).isEqualTo(60 * 60);
        double sum = report.keys().stream().mapToDouble(share -> Objects.requireNonNull(share.money())).sum();
        assertThat(sum / report.whole().requests() * 1000).as("the parts add up to the whole")
                .isCloseTo(Objects.requireNonNull(report.perThousand()), within(1e-9));
    }

    @Test
    void withoutAKeyThereIsNothingToSplit() {
        List<Frame> frames = IntStream.range(0, 60)
                .mapToObj(at -> second(at, false, Map.of(KeyMeters.NO_KEY, new Asked(4, 40, 40)))).toList();
        assertThat(report(frames).keys()).isEmpty();
    }

    @Test
    void withoutAPriceRequestsAreSplitAndNoMoney() {
        List<LedgerEntry> entries = entries(List.of(second(0, false, Map.of("app", new Asked(4, 40, 40)))));
        Prices none = new Prices("USD", null, "", null, List.of(), null, null, null, null);
        assertThat(new CostReports(none, ZoneOffset.UTC).report(START, START.plusSeconds(60), entries, "m").keys())
                .containsExactly(new Share("app", 4, 40, null));
    }

    @Test
    void theLedgerKeepsABoundedNumberOfKeys() {
        LedgerEntry sum = LedgerEntry.empty(START);
        for (int i = 0; i < 200; i++) {
            sum = sum.plus(Ledger.of(second(i, false, Map.of("key-" + i, new Asked(1, 10, 10))), null));
        }
        assertThat(sum.keys()).hasSize(KeyMeters.MOST_KEYS + 1);
        assertThat(sum.keys().get(KeyMeters.OTHERS)).isEqualTo(new Asked(150, 1500, 1500));
        assertThat(sum.keys().values().stream().mapToLong(Asked::requests).sum()).isEqualTo(200);
    }

    @Test
    void aThousandKeysAreReportedAsBoundedToo() {
        List<LedgerEntry> entries = IntStream.range(0, 30)
                .mapToObj(hour -> Ledger.of(second(60 * hour, false, IntStream.range(0, 40).boxed()
                        .collect(Collectors.toMap(key -> "key-" + hour + "-" + key, _ -> new Asked(1, 10, 10)))), 100.0))
                .toList();
        CostReport report = new CostReports(PRICES, ZoneOffset.UTC).report(START, START.plusSeconds(1800), entries, "m");
        assertThat(report.keys()).hasSize(KeyMeters.MOST_KEYS + 1);
        assertThat(report.keys().stream().mapToLong(Share::requests).sum()).isEqualTo(1200);
    }
}
