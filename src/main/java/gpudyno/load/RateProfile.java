package gpudyno.load;

import gpudyno.model.load.Scenario;
import java.util.ArrayList;
import java.util.List;

/// A rate over time, piecewise linear, used through the inverse of its integral, which gives the time of the n-th arrival. Called with
/// growing n.
final class RateProfile {
    /// @param from rate at the start, per second
    /// @param to rate at the end
    private record Segment(double seconds, double from, double to) {
        double arrivals() {
            return seconds * (from + to) / 2;
        }

        /// Time into the segment at which so many arrivals have come: `from t + (to - from) t² / (2 seconds) = n`, solved in the form that
        /// loses no digits where the slope is small.
        double secondsAt(double n) {
            double slope = (to - from) / seconds;
            return 2 * n / (from + Math.sqrt(Math.max(0, from * from + 2 * slope * n)));
        }
    }

    private final List<Segment> segments;
    private int current;
    private double secondsBefore;
    private double arrivalsBefore;

    private RateProfile(List<Segment> segments) {
        for (Segment segment : segments) {
            if (!(segment.from >= 0 && segment.to >= 0 && segment.from <= 1e6 && segment.to <= 1e6)) {
                throw new IllegalArgumentException(
                        "rates must lie from 0 to 1000000 per second, got " + segment.from + " and " + segment.to);
            }
        }
        this.segments = segments.stream().filter(segment -> segment.seconds > 0).toList();
    }

    static RateProfile ramp(double settle, double from, double to, double seconds) {
        return new RateProfile(List.of(new Segment(settle, from, from), new Segment(seconds, from, to)));
    }

    static RateProfile steps(double settle, Scenario.Step step) {
        List<Double> rates = new ArrayList<>();
        for (int i = 0; i < step.steps(); i++) {
            rates.add(step.start() + i * step.increment());
        }
        return held(settle, rates, step.hold().toNanos() / 1e9);
    }

    /// Each rate held equally long, after a warm-up at the first.
    static RateProfile held(double settle, List<Double> rates, double hold) {
        List<Segment> segments = new ArrayList<>();
        segments.add(new Segment(settle, rates.getFirst(), rates.getFirst()));
        rates.forEach(rate -> segments.add(new Segment(hold, rate, rate)));
        return new RateProfile(segments);
    }

    /// Seconds from the start; infinite when the profile ends before.
    double secondsAt(double arrivals) {
        while (current < segments.size() && arrivals - arrivalsBefore >= segments.get(current).arrivals()) {
            secondsBefore += segments.get(current).seconds;
            arrivalsBefore += segments.get(current).arrivals();
            current++;
        }
        return current == segments.size()
                ? Double.POSITIVE_INFINITY
                : secondsBefore + segments.get(current).secondsAt(arrivals - arrivalsBefore);
    }
}
