package gpudyno.console.gpu;

import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Formats.Quantity;
import gpudyno.console.kit.MeterCard;
import gpudyno.console.kit.Sparkline;
import gpudyno.console.kit.Status;
import gpudyno.model.gpu.GpuDevice;
import gpudyno.model.gpu.Limit;
import gpudyno.model.meter.GpuMeters;
import java.util.List;
import java.util.OptionalDouble;

/// The cards of one figure each: utilisation, power, temperature, clocks, fan and PCIe.
final class FigureCards {
    /// Near the bound a value is amber: the last tenth before it.
    private static final double NEAR = 0.9;
    /// Bytes a second that one lane carries each way, by PCIe generation from 1; PCI-SIG, after line coding.
    private static final double[] LANE = {0.25e9, 0.5e9, 0.985e9, 1.969e9, 3.938e9, 7.563e9};
    private static final double GIGA = 1e9;

    private final MeterCard utilization = new MeterCard("Utilisation");
    private final MeterCard power = new MeterCard("Power");
    private final MeterCard temperature = new MeterCard("Temperature");
    private final MeterCard clocks = new MeterCard("Clocks");
    private final MeterCard fan = new MeterCard("Fan");
    private final MeterCard pcie = new MeterCard("PCIe");
    private final Sparkline history = new Sparkline(200, 30).spanning(0, 100);

    FigureCards() {
        utilization.picture(history);
    }

    MeterCard utilization() {
        return utilization;
    }

    MeterCard power() {
        return power;
    }

    List<MeterCard> others() {
        return List.of(temperature, clocks, fan, pcie);
    }

    void show(Picture picture) {
        for (MeterCard card : List.of(utilization, power, temperature, clocks, fan, pcie)) {
            card.stale(picture.stale());
        }
        Figures figures = picture.figures();
        showUtilization(figures, picture.utilization());
        showPower(figures, picture.energy());
        showTemperature(figures, picture.device());
        showClocks(figures, picture.device());
        showFan(figures);
        showPcie(figures);
    }

    private void showUtilization(Figures figures, double[] values) {
        OptionalDouble used = figures.of(GpuMeters.UTILIZATION);
        if (used.isEmpty()) {
            utilization.absent();
            return;
        }
        utilization.show(new Quantity(Formats.number(used.getAsDouble(), 0), "% of the time"), used, Status.ACCENT);
        history.show(values, Status.ACCENT);
        utilization.row(0, "Memory controller", percent(figures.of(GpuMeters.MEMORY_UTILIZATION)));
    }

    private void showPower(Figures figures, double energy) {
        OptionalDouble drawn = figures.of(GpuMeters.POWER);
        OptionalDouble limit = figures.of(GpuMeters.POWER_LIMIT);
        if (drawn.isEmpty()) {
            power.absent();
            return;
        }
        OptionalDouble share = share(drawn, limit);
        power.show(new Quantity(Formats.number(drawn.getAsDouble(), 0), "W"), share, near(share, Status.SUCCESS));
        power.row(0, limit.isPresent() ? "Cap " + Formats.number(limit.getAsDouble(), 0) + " W" : "Cap " + MeterCard.ABSENT,
                share.isPresent() ? Formats.number(100 * share.getAsDouble(), 0) + " %" : Formats.NONE);
        power.row(1, "Energy per request", Double.isNaN(energy) ? "no requests" : Formats.number(energy) + " J");
    }

    private void showTemperature(Figures figures, GpuDevice device) {
        OptionalDouble now = figures.of(GpuMeters.TEMPERATURE);
        if (now.isEmpty()) {
            temperature.absent();
            return;
        }
        OptionalDouble margin = figures.of(GpuMeters.TEMPERATURE_MARGIN);
        OptionalDouble slow = first(device.limit(Limit.TEMPERATURE_OPERATING), device.limit(Limit.TEMPERATURE_SLOWDOWN),
                margin.isPresent() ? OptionalDouble.of(now.getAsDouble() + margin.getAsDouble()) : OptionalDouble.empty());
        OptionalDouble share = share(now, slow);
        temperature.show(new Quantity(Formats.number(now.getAsDouble(), 0), "°C"), share, near(share, Status.SUCCESS));
        String others = joined(named("Hotspot ", figures.of(GpuMeters.TEMPERATURE_HOTSPOT)),
                named("memory ", figures.of(GpuMeters.TEMPERATURE_MEMORY)));
        temperature.row(0, others.isEmpty() ? "Chip" : capital(others),
                slow.isPresent() ? "slow at " + Formats.number(slow.getAsDouble(), 0) : Formats.NONE);
    }

