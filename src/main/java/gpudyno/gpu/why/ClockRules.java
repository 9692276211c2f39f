package gpudyno.gpu.why;

import gpudyno.model.gpu.Cause;
import gpudyno.model.gpu.Cause.Topic;
import gpudyno.model.gpu.Limit;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Meters;
import gpudyno.model.node.Event.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/// Why clocks are low. The reasons are those of NVML's `nvmlClocksEventReasons` (older: `nvmlClocksThrottleReasons`), as its documentation
/// describes them; where a driver tells none, power and temperature are held against their limits.
final class ClockRules {
    /// A part of the greatest clock above which nothing is lost: GPU Boost lowers clocks by a few steps of 15 MHz as a chip warms, without
    /// any limit being reached.
    private static final double FULL = 0.95;
    /// Part of the time. Caps that bind now and then are how a device uses its limit.
    private static final double BOUND = 0.2;
    /// Slowing down for heat or by hardware is never part of normal work; this much is more than a reading that flickers.
    private static final double FAULT = 0.05;

    private ClockRules() {
    }

    static List<Rule> all() {
        return List.of(new Thermal(), new Hardware(), new PowerCap(), new ClocksSet(), new IdleClocks());
    }

    /// Such as `ran at 1,110 of 1,980 MHz`; less where clocks are not told.
    private static String ran(Course course, Span span) {
        double clock = course.mean(span, course::clock);
        double full = course.fullClock();
        if (Double.isNaN(clock)) {
            return "was slowed down";
        }
        return "ran at " + Words.whole(clock) + (Double.isNaN(full) ? "" : " of " + Words.whole(full)) + " MHz";
    }

    private static Facts clocks(Course course, Span span) {
        return new Facts().add("SM clock", course.mean(span, course::clock), "MHz").add("greatest SM clock", course.fullClock(), "MHz");
    }

    private static double heat(Course course, int place) {
        return Math.max(zero(course.share(place, GpuMeters.THROTTLE_THERMAL, GpuMeters.TIME_THERMAL)),
                zero(course.share(place, GpuMeters.THROTTLE_HARDWARE_THERMAL, GpuMeters.TIME_HARDWARE_THERMAL)));
    }

    private static double hardware(Course course, int place) {
        return Math.max(zero(course.mean(place, GpuMeters.THROTTLE_HARDWARE)),
                zero(course.share(place, GpuMeters.THROTTLE_BRAKE, GpuMeters.TIME_BRAKE)));
    }

    private static double power(Course course, int place) {
        return zero(course.share(place, GpuMeters.THROTTLE_POWER, GpuMeters.TIME_POWER));
    }

    private static double zero(double share) {
        return Double.isNaN(share) ? 0 : share;
    }

    /// Heat: the driver lowers the clocks (`SwThermalSlowdown`: the chip is hotter than its maximum operating temperature, or its memory is)
    /// or the hardware does (`HwThermalSlowdown`: hotter than the slowdown temperature). Where neither is told, by those temperatures.
    static final class Thermal implements Rule {
        @Override
        public About about() {
            return new About("thermal", Topic.CLOCKS, List.of(), Set.of("lost"));
        }

        @Override
        public List<Cause> causes(Course course) {
            boolean told = course.tells(GpuMeters.THROTTLE_THERMAL) || course.tells(GpuMeters.THROTTLE_HARDWARE_THERMAL);
            IntPredicate hot = told ? i -> heat(course, i) >= FAULT : i -> isTooHot(course, i);
            return course.spans(hot, Duration.ofSeconds(5)).stream().map(span -> cause(course, span)).toList();
        }

        private static boolean isTooHot(Course course, int place) {
            return course.mean(place, GpuMeters.TEMPERATURE) >= course.limit(Limit.TEMPERATURE_OPERATING, Limit.TEMPERATURE_SLOWDOWN)
                    || course.mean(place, GpuMeters.TEMPERATURE_MARGIN) <= course.limit(Limit.MARGIN_OPERATING, Limit.MARGIN_SLOWDOWN);
        }

