package gpudyno.gpu.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpudyno.gpu.StandIn;
import gpudyno.gpu.compute.ComputeDevice.Buffer;
import gpudyno.gpu.compute.ComputeDevice.Kind;
import gpudyno.gpu.compute.ComputeDevice.Layout;
import gpudyno.gpu.compute.ComputeDevices.Looked;
import gpudyno.gpu.compute.ComputeDevices.Openable;
import gpudyno.gpu.compute.MicroBenchmarks.Figure;
import gpudyno.gpu.compute.MicroBenchmarks.Size;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The host in this process, OpenCL where it is installed, and CUDA through JCuda in processes of their own: the loader finds the stand-in for
/// the driver on its path.
class ComputeDevicesTest {
    private static final Size TINY = new Size(1 << 16, 4, 32, 64);

    /// What a device does, checked on every kind.
    private static void works(ComputeDevice device) {
        float[] numbers = {1, 2, 3, 4, 5};
        float[] back = new float[5];
        try (Buffer buffer = device.allocate(20)) {
            device.write(buffer, numbers);
            device.launch("scale", Layout.line(1, 64), buffer, 2.5f, 5);
            device.finish();
            device.read(buffer, back);
        }
        assertThat(back).containsExactly(2.5f, 5, 7.5f, 10, 12.5f);
        assertThatThrownBy(() -> device.allocate(1L << 50)).isInstanceOf(OutOfDeviceMemoryException.class);
        List<Figure> figures = new MicroBenchmarks(device, TINY).run();
        assertThat(figures).extracting(Figure::what).containsExactly("copy to device", "copy from device", "copy within device",
                "multiply-add", "SGEMM 64");
        assertThat(figures).allMatch(figure -> figure.value() > 0 && Double.isFinite(figure.value()), "positive");
    }

    @Test
    void theHostComputes() {
        try (ComputeDevice host = new HostDevice()) {
            works(host);
        }
    }

    @Test
    void openClComputes() {
        Looked looked = ComputeDevices.openCl();
        if (looked.devices().isEmpty()) {
            System.out.println("SKIPPED: no OpenCL here (" + looked.missing() + "); Debian's package pocl-opencl-icd has one");
            Assumptions.abort("no OpenCL");
        }
        Openable first = looked.devices().getFirst();
        try (ComputeDevice device = first.open()) {
            works(device);
        }
    }

    @Test
    void cudaComputesThroughTheDriver(@TempDir Path folder) throws Exception {
        StandIn driver = StandIn.cuda(folder);
        Files.writeString(Path.of(driver.library() + ".device"), "name Stand-in H100\nmemory 67108864\nptx 1\n");
        assertThat(inOwnProcess(folder)).contains("CUDA Stand-in H100 67108864 PTX as shipped", "peaks 1280.0 Gflop/s 320.0 GB/s", "works");
    }

    @Test
    void aMissingOrFailingDriverIsNamed(@TempDir Path folder) throws Exception {
        assertThat(inOwnProcess(folder)).contains("missing").contains("libcuda.so.1");
        StandIn driver = StandIn.cuda(folder);
        Files.writeString(Path.of(driver.library() + ".device"), "init 100\n");
        assertThat(inOwnProcess(folder)).contains("missing cuInit failed: CUDA_ERROR_NO_DEVICE");
    }

    private static String inOwnProcess(Path libraries) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-Djava.io.tmpdir=" + libraries, "-cp",
                System.getProperty("java.class.path"), Child.class.getName()).redirectErrorStream(true)
                .redirectOutput(libraries.resolve("output").toFile());
        builder.environment().put("LD_LIBRARY_PATH", libraries.toString());
        // Without nvcc, which takes seconds, the shipped kernels are used.
        builder.environment().put("PATH", "/nonexistent");
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readString(libraries.resolve("output"), StandardCharsets.UTF_8);
    }

    /// What the other process does.
    static final class Child {
        private Child() {
        }

        public static void main(String[] arguments) {
            Looked looked = ComputeDevices.cuda();
            if (looked.devices().isEmpty()) {
                System.out.println("missing " + looked.missing());
                return;
            }
            try (ComputeDevice device = looked.devices().getFirst().open()) {
                System.out.println(Kind.CUDA.title() + " " + device.name() + " " + device.memory() + " " + device.compiler());
                System.out.println("peaks " + device.peaks().flops().orElse(0) / 1e9 + " Gflop/s " + device.peaks().memory().orElse(0) / 1e9
                        + " GB/s");
                works(device);
                System.out.println("works");
            }
        }
    }
}
