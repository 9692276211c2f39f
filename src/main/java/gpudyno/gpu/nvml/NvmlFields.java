package gpudyno.gpu.nvml;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import gpudyno.gpu.nvml.NvmlAbi.Function;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Fields that are asked for by number, all in one call (`nvmlDeviceGetFieldValues`). Each has a result of its own; a library that refuses
/// the whole list because it does not know one number is asked for them one by one.
final class NvmlFields {
    private static final long SIZE = NvmlAbi.FIELD_VALUE.byteSize();
    private static final long SCOPE = NvmlAbi.offset(NvmlAbi.FIELD_VALUE, "scopeId");
    private static final long TYPE = NvmlAbi.offset(NvmlAbi.FIELD_VALUE, "valueType");
    private static final long RESULT = NvmlAbi.offset(NvmlAbi.FIELD_VALUE, "nvmlReturn");
    private static final long VALUE = NvmlAbi.offset(NvmlAbi.FIELD_VALUE, "value");
    private static final boolean IS_LONG_OF_4_BYTES = Linker.nativeLinker().canonicalLayouts().get("long") instanceof ValueLayout layout
            && layout.byteSize() == 4;

    private final NvmlCalls calls;
    private final List<Field> fields;
    private final MemorySegment memory;
    private boolean oneByOne;

    /// @param scope which power rail or which link, where the field has several; 0 otherwise
    record Field(int id, int scope) {
        static Field of(int id) {
            return new Field(id, 0);
        }
    }

    /// What a device answered.
    record Values(Map<Field, Double> answered) {
        /// NaN where the device does not have the field.
        double of(Field field) {
            return answered.getOrDefault(field, Double.NaN);
        }
    }

    NvmlFields(NvmlCalls calls, List<Field> fields) {
        this.calls = calls;
        this.fields = List.copyOf(fields);
        memory = calls.allocate(SIZE * fields.size());
    }

    /// Asks for all of them.
    Values read(MemorySegment device) {
        Map<Field, Double> values = new HashMap<>();
        oneByOne = oneByOne || ask(device, 0, fields.size(), values) == NvmlAbi.INVALID_ARGUMENT;
        if (oneByOne) {
            for (int i = 0; i < fields.size(); i++) {
                ask(device, i, 1, values);
            }
        }
        return new Values(values);
    }

    private int ask(MemorySegment device, int from, int count, Map<Field, Double> values) {
        MemorySegment asked = memory.asSlice(from * SIZE, count * SIZE).fill((byte) 0);
        for (int i = 0; i < count; i++) {
            Field field = fields.get(from + i);
            asked.set(JAVA_INT, i * SIZE, field.id);
            asked.set(JAVA_INT, i * SIZE + SCOPE, field.scope);
            // A library that leaves an entry untouched has not answered it.
            asked.set(JAVA_INT, i * SIZE + RESULT, NvmlAbi.NOT_SUPPORTED);
        }
        int code = calls.call(Function.FIELDS, device, count, asked);
        if (code == NvmlAbi.SUCCESS) {
            for (int i = 0; i < count; i++) {
                if (asked.get(JAVA_INT, i * SIZE + RESULT) == NvmlAbi.SUCCESS) {
                    values.put(fields.get(from + i), value(asked, i * SIZE));
                }
            }
        }
        return code;
    }

    /// By `nvmlValueType_t`.
    private static double value(MemorySegment entry, long at) {
        return switch (entry.get(JAVA_INT, at + TYPE)) {
            case 0 -> entry.get(JAVA_DOUBLE, at + VALUE);
            case 1 -> NvmlCalls.unsigned(entry, at + VALUE);
            case 2 -> IS_LONG_OF_4_BYTES ? NvmlCalls.unsigned(entry, at + VALUE) : NvmlCalls.unsignedLong(entry, at + VALUE);
            case 3 -> NvmlCalls.unsignedLong(entry, at + VALUE);
            case 4 -> entry.get(JAVA_LONG, at + VALUE);
            case 5 -> entry.get(JAVA_INT, at + VALUE);
            case 6 -> Short.toUnsignedInt(entry.get(JAVA_SHORT, at + VALUE));
            default -> Double.NaN;
        };
    }
}
