package gpudyno.gpu.nvml;

import gpudyno.gpu.DeviceProbe;
import gpudyno.gpu.DeviceSource;
import gpudyno.gpu.GpuSettings;
import gpudyno.gpu.PciDisplay;
import gpudyno.gpu.ProcessFacts;
import gpudyno.gpu.SysFile;
import gpudyno.gpu.nvml.NvmlAbi.Function;
import gpudyno.model.gpu.Maker;
import gpudyno.model.gpu.SourceState;
import gpudyno.model.gpu.SourceState.State;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/// NVIDIA's GPUs.
///
/// NVML learns of a GPU that was added, or was reset after it was lost, when it is opened again. So it is opened again when the kernel
/// shows other GPUs than before, and once a minute while one is lost, as long as no call hangs.
public final class NvmlSource implements DeviceSource {
    private static final long TRY_AGAIN_NANOS = Duration.ofSeconds(30).toNanos();
    private static final long OPEN_AGAIN_NANOS = Duration.ofSeconds(60).toNanos();
    private static final int MOST_DEVICES = 256;

    private final GpuSettings settings;
    private final ProcessFacts facts;
    /// Reading it means calling the library, writing it closing and opening the library.
    private final ReadWriteLock openLock = new ReentrantReadWriteLock();
    private final List<NvmlProbe> probes = new ArrayList<>();
    private final ConcurrentMap<String, NvmlProbe> owners = new ConcurrentHashMap<>();
    private @Nullable NvmlLibrary library;
    private volatile @Nullable NvmlCalls calls;
    private volatile @Nullable NvmlEvents events;
    private MemorySegment out = MemorySegment.NULL;
    private String driver = "";
    private boolean opened;
    private long lastTry = System.nanoTime() - TRY_AGAIN_NANOS;
    private long lastOpened = System.nanoTime();
    private int shownByKernel = -1;
    private SourceState state = new SourceState("NVML", State.ABSENT, "not looked for yet");

    public NvmlSource(GpuSettings settings) {
        this.settings = settings;
        facts = new ProcessFacts(settings.proc());
    }

    @Override
    public String name() {
        return "NVML";
    }

    @Override
    public @Nullable String waitsFor() {
        NvmlCalls now = calls;
        Function function = now == null ? null : now.underWay();
        return function == null ? null : function.symbols().getFirst();
    }

    @Override
    public List<DriverError> errors() {
        NvmlEvents now = events;
        return now == null ? List.of() : now.take();
    }

    @Override
    public Look look() {
        if (!opened && System.nanoTime() - lastTry >= TRY_AGAIN_NANOS) {
            lastTry = System.nanoTime();
            state = open();
        }
        NvmlCalls now = calls;
        if (opened && now != null) {
            openAgainIfNeeded(now);
            state = enumerate(now);
        }
        return new Look(state, List.<DeviceProbe>copyOf(probes));
    }

    private SourceState open() {
        NvmlLibrary found = library;
        if (found == null) {
            found = NvmlLibrary.open(settings.nvml()).orElse(null);
            if (found == null) {
                return noLibrary();
            }
            if (!found.isComplete()) {
                return new SourceState(name(), State.FAILING, found.path() + " loads, but is not NVML: nvmlInit_v2 is missing");
            }
            library = found;
        }
        NvmlCalls made = new NvmlCalls(found);
        calls = made;
        out = made.allocate(ValueLayout.ADDRESS.byteSize());
        int code = made.call(Function.INIT);
        if (code != NvmlAbi.SUCCESS) {
            return new SourceState(name(), State.FAILING, found.path() + ": " + NvmlWords.ofOpening(code));
        }
        opened = true;
        driver = driver(made);
        lastOpened = System.nanoTime();
        events = new NvmlEvents(found, openLock.readLock());
        return state;
    }

    private static String driver(NvmlCalls calls) {
        MemorySegment text = calls.allocate(NvmlAbi.VERSION_BYTES).fill((byte) 0);
        String version = calls.call(Function.DRIVER_VERSION, text, NvmlAbi.VERSION_BYTES) == NvmlAbi.SUCCESS
                ? NvmlCalls.string(text, 0, NvmlAbi.VERSION_BYTES)
                : null;
        return version == null ? "a driver of unknown version" : "driver " + version;
    }

