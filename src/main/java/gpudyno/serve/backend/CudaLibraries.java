package gpudyno.serve.backend;

import gpudyno.store.SharedLibrary;
import java.nio.file.Path;
import java.util.Optional;

/// The libraries that ONNX Runtime needs to compute on an NVIDIA GPU: the driver's, and those of CUDA and cuDNN. They are looked for before ONNX
/// Runtime is asked, because its own answer is several lines on standard error.
final class CudaLibraries {
    private static final String DRIVER = "libcuda.so.1";
    /// Part of ONNX Runtime itself, which lends it to its library for CUDA.
    private static final String HOST = "Provider_GetHost";

    private CudaLibraries() {
    }

    /// Why ONNX Runtime cannot compute on a GPU; empty if nothing is found to be missing. Looked at on Linux only.
    ///
    /// @param runtime the folder of ONNX Runtime's libraries
    static Optional<String> fault(Path runtime) {
        if (!System.mapLibraryName("").equals("lib.so")) {
            return Optional.empty();
        }
        if (!SharedLibrary.loads(DRIVER)) {
            return Optional.of("there is no NVIDIA driver (" + DRIVER + " is missing)");
        }
        try {
            System.load(runtime.resolve(System.mapLibraryName("onnxruntime_providers_cuda")).toAbsolutePath().toString());
            return Optional.empty();
        } catch (UnsatisfiedLinkError e) {
            String said = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            // The linker comes to this one only after it has found every library.
            return said.contains(HOST) ? Optional.empty() : Optional.of(said);
        }
    }
}
