package gpudyno.node.local;

import gpudyno.gpu.why.Period;
import gpudyno.gpu.why.Why;
import gpudyno.model.gpu.Cause;
import gpudyno.model.gpu.DeviceEvent;
import gpudyno.model.gpu.GpuDevice;
import gpudyno.model.gpu.GpuProcess;
import gpudyno.model.gpu.ProcessUse;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.Reading;
import gpudyno.model.meter.Series;
import gpudyno.node.Gpus;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What GPUs did in the past, from the frames that the node keeps.
public final class GpuHistory {
    /// Periods up to this are read at ten seconds, longer ones at five minutes: at most 720 and 2,016 frames.
    private static final Duration FINE = Duration.ofHours(2);
    private static final Duration LIVE = Duration.ofMinutes(5);
    private static final Set<String> OF_PROCESSES = Set.of(GpuMeters.PROCESS_MEMORY.id(), GpuMeters.PROCESS_UTILIZATION.id());
    private static final Set<String> TELLING = Stream.concat(GpuMeters.all().stream(), Stream.of(Meters.HOST_CPU, Meters.PROCESS_CPU,
            Meters.QUEUE_DEPTH, Meters.QUEUE_WAIT, Meters.BACKEND_TIME, Meters.BATCH_SIZE, Meters.IN_FLIGHT, Meters.ARRIVALS,
            Meters.SERVE_FAILURES)).map(meter -> meter.id()).collect(Collectors.toUnmodifiableSet());

    /// Frames that hold some meters, oldest first, at the finest resolution held that is at least the given one.
    public interface Frames {
        List<Frame> between(Instant from, Instant to, Duration resolution, Set<String> meters);
    }

    /// Who used devices in the past.
    public interface Processes {
        List<GpuProcess> between(Instant from, Instant to);
    }

    private final Frames frames;
    private final Processes processes;

    public GpuHistory(Frames frames, Processes processes) {
        this.frames = frames;
        this.processes = processes;
    }

    /// @throws IllegalArgumentException if the period ends before it begins or is longer than [Gpus#LONGEST]
    private static void check(Instant from, Instant to) {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("from " + from + " is later than to " + to);
        }
        if (Duration.between(from, to).compareTo(Gpus.LONGEST) > 0) {
            throw new IllegalArgumentException("from " + from + " to " + to + " is " + Duration.between(from, to).toHours()
                    + " h; at most " + Gpus.LONGEST.toDays() + " days can be asked for");
        }
    }

    /// The frames of a period: the last five minutes second by second, before that coarser.
    private List<Frame> frames(Instant from, Instant to, Set<String> meters) {
        Instant now = Instant.now();
        Instant live = now.minus(LIVE);
        Duration resolution = Duration.between(from, to).compareTo(FINE) > 0 ? FrameRing.FIVE_MINUTES : FrameRing.TEN_SECONDS;
        List<Frame> all = new ArrayList<>();
        if (from.isBefore(live)) {
            all.addAll(frames.between(from, to, resolution, meters));
        }
        Instant covered = all.isEmpty() ? from : all.getLast().end();
        if (covered.isBefore(to) && resolution.equals(FrameRing.FIVE_MINUTES)) {
            all.addAll(frames.between(covered, to, FrameRing.TEN_SECONDS, meters));
            covered = all.isEmpty() ? from : all.getLast().end();
        }
        if (covered.isBefore(to) && to.isAfter(live)) {
            all.addAll(frames.between(covered, to, FrameRing.LIVE, meters));
        }
        return all;
    }

    public List<ProcessUse> between(Instant from, Instant to) {
        check(from, to);
        return uses(frames(from, to, OF_PROCESSES), processes.between(from, to));
    }

    public List<ProcessUse> at(Instant at) {
        // The frame that holds the instant may have begun before it.
        List<Frame> around = frames(at.minus(FrameRing.TEN_SECONDS), at.plus(FrameRing.LIVE), OF_PROCESSES);
        List<Frame> holding = holding(around, at);
        if (holding.isEmpty()) {
            holding = holding(frames.between(at.minus(FrameRing.FIVE_MINUTES), at.plus(FrameRing.LIVE), FrameRing.FIVE_MINUTES,
                    OF_PROCESSES), at);
        }
        return uses(holding, processes.between(at, at));
    }

    private static List<Frame> holding(List<Frame> frames, Instant at) {
        return frames.stream().filter(frame -> !frame.start().isAfter(at) && frame.end().isAfter(at)).toList();
    }

    /// A process on a device, as the series of its figures name it.
    private record Key(String device, String pid, String command) {
        static Key of(Series series) {
            return new Key(series.labels().get(0), series.labels().get(1), series.labels().get(2));
        }
    }

    private static final class Use {
        private Instant from = Instant.MAX;
        private Instant to = Instant.MIN;
        private Reading.@Nullable Gauge memory;
        private Reading.@Nullable Gauge utilization;

        void add(Frame frame, boolean isMemory, Reading.Gauge gauge) {
            from = frame.start().isBefore(from) ? frame.start() : from;
            to = frame.end().isAfter(to) ? frame.end() : to;
            if (isMemory) {
                memory = merged(memory, gauge);
            } else {
                utilization = merged(utilization, gauge);
            }
        }

        private static Reading.Gauge merged(Reading.@Nullable Gauge before, Reading.Gauge more) {
            return before == null ? more : (Reading.Gauge) before.merge(more);
        }

        double most() {
            return memory == null ? -1 : memory.max();
        }
    }

    private static List<ProcessUse> uses(List<Frame> frames, List<GpuProcess> known) {
        Map<Key, Use> uses = new HashMap<>();
        for (Frame frame : frames) {
            for (String meter : OF_PROCESSES) {
                frame.readings().ofMeter(meter).forEach(entry -> {
                    if (entry.getValue() instanceof Reading.Gauge gauge && entry.getKey().labels().size() == 3) {
                        uses.computeIfAbsent(Key.of(entry.getKey()), _ -> new Use()).add(frame,
                                meter.equals(GpuMeters.PROCESS_MEMORY.id()), gauge);
                    }
                });
            }
        }
        return uses.entrySet().stream()
                .sorted(Map.Entry.<Key, Use>comparingByKey(Comparator.comparing(Key::device))
                        .thenComparingDouble(entry -> -entry.getValue().most()).thenComparing(entry -> entry.getKey().pid))
                .map(entry -> use(entry.getKey(), entry.getValue(), known)).toList();
    }

    private static ProcessUse use(Key key, Use use, List<GpuProcess> known) {
        long pid = Long.parseLong(key.pid);
        String user = known.stream().filter(one -> one.pid() == pid && one.device().equals(key.device)).map(GpuProcess::user)
                .reduce(null, (first, second) -> second == null ? first : second);
        return new ProcessUse(key.device, pid, user, key.command.isEmpty() ? null : key.command, use.from, use.to, level(use.memory),
                level(use.utilization));
    }

    private static ProcessUse.@Nullable Level level(Reading.@Nullable Gauge gauge) {
        return gauge == null ? null : new ProcessUse.Level(gauge.min(), gauge.mean(), gauge.max());
    }

    /// @param devices those that are there
    /// @param events what happened to devices since the start
    public List<Cause> causes(Instant from, Instant to, List<GpuDevice> devices, List<DeviceEvent> events) {
        check(from, to);
        List<DeviceEvent> within = events.stream().filter(event -> !event.at().isBefore(from) && event.at().isBefore(to)).toList();
        return Why.causes(new Period(frames(from, to, TELLING), devices, within, processes.between(from, to),
                ProcessHandle.current().pid(), ZoneId.systemDefault()));
    }
}