    private SourceState noLibrary() {
        String wanted = settings.nvml().isEmpty() ? NvmlLibrary.usual().getFirst() : settings.nvml();
        List<PciDisplay> cards = PciDisplay.in(settings.sys()).stream().filter(card -> card.isOf(Maker.NVIDIA)).toList();
        return cards.isEmpty()
                ? new SourceState(name(), State.ABSENT, wanted + " was not found: no NVIDIA driver here")
                : new SourceState(name(), State.FAILING, "an NVIDIA GPU is at " + cards.getFirst().address() + ", but " + wanted
                        + " was not found: " + (cards.getFirst().driver().equals("nouveau")
                                ? "the open driver nouveau runs it; install NVIDIA's driver"
                                : "install NVIDIA's driver, or start this container with its GPUs (--gpus all)"));
    }

    private void openAgainIfNeeded(NvmlCalls now) {
        int shown = SysFile.entries(settings.proc().resolve(Path.of("driver", "nvidia", "gpus"))).size();
        boolean changed = shownByKernel >= 0 && shown != shownByKernel;
        shownByKernel = shown;
        boolean lost = probes.stream().anyMatch(NvmlProbe::isLost) && System.nanoTime() - lastOpened > OPEN_AGAIN_NANOS;
        if (!changed && !lost) {
            return;
        }
        lastOpened = System.nanoTime();
        NvmlEvents before = events;
        if (before != null) {
            before.close();
            events = null;
        }
        try {
            // Whoever is inside a call comes out of it soon, or hangs.
            if (openLock.writeLock().tryLock(2, TimeUnit.SECONDS)) {
                try {
                    now.call(Function.SHUTDOWN);
                    opened = now.call(Function.INIT) == NvmlAbi.SUCCESS;
                } finally {
                    openLock.writeLock().unlock();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        NvmlLibrary found = library;
        if (found != null && opened) {
            events = new NvmlEvents(found, openLock.readLock());
        }
    }

    private SourceState enumerate(NvmlCalls now) {
        NvmlLibrary found = library;
        now.begin();
        int code = now.call(Function.COUNT, out);
        if (found == null || code != NvmlAbi.SUCCESS) {
            return new SourceState(name(), State.FAILING, "the driver does not tell how many GPUs there are: " + NvmlWords.of(code));
        }
        int count = Math.clamp(out.get(ValueLayout.JAVA_INT, 0), 0, MOST_DEVICES);
        List<String> refused = new ArrayList<>();
        while (probes.size() > count) {
            probes.removeLast().goes();
        }
        for (int i = 0; i < count; i++) {
            int result = now.call(Function.HANDLE_BY_INDEX, i, out);
            MemorySegment handle = result == NvmlAbi.SUCCESS ? out.get(ValueLayout.ADDRESS, 0) : MemorySegment.NULL;
            if (result != NvmlAbi.SUCCESS) {
                refused.add("GPU " + i + ": " + NvmlWords.of(result));
            }
            place(found, i, handle, result);
        }
        return words(count, refused);
    }

    /// A GPU that has no handle any more keeps the last one: calls with it say that it is lost.
    private void place(NvmlLibrary found, int index, MemorySegment handle, int result) {
        if (index == probes.size()) {
            probes.add(new NvmlProbe(found, index, handle, facts, openLock.readLock(), owners));
        } else if (result == NvmlAbi.SUCCESS) {
            probes.get(index).handle(handle);
        }
        NvmlProbe probe = probes.get(index);
        probe.answersNot(result == NvmlAbi.GPU_IS_LOST);
        NvmlEvents now = events;
        String id = probe.id();
        if (now != null && id != null && result == NvmlAbi.SUCCESS) {
            now.device(handle, id);
        }
    }

    private SourceState words(int count, List<String> refused) {
        String found = driver + ", " + (count == 1 ? "1 GPU" : count + " GPUs");
        List<String> problems = new ArrayList<>(refused);
        probes.forEach(probe -> problems.addAll(probe.problems()));
        return refused.isEmpty()
                ? new SourceState(name(), State.WORKING, problems.isEmpty() ? found : found + "; " + String.join("; ", problems))
                : new SourceState(name(), State.FAILING, found + "; " + String.join("; ", problems));
    }

    @Override
    public void close() {
        NvmlEvents now = events;
        if (now != null) {
            now.close();
        }
        // The library stays open: a thread may be inside a call, and the process ends anyway.
    }
}
