package gpudyno.foresight;

import gpudyno.model.foresight.Outlook;
import gpudyno.model.foresight.Outlook.Ahead;
import gpudyno.model.foresight.Outlook.Reach;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.meter.ForesightMeters;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.Meters;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Forecasts of a node's figures, from their means over ten seconds. A figure that is not read for a while goes on from where it stood. What a test
/// does to serving is left out. Constant memory; one thread.
public final class Outlooks {
    private static final Duration STEP = Duration.ofSeconds(10);
    private static final List<Integer> STEPS = ForesightMeters.HORIZONS.stream().map(ahead -> (int) ahead.dividedBy(STEP)).toList();
    private static final List<Figure> FIGURES = List.of(new Figure(DerivedMeters.MEMORY_PERCENT, "percent", 90),
            new Figure(DerivedMeters.OFFERED, "1/s", Double.NaN), new Figure(DerivedMeters.LATENCY_P95, "ms", Double.NaN),
            new Figure(DerivedMeters.CACHE_HIT_PERCENT, "percent", Double.NaN), new Figure(Meters.HOST_CPU.id(), "percent", Double.NaN),
            new Figure(Meters.QUEUE_DEPTH.id(), "1", Double.NaN));

    private static final Set<String> NEEDED = Stream
            .of(Meters.MEMORY, Meters.ARRIVALS, Meters.RESPONSE, Meters.CACHE_HITS, Meters.CACHE_MISSES, Meters.CACHE_COALESCED,
                    Meters.HOST_CPU, Meters.QUEUE_DEPTH, Meters.TESTING)
            .map(Meter::id).collect(Collectors.toUnmodifiableSet());

    /// @param threshold that matters for it; NaN for none
    private record Figure(String meter, String unit, double threshold) {}

    private static final class Course {
        private final Figure figure;
        private final Forecaster forecaster = new Forecaster(STEPS, 0, true);
        private double last = Double.NaN;
        private Instant at = Instant.EPOCH;
        private @Nullable Outlook told;

        Course(Figure figure) {
            this.figure = figure;
        }
    }

    private final Map<String, Course> courses = new LinkedHashMap<>();
    private final List<Frame> seconds = new ArrayList<>();

    public Outlooks() {
        FIGURES.forEach(figure -> courses.put(figure.meter, new Course(figure)));
    }

    /// Takes in a second; every tenth makes new forecasts.
    ///
    /// @return whether it did
    public boolean accept(Frame second) {
        seconds.add(second.only(NEEDED));
        if (Duration.between(seconds.getFirst().start(), second.end()).compareTo(STEP) < 0) {
            return false;
        }
        learn(Frame.rollUp(seconds));
        seconds.clear();
        return true;
    }

    /// Takes in ten seconds at once, as a node's history has them.
    public void learn(Frame step) {
        Map<String, Double> derived = DerivedMeters.of(step);
        boolean test = Meters.isTest(step);
        courses.forEach((meter, course) -> {
            if (test && Meters.isServing(meter)) {
                return;
            }
            double value = derived.getOrDefault(meter, step.gauge(meter));
            if (Double.isFinite(value)) {
                learn(course, value, step.end());
            }
        });
    }

    private static void learn(Course course, double value, Instant at) {
        course.forecaster.learn(value);
        course.last = value;
        course.at = at;
        course.told = outlook(course);
    }

    private static Outlook outlook(Course course) {
        double most = course.figure.unit.equals("percent") ? 100 : Double.MAX_VALUE;
        List<Ahead> ahead = course.forecaster.forecasts().stream()
                .map(one -> new Ahead(STEP.multipliedBy(one.steps()), Math.min(most, one.value()), Math.min(most, one.low95()),
                        Math.min(most, one.low80()), Math.min(most, one.high80()), Math.min(most, one.high95()),
                        Double.isFinite(one.pastError()) ? one.pastError() : null))
                .toList();
        return new Outlook(course.figure.meter, course.figure.unit, course.at, course.last, ahead, reach(course));
    }

    private static @Nullable Reach reach(Course course) {
        double threshold = course.figure.threshold;
        if (Double.isNaN(threshold)) {
            return null;
        }
        if (course.last >= threshold) {
            return new Reach(threshold, Duration.ZERO, Duration.ZERO, Duration.ZERO);
        }
        Crossing crossing = course.forecaster.reaches(threshold);
        if (crossing.expected().isEmpty()) {
            return null;
        }
        Duration expected = time(crossing.expected());
        return new Reach(threshold, expected, crossing.earliest().isPresent() ? time(crossing.earliest()) : expected,
                crossing.latest().isPresent() ? time(crossing.latest()) : null);
    }

    private static Duration time(OptionalDouble steps) {
        return Duration.ofMillis(Math.round(STEP.toMillis() * steps.getAsDouble()));
    }

    /// Those that were made so far.
    public List<Outlook> outlooks() {
        List<Outlook> all = new ArrayList<>();
        courses.values().forEach(course -> {
            if (course.told != null) {
                all.add(course.told);
            }
        });
        return all;
    }
}
