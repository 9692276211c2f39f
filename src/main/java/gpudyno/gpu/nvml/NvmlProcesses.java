package gpudyno.gpu.nvml;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import gpudyno.gpu.ProcessFacts;
import gpudyno.gpu.nvml.NvmlAbi.Function;
import gpudyno.model.gpu.GpuProcess;
import gpudyno.model.gpu.GpuProcess.Kind;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads which processes use a device.
final class NvmlProcesses {
    private static final int NO_INSTANCE = -1;
    private static final int NAME_BYTES = 256;
    /// A list may grow between two calls.
    private static final int TRIES = 6;
    private static final int MOST = 1 << 16;
    private static final long MEMORY = NvmlAbi.offset(NvmlAbi.PROCESS_INFO, "usedGpuMemory");
    private static final long GPU_INSTANCE = NvmlAbi.offset(NvmlAbi.PROCESS_INFO, "gpuInstanceId");
    private static final long COMPUTE_INSTANCE = NvmlAbi.offset(NvmlAbi.PROCESS_INFO, "computeInstanceId");
    private static final long TIME = NvmlAbi.offset(NvmlAbi.PROCESS_UTILIZATION, "timeStamp");
    private static final long SM = NvmlAbi.offset(NvmlAbi.PROCESS_UTILIZATION, "smUtil");
    /// Samples of the latest second count.
    private static final long WINDOW_MICROS = 1_000_000;
    /// The driver keeps samples of processes that are idle since. Older ones count for nothing.
    private static final long OLDEST_MICROS = 5_000_000;
    /// Time stamps are microseconds since 1970. A time far from now is one of a library that counts otherwise.
    private static final long OTHER_CLOCK_MICROS = 86_400_000_000L;

    private final NvmlCalls calls;
    private final ProcessFacts facts;
    private final MemorySegment count;
    private final MemorySegment name;
    private MemorySegment list;

    /// @param gpuInstance the instance of the GPU it runs on, or -1
    /// @param memory bytes, or null where unknown
    record Row(long pid, int gpuInstance, int computeInstance, Kind kind, @Nullable Long memory) {
        private Row and(Row other) {
            return new Row(pid, gpuInstance, computeInstance, kind.and(other.kind),
                    memory == null ? other.memory : other.memory == null ? memory : Long.valueOf(Math.max(memory, other.memory)));
        }

        /// Whether it runs on an instance; NaN stands for an unknown number.
        boolean isOn(double gpu, double compute) {
            return gpuInstance == gpu && (computeInstance == compute || computeInstance == NO_INSTANCE || Double.isNaN(compute));
        }
    }

    NvmlProcesses(NvmlCalls calls, ProcessFacts facts) {
        this.calls = calls;
        this.facts = facts;
        count = calls.allocate(8);
        name = calls.allocate(NAME_BYTES);
        list = calls.allocate(64 * NvmlAbi.PROCESS_INFO.byteSize());
    }

    /// The processes of a GPU or an instance, each once per instance; null where the driver tells of none at all.
    @Nullable
    Collection<Row> rows(MemorySegment device) {
        Map<List<Long>, Row> rows = new HashMap<>();
        boolean told = rows(device, Function.COMPUTE_PROCESSES, Function.COMPUTE_PROCESSES_V1, Kind.COMPUTE, rows);
        told |= rows(device, Function.GRAPHICS_PROCESSES, Function.GRAPHICS_PROCESSES_V1, Kind.GRAPHICS, rows);
        told |= rows(device, Function.MPS_PROCESSES, null, Kind.COMPUTE, rows);
        return told ? rows.values() : null;
    }

    private boolean rows(MemorySegment device, Function function, @Nullable Function older, Kind kind, Map<List<Long>, Row> into) {
        int found = list(device, function, NvmlAbi.PROCESS_INFO);
        boolean hasInstance = true;
        if (found == -NvmlAbi.FUNCTION_NOT_FOUND && older != null) {
            hasInstance = false;
            found = list(device, older, NvmlAbi.PROCESS_INFO_V1);
        }
        StructLayout layout = hasInstance ? NvmlAbi.PROCESS_INFO : NvmlAbi.PROCESS_INFO_V1;
        for (int i = 0; i < found; i++) {
            long at = i * layout.byteSize();
            double memory = NvmlCalls.unsignedLong(list, at + MEMORY);
            Row row = new Row(Integer.toUnsignedLong(list.get(JAVA_INT, at)),
                    hasInstance ? list.get(JAVA_INT, at + GPU_INSTANCE) : NO_INSTANCE,
                    hasInstance ? list.get(JAVA_INT, at + COMPUTE_INSTANCE) : NO_INSTANCE, kind,
                    Double.isNaN(memory) ? null : Long.valueOf((long) memory));
            if (row.pid > 0) {
                into.merge(List.of(row.pid, (long) row.gpuInstance, (long) row.computeInstance), row, Row::and);
            }
        }
        return found >= 0;
    }

