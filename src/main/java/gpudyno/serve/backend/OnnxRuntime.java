package gpudyno.serve.backend;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import gpudyno.store.NativeFolder;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// ONNX Runtime, loaded once in a process: its native libraries lie in the node's own folder, and its environment lives as long as the process.
///
/// Sessions run on the first CUDA device where the libraries for it are there: in the folder that `packaging/with-cuda` fills, or in the jar
/// `onnxruntime_gpu` on the class path instead of `onnxruntime` (the classes of both are the same). If there is no such device, or the
/// libraries cannot be loaded, they run on the CPU, and this is logged once.
final class OnnxRuntime {
    private static final Logger LOG = System.getLogger(OnnxRuntime.class.getName());
    private static final String RUNTIME_FOLDER = "onnxruntime.native.path";
    /// The libraries for a GPU exist only if its jar is on the class path.
    private static final List<String> RUNTIME_LIBRARIES = List.of("onnxruntime", "onnxruntime4j_jni", "onnxruntime_providers_shared",
            "onnxruntime_providers_cuda", "onnxruntime_providers_tensorrt");
    private static final AtomicBoolean CUDA_REFUSED = new AtomicBoolean();

    private OnnxRuntime() {
    }

    /// @param nativeFolder where the libraries are unpacked
    /// @throws BackendUnavailableException if they cannot be
    static OrtEnvironment start(Path nativeFolder) throws IOException {
        useForOnnxRuntime(nativeFolder.toAbsolutePath());
        OrtEnvironment environment = runtime();
        OrtLifetime.hold();
        return environment;
    }

    /// Makes sessions run on a GPU if the library supports it.
    ///
    /// @return whether they will
    static boolean useCuda(OrtSession.SessionOptions options) {
        if (CUDA_REFUSED.get() || !OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
            return false;
        }
        String folder = System.getProperty(RUNTIME_FOLDER);
        Optional<String> fault = folder == null ? Optional.empty() : CudaLibraries.fault(Path.of(folder));
        if (fault.isPresent()) {
            return refuse(fault.get());
        }
        try {
            options.addCUDA(0);
            return true;
        } catch (OrtException e) {
            return refuse(String.valueOf(e.getMessage()));
        }
    }

    private static boolean refuse(String why) {
        if (!CUDA_REFUSED.getAndSet(true)) {
            LOG.log(Level.WARNING, "ONNX Runtime cannot use CUDA here and computes on the processor: " + why);
        }
        return false;
    }

    /// Has ONNX Runtime load its libraries from below a folder, unless somebody named another or this process has loaded them already.
    private static void useForOnnxRuntime(Path folder) {
        if (System.getProperty(RUNTIME_FOLDER) != null) {
            return;
        }
        String libraries = "/ai/onnxruntime/native/" + platform() + "/";
        String version = OrtEnvironment.class.getPackage().getImplementationVersion();
        Path fetched = folder.resolve("onnxruntime_gpu-" + version);
        if (Files.exists(fetched.resolve(System.mapLibraryName("onnxruntime")))) {
            System.setProperty(RUNTIME_FOLDER, fetched.toString());
            return;
        }
        Path own = folder.resolve("onnxruntime-" + version);
        try {
            for (String name : RUNTIME_LIBRARIES) {
                String library = libraries + System.mapLibraryName(name);
                if (OrtEnvironment.class.getResource(library) != null) {
                    NativeFolder.unpack(OrtEnvironment.class, library, own);
                    System.setProperty(RUNTIME_FOLDER, own.toString());
                }
            }
        } catch (IOException e) {
            throw cannotUnpack(own, e);
        }
    }

    /// ONNX Runtime makes a folder for temporary files as it starts, even where it has nothing to put there, and removes it as the process ends
    /// well: it is removed here, so that a killed process leaves none.
    private static OrtEnvironment runtime() throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        Set<Path> others = foldersOfRuntimes(temporary);
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        for (Path made : foldersOfRuntimes(temporary)) {
            try {
                if (!others.contains(made)) {
                    Files.deleteIfExists(made);
                }
            } catch (DirectoryNotEmptyException _) {
                // The libraries were unpacked there after all.
            }
        }
        return environment;
    }

    private static Set<Path> foldersOfRuntimes(Path temporary) throws IOException {
        try (Stream<Path> folders = Files.list(temporary)) {
            return folders.filter(folder -> String.valueOf(folder.getFileName()).startsWith("onnxruntime-java"))
                    .collect(Collectors.toSet());
        }
    }

    static BackendUnavailableException cannotUnpack(Path folder, Throwable cause) {
        return new BackendUnavailableException("the native libraries cannot be unpacked into " + folder + " ("
                + cause.getMessage() + "); set GPUDYNO_DATA to a folder that has room and can be written", cause);
    }

    /// As the folders in ONNX Runtime's jar are called.
    private static String platform() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch", "");
        return (system.contains("mac") ? "osx" : system.contains("win") ? "win" : "linux") + "-"
                + (processor.matches("amd64|x86_64|x64") ? "x64" : processor);
    }
}
