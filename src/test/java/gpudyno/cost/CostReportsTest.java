package gpudyno.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gpudyno.model.cost.CostReport;
import gpudyno.model.cost.EnergySource;
import gpudyno.model.cost.LedgerEntry;
import gpudyno.model.cost.Prices;
import gpudyno.model.cost.Prices.Tariff;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Histogram;
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
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CostReportsTest {
    private static final Instant START = Instant.parse("2026-11-19T13:30:00Z");
    private static final Prices PRICES = new Prices("USD", 0.36, "declared", null,
            List.of(new Tariff(0, 14, 0.20), new Tariff(14, 24, 0.40)), 400.0, null, null, null);

    /// Two devices: one tells its energy, the other its power alone.
    private static Frame second(int at, int requests, double joules, double watts, boolean test) {
        Map<Series, Reading> readings = new HashMap<>();
        readings.put(Series.of(GpuMeters.UP.id(), "GPU-0"), Reading.Gauge.of(1));
        readings.put(Series.of(GpuMeters.UP.id(), "GPU-1"), Reading.Gauge.of(1));
        readings.put(Series.of(GpuMeters.ENERGY.id(), "GPU-0"), new Reading.Counter(joules));
        readings.put(Series.of(GpuMeters.POWER.id(), "GPU-0"), Reading.Gauge.of(9999));
        readings.put(Series.of(GpuMeters.POWER.id(), "GPU-1"), Reading.Gauge.of(watts));
        readings.put(Meters.REQUESTS.series("ok"), new Reading.Counter(requests));
        readings.put(Meters.REQUESTS.series("failed"), new Reading.Counter(requests > 0 ? 1 : 0));
        readings.put(Series.of(Meters.ARRIVALS.id()), new Reading.Counter(requests));
        readings.put(Series.of(Meters.TOKENS.id()), new Reading.Counter(requests * 7));
        readings.put(Series.of(Meters.TESTING.id()), Reading.Gauge.of(test ? 1 : 0));
        return new Frame(at, START.plusSeconds(at), Duration.ofSeconds(1), readings);
    }

    private static List<LedgerEntry> kept(List<Frame> frames, @Nullable Double watts) {
        Ledger ledger = new Ledger(() -> watts);
        List<LedgerEntry> entries = new ArrayList<>();
        frames.forEach(frame -> ledger.accept(frame).ifPresent(entries::add));
        entries.add(ledger.entry());
        return entries;
    }

    @Test
    void everyFigureIsWhatTheRawSamplesComeTo() {
        List<Frame> frames = new ArrayList<>();
        double servingJoules = 0;
        double idleJoules = 0;
        double testJoules = 0;
        double energyMoney = 0;
        long requests = 0;
        int servingSeconds = 0;
        int testSeconds = 0;
        int seconds = 3600;
        Random random = new Random(4);
        for (int at = 0; at < seconds; at++) {
            boolean test = at >= 600 && at < 900;
            int answered = at < 300 ? 0 : random.nextInt(1, 40);
            double joules = 50 + random.nextInt(200);
            double watts = 30 + random.nextInt(90);
            frames.add(second(at, answered, joules, watts, test));
            double both = joules + watts;
            // The tariff changes half an hour after the start.
            energyMoney += both / 3.6e6 * (at < 1800 ? 0.20 : 0.40);
            if (test) {
                testJoules += both;
                testSeconds++;
            } else if (answered == 0) {
                idleJoules += both;
            } else {
                servingJoules += both;
                servingSeconds++;
                requests += answered;
            }
        }
        CostReports reports = new CostReports(PRICES, ZoneOffset.UTC);
        List<LedgerEntry> entries = kept(frames, null);
        CostReport report = reports.report(START, START.plusSeconds(seconds), entries, "m");

        assertThat(report.source()).isEqualTo(EnergySource.POWER);
        assertThat(report.whole().requests()).isEqualTo(requests);
        assertThat(report.whole().idleTime()).isEqualTo(Duration.ofMinutes(5));
        assertThat(report.whole().idle().joules()).isCloseTo(idleJoules, within(1e-6));
        assertThat(report.whole().idle().time()).isCloseTo(0.36 * 2 * 300 / 3600, within(1e-12));
        assertThat(report.whole().tests().joules()).isCloseTo(testJoules, within(1e-6));
        assertThat(report.whole().serving().joules()).isCloseTo(servingJoules + testJoules, within(1e-6));
        assertThat(report.whole().serving().deviceHours()).isCloseTo(2 * (servingSeconds + testSeconds) / 3600.0, within(1e-9));
        assertThat(report.joules()).isCloseTo(servingJoules / requests, within(1e-9));
        assertThat(report.carbon()).isCloseTo(400 * (servingJoules + testJoules + idleJoules) / 3.6e6, within(1e-6));
        double allMoney = 0.36 * 2 * seconds / 3600 + energyMoney;
        assertThat(reports.spent(entries).money()).isCloseTo(allMoney, within(1e-9));

        double servingMoney = 0.36 * 2 * servingSeconds / 3600;
        for (Frame frame : frames) {
            if (!Meters.isTest(frame) && frame.counted(Meters.ARRIVALS.id()) > 0) {
                servingMoney += (frame.counted(GpuMeters.ENERGY.id()) + frame.gauge(Series.of(GpuMeters.POWER.id(), "GPU-1"))) / 3.6e6
                        * (frame.sequence() < 1800 ? 0.20 : 0.40);
            }
        }
        assertThat(report.perThousand()).isCloseTo(1000 * servingMoney / requests, within(1e-9));
        assertThat(report.perMillion()).isCloseTo(1e6 * servingMoney / (7 * requests), within(1e-9));
        assertThat(report.parts()).hasSize(60);
        assertThat(report.parts().stream().mapToLong(part -> part.requests()).sum()).isEqualTo(requests);
    }

    @Test
    void nothingIsToldThatWasNeitherMeasuredNorDeclared() {
        List<Frame> frames = new ArrayList<>();
        for (int at = 0; at < 120; at++) {
            frames.add(new Frame(at, START.plusSeconds(at), Duration.ofSeconds(1),
                    Map.of(Meters.REQUESTS.series("ok"), new Reading.Counter(3), Series.of(Meters.ARRIVALS.id()), new Reading.Counter(3))));
        }
        Prices none = new Prices("USD", null, "", null, List.of(), 400.0, null, null, null);
        CostReport report = new CostReports(none, ZoneOffset.UTC).report(START, START.plusSeconds(120), kept(frames, null), "m");
        assertThat(report.source()).isEqualTo(EnergySource.UNKNOWN);
        assertThat(report)
                .extracting(CostReport::perThousand, CostReport::perMillion, CostReport::joules, CostReport::carbon, CostReport::split)
                .containsOnlyNulls();
        assertThat(report.whole().serving().money()).isNull();

        CostReport declared = new CostReports(PRICES, ZoneOffset.UTC).report(START, START.plusSeconds(120), kept(frames, 150.0), "m");
        assertThat(declared.source()).isEqualTo(EnergySource.DECLARED);
        assertThat(declared.joules()).isCloseTo(150.0 * 120 / 360, within(1e-9));
        assertThat(declared.perThousand()).isCloseTo(1000 * (0.36 * 120 / 3600 + 150.0 * 120 / 3.6e6 * 0.2) / 360, within(1e-12));
    }

    @Test
    void theBackendsEnergyIsToldFromThatOfEveryRequest() {
        Random random = new Random(5);
        List<LedgerEntry> entries = new ArrayList<>();
        for (int minute = 0; minute < 120; minute++) {
            Instant at = START.plusSeconds(60L * minute);
            if (minute < 20) {
                entries.add(new LedgerEntry(at, LedgerEntry.Use.NONE, LedgerEntry.Use.NONE, new LedgerEntry.Use(60, 60, 60 * 40, 0),
                        LedgerEntry.Work.NONE, EnergySource.COUNTER));
                continue;
            }
            long requests = 500L + random.nextInt(2000);
            long missed = Math.round(requests * random.nextDouble(0.05, 0.6));
            double backend = missed * 0.02;
            double joules = 60 * 40 + 200 * backend + 0.3 * requests + 20 * random.nextGaussian();
            entries.add(new LedgerEntry(at, new LedgerEntry.Use(60, 60, joules, 0), LedgerEntry.Use.NONE, LedgerEntry.Use.NONE,
                    new LedgerEntry.Work(requests, missed, backend, 0, 0), EnergySource.COUNTER));
        }
        CostReport report = new CostReports(PRICES, ZoneOffset.UTC).report(START, START.plusSeconds(7200), entries, "m");
        CostReport.EnergySplit split = Optional.ofNullable(report.split()).orElseThrow();
        assertThat(split.hit()).isCloseTo(0.3, within(0.02));
        assertThat(split.miss()).isCloseTo(0.3 + 200 * 0.02, within(0.05));
        assertThat(split.inference() + split.rest() + split.idle()).isCloseTo(Optional.ofNullable(report.joules()).orElseThrow(),
                within(0.01));
    }

    @Test
    void timeOfTheBackendIsCounted() {
        Frame frame = new Frame(0, START, Duration.ofSeconds(1), Map.of(Series.of(Meters.BACKEND_TIME.id()),
                new Reading.Distribution(Histogram.of(20, 40)), Series.of(Meters.ARRIVALS.id()), new Reading.Counter(1)));
        assertThat(Ledger.of(frame, null).work().backendSeconds()).isCloseTo(0.06, within(0.001));
    }
}
