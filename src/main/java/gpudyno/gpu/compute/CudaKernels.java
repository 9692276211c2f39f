package gpudyno.gpu.compute;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import jcuda.nvrtc.JNvrtc;
import jcuda.nvrtc.nvrtcProgram;
import org.jspecify.annotations.Nullable;

/// The kernels as PTX: compiled for the device by NVRTC 12 where it is installed, else by the `nvcc` on the PATH, else as they are shipped.
final class CudaKernels {
    private static final int NVCC_SECONDS = 60;

    private CudaKernels() {
    }

    /// @param by what compiled it
    record Made(String ptx, String by) {}

    /// @param capability of the device, such as `9.0`
    static Made make(String capability) {
        String architecture = "compute_" + capability.replace(".", "");
        String source = Resource.text("cuda.head") + Resource.text("kernels.c");
        return nvrtc(source, architecture).or(() -> nvcc(source, architecture))
                .orElseGet(CudaKernels::shipped);
    }

    static Made shipped() {
        return new Made(Resource.text("kernels.ptx"), "PTX as shipped");
    }

    private static Optional<Made> nvrtc(String source, String architecture) {
        if (!ComputeDevices.hasNvrtc()) {
            return Optional.empty();
        }
        nvrtcProgram program = new nvrtcProgram();
        if (JNvrtc.nvrtcCreateProgram(program, source, "kernels.cu", 0, null, null) != 0) {
            return Optional.empty();
        }
        try {
            String[] ptx = new String[1];
            boolean made = JNvrtc.nvrtcCompileProgram(program, 1, new String[]{"--gpu-architecture=" + architecture}) == 0
                    && JNvrtc.nvrtcGetPTX(program, ptx) == 0;
            return made && ptx[0] != null ? Optional.of(new Made(ptx[0], "NVRTC")) : Optional.empty();
        } finally {
            JNvrtc.nvrtcDestroyProgram(program);
        }
    }

    private static Optional<Made> nvcc(String source, String architecture) {
        Path folder = null;
        try {
            folder = Files.createTempDirectory("gpudyno-nvcc");
            Path file = Files.writeString(folder.resolve("kernels.cu"), source);
            Path made = folder.resolve("kernels.ptx");
            Process compiler = new ProcessBuilder(List.of("nvcc", "-ptx", "-O3", "-arch=" + architecture, file.toString(), "-o",
                    made.toString())).redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile()).start();
            if (!compiler.waitFor(NVCC_SECONDS, TimeUnit.SECONDS)) {
                compiler.destroyForcibly();
                return Optional.empty();
            }
            return compiler.exitValue() == 0
                    ? Optional.of(new Made(Files.readString(made, StandardCharsets.UTF_8), "nvcc"))
                    : Optional.empty();
        } catch (IOException e) {
            // There is no nvcc.
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            delete(folder);
        }
    }

    private static void delete(@Nullable Path folder) {
        if (folder == null) {
            return;
        }
        try {
            for (String name : List.of("kernels.cu", "kernels.ptx", "log")) {
                Files.deleteIfExists(folder.resolve(name));
            }
            Files.delete(folder);
        } catch (IOException e) {
            System.getLogger("gpudyno.gpu").log(System.Logger.Level.DEBUG, "a temporary folder stays behind: " + folder, e);
        }
    }
}
