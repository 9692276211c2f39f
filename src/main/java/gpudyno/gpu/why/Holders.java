package gpudyno.gpu.why;

import gpudyno.model.gpu.GpuDevice;
import gpudyno.model.gpu.GpuProcess;
import gpudyno.model.gpu.Limit;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.Reading;
import gpudyno.model.meter.Series;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who holds a device's memory over a [Course]: its processes, or where the driver tells of none the device as a whole.
final class Holders {
    private final Course course;
    private final List<Holder> all = new ArrayList<>();
    private final double total;

    Holders(Course course) {
        this.course = course;
        total = total(course);
        Map<Series, Holder> told = new LinkedHashMap<>();
        boolean anywhere = false;
        for (int i = 0; i < course.size(); i++) {
            for (var entry : course.frame(i).readings().ofMeter(GpuMeters.PROCESS_MEMORY.id())) {
                String device = entry.getKey().labels().getFirst();
                boolean here = device.equals(course.device().id());
                anywhere = anywhere || here || isPart(device);
                if (here && entry.getValue() instanceof Reading.Gauge gauge) {
                    told.computeIfAbsent(entry.getKey(), Holder::new).add(i, gauge);
                }
            }
        }
        all.addAll(told.values());
        if (!anywhere && course.tells(GpuMeters.MEMORY_USED)) {
            Series whole = GpuMeters.MEMORY_USED.series(course.device().id());
            Holder holder = new Holder(whole);
            for (int i = 0; i < course.size(); i++) {
                if (course.frame(i).reading(whole) instanceof Reading.Gauge gauge) {
                    holder.add(i, gauge);
                }
            }
            all.add(holder);
        }
    }

    private boolean isPart(String device) {
        return course.period().devices().stream().anyMatch(one -> one.id().equals(device) && course.device().id().equals(one.parent()));
    }

    private static double total(Course course) {
        double known = course.limit(Limit.MEMORY);
        for (int i = 0; i < course.size() && Double.isNaN(known); i++) {
            known = course.mean(i, GpuMeters.MEMORY_TOTAL);
        }
        return known;
    }

    List<Holder> all() {
        return all;
    }

    /// Bytes of the device; NaN where they are not told.
    double total() {
        return total;
    }

    /// Percent of the device's memory in use, at most within a frame.
    double pressure(int place) {
        double told = course.most(place, Meters.MEMORY);
        return Double.isNaN(told) ? 100 * course.most(place, GpuMeters.MEMORY_USED) / total : told;
    }

    /// Who holds memory.
    final class Holder {
        private final Series series;
        /// By place, from the first frame in which it was there.
        private final List<Reading.@Nullable Gauge> held = new ArrayList<>();
        private int first = -1;

        Holder(Series series) {
            this.series = series;
        }

        private void add(int place, Reading.Gauge gauge) {
            first = first < 0 ? place : first;
            while (held.size() < place - first) {
                held.add(null);
            }
            held.add(gauge);
        }

        private Reading.@Nullable Gauge at(int place) {
            return place < first || place > last() ? null : held.get(place - first);
        }

        /// Place of the first frame in which it was there.
        int first() {
            return first;
        }

        /// Place of the last one.
        int last() {
            return first + held.size() - 1;
        }

        boolean isProcess() {
            return series.meter().equals(GpuMeters.PROCESS_MEMORY.id());
        }

        long pid() {
            return isProcess() ? Long.parseLong(series.labels().get(1)) : 0;
        }

        /// Whether it is the process that serves this node's model.
        boolean isOwn() {
            return isProcess() && pid() == course.period().own();
        }

        /// Bytes; NaN where it was not there.
        double mean(int place) {
            Reading.Gauge gauge = at(place);
            return gauge == null ? Double.NaN : gauge.mean();
        }

        double most(int place) {
            Reading.Gauge gauge = at(place);
            return gauge == null ? Double.NaN : gauge.max();
        }

        double least(int place) {
            Reading.Gauge gauge = at(place);
            return gauge == null ? Double.NaN : gauge.min();
        }

        /// Such as `process 4211 (python, user ana)`.
        String words() {
            if (!isProcess()) {
                return "something the driver does not name";
            }
            return (isOwn() ? "this node's own " : "") + Words.process(pid(), series.labels().get(2), known());
        }

        private @Nullable GpuProcess known() {
            GpuDevice device = course.device();
            return course.period().processes().stream().filter(one -> one.pid() == pid() && one.device().equals(device.id()))
                    .reduce((_, last) -> last).orElse(null);
        }
    }
}
