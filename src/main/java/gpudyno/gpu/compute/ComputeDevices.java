package gpudyno.gpu.compute;

import gpudyno.gpu.compute.ComputeDevice.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import jcuda.driver.CUdevice;
import jcuda.driver.JCudaDriver;
import jcuda.nvrtc.JNvrtc;
import org.jocl.CL;

/// The devices that can compute here. The only place that loads the native sides of JCuda and JOCL, which throw a LinkageError where a driver's
/// library is missing.
public final class ComputeDevices {
    private ComputeDevices() {
    }

    /// A device that can be opened.
    public record Openable(Kind kind, String name, Supplier<ComputeDevice> opening) {
        /// @throws ComputeException if its driver refuses
        public ComputeDevice open() {
            return opening.get();
        }
    }

    /// What was looked for.
    ///
    /// @param missing why there is no device of this kind; empty where there is one
    public record Looked(Kind kind, List<Openable> devices, String missing) {
        public Looked {
            devices = List.copyOf(devices);
        }
    }

    /// Looks for devices of every kind.
    public static List<Looked> look() {
        return List.of(cuda(), openCl(),
                new Looked(Kind.HOST, List.of(new Openable(Kind.HOST, new HostDevice().name(), HostDevice::new)), ""));
    }

    public static Looked cuda() {
        String problem = cudaProblem();
        if (!problem.isEmpty()) {
            return new Looked(Kind.CUDA, List.of(), problem);
        }
        List<Openable> found = new ArrayList<>();
        try {
            int[] count = new int[1];
            CudaDevice.check(JCudaDriver.cuInit(0), "cuInit");
            CudaDevice.check(JCudaDriver.cuDeviceGetCount(count), "cuDeviceGetCount");
            for (int i = 0; i < count[0]; i++) {
                int index = i;
                CUdevice device = new CUdevice();
                CudaDevice.check(JCudaDriver.cuDeviceGet(device, i), "cuDeviceGet");
                found.add(new Openable(Kind.CUDA, CudaDevice.name(device), () -> new CudaDevice(index)));
            }
            return new Looked(Kind.CUDA, found, found.isEmpty() ? "the driver shows this process no device" : "");
        } catch (ComputeException e) {
            return new Looked(Kind.CUDA, found, String.valueOf(e.getMessage()));
        }
    }

    private static String cudaProblem() {
        try {
            JCudaDriver.setExceptionsEnabled(false);
            return "";
        } catch (LinkageError e) {
            return "the CUDA driver cannot be loaded: " + reason(e, "libcuda.so.1");
        }
    }

    /// Whether NVIDIA's compiler of kernels can be loaded.
    static boolean hasNvrtc() {
        try {
            JNvrtc.setExceptionsEnabled(false);
            return true;
        } catch (LinkageError e) {
            // It is not installed.
            return false;
        }
    }

    public static Looked openCl() {
        try {
            CL.setExceptionsEnabled(false);
        } catch (LinkageError e) {
            return new Looked(Kind.OPENCL, List.of(), "OpenCL cannot be loaded: " + reason(e, "libOpenCL.so.1"));
        }
        List<Openable> found = OpenClDevice.all();
        return new Looked(Kind.OPENCL, found, found.isEmpty() ? "no platform of OpenCL is installed that has a device" : "");
    }

    /// The line that names the library; the bindings' messages have many.
    private static String reason(LinkageError error, String library) {
        String message = String.valueOf(error.getMessage());
        return message.lines().filter(line -> line.contains(library)).map(line -> line.substring(line.lastIndexOf(library)).strip())
                .findFirst()
                .orElse(error instanceof NoClassDefFoundError
                        ? library + " was not found"
                        : message.lines().findFirst().orElse("").strip());
    }
}
