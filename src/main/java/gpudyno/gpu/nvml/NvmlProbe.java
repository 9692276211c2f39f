package gpudyno.gpu.nvml;

import gpudyno.gpu.DeviceControls;
import gpudyno.gpu.DeviceProbe;
import gpudyno.gpu.Figures;
import gpudyno.gpu.ProcessFacts;
import gpudyno.gpu.nvml.NvmlAbi.Function;
import gpudyno.gpu.nvml.NvmlProcesses.Row;
import gpudyno.model.gpu.GpuDevice;
import gpudyno.model.gpu.GpuProcess;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Series;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.Lock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The GPU at one index of the driver, with the instances it is cut into.
///
/// The index is a place: after a GPU was taken out, another may be there. So its UUID is asked for each time.
final class NvmlProbe implements DeviceProbe {
    /// Errors of memory and links are few, and take many calls to read.
    private static final int SWEEPS_PER_ERRORS = 5;
    /// Limits and modes are read again once a minute.
    private static final int SWEEPS_PER_IDENTITY = 60;
    private static final int SWEEPS_UNTIL_MASKED = 3;

    private final int index;
    private final Lock open;
    private final ConcurrentMap<String, NvmlProbe> owners;
    private final NvmlCalls calls;
    private final NvmlMemory memory;
    private final NvmlIdentity identity;
    private final NvmlFigures figures;
    private final NvmlErrors errors;
    private final NvmlProcesses processes;
    private final NvmlControls controls;
    private final MemorySegment handleOut;
    private final Map<String, GpuDevice> known = new HashMap<>();
    private final Map<String, Map<Series, Double>> lastErrors = new HashMap<>();
    private volatile MemorySegment handle;
    private volatile List<Sample> last = List.of();
    private Figures lastFigures = new Figures("");
    private long sweep;
    private int collisions;
    private volatile String told = "";
    private volatile boolean gone;
    private volatile boolean lost;
    private volatile boolean refused;
    private volatile List<String> problems = List.of();

    /// @param open held while the library is called: it is not closed meanwhile
    /// @param owners which probe has which id, of all GPUs
    NvmlProbe(NvmlLibrary library, int index, MemorySegment handle, ProcessFacts facts, Lock open,
            ConcurrentMap<String, NvmlProbe> owners) {
        this.open = open;
        this.owners = owners;
        this.index = index;
        this.handle = handle;
        calls = new NvmlCalls(library);
        memory = new NvmlMemory(calls);
        identity = new NvmlIdentity(calls, memory);
        figures = new NvmlFigures(calls, memory);
        errors = new NvmlErrors(calls);
        processes = new NvmlProcesses(calls, facts);
        controls = new NvmlControls(library, this::handle, this::id, open);
        handleOut = calls.allocate(ValueLayout.ADDRESS.byteSize());
    }

    /// The driver gives another handle after it was opened again.
    void handle(MemorySegment now) {
        handle = now;
    }

    MemorySegment handle() {
        return handle;
    }

    @Override
    public DeviceControls controls() {
        return controls;
    }

    @Override
    public @Nullable String waitsFor() {
        Function function = calls.underWay();
        return function == null ? null : function.symbols().getFirst();
    }

    @Override
    public Result read() {
        open.lock();
        try {
            return readOpen();
        } finally {
            open.unlock();
        }
    }

    private Result readOpen() {
        long before = calls.driverNanos();
        calls.begin();
        MemorySegment gpu = handle;
        List<Sample> samples = sampled(gpu);
        lost = refused || calls.isLost();
        problems = denied();
        if (lost) {
            known.clear();
            samples = last.stream().map(one -> new Sample(one.device(), Map.of(), List.of())).toList();
        } else {
            last = samples;
        }
        return new Result(samples, lost, calls.driverNanos() - before);
    }

    /// Nothing if the first call says that the GPU is lost, which spares it the others.
    private List<Sample> sampled(MemorySegment gpu) {
        if (gpu.address() == 0) {
            // The driver never gave a handle for it, for want of permission perhaps: the source says so.
            return List.of();
        }
        String uuid = calls.text(Function.UUID, gpu);
        if (refused || calls.isLost()) {
            return List.of();
        }
        if (sweep++ % SWEEPS_PER_IDENTITY == 0) {
            known.clear();
        }
        String before = last.isEmpty() ? null : last.getFirst().device().id();
        String id = unique(uuid != null ? uuid : before != null ? before : identity.placeId(gpu, index));
        return id.isEmpty() ? List.of() : samples(gpu, id);
    }

    /// UUIDs are unique, except where somebody has masked them; then the place tells such GPUs apart. Two places show one GPU for an instant
    /// when another one was taken out.
    ///
    /// @return empty while that is not known
    private String unique(String id) {
        told = id;
        NvmlProbe owner = owners.merge(id, this, (first, second) -> first.gone || !id.equals(first.told) ? second : first);
        collisions = owner == this ? 0 : collisions + 1;
        return collisions == 0 ? id : collisions < SWEEPS_UNTIL_MASKED ? "" : id + "#" + index;
    }

