package gpudyno.gpu.why;

import gpudyno.model.gpu.Cause;
import gpudyno.model.gpu.Cause.Topic;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Histogram;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.Meters;
import gpudyno.model.node.Event.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// Why a device that serves this node's model does less than it could, or less than it is asked for.
final class WorkRules {
    private static final Duration LEAST = Duration.ofSeconds(30);
    /// Percent. Above it a host has no core left that could prepare the next batch.
    private static final double HOST_FULL = 90;

    private WorkRules() {
    }

    static List<Rule> all() {
        return List.of(new HostBound(), new SmallBatch(), new QueueBound());
    }

    private static boolean hasWork(Course course, int place) {
        return course.mean(place, Meters.IN_FLIGHT) >= 1 || course.mean(place, Meters.QUEUE_DEPTH) >= 1;
    }

    private static double mean(Course course, Span span, Meter gauge) {
        return course.mean(span, i -> course.mean(i, gauge));
    }

    /// Of all values of a span.
    private static Histogram values(Course course, Span span, Meter distribution) {
        Histogram all = Histogram.EMPTY;
        for (int i = span.first(); i <= span.last(); i++) {
            all = all.merge(course.values(i, distribution));
        }
        return all;
    }

    /// The host cannot feed the device: its cores are taken, and the device waits more than half of the time though requests are there.
    static final class HostBound implements Rule {
        @Override
        public About about() {
            return new About("host-bound", Topic.WORK, List.of(Meters.HOST_CPU, GpuMeters.UTILIZATION, Meters.IN_FLIGHT),
                    Set.of("lost", "thermal", "hardware-slowdown", "power-cap", "clocks-set"));
        }

        @Override
        public List<Cause> causes(Course course) {
            return course.spans(i -> course.mean(i, Meters.HOST_CPU) >= HOST_FULL && course.mean(i, GpuMeters.UTILIZATION) < 50
                    && hasWork(course, i) && course.serves(i), LEAST).stream().map(span -> cause(course, span)).toList();
        }

        private Cause cause(Course course, Span span) {
            double host = mean(course, span, Meters.HOST_CPU);
            double used = mean(course, span, GpuMeters.UTILIZATION);
            double own = mean(course, span, Meters.PROCESS_CPU);
            double waiting = mean(course, span, Meters.IN_FLIGHT);
            return course.cause(this, span, Severity.WARNING,
                    course.title() + " waited for the host: it was " + Words.percent(used) + " busy while the host's processors were "
                            + Words.percent(host) + " busy and " + Words.whole(waiting) + " requests were under way"
                            + (own < host / 2 ? "; most of that was other programs' work" : ""),
                    new Facts().add("host's processors", host, Meters.HOST_CPU).add("this node's part", own, Meters.PROCESS_CPU)
                            .add("utilisation", used, GpuMeters.UTILIZATION).add("requests under way", waiting, Meters.IN_FLIGHT).all());
        }
    }

    /// Batches too small for the device: at most four items a call though twice as many were waiting, and the device far from full. A GPU
    /// counts as used while any kernel runs (`nvidia-smi`, `utilization.gpu`), however few of its multiprocessors it needs; power shows how much
    /// of it works, so less than six tenths of the limit counts as room.
    static final class SmallBatch implements Rule {
        private static final double SMALL = 4;
        private static final double ROOM = 0.6;

        @Override
        public About about() {
            return new About("small-batch", Topic.WORK, List.of(Meters.BATCH_SIZE),
                    Set.of("lost", "thermal", "hardware-slowdown", "power-cap", "clocks-set", "idle-clocks", "host-bound"));
        }

        @Override
        public List<Cause> causes(Course course) {
            return course.spans(i -> isSmall(course, i) && hasRoom(course, i) && !(course.mean(i, Meters.HOST_CPU) >= HOST_FULL)
                    && course.serves(i), LEAST).stream().map(span -> cause(course, span)).toList();
        }

