package gpudyno.gpu.simulated;

import gpudyno.gpu.simulated.Fault.Kind;
import java.util.SplittableRandom;

/// Power, heat, clocks and memory of one card, in steps of a tenth of a second. The same seed and load give the same course, however often it
/// is read. One thread at a time calls it.
///
/// - Power is `idle + (full − idle) · use · f · v²` with the clock `f` and the voltage `v` as parts of the greatest: the dynamic power of CMOS,
///   `C · V² · f`, where the voltage falls by three tenths down to the idle clock.
/// - The clock is the greatest at which power stays below its limit.
/// - Heat is one thermal mass: `dT/dt = (air + R · P − T) / τ`, where full power warms the chip by 42 degrees and τ is 30 s. Above the operating
///   temperature the driver lowers the clock until it is reached again; at the slowdown temperature the hardware halves it.
/// - Memory is what processes hold: this node's context, weights and activations, which grow with the batch; and what faults take.
final class GpuModel {
    static final double STEP_SECONDS = 0.1;
    private static final double WARMING = 42;
    private static final double TAU_SECONDS = 30;
    private static final double LEAST_VOLTAGE = 0.7;
    /// A process is loaded, and activations are allocated, over seconds.
    private static final double SETTLING_SECONDS = 3;
    private static final double CONTEXT = 0.01;
    private static final double WEIGHTS = 0.12;
    private static final double BY_ITEM = 0.002;
    private static final double MOST_ACTIVATIONS = 0.5;
    /// Of the rates of the governor, per second and degree.
    private static final double SLOWING = 0.02;
    private static final double RECOVERING = 0.01;
    private static final int READING_STEPS = 10;
    private static final double NOISE = 0.01;

    private final SimulatedCard card;
    private final SplittableRandom random;
    private final double[] lastPowers = new double[READING_STEPS];
    private long steps;
    private double temperature;
    private double heatFactor = 1;
    private double activations;
    private double use;
    private double clock;
    private double batch;
    private boolean byPower;
    private boolean byHeat;
    private boolean byHardwareHeat;
    private boolean braked;
    private double energy;
    private double powerMillis;
    private double heatMillis;
    private double hardwareHeatMillis;
    private double brakeMillis;

    GpuModel(SimulatedCard card, long seed) {
        this.card = card;
        random = new SplittableRandom(seed);
        temperature = card.ambient() + warming(card.powerIdle());
        clock = card.clockIdle();
        java.util.Arrays.fill(lastPowers, card.powerIdle());
    }

    private double warming(double power) {
        return WARMING * power / card.powerFull();
    }

    double seconds() {
        return steps * STEP_SECONDS;
    }

    /// Goes on to a time.
    ///
    /// @param serving what the node asks of it from where it is until then
    void advance(double toSeconds, SimulatedLoad serving) {
        while ((steps + 1) * STEP_SECONDS <= toSeconds + 1e-9) {
            step(card.load(seconds(), serving));
            steps++;
        }
    }

    private void step(SimulatedLoad load) {
        double wanted = load.busy() == 0 ? 0 : Math.clamp(load.busy() * (1 + NOISE * random.nextDouble(-1, 1)), 0, 1);
        batch = load.batch();
        govern();
        boolean idles = wanted < 0.01 || isOn(Kind.IDLE_CLOCKS);
        clock = idles
                ? card.clockIdle()
                : Math.max(card.clockIdle(), card.clockFull() * heatFactor
                        * (byHardwareHeat || braked ? 0.5 : 1));
        byPower = false;
        double limit = powerLimit();
        if (power(clock, wanted) > limit) {
            clock = clockWithin(limit, wanted);
            byPower = !idles;
        }
        use = Math.min(1, wanted * card.clockFull() / clock);
        double power = power(clock, wanted) * (1 + NOISE * random.nextDouble(-1, 0));
        lastPowers[(int) (steps % READING_STEPS)] = power;
        energy += power * STEP_SECONDS;
        double air = card.ambient() + amount(Kind.HEAT);
        temperature += STEP_SECONDS * (air + warming(power) - temperature) / TAU_SECONDS;
        double target = card.memory() * Math.min(MOST_ACTIVATIONS, BY_ITEM * batch);
        activations += (target - activations) * STEP_SECONDS / SETTLING_SECONDS;
        count();
    }

