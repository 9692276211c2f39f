package gpudyno.gpu.why;

import gpudyno.gpu.Xid;
import gpudyno.model.gpu.Cause;
import gpudyno.model.gpu.Cause.Topic;
import gpudyno.model.gpu.DeviceEvent;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Meter;
import gpudyno.model.node.Event.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/// Errors of a device. Numbers of XID errors are those of NVIDIA's catalogue, <https://docs.nvidia.com/deploy/xid-errors/>.
final class ErrorRules {
    /// Memory errors: double-bit, page or row retired, not retired, many corrected, contained, uncontained, unrecovered.
    private static final Set<Long> OF_MEMORY = Set.of(48L, 63L, 64L, 92L, 94L, 95L, 140L);
    /// Off the bus; the firmware does not answer.
    private static final Set<Long> OF_LOSS = Set.of(79L, 119L, 120L);

    private ErrorRules() {
    }

    static List<Rule> all() {
        return List.of(new Lost(), new MemoryErrors(), new DriverErrors());
    }

    /// XID errors of a course by number, with the places of the frames in which they were counted.
    private static Map<Long, List<Integer>> xids(Course course) {
        Map<Long, List<Integer>> places = new TreeMap<>();
        for (int i = 0; i < course.size(); i++) {
            if (course.grown(i, GpuMeters.XID) > 0) {
                for (long number : numbers(course, i)) {
                    places.computeIfAbsent(number, _ -> new ArrayList<>()).add(i);
                }
            }
        }
        return places;
    }

    /// By the events while they are remembered, else by the last number of the frame, or of the next: the two are not read at one instant.
    private static Set<Long> numbers(Course course, int place) {
        Set<Long> told = new java.util.TreeSet<>();
        for (DeviceEvent event : course.period().events()) {
            Long number = event.xid();
            // An event is told at once, its count closes with a frame, at the latest the next.
            if (number != null && event.device().equals(course.device().id())
                    && !event.at().isBefore(course.frame(place).start().minusSeconds(1))
                    && event.at().isBefore(course.frame(place).end())) {
                told.add(number);
            }
        }
        double now = course.most(place, GpuMeters.XID_LAST);
        double last = Double.isNaN(now) && place + 1 < course.size() ? course.most(place + 1, GpuMeters.XID_LAST) : now;
        if (told.isEmpty() && !Double.isNaN(last)) {
            told.add(Math.round(last));
        }
        return told;
    }

    /// The driver says that the device is lost, or does not answer. Three seconds are the age at which a reading counts as missing.
    static final class Lost implements Rule {
        private static final Duration LEAST = Duration.ofSeconds(3);

        @Override
        public About about() {
            return new About("lost", Topic.ERRORS, List.of(GpuMeters.UP), Set.of());
        }

        @Override
        public List<Cause> causes(Course course) {
            return course.spans(i -> course.least(i, GpuMeters.UP) < 0.5, Duration.ZERO).stream()
                    .filter(span -> away(course, span) >= LEAST.toSeconds()).map(span -> cause(course, span)).toList();
        }

        private static double away(Course course, Span span) {
            double seconds = 0;
            for (int i = span.first(); i <= span.last(); i++) {
                seconds += (1 - course.mean(i, GpuMeters.UP)) * course.seconds(i);
            }
            return seconds;
        }

        private Cause cause(Course course, Span span) {
            Instant from = course.start(span).minusSeconds(30);
            boolean hung = course.period().events().stream().anyMatch(event -> event.kind() == DeviceEvent.Kind.HUNG
                    && event.device().equals(course.device().id()) && event.at().isAfter(from) && event.at().isBefore(course.end(span)));
            List<Long> numbers = xids(course).entrySet().stream()
                    .filter(entry -> OF_LOSS.contains(entry.getKey()) && entry.getValue().stream()
                            .anyMatch(place -> place <= span.last() && course.frame(place).end().isAfter(from)))
                    .map(Map.Entry::getKey).toList();
            boolean back = span.last() + 1 < course.size();
            String words = course.title() + (hung
                    ? " did not answer: its driver hung"
                    : numbers.isEmpty()
                            ? " was lost: it did not answer its driver any more"
                            : " was lost: XID " + numbers.getFirst() + ", " + Xid.meaning(numbers.getFirst()))
                    + (back ? "; it answered again after " + Words.length(away(course, span)) : "; it has not answered since");
            return course.cause(this, span, Severity.CRITICAL, words, new Facts().add("time away", away(course, span), "s")
                    .add("XID", numbers.isEmpty() ? Double.NaN : numbers.getFirst(), "1").all());
        }
    }

    /// Errors of the device's memory: those that could not be corrected, at all; corrected ones from ten on, for single ones come from
    /// radiation and mean nothing. Rows and pages that wait for a reset, and rows that could not be remapped
    /// (<https://docs.nvidia.com/deploy/a100-gpu-mem-error-mgmt/>).
    static final class MemoryErrors implements Rule {
        private static final double MANY_CORRECTED = 10;
        private static final List<Meter> UNCORRECTED = List.of(GpuMeters.ECC_VOLATILE_UNCORRECTED, GpuMeters.ECC_AGGREGATE_UNCORRECTED);
        private static final List<Meter> CORRECTED = List.of(GpuMeters.ECC_VOLATILE_CORRECTED, GpuMeters.ECC_AGGREGATE_CORRECTED);
        private static final List<Meter> RETIRED = List.of(GpuMeters.PAGES_SINGLE, GpuMeters.PAGES_DOUBLE, GpuMeters.ROWS_CORRECTED,
                GpuMeters.ROWS_UNCORRECTED);
        private static final List<Meter> STANDING = List.of(GpuMeters.ECC_VOLATILE_UNCORRECTED, GpuMeters.ROWS_PENDING,
                GpuMeters.PAGES_PENDING, GpuMeters.ROWS_FAILED);

