package gpudyno.gpu;

import gpudyno.model.gpu.DeviceEvent;
import gpudyno.model.gpu.DeviceReading;
import gpudyno.model.gpu.DeviceState;
import gpudyno.model.gpu.DeviceState.Health;
import gpudyno.model.gpu.Fact;
import gpudyno.model.gpu.GpuDevice;
import gpudyno.model.gpu.SourceState;
import gpudyno.model.machine.Finding;
import gpudyno.model.machine.Finding.State;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Meters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What this machine has of GPUs, in words: what was found, what each device tells and does not tell, and why something was not found.
public final class GpuFindings {
    private static final Duration LONGEST = Duration.ofSeconds(5);
    /// What people miss first.
    private static final Map<String, Meter> EXPECTED = expected();

    private GpuFindings() {
    }

    private static Map<String, Meter> expected() {
        Map<String, Meter> expected = new LinkedHashMap<>();
        expected.put("memory", Meters.MEMORY);
        expected.put("utilisation", GpuMeters.UTILIZATION);
        expected.put("clocks", GpuMeters.CLOCK_GRAPHICS);
        expected.put("temperature", GpuMeters.TEMPERATURE);
        expected.put("power", GpuMeters.POWER);
        expected.put("power limit", GpuMeters.POWER_LIMIT);
        expected.put("energy", GpuMeters.ENERGY);
        expected.put("fan", GpuMeters.FAN);
        expected.put("PCIe", GpuMeters.PCIE_GENERATION);
        expected.put("throttle reasons", GpuMeters.THROTTLE_POWER);
        expected.put("ECC errors", GpuMeters.ECC_VOLATILE_UNCORRECTED);
        expected.put("processes", GpuMeters.PROCESSES);
        return expected;
    }

    /// Reads the GPUs for this. Takes a second or two, five where a driver hangs.
    public static List<Finding> of(GpuSettings settings) throws InterruptedException {
        DeviceSampler.Bounds quick = new DeviceSampler.Bounds(Duration.ofMillis(250), Duration.ofSeconds(2), Duration.ofSeconds(3));
        try (DeviceSampler sampler = new DeviceSampler(GpuSources.all(settings), new MeterRegistry(), quick, new DeviceSampler.Host() {
            @Override
            public void happened(DeviceEvent event) {
                // What there is is said below.
            }

            @Override
            public Error outOfMemory(OutOfMemoryError error) {
                return error;
            }
        })) {
            sampler.awaitComplete(LONGEST);
            return of(sampler.sources(), sampler.devices());
        }
    }

    /// A finding for each source that has found or tried something, and for each device; one where there is no GPU.
    public static List<Finding> of(List<SourceState> sources, List<DeviceState> devices) {
        List<Finding> findings = new ArrayList<>();
        for (SourceState source : sources) {
            switch (source.state()) {
                case WORKING -> findings.add(Finding.ready(source.name(), source.found(), ""));
                case FAILING -> findings.add(Finding.limited(source.name(), source.found(), ""));
                case ABSENT -> {
                    // Told of below where nothing else is.
                }
            }
        }
        if (findings.isEmpty()) {
            findings.add(Finding.absent("GPU", "none found", sources.stream().map(SourceState::found).collect(Collectors.joining("; "))));
        }
        devices.forEach(state -> findings.add(new Finding(title(state.device(), devices),
                state.health() == Health.ANSWERING ? State.READY : State.LIMITED, state.device().title(), words(state))));
        return findings;
    }

    /// Such as `GPU 0`, or `GPU 0, MIG 2` for an instance.
    private static String title(GpuDevice device, List<DeviceState> all) {
        int index = all.stream().map(DeviceState::device).filter(one -> one.id().equals(device.parent())).mapToInt(GpuDevice::index)
                .findFirst()
                .orElse(device.index());
        return "GPU " + index + (device.isInstance() ? ", MIG " + device.index() : "");
    }

    private static String words(DeviceState state) {
        GpuDevice device = state.device();
        List<String> words = new ArrayList<>();
        for (Fact fact : List.of(Fact.DRIVER, Fact.CUDA, Fact.ARCHITECTURE)) {
            String told = device.fact(fact);
            if (told != null && !device.isInstance()) {
                words.add(fact == Fact.ARCHITECTURE ? told : fact.name().toLowerCase(Locale.ROOT) + " " + told);
            }
        }
        if (state.health() != Health.ANSWERING) {
            words.add(state.reason());
        }
        DeviceReading reading = state.reading();
        if (reading != null && !device.isInstance()) {
            String missing = EXPECTED.entrySet().stream().filter(one -> reading.figures().keySet().stream()
                    .noneMatch(series -> series.meter().equals(one.getValue().id()))).map(Map.Entry::getKey)
                    .collect(Collectors.joining(", "));
            words.add(missing.isEmpty() ? "tells everything" : "does not tell: " + missing);
        }
        return String.join(" · ", words);
    }
}