    /// The driver does not have its place any more.
    void goes() {
        gone = true;
    }

    /// Whether the driver said in the last reading that the GPU cannot be reached. Any thread may ask.
    boolean isLost() {
        return lost;
    }

    /// Whether the driver gives no handle for it because it is lost.
    void answersNot(boolean now) {
        refused = now;
    }

    /// The GPU's id; null before it was read. Any thread may ask.
    @Nullable
    String id() {
        List<Sample> samples = last;
        return samples.isEmpty() ? null : samples.getFirst().device().id();
    }

    /// What this process may not read, in words. Any thread may ask.
    List<String> problems() {
        return problems;
    }

    private List<String> denied() {
        return calls.denied().isEmpty()
                ? List.of()
                : List.of("GPU " + index + ": no permission for " + calls.denied().stream().map(one -> one.symbols().getFirst()).sorted()
                        .collect(Collectors.joining(", ")));
    }

    private List<Sample> samples(MemorySegment gpu, String id) {
        GpuDevice device = known.computeIfAbsent(id, _ -> identity.gpu(gpu, id, index));
        Figures read = lastFigures.isOf(id) ? lastFigures.next() : new Figures(id);
        lastFigures = read;
        figures.read(gpu, read);
        withErrors(id, read, into -> errors.read(gpu, into));
        Collection<Row> rows = processes.rows(gpu);
        List<Sample> instances = instances(gpu, device, rows == null ? List.of() : rows);
        Map<Long, Double> busy = processes.utilization(gpu);
        List<GpuProcess> own = new ArrayList<>();
        if (rows != null) {
            for (Row row : rows) {
                boolean elsewhere = instances.stream().flatMap(one -> one.processes().stream()).anyMatch(one -> one.pid() == row.pid());
                if (!elsewhere) {
                    own.add(processes.process(id, row, busy.get(row.pid())));
                }
            }
            long pids = Stream.concat(rows.stream().map(Row::pid),
                    instances.stream().flatMap(one -> one.processes().stream()).map(GpuProcess::pid)).distinct().count();
            read.put(GpuMeters.PROCESSES, pids);
        }
        List<Sample> samples = new ArrayList<>();
        samples.add(new Sample(device, read.all(), own));
        samples.addAll(instances);
        return samples;
    }

    private interface Reading {
        void of(Figures into);
    }

    private void withErrors(String id, Figures read, Reading reading) {
        if (sweep % SWEEPS_PER_ERRORS == 1 || !lastErrors.containsKey(id)) {
            Figures errorFigures = new Figures(id);
            reading.of(errorFigures);
            lastErrors.put(id, errorFigures.all());
        }
        read.all().putAll(Objects.requireNonNull(lastErrors.get(id)));
    }

    /// @param ofGpu the processes that the GPU tells of, with the instance each runs on
    private List<Sample> instances(MemorySegment gpu, GpuDevice parent, Collection<Row> ofGpu) {
        double most = calls.figure(Function.MIG_COUNT, gpu);
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < Math.min(most, 64); i++) {
            if (calls.call(Function.MIG_HANDLE, gpu, i, handleOut) == NvmlAbi.SUCCESS) {
                samples.add(instance(handleOut.get(ValueLayout.ADDRESS, 0), i, parent, ofGpu));
            }
        }
        return samples;
    }

    private Sample instance(MemorySegment handle, int place, GpuDevice parent, Collection<Row> ofGpu) {
        String uuid = calls.text(Function.UUID, handle);
        boolean masked = parent.id().indexOf('#') >= 0;
        String id = uuid == null ? parent.id() + "/" + place : masked ? uuid + "#" + index : uuid;
        GpuDevice device = known.computeIfAbsent(id, _ -> identity.instance(handle, id, place, parent));
        Figures read = new Figures(id);
        memory.read(handle, read);
        withErrors(id, read, into -> errors.ecc(handle, into));
        Collection<Row> rows = processes.rows(handle);
        double gpuInstance = calls.figure(Function.GPU_INSTANCE, handle);
        double computeInstance = calls.figure(Function.COMPUTE_INSTANCE, handle);
        Collection<Row> own = rows == null || rows.isEmpty()
                ? ofGpu.stream().filter(row -> row.isOn(gpuInstance, computeInstance)).toList()
                : rows.stream().filter(row -> Double.isNaN(gpuInstance) || row.gpuInstance() < 0 || row.isOn(gpuInstance, computeInstance))
                        .toList();
        if (rows != null || !own.isEmpty()) {
            read.put(GpuMeters.PROCESSES, own.size());
        }
        return new Sample(device, read.all(), own.stream().map(row -> processes.process(id, row, null)).toList());
    }
}