        @Override
        public About about() {
            return new About("memory-errors", Topic.ERRORS, List.of(), Set.of());
        }

        @Override
        public List<Cause> causes(Course course) {
            double uncorrected = grown(course, UNCORRECTED);
            double corrected = grown(course, CORRECTED);
            double retired = RETIRED.stream().mapToDouble(meter -> grown(course, List.of(meter))).sum();
            double standing = latest(course, GpuMeters.ECC_VOLATILE_UNCORRECTED);
            boolean pending = latest(course, GpuMeters.ROWS_PENDING) > 0 || latest(course, GpuMeters.PAGES_PENDING) > 0;
            boolean failed = latest(course, GpuMeters.ROWS_FAILED) > 0;
            List<Long> numbers = xids(course).keySet().stream().filter(OF_MEMORY::contains).toList();
            boolean now = uncorrected > 0 || retired > 0 || !numbers.isEmpty();
            if (!now && !(standing > 0) && !pending && !failed && corrected < MANY_CORRECTED) {
                return List.of();
            }
            List<String> words = new ArrayList<>();
            if (uncorrected > 0) {
                words.add(Words.times(uncorrected, "memory error", "memory errors") + " could not be corrected");
            } else if (standing > 0) {
                words.add(Words.times(standing, "memory error", "memory errors") + " could not be corrected since its driver was loaded");
            }
            numbers.forEach(number -> words.add("XID " + number + ", " + Xid.meaning(number)));
            if (corrected >= MANY_CORRECTED) {
                words.add(Words.whole(corrected) + " memory errors were corrected");
            }
            if (retired > 0) {
                words.add(Words.times(retired, "page or row was", "pages or rows were") + " taken out of use");
            }
            if (failed) {
                words.add("a row could not be remapped: the card is to be replaced");
            } else if (pending) {
                words.add("a reset is needed to take bad memory out of use");
            }
            boolean serious = now || failed;
            return List.of(course.cause(this, span(course), serious
                    ? Severity.CRITICAL
                    : standing > 0 || pending
                            ? Severity.WARNING
                            : Severity.INFO,
                    course.title() + ": " + String.join("; ", words),
                    new Facts().add("errors not corrected", uncorrected, "1").add("errors corrected", corrected, "1")
                            .add("errors not corrected since the driver was loaded", standing, "1")
                            .add("pages and rows retired", retired, "1")
                            .all()));
        }

        /// By how much the count of the first meter that is told has grown. A count begins anew when the driver is loaded again.
        private static double grown(Course course, List<Meter> meters) {
            for (Meter meter : meters) {
                double before = Double.NaN;
                double grown = 0;
                for (int i = 0; i < course.size(); i++) {
                    if (!Double.isNaN(course.most(i, meter))) {
                        grown += Math.max(0, course.most(i, meter) - (Double.isNaN(before) ? course.least(i, meter) : before));
                        before = course.most(i, meter);
                    }
                }
                if (!Double.isNaN(before)) {
                    return grown;
                }
            }
            return 0;
        }

        private static double latest(Course course, Meter meter) {
            for (int i = course.size() - 1; i >= 0; i--) {
                if (!Double.isNaN(course.most(i, meter))) {
                    return course.most(i, meter);
                }
            }
            return Double.NaN;
        }

        /// From the first frame that tells of something; the whole where it stood from before.
        private static Span span(Course course) {
            List<Integer> xids = xids(course).entrySet().stream().filter(entry -> OF_MEMORY.contains(entry.getKey()))
                    .flatMap(entry -> entry.getValue().stream()).toList();
            for (int i = 0; i < course.size(); i++) {
                int place = i;
                boolean tells = xids.contains(place) || STANDING.stream().anyMatch(meter -> course.most(place, meter) > 0)
                        || java.util.stream.Stream.of(UNCORRECTED, CORRECTED, RETIRED).flatMap(List::stream)
                                .anyMatch(meter -> place > 0 && course.most(place, meter) > course.most(place - 1, meter)
                                        || course.most(place, meter) > course.least(place, meter));
                if (tells) {
                    return new Span(i, course.size() - 1);
                }
            }
            return new Span(0, course.size() - 1);
        }
    }

    /// Other errors that the driver reported.
    static final class DriverErrors implements Rule {
        @Override
        public About about() {
            return new About("xid", Topic.ERRORS, List.of(GpuMeters.XID), Set.of("lost"));
        }

        @Override
        public List<Cause> causes(Course course) {
            List<Cause> causes = new ArrayList<>();
            xids(course).forEach((number, places) -> {
                if (!OF_MEMORY.contains(number)) {
                    Span span = new Span(places.getFirst(), places.getLast());
                    double count = places.stream().mapToDouble(place -> course.grown(place, GpuMeters.XID)).sum();
                    causes.add(course.cause(this, span, Severity.WARNING,
                            course.title() + " reported XID " + number + (count > 1 ? " " + Words.whole(count) + " times" : "") + ": "
                                    + Xid.meaning(number),
                            new Facts().add("XID", Objects.requireNonNull(number), "1").add("times", count, "1").all()));
                }
            });
            return causes;
        }
    }
}