        private static boolean isSmall(Course course, int place) {
            double batch = course.values(place, Meters.BATCH_SIZE).mean();
            return batch <= SMALL && (course.mean(place, Meters.QUEUE_DEPTH) >= 2 * batch
                    || course.mean(place, Meters.IN_FLIGHT) >= 3 * batch);
        }

        private static boolean hasRoom(Course course, int place) {
            return course.mean(place, GpuMeters.UTILIZATION) < 100 * ROOM || load(course, place) < ROOM;
        }

        private static double load(Course course, int place) {
            return course.mean(place, GpuMeters.POWER) / course.mean(place, GpuMeters.POWER_LIMIT);
        }

        private Cause cause(Course course, Span span) {
            double batch = values(course, span, Meters.BATCH_SIZE).mean();
            double under = mean(course, span, Meters.IN_FLIGHT);
            double queue = mean(course, span, Meters.QUEUE_DEPTH);
            double load = 100 * course.mean(span, i -> load(course, i));
            double used = mean(course, span, GpuMeters.UTILIZATION);
            String waiting = queue >= 2 * batch
                    ? Words.whole(queue) + " items were waiting"
                    : Words.whole(under) + " requests were under way";
            return course.cause(
                    this, span, Severity.WARNING, course.title() + String.format(java.util.Locale.ROOT, " got %.1f items a call", batch)
                            + " while " + waiting + "; it drew " + (Double.isNaN(load)
                                    ? "little power and was " + Words.percent(used) + " busy"
                                    : Words.percent(load) + " of its power limit")
                            + ": larger batches would use it better",
                    new Facts().add("items a call", batch, Meters.BATCH_SIZE).add("items waiting", queue, Meters.QUEUE_DEPTH)
                            .add("requests under way", under, Meters.IN_FLIGHT).add("part of the power limit", load, "percent")
                            .add("utilisation", used, GpuMeters.UTILIZATION).all());
        }
    }

    /// Requests wait twice as long as they are worked on, and longer than people notice in a chart (20 ms): more arrives than is worked on.
    /// By Little's law the queue then holds more than what is being worked on.
    static final class QueueBound implements Rule {
        private static final double NOTICEABLE_MILLIS = 20;

        @Override
        public About about() {
            return new About("queue-bound", Topic.WORK, List.of(Meters.QUEUE_WAIT, Meters.BACKEND_TIME),
                    Set.of("lost", "thermal", "hardware-slowdown", "power-cap", "clocks-set", "idle-clocks", "host-bound", "small-batch"));
        }

        @Override
        public List<Cause> causes(Course course) {
            return course.spans(i -> {
                double wait = course.values(i, Meters.QUEUE_WAIT).percentile(50);
                return wait >= NOTICEABLE_MILLIS && wait >= 2 * course.values(i, Meters.BACKEND_TIME).percentile(50) && course.serves(i);
            }, LEAST).stream().map(span -> cause(course, span)).toList();
        }

        private Cause cause(Course course, Span span) {
            double wait = values(course, span, Meters.QUEUE_WAIT).percentile(50);
            double work = values(course, span, Meters.BACKEND_TIME).percentile(50);
            double used = mean(course, span, GpuMeters.UTILIZATION);
            double queue = mean(course, span, Meters.QUEUE_DEPTH);
            return course.cause(this, span, Severity.WARNING, "items waited " + Words.milliseconds(wait) + " for " + course.title()
                    + ", which worked on them for " + Words.milliseconds(work)
                    + (used >= 80
                            ? "; it was " + Words.percent(used) + " busy: more arrives than it can do"
                            : Double.isNaN(used)
                                    ? ": more arrives than is worked on"
                                    : "; it was only " + Words.percent(used) + " busy: the queue holds back what it could do"),
                    new Facts().add("median wait", wait, Meters.QUEUE_WAIT).add("median time of a call", work, Meters.BACKEND_TIME)
                            .add("items waiting", queue, Meters.QUEUE_DEPTH).add("utilisation", used, GpuMeters.UTILIZATION).all());
        }
    }
}
