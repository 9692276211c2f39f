package gpudyno.gpu.why;

import gpudyno.model.gpu.Cause;
import gpudyno.model.gpu.Cause.Evidence;
import gpudyno.model.gpu.GpuDevice;
import gpudyno.model.gpu.Limit;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Histogram;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.Reading;
import gpudyno.model.meter.Series;
import gpudyno.model.node.Event.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// What one device did over a period, frame by frame, with what it can do at most. A figure that was not read is NaN, and no comparison with
/// NaN holds.
final class Course {
    /// What interrupts a state for less than this belongs to it: drivers report reasons that flicker.
    private static final Duration BRIDGE = Duration.ofSeconds(30);
    /// Percent of a frame; below it nothing but a desktop ran.
    private static final double BUSY = 5;

    private final Period period;
    private final GpuDevice device;
    private final List<Frame> frames;
    private final IdentityHashMap<Meter, @Nullable Reading[]> read = new IdentityHashMap<>();
    private @Nullable Holders holders;

    Course(Period period, GpuDevice device) {
        this.period = period;
        this.device = device;
        frames = period.frames();
    }

    GpuDevice device() {
        return device;
    }

    Period period() {
        return period;
    }

    int size() {
        return frames.size();
    }

    Frame frame(int place) {
        return frames.get(place);
    }

    double seconds(int place) {
        return frames.get(place).seconds();
    }

    /// Such as `GPU 1`, `GPU 0, MIG 2` or `GPU 0 (simulated)`.
    String title() {
        int index = period.devices().stream().filter(one -> one.id().equals(device.parent())).mapToInt(GpuDevice::index).findFirst()
                .orElse(device.index());
        return "GPU " + index + (device.isInstance() ? ", MIG " + device.index() : "") + (device.isSimulated() ? " (simulated)" : "");
    }

    /// NaN where the driver does not tell.
    double limit(Limit which, Limit... otherwise) {
        double value = device.limit(which).orElse(Double.NaN);
        for (int i = 0; i < otherwise.length && Double.isNaN(value); i++) {
            value = device.limit(otherwise[i]).orElse(Double.NaN);
        }
        return value;
    }

    /// Who holds its memory.
    Holders holders() {
        Holders known = holders;
        if (known == null) {
            known = new Holders(this);
            holders = known;
        }
        return known;
    }

    /// What a meter of the device, or one without labels, read in a frame. Rules ask for the same again and again.
    private @Nullable Reading reading(int place, Meter meter) {
        return read.computeIfAbsent(meter, this::readings)[place];
    }

    private @Nullable Reading[] readings(Meter meter) {
        Series series = meter.labelNames().isEmpty() ? Series.of(meter.id()) : meter.series(device.id());
        @Nullable
        Reading[] all = new Reading[frames.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = frames.get(i).reading(series);
        }
        return all;
    }

    /// Of a gauge of the device, or of one without labels.
    double mean(int place, Meter gauge) {
        return reading(place, gauge) instanceof Reading.Gauge read ? read.mean() : Double.NaN;
    }

    double least(int place, Meter gauge) {
        return reading(place, gauge) instanceof Reading.Gauge read ? read.min() : Double.NaN;
    }

    double most(int place, Meter gauge) {
        return reading(place, gauge) instanceof Reading.Gauge read ? read.max() : Double.NaN;
    }

    /// Growth of a counter of the device, or of one without labels.
    double grown(int place, Meter counter) {
        return reading(place, counter) instanceof Reading.Counter(double sum) ? sum : Double.NaN;
    }

    Histogram values(int place, Meter distribution) {
        return reading(place, distribution) instanceof Reading.Distribution(Histogram values) ? values : Histogram.EMPTY;
    }

    /// Whether any frame tells of a meter of the device, or of one without labels.
    boolean tells(Meter meter) {
        return Arrays.stream(read.computeIfAbsent(meter, this::readings)).anyMatch(Objects::nonNull);
    }

    /// The part of a frame, from 0 to 1, in which a reason held the clocks down: by the driver's clock of it, or by how often it was seen.
    double share(int place, Meter reason, Meter time) {
        double counted = grown(place, time) / (1000 * seconds(place));
        double seen = mean(place, reason);
        return Double.isNaN(counted) ? seen : Math.clamp(Double.isNaN(seen) ? counted : Math.max(counted, seen), 0, 1);
    }

