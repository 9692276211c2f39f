package gpudyno.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gpudyno.gpu.DeviceProbe.Sample;
import gpudyno.gpu.simulated.SimulatedLoad;
import gpudyno.gpu.simulated.SimulatedSource;
import gpudyno.gpu.simulated.SimulationPlan;
import gpudyno.model.cost.EnergySource;
import gpudyno.model.cost.LedgerEntry;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Reading;
import gpudyno.model.meter.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The simulated GPU's energy counter adds up its power in steps of a tenth of a second. The reader sees the mean power of the last second, about
/// once a second, and never quite on time.
class EnergyBothWaysTest {
    private static final int READINGS = 900;
    private static final Instant START = Instant.parse("2026-11-19T13:00:00Z");

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicReference<SimulatedLoad> load = new AtomicReference<>(SimulatedLoad.NONE);
    private final Random random = new Random(11);

    @ParameterizedTest
    @ValueSource(strings = {"{name: Card}", "{name: Card, faults: [{kind: power-cap, at: 200s, for: 300s, watts: 300}]}",
        "{name: Card, faults: [{kind: heat, at: 100s, celsius: 40}]}"})
    void theCounterAndThePowerOverTimeAgree(String card) {
        SimulatedSource source = new SimulatedSource(SimulationPlan.read("seed: 3\ngpus:\n- " + card), load::get, nanos::get);
        LedgerEntry counted = LedgerEntry.empty(START);
        LedgerEntry integrated = LedgerEntry.empty(START);
        double before = figure(read(source), GpuMeters.ENERGY.id());
        double least = Double.MAX_VALUE;
        double most = 0;
        for (int reading = 0; reading < READINGS; reading++) {
            long began = nanos.get();
            // Between two readings the load changes, and the device works on: it takes its load when it is looked at.
            for (int part = 0; part < 4; part++) {
                wander();
                nanos.addAndGet(100_000_000L * random.nextInt(2, 4));
                read(source);
            }
            Duration length = Duration.ofNanos(nanos.get() - began);
            Sample sample = read(source);
            double now = figure(sample, GpuMeters.ENERGY.id());
            double watts = figure(sample, GpuMeters.POWER.id());
            least = Math.min(least, watts);
            most = Math.max(most, watts);
            counted = counted.plus(Ledger.of(frame(length, now - before, watts), null));
            integrated = integrated.plus(Ledger.of(frame(length, null, watts), null));
            before = now;
        }
        System.out.printf(Locale.ROOT,
                "energy of %.0f s between %.0f and %.0f W: %.0f J by counter, %.0f J by power over time (%+.2f %%)%n",
                counted.seconds(), least, most, counted.idle().joules(), integrated.idle().joules(),
                100 * (integrated.idle().joules() / counted.idle().joules() - 1));
        assertThat(counted.source()).isEqualTo(EnergySource.COUNTER);
        assertThat(integrated.source()).isEqualTo(EnergySource.POWER);
        assertThat(most).as("the load varies").isGreaterThan(2 * least);
        assertThat(integrated.idle().joules()).isCloseTo(counted.idle().joules(), within(0.02 * counted.idle().joules()));
    }

    private void wander() {
        double busy = Math.clamp(load.get().busy() + 0.15 * random.nextGaussian(), 0, 1);
        load.set(new SimulatedLoad(busy, 1 + 31 * busy));
    }

    private static Sample read(SimulatedSource source) {
        return source.look().probes().getFirst().read().samples().getFirst();
    }

    private static double figure(Sample sample, String meter) {
        return Objects.requireNonNull(sample.figures().get(Series.of(meter, sample.device().id())), meter);
    }

    private static Frame frame(Duration length, @org.jspecify.annotations.Nullable Double joules, double watts) {
        Map<Series, Reading> readings = new HashMap<>();
        readings.put(Series.of(GpuMeters.UP.id(), "GPU-0"), Reading.Gauge.of(1));
        readings.put(Series.of(GpuMeters.POWER.id(), "GPU-0"), Reading.Gauge.of(watts));
        if (joules != null) {
            readings.put(Series.of(GpuMeters.ENERGY.id(), "GPU-0"), new Reading.Counter(joules));
        }
        return new Frame(0, START, length, readings);
    }
}