        private Cause cause(Course course, Span span) {
            double share = 100 * course.mean(span, i -> heat(course, i));
            double hottest = course.most(span, i -> course.most(i, GpuMeters.TEMPERATURE));
            double bound = course.limit(Limit.TEMPERATURE_OPERATING, Limit.TEMPERATURE_SLOWDOWN);
            double fan = course.mean(span, i -> course.frame(i).gauge(GpuMeters.FAN.series(course.device().id(), "0")));
            boolean byHardware = course.most(span, i -> course.share(i, GpuMeters.THROTTLE_HARDWARE_THERMAL,
                    GpuMeters.TIME_HARDWARE_THERMAL)) >= FAULT;
            String words = course.title() + " " + ran(course, span) + "; heat " + (share > 0
                    ? "held it down " + Words.percent(share) + " of the time"
                    : "holds it down")
                    + (Double.isNaN(hottest) ? "" : ": it reached " + Words.whole(hottest) + " °C")
                    + (Double.isNaN(bound) || Double.isNaN(hottest) ? "" : ", made for " + Words.whole(bound) + " °C")
                    + (fan >= 90 ? ", with its fan at " + Words.percent(fan) : "");
            return course.cause(this, span, byHardware ? Severity.CRITICAL : Severity.WARNING, words,
                    clocks(course, span).add("slowed down for heat", share > 0 ? share : Double.NaN, "percent")
                            .add("hottest", hottest, GpuMeters.TEMPERATURE)
                            .add("hottest memory", course.most(span, i -> course.most(i, GpuMeters.TEMPERATURE_MEMORY)),
                                    GpuMeters.TEMPERATURE_MEMORY)
                            .add("least margin", -course.most(span, i -> -course.least(i, GpuMeters.TEMPERATURE_MARGIN)),
                                    GpuMeters.TEMPERATURE_MARGIN)
                            .add("temperature it is made for", bound, "celsius").add("fan", fan, GpuMeters.FAN).all());
        }
    }

    /// The hardware itself: `HwSlowdown` cuts the clocks to a half or less, for heat, for power drawn too fast, or for an external brake
    /// (`HwPowerBrakeSlowdown`), which the system's power supply pulls.
    static final class Hardware implements Rule {
        @Override
        public About about() {
            return new About("hardware-slowdown", Topic.CLOCKS, List.of(), Set.of("lost", "thermal"));
        }

        @Override
        public List<Cause> causes(Course course) {
            return course.spans(i -> hardware(course, i) >= FAULT, Duration.ofSeconds(5)).stream().map(span -> cause(course, span))
                    .toList();
        }

        private Cause cause(Course course, Span span) {
            double share = 100 * course.mean(span, i -> hardware(course, i));
            boolean braked = course.most(span, i -> course.share(i, GpuMeters.THROTTLE_BRAKE, GpuMeters.TIME_BRAKE)) >= FAULT;
            return course.cause(this, span, Severity.CRITICAL,
                    course.title() + " " + ran(course, span) + "; "
                            + (braked
                                    ? "the power supply braked it " + Words.percent(share)
                                            + " of the time: it cannot deliver what the machine draws"
                                    : "its hardware slowed it down " + Words.percent(share)
                                            + " of the time, for power drawn too fast or a brake from outside"),
                    clocks(course, span).add(braked ? "braked" : "slowed down by hardware", share, "percent")
                            .add("power", course.mean(span, i -> course.mean(i, GpuMeters.POWER)), GpuMeters.POWER).all());
        }
    }

    /// The power limit: `SwPowerCap`, the driver lowers the clocks to keep below it. Where no reasons are told: power within 3 % of the limit
    /// (the control's own swing) while clocks are a tenth or more below the greatest. Set below the card's default it is somebody's doing.
    static final class PowerCap implements Rule {
        @Override
        public About about() {
            return new About("power-cap", Topic.CLOCKS, List.of(), Set.of("lost", "thermal", "hardware-slowdown"));
        }

        @Override
        public List<Cause> causes(Course course) {
            boolean told = course.tells(GpuMeters.THROTTLE_POWER) || course.tells(GpuMeters.TIME_POWER);
            IntPredicate bound = told
                    ? i -> power(course, i) >= BOUND && !(course.pace(i) > FULL)
                    : i -> course.mean(i, GpuMeters.POWER) >= 0.97 * limit(course, i) && course.pace(i) <= 0.9;
            return course.spans(bound, Duration.ofSeconds(10)).stream().map(span -> cause(course, span)).toList();
        }

        private static double limit(Course course, int place) {
            double now = course.mean(place, GpuMeters.POWER_LIMIT);
            return Double.isNaN(now) ? course.mean(place, GpuMeters.POWER_LIMIT_REQUESTED) : now;
        }

