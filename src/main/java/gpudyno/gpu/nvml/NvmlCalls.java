package gpudyno.gpu.nvml;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import gpudyno.gpu.nvml.NvmlAbi.Function;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Calls of NVML from one thread, each timed. Another thread may ask which call is under way and since when.
///
/// A figure that the library does not give is NaN, and a text is null: because the function is missing, because the device does not have the
/// figure, because the process may not see it, or because all bits of it are ones, which is how NVML writes an unknown value.
final class NvmlCalls {
    private static final long ALL_ONES_INT = 0xFFFF_FFFFL;
    private static final int SCRATCH_BYTES = 64;

    private final NvmlLibrary library;
    private final Arena arena = Arena.ofAuto();
    private final MemorySegment scratch = arena.allocate(SCRATCH_BYTES, 16);
    private final MemorySegment text = arena.allocate(NvmlAbi.TEXT_BYTES);
    private final Set<Function> denied = EnumSet.noneOf(Function.class);
    private boolean lost;
    private long driverNanos;
    private volatile @Nullable Function underWay;
    private volatile long since;

    NvmlCalls(NvmlLibrary library) {
        this.library = library;
    }

    private interface Invocation {
        int of(MethodHandle function) throws Throwable;
    }

    /// The function that has been called and has not returned; null between calls. May be asked by any thread.
    @Nullable
    Function underWay() {
        return underWay;
    }

    /// When the call under way began, by [System#nanoTime].
    long since() {
        return since;
    }

    /// Time spent inside the library so far.
    long driverNanos() {
        return driverNanos;
    }

    /// Whether a call has said that the device is lost since [#begin].
    boolean isLost() {
        return lost;
    }

    /// Functions that the process was not permitted to call since [#begin].
    Set<Function> denied() {
        return denied;
    }

    /// Forgets what was said of an earlier sweep.
    void begin() {
        lost = false;
        denied.clear();
    }

    /// Memory that lives as long as this object.
    MemorySegment allocate(long bytes) {
        return arena.allocate(bytes, 8);
    }

    private int call(Function function, Invocation invocation) {
        int code = NvmlAbi.FUNCTION_NOT_FOUND;
        for (MethodHandle handle : library.handles(function)) {
            long start = System.nanoTime();
            since = start;
            underWay = function;
            try {
                code = invocation.of(handle);
            } catch (Throwable e) {
                throw new IllegalStateException("calling " + function.symbols().getFirst(), e);
            } finally {
                underWay = null;
                driverNanos += System.nanoTime() - start;
            }
            if (code != NvmlAbi.FUNCTION_NOT_FOUND) {
                break;
            }
        }
        if (code == NvmlAbi.GPU_IS_LOST) {
            lost = true;
        } else if (code == NvmlAbi.NO_PERMISSION) {
            denied.add(function);
        }
        return code;
    }

    int call(Function function) {
        return call(function, handle -> (int) handle.invokeExact());
    }

    int call(Function function, MemorySegment a) {
        return call(function, handle -> (int) handle.invokeExact(a));
    }

    int call(Function function, MemorySegment a, int b) {
        return call(function, handle -> (int) handle.invokeExact(a, b));
    }

    int call(Function function, MemorySegment a, int b, int c) {
        return call(function, handle -> (int) handle.invokeExact(a, b, c));
    }

    int call(Function function, int a, MemorySegment b) {
        return call(function, handle -> (int) handle.invokeExact(a, b));
    }

    int call(Function function, int a, MemorySegment b, int c) {
        return call(function, handle -> (int) handle.invokeExact(a, b, c));
    }

    int call(Function function, MemorySegment a, MemorySegment b) {
        return call(function, handle -> (int) handle.invokeExact(a, b));
    }

    int call(Function function, MemorySegment a, MemorySegment b, int c) {
        return call(function, handle -> (int) handle.invokeExact(a, b, c));
    }

    int call(Function function, MemorySegment a, int b, MemorySegment c) {
        return call(function, handle -> (int) handle.invokeExact(a, b, c));
    }

    int call(Function function, MemorySegment a, long b, MemorySegment c) {
        return call(function, handle -> (int) handle.invokeExact(a, b, c));
    }

    int call(Function function, MemorySegment a, MemorySegment b, MemorySegment c) {
        return call(function, handle -> (int) handle.invokeExact(a, b, c));
    }

    int call(Function function, MemorySegment a, MemorySegment b, MemorySegment c, MemorySegment d) {
        return call(function, handle -> (int) handle.invokeExact(a, b, c, d));
    }

    int call(Function function, MemorySegment a, MemorySegment b, MemorySegment c, long d) {
        return call(function, handle -> (int) handle.invokeExact(a, b, c, d));
    }

    int call(Function function, MemorySegment a, int b, int c, MemorySegment d) {
        return call(function, handle -> (int) handle.invokeExact(a, b, c, d));
    }

    int call(Function function, MemorySegment a, int b, MemorySegment c, MemorySegment d) {
        return call(function, handle -> (int) handle.invokeExact(a, b, c, d));
    }

    int call(Function function, MemorySegment a, int b, int c, int d, MemorySegment e) {
        return call(function, handle -> (int) handle.invokeExact(a, b, c, d, e));
    }

    int call(Function function, MemorySegment a, MemorySegment b, MemorySegment c, MemorySegment d, MemorySegment e) {
        return call(function, handle -> (int) handle.invokeExact(a, b, c, d, e));
    }

    /// A figure of 32 bits that a function writes behind its device.
    double figure(Function function, MemorySegment device) {
        return call(function, device, scratch) == NvmlAbi.SUCCESS ? unsigned(scratch, 0) : Double.NaN;
    }

    /// Likewise, of one of the device's clocks, thresholds or fans.
    double figure(Function function, MemorySegment device, int which) {
        return call(function, device, which, scratch) == NvmlAbi.SUCCESS ? unsigned(scratch, 0) : Double.NaN;
    }

    /// The first of two figures of 32 bits.
    double firstOfTwo(Function function, MemorySegment device) {
        return call(function, device, scratch, scratch.asSlice(8)) == NvmlAbi.SUCCESS ? unsigned(scratch, 0) : Double.NaN;
    }

    /// A figure of 64 bits.
    double longFigure(Function function, MemorySegment device) {
        return call(function, device, scratch) == NvmlAbi.SUCCESS ? unsignedLong(scratch, 0) : Double.NaN;
    }

    /// A text of a device; null where there is none.
    @Nullable
    String text(Function function, MemorySegment device) {
        text.fill((byte) 0);
        return call(function, device, text, NvmlAbi.TEXT_BYTES) == NvmlAbi.SUCCESS ? string(text, 0, NvmlAbi.TEXT_BYTES) : null;
    }

    /// The text of at most `most` bytes up to a zero; null for an empty one.
    static @Nullable String string(MemorySegment memory, long offset, int most) {
        byte[] bytes = memory.asSlice(offset, most).toArray(JAVA_BYTE);
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        String read = new String(bytes, 0, length, StandardCharsets.UTF_8).strip();
        return read.isEmpty() ? null : read;
    }

    /// NaN where all bits are ones.
    static double unsigned(MemorySegment memory, long offset) {
        long value = Integer.toUnsignedLong(memory.get(JAVA_INT, offset));
        return value == ALL_ONES_INT ? Double.NaN : value;
    }

    /// NaN where all bits are ones; a value above the greatest signed one is no value either.
    static double unsignedLong(MemorySegment memory, long offset) {
        long value = memory.get(JAVA_LONG, offset);
        return value < 0 ? Double.NaN : value;
    }
}
