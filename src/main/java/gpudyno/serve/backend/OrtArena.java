package gpudyno.serve.backend;

import ai.onnxruntime.OrtSession;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The memory arena of one session, read through ONNX Runtime's C interface, because its Java interface has no statistics.
///
/// `OrtApi` is a table of functions to which every version only appends, so a slot keeps its meaning; the slots here were read from
/// `onnxruntime_c_api.h` of version 1.24. The table's and the session's addresses come from private fields of the Java classes, so
/// another version of the library gets no statistics rather than a guess.
final class OrtArena implements AutoCloseable {
    /// The version whose private fields and slots are known.
    static final String KNOWN_VERSION = "1.24.1";

    private static final int CREATE_CPU_MEMORY_INFO = 69;
    private static final int CREATE_ALLOCATOR = 131;
    private static final int RELEASE_ALLOCATOR = 132;
    private static final int GET_KEY_VALUE_PAIRS = 298;
    private static final int RELEASE_KEY_VALUE_PAIRS = 300;
    private static final int ALLOCATOR_GET_STATS = 319;
    private static final int ARENA_ALLOCATOR = 1;
    private static final int DEFAULT_MEMORY = 0;
    private static final AddressLayout POINTER = ValueLayout.ADDRESS
            .withTargetLayout(MemoryLayout.sequenceLayout(Long.MAX_VALUE / 8, ValueLayout.JAVA_BYTE));
    private static final AddressLayout POINTERS = ValueLayout.ADDRESS
            .withTargetLayout(MemoryLayout.sequenceLayout(1024, POINTER));
    private static final long MAX_PAIRS = 1024;

    private final Functions functions;
    private final MemorySegment allocator;
    private boolean closed;

    private OrtArena(Functions functions, MemorySegment allocator) {
        this.functions = functions;
        this.allocator = allocator;
    }

    /// The statistics of an arena, in bytes.
    ///
    /// @param reserved held from the system
    /// @param used handed out
    record Statistics(long reserved, long used) {}

    /// The arena of a session, or empty where this library does not tell.
    static Optional<OrtArena> of(OrtSession session, String libraryVersion) {
        if (!libraryVersion.equals(KNOWN_VERSION)) {
            return Optional.empty();
        }
        try {
            Functions functions = Functions.bind();
            return Optional.of(new OrtArena(functions, functions.allocatorOf(MemorySegment.ofAddress(OrtHandles.of(session)))));
        } catch (ReflectiveOperationException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /// Nothing after [#close].
    synchronized Statistics statistics() {
        if (closed) {
            return new Statistics(0, 0);
        }
        Map<String, String> values = functions.statistics(allocator);
        return new Statistics(Long.parseLong(values.getOrDefault("TotalAllocated", "0")),
                Long.parseLong(values.getOrDefault("InUse", "0")));
    }

    /// To be called before the session is closed.
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            functions.release(allocator);
        }
    }

    /// The C functions, bound.
    private record Functions(MethodHandle createMemoryInfo, MethodHandle createAllocator, MethodHandle releaseAllocator,
            MethodHandle allocatorStatistics, MethodHandle keyValuePairs, MethodHandle releaseKeyValuePairs) {
        static Functions bind() throws ReflectiveOperationException {
            MemorySegment table = MemorySegment.ofAddress(OrtHandles.api()).reinterpret(ValueLayout.ADDRESS.byteSize() * 400);
            AddressLayout p = ValueLayout.ADDRESS;
            return new Functions(
                    function(table, CREATE_CPU_MEMORY_INFO, FunctionDescriptor.of(p, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, p)),
                    function(table, CREATE_ALLOCATOR, FunctionDescriptor.of(p, p, p, p)),
                    function(table, RELEASE_ALLOCATOR, FunctionDescriptor.ofVoid(p)),
                    function(table, ALLOCATOR_GET_STATS, FunctionDescriptor.of(p, p, p)),
                    function(table, GET_KEY_VALUE_PAIRS, FunctionDescriptor.ofVoid(p, p, p, p)),
                    function(table, RELEASE_KEY_VALUE_PAIRS, FunctionDescriptor.ofVoid(p)));
        }

        private static MethodHandle function(MemorySegment table, int slot, FunctionDescriptor signature) {
            return Linker.nativeLinker().downcallHandle(table.getAtIndex(ValueLayout.ADDRESS, slot), signature);
        }

        MemorySegment allocatorOf(MemorySegment session) {
            try (Arena scope = Arena.ofConfined()) {
                MemorySegment out = scope.allocate(ValueLayout.ADDRESS);
                check((MemorySegment) createMemoryInfo.invokeExact(ARENA_ALLOCATOR, DEFAULT_MEMORY, out));
                // 30 bytes that live as long as the process: the allocator refers to them.
                MemorySegment memoryInfo = out.get(ValueLayout.ADDRESS, 0);
                check((MemorySegment) createAllocator.invokeExact(session, memoryInfo, out));
                return out.get(ValueLayout.ADDRESS, 0);
            } catch (Throwable e) {
                throw failed(e);
            }
        }

        Map<String, String> statistics(MemorySegment allocator) {
            try (Arena scope = Arena.ofConfined()) {
                MemorySegment out = scope.allocate(ValueLayout.ADDRESS);
                check((MemorySegment) allocatorStatistics.invokeExact(allocator, out));
                MemorySegment pairs = out.get(ValueLayout.ADDRESS, 0);
                try {
                    return read(pairs, scope);
                } finally {
                    releaseKeyValuePairs.invokeExact(pairs);
                }
            } catch (Throwable e) {
                throw failed(e);
            }
        }

        private Map<String, String> read(MemorySegment pairs, Arena scope) throws Throwable {
            MemorySegment keys = scope.allocate(POINTERS);
            MemorySegment values = scope.allocate(POINTERS);
            MemorySegment count = scope.allocate(ValueLayout.JAVA_LONG);
            keyValuePairs.invokeExact(pairs, keys, values, count);
            MemorySegment keyTexts = keys.get(POINTERS, 0);
            MemorySegment valueTexts = values.get(POINTERS, 0);
            Map<String, String> read = new HashMap<>();
            for (long i = 0; i < Math.min(MAX_PAIRS, count.get(ValueLayout.JAVA_LONG, 0)); i++) {
                read.put(keyTexts.getAtIndex(POINTER, i).getString(0), valueTexts.getAtIndex(POINTER, i).getString(0));
            }
            return read;
        }

        void release(MemorySegment allocator) {
            try {
                releaseAllocator.invokeExact(allocator);
            } catch (Throwable e) {
                throw failed(e);
            }
        }

        private static void check(MemorySegment status) {
            if (status.address() != 0) {
                throw new IllegalStateException("ONNX Runtime gave no arena statistics");
            }
        }

        private static IllegalStateException failed(Throwable cause) {
            if (cause instanceof Error fatal) {
                throw fatal;
            }
            return cause instanceof IllegalStateException known ? known : new IllegalStateException("calling ONNX Runtime", cause);
        }
    }
}
