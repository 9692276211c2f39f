package gpudyno.gpu.check;

import gpudyno.gpu.ControlledDevice;
import gpudyno.gpu.DeviceControls;
import gpudyno.gpu.DeviceSampler;
import gpudyno.gpu.GpuSettings;
import gpudyno.gpu.GpuSources;
import gpudyno.gpu.check.SmiFields.Quantity;
import gpudyno.gpu.check.SmiFields.Word;
import gpudyno.gpu.check.Verdicts.Verdict;
import gpudyno.gpu.compute.ComputeDevice;
import gpudyno.gpu.compute.ComputeDevice.Buffer;
import gpudyno.gpu.compute.ComputeDevice.Layout;
import gpudyno.gpu.compute.ComputeDevices;
import gpudyno.gpu.compute.ComputeDevices.Looked;
import gpudyno.gpu.compute.ComputeException;
import gpudyno.gpu.compute.MicroBenchmarks;
import gpudyno.gpu.compute.MicroBenchmarks.Figure;
import gpudyno.gpu.compute.MicroBenchmarks.Size;
import gpudyno.gpu.compute.OutOfDeviceMemoryException;
import gpudyno.model.gpu.Control;
import gpudyno.model.gpu.ControlState;
import gpudyno.model.gpu.DeviceEvent;
import gpudyno.model.gpu.DeviceState;
import gpudyno.model.gpu.GpuDevice;
import gpudyno.model.gpu.Maker;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.MeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Checks this program on a machine with an NVIDIA GPU. `GpuCheck [--out DIR] [--quick]` prints one line a fact, keeps what NVML and
/// `nvidia-smi` said in the folder, and ends with 1 if a line says `failed`, with 2 if it could not run.
public final class GpuCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration LOAD = Duration.ofSeconds(8);
    private static final long TRIMMED = 256L << 20;
    private static final List<Meter> REASONS = GpuMeters.all().stream()
            .filter(meter -> meter.id().startsWith("gpu.throttle.") && !meter.id().startsWith("gpu.throttle.time.")).toList();

    private final Verdicts verdicts;
    private final Path folder;
    private final boolean quick;
    private final DeviceSampler sampler;
    private final Smi smi;

    private GpuCheck(Verdicts verdicts, Path folder, boolean quick) {
        this.verdicts = verdicts;
        this.folder = folder;
        this.quick = quick;
        smi = new Smi(folder);
        DeviceSampler.Bounds often = new DeviceSampler.Bounds(Duration.ofMillis(200), Duration.ofSeconds(5), Duration.ofSeconds(10));
        sampler = new DeviceSampler(GpuSources.all(GpuSettings.ofProcess()), new MeterRegistry(), often, new DeviceSampler.Host() {
            @Override
            public void happened(DeviceEvent event) {
                // Every device is looked at below.
            }

            @Override
            public Error outOfMemory(OutOfMemoryError error) {
                return error;
            }
        });
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Path.of("gpu-check-" + Instant.now().toString().replaceAll("[^0-9]", "").substring(0, 14));
        boolean quick = false;
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("--out") && i + 1 < arguments.length) {
                folder = Path.of(arguments[++i]);
            } else if (arguments[i].equals("--quick")) {
                quick = true;
            } else {
                System.err.println("usage: gpu-check [--out DIR] [--quick]");
                System.exit(2);
            }
        }
        Files.createDirectories(folder);
        Verdicts verdicts = new Verdicts(System.out);
        new GpuCheck(verdicts, folder, quick).run();
        Files.write(folder.resolve("report.txt"), verdicts.lines());
        System.out.println(verdicts.failures() + " failed of " + verdicts.lines().size() + "; what was said is in " + folder);
        System.exit(verdicts.failures() > 0 ? 1 : 0);
    }

    private void run() throws IOException, InterruptedException {
        if (!System.getenv().getOrDefault("GPUDYNO_STAND_INS", "").isEmpty()) {
            verdicts.say(Verdict.PASSED, "stand-ins", "this is a run on stand-ins for the driver, not on a real GPU");
        }
        List<DeviceState> gpus = await(states -> !states.isEmpty());
        Files.writeString(folder.resolve("nvml.txt"), gpus.stream().map(GpuCheck::captured).collect(Collectors.joining("\n")),
                StandardCharsets.UTF_8);
        sampler.sources().stream().filter(source -> source.name().equals("NVML"))
                .forEach(source -> verdicts.judge(!gpus.isEmpty(), "NVML", source.found()));
        if (gpus.isEmpty()) {
            return;
        }
        asked();
        for (DeviceState gpu : gpus) {
            compared(gpu.device());
        }
        for (Map.Entry<GpuDevice, DeviceControls> one : sampler.controls().entrySet()) {
            if (one.getKey().maker() == Maker.NVIDIA) {
                capSetAndRestored(one.getKey(), one.getValue());
            }
        }
        computed(gpus);
    }

    private static String captured(DeviceState state) {
        return state.device() + "\n" + (state.reading() == null
                ? ""
                : state.reading().figures().entrySet().stream().map(one -> one.getKey() + " " + one.getValue()).sorted()
                        .collect(Collectors.joining("\n", "", "\n")));
    }

    /// NVIDIA's GPUs once a condition holds of them, or as they are when patience ends.
    private List<DeviceState> await(Predicate<List<DeviceState>> wanted) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        List<DeviceState> gpus = gpus();
        while (!wanted.test(gpus) && System.nanoTime() < end) {
            Thread.sleep(50);
            gpus = gpus();
        }
        return gpus;
    }

    private List<DeviceState> gpus() {
        return sampler.devices().stream().filter(state -> state.device().maker() == Maker.NVIDIA && !state.device().isInstance())
                .filter(state -> state.reading() != null).toList();
    }

    private DeviceState now(GpuDevice gpu) throws InterruptedException {
        Instant asked = Instant.now();
        return await(states -> states.stream().anyMatch(state -> isOf(state, gpu) && readAfter(state, asked))).stream()
                .filter(state -> isOf(state, gpu)).findFirst().orElseThrow(() -> new ComputeException("the GPU has gone"));
    }

    private static boolean isOf(DeviceState state, GpuDevice gpu) {
        return state.device().id().equals(gpu.id());
    }

    private static boolean readAfter(DeviceState state, Instant when) {
        return state.reading() != null && state.reading().at().isAfter(when);
    }

    private void asked() throws InterruptedException {
        try {
            verdicts.judge(smi.ask("nvidia-smi-q.txt", "-q").contains("Driver Version"), "nvidia-smi -q", "kept as nvidia-smi-q.txt");
        } catch (IOException e) {
            verdicts.say(Verdict.ABSENT, "nvidia-smi -q", String.valueOf(e.getMessage()));
        }
    }

    /// NVML against nvidia-smi, field by field.
    private void compared(GpuDevice gpu) throws InterruptedException {
        List<String> names = new ArrayList<>(SmiFields.words().stream().map(Word::field).toList());
        names.addAll(SmiFields.quantities().stream().map(Quantity::field).toList());
        Map<String, String> said;
        DeviceState state;
        try {
            said = smi.fields("nvidia-smi-query-" + gpu.index() + ".csv", gpu.id(), names);
            state = now(gpu);
        } catch (IOException e) {
            verdicts.say(Verdict.ABSENT, "GPU " + gpu.index() + " nvidia-smi --query-gpu", String.valueOf(e.getMessage()));
            return;
        }
        for (Word word : SmiFields.words()) {
            String here = word.text().of(state.device());
            String there = said.get(word.field());
            told(gpu, word.field(), here, there, here != null && there != null && SmiFields.plain(here).equals(SmiFields.plain(there)));
        }
        for (Quantity number : SmiFields.quantities()) {
            OptionalDouble here = number.figure().of(state);
            String there = said.get(number.field());
            boolean same = here.isPresent() && there != null && Math.abs(here.getAsDouble() - parsed(there)) <= number.tolerance() + 0.51;
            told(gpu, number.field(), here.isPresent() ? String.format(Locale.ROOT, "%.2f", here.getAsDouble()) : null, there, same);
        }
    }

    private static double parsed(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private void told(GpuDevice gpu, String field, @Nullable String here,
            @Nullable String there, boolean same) {
        String what = "GPU " + gpu.index() + " " + field;
        if (here == null || there == null) {
            verdicts.say(here == null && there == null ? Verdict.ABSENT : Verdict.FAILED, what,
                    here == null && there == null ? "" : "NVML " + here + ", nvidia-smi " + there);
        } else {
            verdicts.judge(same, what, "NVML " + here + ", nvidia-smi " + there);
        }
    }

    /// Lowers the cap by 5 %, reads it back, and puts it back.
    private void capSetAndRestored(GpuDevice gpu, DeviceControls controls) {
        String what = "GPU " + gpu.index() + " power cap set and restored";
        try (ControlledDevice device = new ControlledDevice(gpu.id(), controls, PATIENCE)) {
            ControlState cap = device.read().stream().filter(one -> one.control() == Control.POWER_LIMIT).findFirst().orElse(null);
            if (cap == null) {
                verdicts.say(Verdict.ABSENT, what, "the driver tells no range");
            } else if (!cap.isAllowed()) {
                verdicts.say(Verdict.NOT_ALLOWED, what, cap.problem());
            } else {
                double lower = Math.max(cap.min(), Math.floor(cap.value() * 0.95));
                double set;
                try {
                    device.set(Map.of(Control.POWER_LIMIT, lower));
                    set = cap(device);
                } finally {
                    device.set(Map.of(Control.POWER_LIMIT, cap.value()));
                }
                verdicts.judge(Math.abs(set - lower) < 1 && Math.abs(cap(device) - cap.value()) < 1, what,
                        String.format(Locale.ROOT, "%.0f W to %.0f W (read %.0f W) and back to %.0f W", cap.value(), lower, set,
                                cap(device)));
            }
        } catch (IllegalStateException e) {
            boolean denied = String.valueOf(e.getMessage()).startsWith("Needs admin");
            verdicts.say(denied ? Verdict.NOT_ALLOWED : Verdict.FAILED, what, String.valueOf(e.getMessage()));
        }
    }

    private static double cap(ControlledDevice device) {
        return device.read().stream().filter(one -> one.control() == Control.POWER_LIMIT).mapToDouble(ControlState::value).findFirst()
                .orElse(Double.NaN);
    }

    private void computed(List<DeviceState> gpus) throws InterruptedException {
        Looked cuda = ComputeDevices.cuda();
        if (cuda.devices().isEmpty()) {
            verdicts.say(Verdict.FAILED, "CUDA", cuda.missing());
            return;
        }
        verdicts.say(Verdict.PASSED, "CUDA", cuda.devices().size() + " devices: " + cuda.devices().getFirst().name());
        // CUDA numbers the fastest first, NVML by the bus: the GPU of the same name is the one.
        GpuDevice gpu = gpus.stream().map(DeviceState::device).filter(one -> one.name().equals(cuda.devices().getFirst().name()))
                .findFirst()
                .orElse(gpus.getFirst().device());
        try (ComputeDevice device = cuda.devices().getFirst().open()) {
            verdicts.say(Verdict.PASSED, "CUDA context", device.memory() / (1 << 20) + " MiB, kernels from " + device.compiler());
            kernel(device);
            tooMuch(device);
            trimmed(device, gpu);
            for (Figure figure : new MicroBenchmarks(device, quick ? Size.SMALL : Size.GPU).run()) {
                OptionalDouble share = figure.share();
                // Above its own peak a figure is wrong: boost clocks lie within the clock that the driver tells.
                verdicts.judge(figure.value() > 0 && (share.isEmpty() || share.getAsDouble() <= 110), figure.what(), figure.toString());
            }
            underLoad(device, gpu);
        } catch (ComputeException e) {
            verdicts.say(Verdict.FAILED, "CUDA", String.valueOf(e.getMessage()));
        }
    }

    private void kernel(ComputeDevice device) {
        int amount = 1 << 20;
        float[] numbers = new float[amount];
        for (int i = 0; i < amount; i++) {
            numbers[i] = i;
        }
        try (Buffer buffer = device.allocate((long) amount * Float.BYTES)) {
            device.write(buffer, numbers);
            double seconds = device.seconds(() -> device.launch("scale", Layout.line(amount / 256, 256), buffer, 2f, amount));
            float[] back = new float[amount];
            device.read(buffer, back);
            int wrong = 0;
            for (int i = 0; i < amount; i++) {
                wrong += back[i] == 2f * i ? 0 : 1;
            }
            verdicts.judge(wrong == 0, "kernel", wrong + " of " + amount + " results are wrong");
            verdicts.judge(seconds > 0, "event timing", String.format(Locale.ROOT, "%.1f us by the device's events", seconds * 1e6));
        }
    }

    private void tooMuch(ComputeDevice device) {
        try (Buffer _ = device.allocate(device.memory() * 2)) {
            verdicts.say(Verdict.FAILED, "allocation that is too large", "twice the memory was given");
        } catch (OutOfDeviceMemoryException e) {
            verdicts.say(Verdict.PASSED, "allocation that is too large", String.valueOf(e.getMessage()));
        }
    }

    /// Memory that is given back is seen as free by NVML.
    private void trimmed(ComputeDevice device, GpuDevice gpu) throws InterruptedException {
        double before = used(gpu);
        long bytes = Math.min(TRIMMED, device.memory() / 4);
        double held;
        try (Buffer _ = device.allocate(bytes)) {
            held = used(gpu);
        }
        double after = used(gpu);
        double taken = held - before;
        double given = held - after;
        verdicts.judge(taken > 0.9 * bytes && given > 0.9 * bytes, "trim", String.format(Locale.ROOT,
                "%d MiB allocated: NVML saw %.0f MiB more in use, and %.0f MiB less after they were given back", bytes >> 20,
                taken / (1 << 20), given / (1 << 20)));
    }

    private double used(GpuDevice gpu) throws InterruptedException {
        DeviceState state = now(gpu);
        return state.reading() == null ? Double.NaN : state.reading().figure(GpuMeters.MEMORY_USED, gpu.id()).orElse(Double.NaN);
    }

    /// Which reasons the driver names for its clocks while the GPU is busy.
    private void underLoad(ComputeDevice device, GpuDevice gpu) throws InterruptedException {
        int groups = quick ? 16 : 8192;
        Set<String> named = new TreeSet<>();
        boolean told = false;
        double busiest = 0;
        double power = 0;
        try (Buffer out = device.allocate(groups * 256L * Float.BYTES)) {
            long end = System.nanoTime() + (quick ? Duration.ofSeconds(1) : LOAD).toNanos();
            while (System.nanoTime() < end) {
                device.launch("fma_chains", Layout.line(groups, 256), out, 1f, 0f, quick ? 64 : 8192);
                device.finish();
                DeviceState state = sampler.devices().stream().filter(one -> isOf(one, gpu)).findFirst().orElse(null);
                if (state != null && state.reading() != null) {
                    busiest = Math.max(busiest, state.reading().figure(GpuMeters.UTILIZATION, gpu.id()).orElse(0));
                    power = Math.max(power, state.reading().figure(GpuMeters.POWER, gpu.id()).orElse(0));
                    for (Meter reason : REASONS) {
                        OptionalDouble value = state.reading().figure(reason, gpu.id());
                        told |= value.isPresent();
                        if (value.orElse(0) != 0) {
                            named.add(reason.id().substring("gpu.throttle.".length()));
                        }
                    }
                }
            }
        }
        verdicts.say(told ? Verdict.PASSED : Verdict.ABSENT, "throttle reasons under load", String.format(Locale.ROOT,
                "%s; up to %.0f %% busy, %.0f W", named.isEmpty() ? "none" : String.join(", ", named), busiest, power));
    }
}