        private Cause cause(Course course, Span span) {
            double share = 100 * course.mean(span, i -> power(course, i));
            double cap = course.mean(span, i -> limit(course, i));
            double usual = course.limit(Limit.POWER_DEFAULT);
            boolean lowered = cap < 0.98 * usual;
            String words = course.title() + " " + ran(course, span) + "; its " + (Double.isNaN(cap) ? "power" : Words.whole(cap) + " W")
                    + " cap " + (share > 0 ? "bound it " + Words.percent(share) + " of the time" : "bound it")
                    + (lowered ? "; its default is " + Words.whole(usual) + " W" : "");
            return course.cause(this, span, lowered ? Severity.WARNING : Severity.INFO, words,
                    clocks(course, span).add("bound by the power cap", share > 0 ? share : Double.NaN, "percent")
                            .add("power cap", cap, GpuMeters.POWER_LIMIT).add("default power cap", usual, "watts")
                            .add("power", course.mean(span, i -> course.mean(i, GpuMeters.POWER)), GpuMeters.POWER).all());
        }
    }

    /// Clocks that somebody set: application clocks (`ApplicationsClocksSetting`), a sync boost group (`SyncBoost`) or a display
    /// (`DisplayClockSetting`), while there was work.
    static final class ClocksSet implements Rule {
        @Override
        public About about() {
            return new About("clocks-set", Topic.CLOCKS, List.of(), Set.of("lost", "thermal", "hardware-slowdown", "power-cap"));
        }

        @Override
        public List<Cause> causes(Course course) {
            return course.spans(i -> set(course, i) >= 0.5 && course.isBusy(i) && course.pace(i) <= 0.9, Duration.ofSeconds(20)).stream()
                    .map(span -> cause(course, span)).toList();
        }

        private static double set(Course course, int place) {
            return Math.max(zero(course.mean(place, GpuMeters.THROTTLE_APPLICATION)),
                    Math.max(zero(course.share(place, GpuMeters.THROTTLE_SYNC, GpuMeters.TIME_SYNC)),
                            zero(course.mean(place, GpuMeters.THROTTLE_DISPLAY))));
        }

        private Cause cause(Course course, Span span) {
            double application = zero(course.mean(span, i -> course.mean(i, GpuMeters.THROTTLE_APPLICATION)));
            double sync = zero(course.mean(span, i -> course.share(i, GpuMeters.THROTTLE_SYNC, GpuMeters.TIME_SYNC)));
            String who = application >= 0.5
                    ? "application clocks that were set"
                    : sync >= 0.5 ? "another GPU of its sync boost group" : "the clocks of its display";
            return course.cause(this, span, Severity.INFO, course.title() + " " + ran(course, span) + "; " + who + " held it down",
                    clocks(course, span).add("held down", 100 * course.mean(span, i -> set(course, i)), "percent").all());
        }
    }

    /// Clocks that stay low though there is work and no limit is reached: locked, or a driver that saves power between short bursts. Below
    /// 60 % of the greatest clock is far under any base clock, to which alone a device under work falls without a reason.
    static final class IdleClocks implements Rule {
        private static final double LOW = 0.6;

        @Override
        public About about() {
            return new About("idle-clocks", Topic.CLOCKS, List.of(GpuMeters.UTILIZATION),
                    Set.of("lost", "thermal", "hardware-slowdown", "power-cap", "clocks-set", "host-bound"));
        }

        @Override
        public List<Cause> causes(Course course) {
            return course.spans(i -> course.pace(i) < LOW && hasWork(course, i)
                    && Math.max(power(course, i), Math.max(heat(course, i), hardware(course, i))) < 0.1, Duration.ofSeconds(20)).stream()
                    .map(span -> cause(course, span)).toList();
        }

        private static boolean hasWork(Course course, int place) {
            double used = course.mean(place, GpuMeters.UTILIZATION);
            return used >= 40 || used >= 10 && course.mean(place, Meters.QUEUE_DEPTH) >= 1 && course.serves(place);
        }

        private Cause cause(Course course, Span span) {
            double used = course.mean(span, i -> course.mean(i, GpuMeters.UTILIZATION));
            double state = course.mean(span, i -> course.mean(i, GpuMeters.PERFORMANCE_STATE));
            double queue = course.mean(span, i -> course.mean(i, Meters.QUEUE_DEPTH));
            return course.cause(this, span, Severity.WARNING,
                    course.title() + " " + ran(course, span) + (Double.isNaN(state) ? "" : " (P" + Words.whole(state) + ")")
                            + " though it was "
                            + Words.percent(used) + " busy and no limit held it: its clocks are locked low, or its driver saves power",
                    clocks(course, span).add("utilisation", used, GpuMeters.UTILIZATION)
                            .add("performance state", state, GpuMeters.PERFORMANCE_STATE).add("items waiting", queue, Meters.QUEUE_DEPTH)
                            .all());
        }
    }
}