    private void showClocks(Figures figures, GpuDevice device) {
        boolean sm = figures.of(GpuMeters.CLOCK_SM).isPresent();
        OptionalDouble now = sm ? figures.of(GpuMeters.CLOCK_SM) : figures.of(GpuMeters.CLOCK_GRAPHICS);
        OptionalDouble most = device.limit(sm ? Limit.CLOCK_SM : Limit.CLOCK_GRAPHICS);
        if (now.isEmpty()) {
            clocks.absent();
            return;
        }
        clocks.show(new Quantity(Formats.number(now.getAsDouble(), 0), "MHz"), share(now, most), Status.ACCENT);
        OptionalDouble memory = figures.of(GpuMeters.CLOCK_MEMORY);
        clocks.row(0, "Memory", memory.isPresent() ? Formats.number(memory.getAsDouble(), 0) + " MHz" : MeterCard.ABSENT);
        clocks.row(1, "Maximum", most.isPresent() ? Formats.number(most.getAsDouble(), 0) + " MHz" : Formats.NONE);
    }

    private void showFan(Figures figures) {
        OptionalDouble wished = figures.mean(GpuMeters.FAN);
        OptionalDouble speed = figures.mean(GpuMeters.FAN_SPEED);
        if (wished.isEmpty() && speed.isEmpty()) {
            fan.absent();
            return;
        }
        long fans = Math.max(figures.count(GpuMeters.FAN), figures.count(GpuMeters.FAN_SPEED));
        if (wished.isPresent()) {
            fan.show(new Quantity(Formats.number(wished.getAsDouble(), 0), "%"), OptionalDouble.of(wished.getAsDouble() / 100),
                    Status.ACCENT);
        } else {
            fan.show(new Quantity(Formats.number(speed.orElseThrow(), 0), "rpm"), OptionalDouble.empty(), Status.ACCENT);
        }
        fan.row(0, speed.isPresent() ? Formats.number(speed.getAsDouble(), 0) + " rpm" : "Speed " + MeterCard.ABSENT,
                fans == 1 ? "1 fan" : fans + " fans");
    }

    private void showPcie(Figures figures) {
        OptionalDouble sent = figures.of(GpuMeters.PCIE_SENT);
        OptionalDouble received = figures.of(GpuMeters.PCIE_RECEIVED);
        OptionalDouble generation = figures.of(GpuMeters.PCIE_GENERATION);
        OptionalDouble width = figures.of(GpuMeters.PCIE_WIDTH);
        String link = generation.isPresent() && width.isPresent()
                ? "Gen " + Formats.number(generation.getAsDouble(), 0) + " ×" + Formats.number(width.getAsDouble(), 0)
                : "";
        if (sent.isEmpty() && received.isEmpty() && link.isEmpty()) {
            pcie.absent();
            return;
        }
        boolean moved = sent.isPresent() || received.isPresent();
        double greater = Math.max(sent.orElse(0), received.orElse(0));
        pcie.show(moved ? rate(sent.orElse(0) + received.orElse(0)) : new Quantity(link, ""),
                moved ? share(OptionalDouble.of(greater), capacity(generation, width)) : OptionalDouble.empty(), Status.ACCENT);
        OptionalDouble replays = figures.of(GpuMeters.PCIE_REPLAYS);
        pcie.row(0, link.isEmpty() ? "Link " + MeterCard.ABSENT : link,
                moved ? "rx " + gigabytes(received) + ", tx " + gigabytes(sent) : "");
        pcie.row(1, "Replays", replays.isEmpty() ? MeterCard.ABSENT : Formats.count(Math.round(replays.getAsDouble())));
    }

    private static String gigabytes(OptionalDouble bytesASecond) {
        return Formats.number(bytesASecond.orElse(Double.NaN) / GIGA, 2);
    }

    private static Quantity rate(double bytesASecond) {
        return new Quantity(Formats.glance(bytesASecond / GIGA), "GB/s");
    }

    /// Bytes a second that the link as it is carries each way.
    static OptionalDouble capacity(OptionalDouble generation, OptionalDouble width) {
        int place = (int) generation.orElse(0) - 1;
        return width.isEmpty() || place < 0 || place >= LANE.length
                ? OptionalDouble.empty()
                : OptionalDouble.of(LANE[place] * width.getAsDouble());
    }

    private static OptionalDouble share(OptionalDouble part, OptionalDouble whole) {
        return part.isPresent() && whole.isPresent() && whole.getAsDouble() > 0
                ? OptionalDouble.of(part.getAsDouble() / whole.getAsDouble())
                : OptionalDouble.empty();
    }

    private static Status near(OptionalDouble share, Status usual) {
        return share.isEmpty() || share.getAsDouble() < NEAR ? usual : share.getAsDouble() < 1 ? Status.WARNING : Status.DANGER;
    }

    private static OptionalDouble first(OptionalDouble... some) {
        for (OptionalDouble one : some) {
            if (one.isPresent()) {
                return one;
            }
        }
        return OptionalDouble.empty();
    }

    private static String percent(OptionalDouble value) {
        return value.isPresent() ? Formats.number(value.getAsDouble(), 0) + " %" : MeterCard.ABSENT;
    }

    private static String named(String name, OptionalDouble value) {
        return value.isPresent() ? name + Formats.number(value.getAsDouble(), 0) : "";
    }

    private static String joined(String one, String other) {
        return one.isEmpty() || other.isEmpty() ? one + other : one + ", " + other;
    }

    private static String capital(String words) {
        return words.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + words.substring(1);
    }
}
