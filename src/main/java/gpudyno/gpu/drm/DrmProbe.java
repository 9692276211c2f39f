package gpudyno.gpu.drm;

import gpudyno.gpu.DeviceControls;
import gpudyno.gpu.DeviceProbe;
import gpudyno.gpu.Figures;
import gpudyno.gpu.ProcessFacts;
import gpudyno.model.gpu.GpuDevice;
import gpudyno.model.gpu.GpuProcess;
import gpudyno.model.gpu.GpuProcess.Kind;
import gpudyno.model.meter.GpuMeters;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads one card through the kernel's files.
final class DrmProbe implements DeviceProbe {
    private final Card card;
    private final GpuDevice device;
    private final String address;
    private final Clients clients;
    private final ProcessFacts facts;
    private final @Nullable DeviceControls controls;
    private volatile boolean reading;

    DrmProbe(Card card, GpuDevice device, String address, Clients clients, ProcessFacts facts) {
        this.card = card;
        this.device = device;
        this.address = address;
        this.clients = clients;
        this.facts = facts;
        controls = card.controls(device.id());
    }

    @Override
    public @Nullable String waitsFor() {
        return reading ? "a file of the kernel" : null;
    }

    @Override
    public @Nullable DeviceControls controls() {
        return controls;
    }

    @Override
    public Result read() {
        long start = System.nanoTime();
        reading = true;
        try {
            Clients.OfCard processes = clients.of(address);
            Figures figures = new Figures(device.id());
            card.read(figures, processes);
            figures.put(GpuMeters.PROCESSES, processes.uses().size());
            List<GpuProcess> told = new ArrayList<>();
            for (Clients.Use use : processes.uses()) {
                told.add(process(use));
            }
            return new Result(List.of(new Sample(device, figures.all(), told)), false, System.nanoTime() - start);
        } finally {
            reading = false;
        }
    }

    private GpuProcess process(Clients.Use use) {
        ProcessFacts.Facts of = facts.of(use.pid());
        double busy = Engines.COMPUTE.of(use);
        return new GpuProcess(device.id(), use.pid(), of.user(), of.command(), Kind.UNKNOWN,
                Double.isNaN(use.bytes()) ? null : Long.valueOf((long) use.bytes()), Double.isNaN(busy) ? null : Double.valueOf(busy),
                of.started());
    }
}
