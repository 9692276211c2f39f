package gpudyno.gpu.why;

import gpudyno.gpu.why.Holders.Holder;
import gpudyno.model.gpu.Cause;
import gpudyno.model.gpu.Cause.Topic;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Meters;
import gpudyno.model.node.Event.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Memory that another process than this node's took at once, or holds, while the device is full. The bands are those of this product: high
/// from 85 %, critical from 95 %. A tenth of the device within a minute is more than what the working set of a running program swings by.
final class OtherMemory implements Rule {
    private static final double HIGH = 85;
    private static final double CRITICAL = 95;
    private static final double TAKEN = 0.1;
    private static final double HELD = 0.3;
    private static final Duration AT_ONCE = Duration.ofSeconds(60);
    private static final Duration AFTER = Duration.ofMinutes(2);

    @Override
    public About about() {
        return new About("other-process-memory", Topic.MEMORY, List.of(), Set.of("lost", "leak"));
    }

    @Override
    public List<Cause> causes(Course course) {
        Holders holders = course.holders();
        if (Double.isNaN(holders.total())) {
            return List.of();
        }
        List<Cause> causes = new ArrayList<>();
        for (Holder holder : holders.all()) {
            if (!holder.isOwn()) {
                Rise rise = rise(course, holders, holder);
                if (rise != null) {
                    causes.add(took(course, holders, holder, rise));
                }
            }
        }
        if (causes.isEmpty()) {
            held(course, holders, causes);
        }
        return causes;
    }

    /// @param from frame at whose begin it held the least
    /// @param to frame in which it held the most
    private record Rise(int from, int to, double bytes) {}

    /// The greatest rise within a minute, if a full device or failures followed.
    private static @Nullable Rise rise(Course course, Holders holders, Holder holder) {
        Rise greatest = null;
        for (int i = holder.first(); i <= holder.last(); i++) {
            double now = holder.mean(i);
            if (Double.isNaN(now)) {
                continue;
            }
            int from = i;
            double least = i > 0 && Double.isNaN(holder.mean(i - 1)) ? 0 : holder.least(i);
            for (int j = i - 1; j >= 0 && (j == i - 1 || within(course, j, i)); j--) {
                double before = holder.mean(j);
                if (Double.isNaN(before)) {
                    least = 0;
                    from = j;
                    break;
                }
                if (holder.least(j) < least) {
                    least = holder.least(j);
                    from = j;
                }
            }
            double bytes = now - least;
            if (bytes >= TAKEN * holders.total() && (greatest == null || bytes > greatest.bytes * 1.001)
                    && (fullest(course, holders, i) >= HIGH || failures(course, i) > 0)) {
                greatest = new Rise(from, i, bytes);
            }
        }
        return greatest == null ? null : tight(holder, greatest);
    }

    /// Without what came before and after the rise itself: from 2 to 98 % of it.
    private static Rise tight(Holder holder, Rise wide) {
        double least = holder.mean(wide.to) - wide.bytes;
        int from = wide.to;
        while (from > wide.from && !(holder.least(from) <= least + 0.02 * wide.bytes)) {
            from--;
        }
        int to = from;
        while (to < wide.to && !(holder.most(to) >= least + 0.98 * wide.bytes)) {
            to++;
        }
        return new Rise(from, to, wide.bytes);
    }

    private static boolean within(Course course, int earlier, int later) {
        return Duration.between(course.frame(earlier).start(), course.frame(later).start()).compareTo(AT_ONCE) <= 0;
    }

    private static boolean follows(Course course, int place, int cause) {
        return place < course.size()
                && Duration.between(course.frame(cause).start(), course.frame(place).start()).compareTo(AFTER) <= 0;
    }

    private static double fullest(Course course, Holders holders, int after) {
        double fullest = Double.NEGATIVE_INFINITY;
        for (int i = after; follows(course, i, after); i++) {
            double pressure = holders.pressure(i);
            fullest = pressure > fullest ? pressure : fullest;
        }
        return fullest;
    }

    private static double failures(Course course, int after) {
        double failures = 0;
        for (int i = after; follows(course, i, after); i++) {
            double grown = course.grown(i, Meters.SERVE_FAILURES);
            failures += Double.isNaN(grown) ? 0 : grown;
        }
        return failures;
    }

    private Cause took(Course course, Holders holders, Holder holder, Rise rise) {
        Instant from = course.frame(rise.from).end().isAfter(course.frame(rise.to).start())
                ? course.frame(rise.from).start()
                : course.frame(rise.from).end();
        double seconds = Math.max(1, Duration.between(from, course.frame(rise.to).end()).toMillis() / 1000.0);
        double fullest = fullest(course, holders, rise.to);
        double failures = failures(course, rise.to);
        int last = rise.to;
        while (last + 1 < course.size() && holders.pressure(last + 1) >= HIGH) {
            last++;
        }
        String words = holder.words() + " took " + Words.bytes(rise.bytes) + " of " + course.title() + " within "
                + Words.length(seconds) + (fullest >= HIGH ? "; it was " + Words.percent(fullest) + " full then" : "")
                + (failures > 0 ? "; " + Words.times(failures, "failure", "failures") + " of this node's requests followed" : "");
        return course.cause(this, from, course.frame(last).end(),
                fullest >= CRITICAL || failures > 0 ? Severity.CRITICAL : Severity.WARNING, words,
                new Facts().add("memory taken", rise.bytes, "bytes").add("time it took", seconds, "s")
                        .add("memory in use", fullest, "percent")
                        .add("memory of the device", holders.total(), "bytes").add("failures that followed", failures, "1").all());
    }

    /// The one that holds the most, where the device is full for a minute and nobody took it within the period.
    private void held(Course course, Holders holders, List<Cause> causes) {
        for (Span span : course.spans(i -> holders.pressure(i) >= HIGH && greatest(holders, i) != null, Duration.ofMinutes(1))) {
            Holder holder = greatest(holders, span.first());
            double held = holder == null ? Double.NaN : course.mean(span, holder::mean);
            if (holder != null && held >= HELD * holders.total()) {
                double pressure = course.mean(span, holders::pressure);
                causes.add(course.cause(this, span, pressure >= CRITICAL ? Severity.CRITICAL : Severity.WARNING,
                        holder.words() + " held " + Words.bytes(held) + " of the " + Words.bytes(holders.total()) + " of " + course.title()
                                + ", which was " + Words.percent(pressure) + " full",
                        new Facts().add("memory held", held, GpuMeters.PROCESS_MEMORY).add("memory in use", pressure, "percent")
                                .add("memory of the device", holders.total(), "bytes").all()));
            }
        }
    }

    private static @Nullable Holder greatest(Holders holders, int place) {
        Holder greatest = null;
        for (Holder holder : holders.all()) {
            if (holder.isProcess() && !holder.isOwn() && (greatest == null || holder.mean(place) > greatest.mean(place))) {
                greatest = Double.isNaN(holder.mean(place)) ? greatest : holder;
            }
        }
        return greatest;
    }
}
