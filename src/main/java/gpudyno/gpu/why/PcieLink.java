package gpudyno.gpu.why;

import gpudyno.model.gpu.Cause;
import gpudyno.model.gpu.Cause.Topic;
import gpudyno.model.gpu.Limit;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.node.Event.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A PCIe link of fewer lanes or an older generation than the card has, while there is work: without work both may be lowered to save power
/// (`nvidia-smi --help-query-gpu`, `pcie.link.gen.current` and `pcie.link.width.current`). It slows the device where its traffic comes near what
/// the link carries: by lane 0.25, 0.5, 0.985, 1.969, 3.938 and 7.56 GB/s in generations 1 to 6, after the encoding of the bits.
final class PcieLink implements Rule {
    private static final double[] LANE_BYTES = {0.25e9, 0.5e9, 0.985e9, 1.969e9, 3.938e9, 7.56e9};
    /// Packet headers and acknowledgements leave about 85 % of a link to data; half of it is a link that is often full.
    private static final double FULL = 0.5;

    @Override
    public About about() {
        return new About("pcie-link", Topic.LINK, List.of(), Set.of("lost"));
    }

    @Override
    public List<Cause> causes(Course course) {
        double lanes = course.limit(Limit.PCIE_WIDTH);
        double newest = course.limit(Limit.PCIE_GENERATION_DEVICE, Limit.PCIE_GENERATION);
        // A frame of several seconds counts by the best link that it saw.
        return course.spans(i -> course.isBusy(i) && (course.most(i, GpuMeters.PCIE_WIDTH) < lanes
                || course.most(i, GpuMeters.PCIE_GENERATION) < newest), Duration.ofSeconds(10)).stream()
                .map(span -> cause(course, span, lanes, newest)).toList();
    }

    private Cause cause(Course course, Span span, double lanes, double newest) {
        double width = course.most(span, i -> course.most(i, GpuMeters.PCIE_WIDTH));
        double generation = course.most(span, i -> course.most(i, GpuMeters.PCIE_GENERATION));
        double moved = course.most(span, i -> Math.max(course.mean(i, GpuMeters.PCIE_SENT), course.mean(i, GpuMeters.PCIE_RECEIVED)));
        double carries = generation >= 1 && generation <= LANE_BYTES.length ? width * LANE_BYTES[(int) generation - 1] : Double.NaN;
        boolean full = moved >= FULL * carries;
        boolean bySlot = width >= lanes && generation >= course.limit(Limit.PCIE_GENERATION);
        String words = course.title() + " was linked by PCIe" + link(generation, width) + " where the card has" + link(newest, lanes)
                + (bySlot ? "; its slot has no more" : "") + (full ? "; it moved " + rate(moved) + " of " + rate(carries) : "");
        return course.cause(this, span, full ? Severity.WARNING : Severity.INFO, words,
                new Facts().add("PCIe generation", generation, GpuMeters.PCIE_GENERATION).add("generation of the card", newest, "1")
                        .add("lanes", width, GpuMeters.PCIE_WIDTH).add("lanes of card and slot", lanes, "1")
                        .add("most moved in one direction", moved, GpuMeters.PCIE_SENT).add("what the link carries", carries, "bytes/s")
                        .all());
    }

    /// Such as ` 3.0 ×8`.
    private static String link(double generation, double lanes) {
        return (Double.isNaN(generation) ? "" : String.format(Locale.ROOT, " %.1f", generation))
                + (Double.isNaN(lanes) ? "" : " ×" + Words.whole(lanes));
    }

    private static String rate(double bytes) {
        return String.format(Locale.ROOT, "%.1f GB/s", bytes / 1e9);
    }
}
