package gpudyno.gpu.drm;

import gpudyno.gpu.DeviceProbe;
import gpudyno.gpu.DeviceSource;
import gpudyno.gpu.GpuSettings;
import gpudyno.gpu.PciDisplay;
import gpudyno.gpu.ProcessFacts;
import gpudyno.gpu.SysFile;
import gpudyno.model.gpu.GpuDevice;
import gpudyno.model.gpu.Maker;
import gpudyno.model.gpu.SourceState;
import gpudyno.model.gpu.SourceState.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The cards of one maker that the Linux kernel's graphics drivers run.
public final class DrmSource implements DeviceSource {
    private static final Map<String, Maker> DRIVERS = Map.of("amdgpu", Maker.AMD, "i915", Maker.INTEL, "xe", Maker.INTEL);

    private final Maker maker;
    private final GpuSettings settings;
    private final Clients clients;
    private final ProcessFacts facts;
    private final LongSupplier nanos;
    private final PciNames names = new PciNames();
    /// By the card's folder and what is in it, so that another card in the same place is another device.
    private final Map<List<String>, DrmProbe> probes = new HashMap<>();

    private DrmSource(Maker maker, GpuSettings settings, Clients clients, ProcessFacts facts, LongSupplier nanos) {
        this.nanos = nanos;
        this.maker = maker;
        this.settings = settings;
        this.clients = clients;
        this.facts = facts;
    }

    /// One source for AMD, one for Intel.
    public static List<DrmSource> all(GpuSettings settings) {
        return all(settings, System::nanoTime);
    }

    /// @param nanos a monotonic clock, in nanoseconds
    static List<DrmSource> all(GpuSettings settings, LongSupplier nanos) {
        Clients clients = new Clients(settings.proc(), nanos);
        ProcessFacts facts = new ProcessFacts(settings.proc());
        return Stream.of(Maker.AMD, Maker.INTEL).map(maker -> new DrmSource(maker, settings, clients, facts, nanos)).toList();
    }

    @Override
    public String name() {
        return maker == Maker.AMD ? "amdgpu" : "i915, xe";
    }

    @Override
    public @Nullable String waitsFor() {
        return null;
    }

    @Override
    public Look look() {
        List<DeviceProbe> present = new ArrayList<>();
        Map<List<String>, DrmProbe> now = new HashMap<>();
        for (Path folder : cards(settings.sys().resolve(Path.of("class", "drm")))) {
            String driver = PciDisplay.driver(folder.resolve("device"));
            if (DRIVERS.getOrDefault(driver, Maker.NVIDIA) == maker) {
                String address = address(folder.resolve("device"));
                Card card = maker == Maker.AMD ? new AmdCard(folder) : new IntelCard(folder, nanos);
                List<String> key = List.of(folder.toString(), address, card.id(address));
                DrmProbe before = probes.get(key);
                DrmProbe probe = before != null ? before : probe(card, driver, address, present.size());
                now.put(key, probe);
                present.add(probe);
            }
        }
        probes.clear();
        probes.putAll(now);
        return new Look(state(present.size()), present);
    }

    /// The cards of a folder such as `/sys/class/drm`, without their outputs such as `card0-DP-1`.
    private static List<Path> cards(Path folder) {
        return SysFile.entries(folder).stream().filter(entry -> String.valueOf(entry.getFileName()).matches("card\\d+"))
                .filter(Files::isDirectory).toList();
    }

    private DrmProbe probe(Card card, String driver, String address, int index) {
        String vendor = SysFile.text(card.device.resolve("vendor"));
        String number = SysFile.text(card.device.resolve("device"));
        String product = card.product();
        String listed = product.isEmpty() ? names.name(vendor, number) : product;
        String name = listed.isEmpty()
                ? maker.title() + " GPU " + number
                : listed.startsWith(maker.title()) ? listed : maker.title() + " " + listed;
        GpuDevice device = new GpuDevice(card.id(address), maker, name.strip(), index, null, address, card.facts(driver, settings.sys()),
                card.limits());
        return new DrmProbe(card, device, address, clients, facts);
    }

    /// By the device's event file, else by the folder that the link leads to.
    private static String address(Path device) {
        return SysFile.text(device.resolve("uevent")).lines().filter(line -> line.startsWith("PCI_SLOT_NAME="))
                .map(line -> line.substring(14).strip()).findFirst().orElseGet(() -> {
                    try {
                        return String.valueOf(device.toRealPath().getFileName());
                    } catch (IOException e) {
                        return "unknown";
                    }
                });
    }

    private SourceState state(int cards) {
        if (cards > 0) {
            return new SourceState(name(), State.WORKING, cards == 1 ? "1 GPU" : cards + " GPUs");
        }
        List<PciDisplay> on = PciDisplay.in(settings.sys()).stream().filter(card -> card.isOf(maker)).toList();
        return on.isEmpty()
                ? new SourceState(name(), State.ABSENT, "no " + maker.title() + " GPU here")
                : new SourceState(name(), State.FAILING, "an " + maker.title() + " GPU is at " + on.getFirst().address() + ", but "
                        + (on.getFirst().driver().isEmpty() ? "no driver runs it" : "the driver " + on.getFirst().driver() + " runs it")
                        + ", or its files are not shown here");
    }
}
