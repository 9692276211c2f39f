package gpudyno.console.fleet;

import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Histogram;
import gpudyno.model.meter.Meters;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.TreeMap;
import java.util.TreeSet;

/// The response times of one node over a range of time, in [#POINTS] parts. Frames fill it on the stream's thread, another reads it.
final class NodeCourse {
    static final int POINTS = 30;
    /// A frame may come twice, from the past and from the stream, this long.
    private static final Duration TWICE = Duration.ofMinutes(6);

    private final Duration range;
    private final long part;
    private final TreeMap<Long, Part> parts = new TreeMap<>();
    private final TreeSet<Instant> seen = new TreeSet<>();

    /// @param p95 worked out once, as long as nothing is added
    private record Part(Histogram times, double p95) {
        static final Part EMPTY = new Part(Histogram.EMPTY, Double.NaN);
    }

    NodeCourse(Duration range) {
        this.range = range;
        part = part(range);
    }

    Duration range() {
        return range;
    }

    /// Frames of one resolution do not overlap; of those that begin at the same instant the first counts.
    synchronized void add(Frame frame) {
        if (!seen.add(frame.start())) {
            return;
        }
        seen.headSet(seen.last().minus(TWICE)).clear();
        long at = frame.start().toEpochMilli() / part;
        Histogram times = at(at).times.merge(frame.distribution(Meters.RESPONSE.id()));
        parts.put(at, new Part(times, times.percentile(95)));
        parts.headMap(parts.lastKey() - POINTS).clear();
    }

    /// In milliseconds, oldest first, ending with the last whole part before `now`; NaN where nothing was served or heard.
    double[] p95(Instant now) {
        long last = last(now);
        double[] course = new double[POINTS];
        for (int i = 0; i < POINTS; i++) {
            course[i] = at(last - POINTS + 1 + i).p95;
        }
        return course;
    }

    /// p95 of the merged response times of several nodes.
    static double[] merged(Collection<NodeCourse> courses, Instant now) {
        double[] course = new double[POINTS];
        for (int i = 0; i < POINTS; i++) {
            int back = POINTS - 1 - i;
            course[i] = Histogram.merge(courses.stream().map(one -> one.at(one.last(now) - back).times).toList()).percentile(95);
        }
        return course;
    }

    /// The end of the last whole part before `now`, in epoch milliseconds.
    static long end(Duration range, Instant now) {
        long part = part(range);
        return now.toEpochMilli() / part * part;
    }

    /// The length of a part of a range in milliseconds.
    static long part(Duration range) {
        return range.toMillis() / POINTS;
    }

    private long last(Instant now) {
        return now.toEpochMilli() / part - 1;
    }

    private synchronized Part at(long place) {
        return parts.getOrDefault(place, Part.EMPTY);
    }
}
