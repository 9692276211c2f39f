package gpudyno.gpu.nvml;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import gpudyno.gpu.Figures;
import gpudyno.gpu.nvml.NvmlAbi.Function;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Meters;
import java.lang.foreign.MemorySegment;

/// Reads the memory of a GPU or of an instance. Parts whose memory is the host's report a total of 0; they have no memory of their own.
final class NvmlMemory {
    private static final long TOTAL = NvmlAbi.offset(NvmlAbi.MEMORY_V2, "total");
    private static final long RESERVED = NvmlAbi.offset(NvmlAbi.MEMORY_V2, "reserved");
    private static final long FREE = NvmlAbi.offset(NvmlAbi.MEMORY_V2, "free");
    private static final long USED = NvmlAbi.offset(NvmlAbi.MEMORY_V2, "used");

    private final NvmlCalls calls;
    private final MemorySegment scratch;

    NvmlMemory(NvmlCalls calls) {
        this.calls = calls;
        scratch = calls.allocate(64);
    }

    /// Bytes; each NaN where unknown.
    private record Bytes(double total, double used, double free, double reserved) {}

    /// The total in bytes, or NaN.
    double total(MemorySegment device) {
        return bytes(device).total;
    }

    void read(MemorySegment device, Figures into) {
        Bytes bytes = bytes(device);
        into.put(GpuMeters.MEMORY_TOTAL, bytes.total);
        into.put(GpuMeters.MEMORY_USED, bytes.used);
        into.put(GpuMeters.MEMORY_FREE, bytes.free);
        into.put(GpuMeters.MEMORY_RESERVED, bytes.reserved);
        into.put(Meters.MEMORY, 100 * bytes.used / bytes.total);
        if (calls.call(Function.BAR1, device, scratch) == NvmlAbi.SUCCESS) {
            into.put(GpuMeters.BAR1_TOTAL, NvmlCalls.unsignedLong(scratch, 0));
            into.put(GpuMeters.BAR1_FREE, NvmlCalls.unsignedLong(scratch, 8));
            into.put(GpuMeters.BAR1_USED, NvmlCalls.unsignedLong(scratch, 16));
        }
    }

    private Bytes bytes(MemorySegment device) {
        scratch.fill((byte) 0);
        scratch.set(JAVA_INT, 0, NvmlAbi.MEMORY_V2_VERSION);
        Bytes read = new Bytes(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
        if (calls.call(Function.MEMORY_V2_OF, device, scratch) == NvmlAbi.SUCCESS) {
            read = new Bytes(NvmlCalls.unsignedLong(scratch, TOTAL), NvmlCalls.unsignedLong(scratch, USED),
                    NvmlCalls.unsignedLong(scratch, FREE), NvmlCalls.unsignedLong(scratch, RESERVED));
        } else if (calls.call(Function.MEMORY_OF, device, scratch) == NvmlAbi.SUCCESS) {
            read = new Bytes(NvmlCalls.unsignedLong(scratch, 0), NvmlCalls.unsignedLong(scratch, 16), NvmlCalls.unsignedLong(scratch, 8),
                    Double.NaN);
        }
        return read.total == 0 ? new Bytes(Double.NaN, Double.NaN, Double.NaN, Double.NaN) : read;
    }
}
