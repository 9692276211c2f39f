package gpudyno.gpu.nvml;

import gpudyno.gpu.nvml.NvmlAbi.Function;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// NVML as it was found on this machine, with those of its functions that it has.
///
/// It is never unloaded: a thread may be inside a call that does not return.
final class NvmlLibrary {
    /// Beside the loader's own path, where WSL and NixOS keep it.
    private static final List<String> LINUX = List.of("libnvidia-ml.so.1", "/usr/lib/wsl/lib/libnvidia-ml.so.1",
            "/run/opengl-driver/lib/libnvidia-ml.so.1");

    private final String path;
    private final Map<Function, List<MethodHandle>> functions = new EnumMap<>(Function.class);

    private NvmlLibrary(String path, SymbolLookup symbols) {
        this.path = path;
        for (Function function : Function.values()) {
            List<MethodHandle> found = new ArrayList<>();
            for (String symbol : function.symbols()) {
                symbols.find(symbol).ifPresent(address -> found.add(Linker.nativeLinker().downcallHandle(address, function.shape())));
            }
            functions.put(function, List.copyOf(found));
        }
    }

    /// The library at a path, or where drivers put it if the path is empty.
    ///
    /// @return empty if there is none
    static Optional<NvmlLibrary> open(String wanted) {
        return (wanted.isEmpty() ? usual() : List.of(wanted)).stream().flatMap(path -> load(path).stream()).findFirst();
    }

    /// Where it is looked for.
    static List<String> usual() {
        if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("windows")) {
            return LINUX;
        }
        String programs = System.getenv("ProgramW6432");
        return programs == null ? List.of("nvml.dll") : List.of("nvml.dll", programs + "\\NVIDIA Corporation\\NVSMI\\nvml.dll");
    }

    private static Optional<NvmlLibrary> load(String path) {
        boolean isFile = path.indexOf('/') >= 0 || path.indexOf('\\') >= 0;
        if (isFile && !Files.exists(Path.of(path))) {
            return Optional.empty();
        }
        try {
            return Optional.of(new NvmlLibrary(path, isFile
                    ? SymbolLookup.libraryLookup(Path.of(path), Arena.global())
                    : SymbolLookup.libraryLookup(path, Arena.global())));
        } catch (IllegalArgumentException e) {
            // No such library, or none for this processor.
            return Optional.empty();
        }
    }

    String path() {
        return path;
    }

    /// The function under its names, the newest first; empty if this version of the library does not have it.
    List<MethodHandle> handles(Function function) {
        return functions.getOrDefault(function, List.of());
    }

    boolean has(Function function) {
        return !handles(function).isEmpty();
    }

    /// Whether it can be NVML at all.
    boolean isComplete() {
        return List.of(Function.INIT, Function.COUNT, Function.HANDLE_BY_INDEX).stream().noneMatch(one -> handles(one).isEmpty());
    }
}
