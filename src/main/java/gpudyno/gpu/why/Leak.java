package gpudyno.gpu.why;

import gpudyno.gpu.why.Holders.Holder;
import gpudyno.model.gpu.Cause;
import gpudyno.model.gpu.Cause.Topic;
import gpudyno.model.node.Event.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Memory that a process takes little by little and does not give back.
///
/// A line fitted by least squares over ten minutes at least; shorter growth is a model being loaded. The growth must be six times what the
/// values scatter around the line (six standard deviations), each quarter of the time must bring a tenth of it, and no single step may be four
/// tenths of it. To be no cache that fills, 1 − e^(−t/T), it must not slow down: its second half is at least three quarters as steep as its
/// first, and before and after it memory stands still.
final class Leak implements Rule {
    private static final Duration SHORTEST = Duration.ofMinutes(10);
    private static final int BUCKETS = 120;
    private static final int FEWEST = 6;
    private static final double LEAST_BYTES = 64L << 20;
    private static final double QUARTER = 0.1;
    private static final double STEP = 0.4;
    private static final double CLEAR = 6;
    private static final double AS_STEEP = 0.75;
    private static final double STILL = 0.25;
    private static final double SOON_SECONDS = 1800;

    @Override
    public About about() {
        return new About("leak", Topic.MEMORY, List.of(), Set.of("lost"));
    }

    /// A line through some buckets.
    ///
    /// @param first place of the first frame
    /// @param last place of the last frame
    private record Line(int first, int last, double start, double end, double seconds) {
        double rate() {
            return (end - start) / seconds;
        }
    }

    /// Means of neighbouring frames.
    private record Bucket(int first, int last, double time, double bytes) {}

    @Override
    public List<Cause> causes(Course course) {
        Holders holders = course.holders();
        List<Cause> causes = new ArrayList<>();
        for (Holder holder : holders.all()) {
            Line line = longest(course, buckets(course, holder));
            if (line != null) {
                causes.add(cause(course, holders, holder, line));
            }
        }
        return causes;
    }

    private static List<Bucket> buckets(Course course, Holder holder) {
        if (course.size() == 0) {
            return List.of();
        }
        long begin = course.frame(0).start().toEpochMilli();
        long length = Math.max(1, (course.frame(course.size() - 1).end().toEpochMilli() - begin) / BUCKETS);
        List<Bucket> buckets = new ArrayList<>();
        int first = -1;
        int last = -1;
        double sum = 0;
        int count = 0;
        long slot = -1;
        for (int i = 0; i <= course.size(); i++) {
            long now = i == course.size() ? Long.MAX_VALUE : (course.frame(i).start().toEpochMilli() - begin) / length;
            if (now != slot && count > 0) {
                double middle = (course.frame(first).start().toEpochMilli() + course.frame(last).end().toEpochMilli()) / 2000.0;
                buckets.add(new Bucket(first, last, middle, sum / count));
                count = 0;
                sum = 0;
            }
            slot = now;
            double value = i == course.size() ? Double.NaN : holder.mean(i);
            if (!Double.isNaN(value)) {
                first = count == 0 ? i : first;
                last = i;
                sum += value;
                count++;
            }
        }
        return buckets;
    }

    /// The longest stretch, by quarters of the period, that grows as a leak does.
    private static @Nullable Line longest(Course course, List<Bucket> buckets) {
        for (int quarters = 4; quarters >= 1; quarters--) {
            for (int from = 4 - quarters; from >= 0; from--) {
                int first = buckets.size() * from / 4;
                int end = buckets.size() * (from + quarters) / 4;
                Line line = growing(course, buckets.subList(first, end));
                if (line != null && isStill(buckets.subList(0, first), line.rate())
                        && isStill(buckets.subList(end, buckets.size()), line.rate())) {
                    return line;
                }
            }
        }
        return null;
    }

    private static boolean isStill(List<Bucket> buckets, double rate) {
        return buckets.size() < 2 || Math.abs(slope(buckets)) <= STILL * rate;
    }

    /// Bytes a second, by least squares.
    private static double slope(List<Bucket> buckets) {
        double time = buckets.stream().mapToDouble(Bucket::time).average().orElse(0);
        double bytes = buckets.stream().mapToDouble(Bucket::bytes).average().orElse(0);
        double together = 0;
        double square = 0;
        for (Bucket bucket : buckets) {
            together += (bucket.time - time) * (bucket.bytes - bytes);
            square += (bucket.time - time) * (bucket.time - time);
        }
        return together / square;
    }

    private static @Nullable Line growing(Course course, List<Bucket> buckets) {
        int count = buckets.size();
        if (count < FEWEST || Duration.between(course.frame(buckets.getFirst().first).start(), course.frame(buckets.getLast().last).end())
                .compareTo(SHORTEST) < 0) {
            return null;
        }
        double time = buckets.stream().mapToDouble(Bucket::time).average().orElse(0);
        double bytes = buckets.stream().mapToDouble(Bucket::bytes).average().orElse(0);
        double slope = slope(buckets);
        double seconds = buckets.getLast().time - buckets.getFirst().time;
        double growth = slope * seconds;
        double scatter = 0;
        for (Bucket bucket : buckets) {
            double off = bucket.bytes - bytes - slope * (bucket.time - time);
            scatter += off * off;
        }
        boolean clear = growth >= LEAST_BYTES && growth >= CLEAR * Math.sqrt(scatter / (count - 2));
        return clear && isSteady(buckets, growth)
                ? new Line(buckets.getFirst().first, buckets.getLast().last, bytes - growth / 2, bytes + growth / 2, seconds)
                : null;
    }

    private static boolean isSteady(List<Bucket> buckets, double growth) {
        int last = buckets.size() - 1;
        for (int quarter = 0; quarter < 4; quarter++) {
            if (buckets.get(last * (quarter + 1) / 4).bytes - buckets.get(last * quarter / 4).bytes < QUARTER * growth) {
                return false;
            }
        }
        int half = buckets.size() / 2;
        if (slope(buckets.subList(half, buckets.size())) < AS_STEEP * slope(buckets.subList(0, half))) {
            return false;
        }
        for (int i = 1; i <= last; i++) {
            if (buckets.get(i).bytes - buckets.get(i - 1).bytes > STEP * growth) {
                return false;
            }
        }
        return true;
    }

    private Cause cause(Course course, Holders holders, Holder holder, Line line) {
        double pressure = holders.pressure(line.last);
        double left = holders.total() * (1 - pressure / 100);
        double untilFull = left / line.rate();
        double minutely = line.rate() * 60;
        String rate = minutely >= 1 << 20 ? Words.bytes(minutely) + " a minute" : Words.bytes(minutely * 60) + " an hour";
        String words = holder.words() + " grew on " + course.title() + " from " + Words.bytes(Math.max(0, line.start)) + " to "
                + Words.bytes(line.end) + ", by " + rate + ", and gave nothing back"
                + (untilFull > 0 ? "; at that rate the device is full in " + Words.length(untilFull) : "");
        return course.cause(this, new Span(line.first, line.last), untilFull < SOON_SECONDS ? Severity.CRITICAL : Severity.WARNING, words,
                new Facts().add("memory at the begin", Math.max(0, line.start), "bytes").add("memory at the end", line.end, "bytes")
                        .add("growth", line.rate(), "bytes/s").add("memory in use", pressure, "percent")
                        .add("time until the device is full", untilFull, "s").all());
    }
}