    /// Heat and the power supply.
    private void govern() {
        double over = temperature - SimulatedCard.OPERATING;
        heatFactor = Math.clamp(heatFactor + STEP_SECONDS * (over > 0 ? -SLOWING * over : over < -2 ? RECOVERING : 0), 0.3, 1);
        byHeat = heatFactor < 0.995;
        byHardwareHeat = temperature >= (byHardwareHeat ? SimulatedCard.SLOWDOWN - 2 : SimulatedCard.SLOWDOWN);
        braked = isOn(Kind.POWER_BRAKE);
    }

    private void count() {
        double millis = 1000 * STEP_SECONDS;
        powerMillis += byPower ? millis : 0;
        heatMillis += byHeat ? millis : 0;
        hardwareHeatMillis += byHardwareHeat ? millis : 0;
        brakeMillis += braked ? millis : 0;
    }

    private double power(double atClock, double wanted) {
        double part = atClock / card.clockFull();
        double idlePart = card.clockIdle() / card.clockFull();
        double voltage = LEAST_VOLTAGE + (1 - LEAST_VOLTAGE) * (part - idlePart) / (1 - idlePart);
        return card.powerIdle() + (card.powerFull() - card.powerIdle()) * Math.min(1, wanted / part) * part * voltage * voltage;
    }

    private double clockWithin(double limit, double wanted) {
        double low = card.clockIdle();
        double high = clock;
        for (int i = 0; i < 20; i++) {
            double middle = (low + high) / 2;
            if (power(middle, wanted) > limit) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return low;
    }

    private boolean isOn(Kind kind) {
        double now = seconds();
        return card.faults().stream().anyMatch(fault -> fault.kind() == kind && fault.isOn(now));
    }

    private double amount(Kind kind) {
        double now = seconds();
        return card.faults().stream().filter(fault -> fault.kind() == kind && fault.isOn(now)).mapToDouble(Fault::amount).sum();
    }

    double powerLimit() {
        double now = seconds();
        return card.faults().stream().filter(fault -> fault.kind() == Kind.POWER_CAP && fault.isOn(now)).mapToDouble(Fault::amount).min()
                .orElse(card.powerLimit());
    }

    boolean isLost() {
        return isOn(Kind.LOST);
    }

    /// Errors of a kind so far.
    double errors(Kind kind) {
        double now = seconds();
        return card.faults().stream().filter(fault -> fault.kind() == kind && now >= fault.from()).mapToDouble(Fault::amount).sum();
    }

    /// Percent.
    double use() {
        return 100 * use;
    }

    double clock() {
        return clock;
    }

    boolean isIdle() {
        return use < 0.01;
    }

    /// Mean of the last second.
    double power() {
        return java.util.Arrays.stream(lastPowers).average().orElse(0);
    }

    /// Joules since the start.
    double energy() {
        return energy;
    }

    double temperature() {
        return temperature;
    }

    /// Percent; fans begin at 45 degrees and are at their full speed at the operating temperature.
    double fan() {
        return Math.clamp(30 + 70 * (temperature - 45) / (SimulatedCard.OPERATING - 45), 30, 100);
    }

    boolean isByPower() {
        return byPower;
    }

    boolean isByHeat() {
        return byHeat;
    }

    boolean isByHardwareHeat() {
        return byHardwareHeat;
    }

    boolean isBraked() {
        return braked;
    }

    double powerMillis() {
        return powerMillis;
    }

    double heatMillis() {
        return heatMillis;
    }

    double hardwareHeatMillis() {
        return hardwareHeatMillis;
    }

    double brakeMillis() {
        return brakeMillis;
    }

    /// Bytes that this node's process holds.
    double own() {
        return card.memory() * (CONTEXT + WEIGHTS) + activations;
    }
}