    double clock(int place) {
        double sm = mean(place, GpuMeters.CLOCK_SM);
        return Double.isNaN(sm) ? mean(place, GpuMeters.CLOCK_GRAPHICS) : sm;
    }

    double fullClock() {
        return limit(Limit.CLOCK_SM, Limit.CLOCK_GRAPHICS);
    }

    /// Clock as a part of the device's greatest.
    double pace(int place) {
        return clock(place) / fullClock();
    }

    /// Whether it had work: by its utilisation, else by the reason that its clocks idle, else by its clocks.
    ///
    /// Without work links and clocks are lowered to save power (`nvidia-smi --help-query-gpu`, `pcie.link.gen.current`).
    boolean isBusy(int place) {
        double used = mean(place, GpuMeters.UTILIZATION);
        if (used >= BUSY || mean(place, GpuMeters.ENCODER_UTILIZATION) >= BUSY || mean(place, GpuMeters.DECODER_UTILIZATION) >= BUSY) {
            return true;
        }
        double idle = mean(place, GpuMeters.THROTTLE_IDLE);
        return Double.isNaN(used) && (Double.isNaN(idle) ? pace(place) >= 0.5 : idle < 0.5);
    }

    /// Whether this node's model is served on it.
    boolean serves(int place) {
        if (period.own() == 0) {
            return isBusy(place);
        }
        String own = String.valueOf(period.own());
        return frames.get(place).readings().ofMeter(GpuMeters.PROCESS_MEMORY.id()).stream()
                .anyMatch(entry -> entry.getKey().labels().get(0).equals(device.id()) && entry.getKey().labels().get(1).equals(own));
    }

    /// Where a state held, short interruptions left out of account.
    ///
    /// @param least how long it must have held, interruptions not counted
    List<Span> spans(IntPredicate holds, Duration least) {
        List<Span> spans = new ArrayList<>();
        int first = -1;
        int last = -1;
        double held = 0;
        for (int i = 0; i <= frames.size(); i++) {
            boolean now = i < frames.size() && holds.test(i);
            boolean apart = first >= 0
                    && (i == frames.size() || Duration.between(frames.get(last).end(), frames.get(i).start()).compareTo(BRIDGE) > 0);
            if (apart) {
                if (held >= least.toMillis() / 1000.0) {
                    spans.add(new Span(first, last));
                }
                first = -1;
                held = 0;
            }
            if (now) {
                first = first < 0 ? i : first;
                last = i;
                held += seconds(i);
            }
        }
        return spans;
    }

    /// Mean over a span, by time; what was not read is left out.
    double mean(Span span, IntToDoubleFunction figure) {
        double sum = 0;
        double seconds = 0;
        for (int i = span.first(); i <= span.last(); i++) {
            double value = figure.applyAsDouble(i);
            if (!Double.isNaN(value)) {
                sum += value * seconds(i);
                seconds += seconds(i);
            }
        }
        return seconds == 0 ? Double.NaN : sum / seconds;
    }

    double most(Span span, IntToDoubleFunction figure) {
        double most = Double.NaN;
        for (int i = span.first(); i <= span.last(); i++) {
            double value = figure.applyAsDouble(i);
            most = Double.isNaN(most) || value > most ? value : most;
        }
        return most;
    }

    Instant start(Span span) {
        return frames.get(span.first()).start();
    }

    Instant end(Span span) {
        return frames.get(span.last()).end();
    }

    Cause cause(Rule rule, Span span, Severity severity, String words, Evidence... evidence) {
        return cause(rule, start(span), end(span), severity, words, evidence);
    }

    /// @param words what follows the time in the sentence
    /// @param evidence figures that are not known are left out
    Cause cause(Rule rule, Instant from, Instant to, Severity severity, String words, Evidence... evidence) {
        Duration whole = Duration.between(frames.getFirst().start(), frames.getLast().end());
        return new Cause(from, to, device.id(), rule.about().id(), rule.about().topic(), severity,
                Words.time(from, to, whole, period.zone()) + " " + words, List.of(evidence));
    }
}