    /// Fills the list.
    ///
    /// @return how many entries it has, or the negative code of the failure
    private int list(MemorySegment device, Function function, StructLayout entry) {
        int code = NvmlAbi.INSUFFICIENT_SIZE;
        for (int i = 0; i < TRIES && code == NvmlAbi.INSUFFICIENT_SIZE; i++) {
            int room = (int) (list.byteSize() / entry.byteSize());
            count.set(JAVA_INT, 0, room);
            code = calls.call(function, device, count, list);
            int needed = count.get(JAVA_INT, 0);
            if (code == NvmlAbi.INSUFFICIENT_SIZE) {
                grow(Math.max(needed, room), entry);
            } else if (code == NvmlAbi.SUCCESS) {
                return Math.clamp(needed, 0, room);
            }
        }
        return -code;
    }

    private void grow(int needed, StructLayout entry) {
        list = calls.allocate(entry.byteSize() * Math.min(MOST, 2L * Math.max(1, needed)));
    }

    /// Percent of the latest second in which each process's kernels ran; a process without a sample is missing. Not told of instances.
    Map<Long, Double> utilization(MemorySegment device) {
        int found = samples(device);
        long newest = 0;
        for (int i = 0; i < found; i++) {
            newest = Math.max(newest, list.get(JAVA_LONG, i * NvmlAbi.PROCESS_UTILIZATION.byteSize() + TIME));
        }
        long age = System.currentTimeMillis() * 1000 - newest;
        if (age > OLDEST_MICROS && age < OTHER_CLOCK_MICROS) {
            return Map.of();
        }
        Map<Long, List<Integer>> byProcess = new HashMap<>();
        for (int i = 0; i < found; i++) {
            long at = i * NvmlAbi.PROCESS_UTILIZATION.byteSize();
            int percent = list.get(JAVA_INT, at + SM);
            if (list.get(JAVA_LONG, at + TIME) > newest - WINDOW_MICROS && percent >= 0 && percent <= 100) {
                byProcess.computeIfAbsent(Integer.toUnsignedLong(list.get(JAVA_INT, at)), _ -> new ArrayList<>()).add(percent);
            }
        }
        Map<Long, Double> means = new HashMap<>();
        byProcess.forEach((pid, percents) -> means.put(pid, percents.stream().mapToInt(Integer::intValue).average().orElse(Double.NaN)));
        return means;
    }

    /// Here the call without room tells how much is needed.
    private int samples(MemorySegment device) {
        for (int i = 0; i < TRIES; i++) {
            int room = (int) (list.byteSize() / NvmlAbi.PROCESS_UTILIZATION.byteSize());
            count.set(JAVA_INT, 0, room);
            int code = calls.call(Function.PROCESS_UTILIZATION_OF, device, list, count, 0L);
            if (code == NvmlAbi.SUCCESS) {
                return Math.clamp(count.get(JAVA_INT, 0), 0, room);
            }
            if (code != NvmlAbi.INSUFFICIENT_SIZE) {
                return 0;
            }
            grow(Math.max(count.get(JAVA_INT, 0), room), NvmlAbi.PROCESS_UTILIZATION);
        }
        return 0;
    }

    /// A row as it is told to others.
    GpuProcess process(String device, Row row, @Nullable Double utilization) {
        ProcessFacts.Facts told = facts.of(row.pid);
        String command = told.command() != null ? told.command() : name(row.pid);
        return new GpuProcess(device, row.pid, told.user(), command, row.kind, row.memory, utilization, told.started());
    }

    /// The driver's name of a process that the operating system does not show.
    private @Nullable String name(long pid) {
        name.fill((byte) 0);
        String path = calls.call(Function.PROCESS_NAME, (int) pid, name, NAME_BYTES) == NvmlAbi.SUCCESS
                ? NvmlCalls.string(name, 0, NAME_BYTES)
                : null;
        return path == null ? null : ProcessFacts.fileName(path);
    }
}
