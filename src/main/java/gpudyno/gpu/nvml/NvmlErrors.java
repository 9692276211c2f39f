package gpudyno.gpu.nvml;

import gpudyno.gpu.Figures;
import gpudyno.gpu.nvml.NvmlAbi.Function;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Meter;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Reads what went wrong with a device's memory and links: ECC errors, retired pages, remapped rows, NVLink errors.
///
/// A retired page is a page of memory that is not used any more; newer devices exchange a row of the memory chip instead.
final class NvmlErrors {
    private static final NvmlFields.Field SINGLE = NvmlFields.Field.of(NvmlAbi.FIELD_RETIRED_SBE);
    private static final NvmlFields.Field DOUBLE = NvmlFields.Field.of(NvmlAbi.FIELD_RETIRED_DBE);
    private static final NvmlFields.Field PENDING = NvmlFields.Field.of(NvmlAbi.FIELD_RETIRED_PENDING);

    private final NvmlCalls calls;
    private final NvmlFields retired;
    private final MemorySegment scratch;

    /// @param type of `nvmlMemoryErrorType_t`
    /// @param counter of `nvmlEccCounterType_t`
    private record Ecc(int type, int counter, Meter total, Meter byPlace) {}

    private static final List<Ecc> ECC = List.of(
            new Ecc(NvmlAbi.CORRECTED, NvmlAbi.VOLATILE, GpuMeters.ECC_VOLATILE_CORRECTED, GpuMeters.ECC_PLACE_VOLATILE_CORRECTED),
            new Ecc(NvmlAbi.UNCORRECTED, NvmlAbi.VOLATILE, GpuMeters.ECC_VOLATILE_UNCORRECTED, GpuMeters.ECC_PLACE_VOLATILE_UNCORRECTED),
            new Ecc(NvmlAbi.CORRECTED, NvmlAbi.AGGREGATE, GpuMeters.ECC_AGGREGATE_CORRECTED, GpuMeters.ECC_PLACE_AGGREGATE_CORRECTED),
            new Ecc(NvmlAbi.UNCORRECTED, NvmlAbi.AGGREGATE, GpuMeters.ECC_AGGREGATE_UNCORRECTED,
                    GpuMeters.ECC_PLACE_AGGREGATE_UNCORRECTED));

    NvmlErrors(NvmlCalls calls) {
        this.calls = calls;
        retired = new NvmlFields(calls, List.of(SINGLE, DOUBLE, PENDING));
        scratch = calls.allocate(64);
    }

    void read(MemorySegment device, Figures into) {
        ecc(device, into);
        pages(device, into);
        rows(device, into);
        links(device, into);
    }

    /// Of an instance too.
    void ecc(MemorySegment device, Figures into) {
        for (Ecc one : ECC) {
            double sum = Double.NaN;
            for (int place = 0; place < NvmlAbi.MEMORY_LOCATIONS.size(); place++) {
                double count = calls.call(Function.ECC_AT, device, one.type, one.counter, place, scratch) == NvmlAbi.SUCCESS
                        ? NvmlCalls.unsignedLong(scratch, 0)
                        : Double.NaN;
                into.put(one.byPlace, count, NvmlAbi.MEMORY_LOCATIONS.get(place));
                sum = place == NvmlAbi.LOCATION_DRAM || place == NvmlAbi.LOCATION_SRAM ? sum(sum, count) : sum;
            }
            boolean told = calls.call(Function.ECC_TOTAL, device, one.type, one.counter, scratch) == NvmlAbi.SUCCESS;
            // Since Turing all memory is either the one or the other.
            into.put(one.total, told ? NvmlCalls.unsignedLong(scratch, 0) : sum);
        }
    }

    private static double sum(double sofar, double more) {
        return Double.isNaN(sofar) ? more : Double.isNaN(more) ? sofar : sofar + more;
    }

    private void pages(MemorySegment device, Figures into) {
        NvmlFields.Values asFields = retired.read(device);
        into.put(GpuMeters.PAGES_SINGLE, known(retiredPages(device, 0), asFields.of(SINGLE)));
        into.put(GpuMeters.PAGES_DOUBLE, known(retiredPages(device, 1), asFields.of(DOUBLE)));
        into.put(GpuMeters.PAGES_PENDING, known(calls.figure(Function.RETIRED_PENDING, device), asFields.of(PENDING)));
    }

    /// @param cause of `nvmlPageRetirementCause_t`
    private double retiredPages(MemorySegment device, int cause) {
        scratch.fill((byte) 0);
        // Without room for the addresses the call says how many there are.
        int code = calls.call(Function.RETIRED_PAGES, device, cause, scratch, MemorySegment.NULL);
        return code == NvmlAbi.SUCCESS || code == NvmlAbi.INSUFFICIENT_SIZE ? NvmlCalls.unsigned(scratch, 0) : Double.NaN;
    }

    private static double known(double figure, double otherwise) {
        return Double.isNaN(figure) ? otherwise : figure;
    }

    private void rows(MemorySegment device, Figures into) {
        if (calls.call(Function.REMAPPED_ROWS, device, scratch, scratch.asSlice(8), scratch.asSlice(16),
                scratch.asSlice(24)) == NvmlAbi.SUCCESS) {
            into.put(GpuMeters.ROWS_CORRECTED, NvmlCalls.unsigned(scratch, 0));
            into.put(GpuMeters.ROWS_UNCORRECTED, NvmlCalls.unsigned(scratch, 8));
            into.put(GpuMeters.ROWS_PENDING, NvmlCalls.unsigned(scratch, 16));
            into.put(GpuMeters.ROWS_FAILED, NvmlCalls.unsigned(scratch, 24));
        }
    }

    private void links(MemorySegment device, Figures into) {
        double active = Double.NaN;
        double[] errors = {Double.NaN, Double.NaN, Double.NaN};
        for (int link = 0; link < NvmlAbi.NVLINK_MAX_LINKS; link++) {
            double state = calls.figure(Function.NVLINK_STATE, device, link);
            if (Double.isNaN(state)) {
                break;
            }
            active = sum(active, state > 0 ? 1 : 0);
            for (int kind = 0; kind < errors.length && state > 0; kind++) {
                if (calls.call(Function.NVLINK_ERRORS, device, link, kind, scratch) == NvmlAbi.SUCCESS) {
                    errors[kind] = sum(errors[kind], NvmlCalls.unsignedLong(scratch, 0));
                }
            }
        }
        into.put(GpuMeters.NVLINK_LINKS, active);
        into.put(GpuMeters.NVLINK_REPLAYS, errors[0]);
        into.put(GpuMeters.NVLINK_RECOVERIES, errors[1]);
        into.put(GpuMeters.NVLINK_CRC, errors[2]);
    }
}
