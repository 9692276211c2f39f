package gpudyno.gpu.compute;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;

/// An NVIDIA GPU through the CUDA driver. Times are those of the driver's events.
final class CudaDevice implements ComputeDevice {
    private static final int SUCCESS = 0;
    private static final int OUT_OF_MEMORY = 2;

    private final CUdevice device;
    private final CUcontext context = new CUcontext();
    private final CUmodule module = new CUmodule();
    private final Map<String, CUfunction> functions = new HashMap<>();
    private final String name;
    private final CudaKernels.Made kernels;

    /// @param index among the devices that the driver shows this process
    CudaDevice(int index) {
        device = new CUdevice();
        check(JCudaDriver.cuDeviceGet(device, index), "cuDeviceGet");
        name = name(device);
        check(JCudaDriver.cuCtxCreate(context, 0, device), "cuCtxCreate");
        boolean made = false;
        try {
            kernels = load();
            made = true;
        } finally {
            if (!made) {
                JCudaDriver.cuCtxDestroy(context);
            }
        }
    }

    private final class Memory implements Buffer {
        private final CUdeviceptr address = new CUdeviceptr();
        private final long bytes;
        private boolean freed;

        Memory(long bytes) {
            this.bytes = bytes;
            int code = JCudaDriver.cuMemAlloc(address, bytes);
            if (code == OUT_OF_MEMORY) {
                throw new OutOfDeviceMemoryException(bytes);
            }
            check(code, "cuMemAlloc");
        }

        @Override
        public long bytes() {
            return bytes;
        }

        @Override
        public void close() {
            if (!freed) {
                freed = true;
                use();
                check(JCudaDriver.cuMemFree(address), "cuMemFree");
            }
        }
    }

    /// A compiler may be newer than the driver, which then takes the shipped kernels.
    private CudaKernels.Made load() {
        CudaKernels.Made made = CudaKernels.make(capability());
        if (JCudaDriver.cuModuleLoadData(module, image(made)) == SUCCESS) {
            return made;
        }
        CudaKernels.Made shipped = CudaKernels.shipped();
        check(JCudaDriver.cuModuleLoadData(module, image(shipped)), "cuModuleLoadData");
        return shipped;
    }

    private static byte[] image(CudaKernels.Made kernels) {
        return (kernels.ptx() + "\0").getBytes(StandardCharsets.UTF_8);
    }

    static String name(CUdevice device) {
        byte[] text = new byte[256];
        check(JCudaDriver.cuDeviceGetName(text, text.length, device), "cuDeviceGetName");
        int length = 0;
        while (length < text.length && text[length] != 0) {
            length++;
        }
        return new String(text, 0, length, StandardCharsets.UTF_8);
    }

    static void check(int code, String what) {
        if (code != SUCCESS) {
            String[] word = new String[1];
            JCudaDriver.cuGetErrorName(code, word);
            throw new ComputeException(what + " failed: " + (word[0] == null ? "CUDA error " + code : word[0]));
        }
    }

    private int attribute(int which) {
        int[] value = new int[1];
        check(JCudaDriver.cuDeviceGetAttribute(value, which, device), "cuDeviceGetAttribute");
        return value[0];
    }

    private String capability() {
        return attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR) + "."
                + attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
    }

    private void use() {
        check(JCudaDriver.cuCtxSetCurrent(context), "cuCtxSetCurrent");
    }

    @Override
    public Kind kind() {
        return Kind.CUDA;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long memory() {
        long[] bytes = new long[1];
        check(JCudaDriver.cuDeviceTotalMem(bytes, device), "cuDeviceTotalMem");
        return bytes[0];
    }

    /// Operations: two for each result of the table and clock; memory: two transfers a clock over the width of the bus, as NVIDIA's
    /// `deviceQuery` and data sheets reckon it.
    @Override
    public Peaks peaks() {
        double results = Resource.text("peaks.csv").lines().filter(line -> line.startsWith(capability() + ","))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(',') + 1))).findFirst().orElse(0);
        double flops = 2.0 * results * attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT)
                * attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_CLOCK_RATE) * 1000;
        double memory = 2.0 * attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MEMORY_CLOCK_RATE) * 1000
                * attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_GLOBAL_MEMORY_BUS_WIDTH) / 8;
        return new Peaks(flops > 0 ? OptionalDouble.of(flops) : OptionalDouble.empty(),
                memory > 0 ? OptionalDouble.of(memory) : OptionalDouble.empty());
    }

    @Override
    public String compiler() {
        return kernels.by();
    }

    @Override
    public Buffer allocate(long bytes) {
        use();
        return new Memory(bytes);
    }

    private static CUdeviceptr address(Object buffer) {
        return ((Memory) buffer).address;
    }

    @Override
    public void write(Buffer to, float[] from) {
        use();
        check(JCudaDriver.cuMemcpyHtoD(address(to), Pointer.to(from), (long) from.length * Float.BYTES), "cuMemcpyHtoD");
    }

    @Override
    public void read(Buffer from, float[] to) {
        use();
        check(JCudaDriver.cuMemcpyDtoH(Pointer.to(to), address(from), (long) to.length * Float.BYTES), "cuMemcpyDtoH");
    }

    @Override
    public void copy(Buffer from, Buffer to, long bytes) {
        use();
        check(JCudaDriver.cuMemcpyDtoD(address(to), address(from), bytes), "cuMemcpyDtoD");
    }

    @Override
    public void launch(String kernel, Layout layout, Object... arguments) {
        use();
        Pointer[] pointers = new Pointer[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            pointers[i] = switch (arguments[i]) {
                case Memory memory -> Pointer.to(memory.address);
                case Integer number -> Pointer.to(new int[]{number});
                case Float number -> Pointer.to(new float[]{number});
                default -> throw new IllegalArgumentException("no argument of a kernel: " + arguments[i]);
            };
        }
        check(JCudaDriver.cuLaunchKernel(function(kernel), layout.groupsX(), layout.groupsY(), 1, layout.itemsX(), layout.itemsY(), 1, 0,
                null, Pointer.to(pointers), null), "cuLaunchKernel");
    }

    private CUfunction function(String kernel) {
        return functions.computeIfAbsent(kernel, wanted -> {
            CUfunction function = new CUfunction();
            check(JCudaDriver.cuModuleGetFunction(function, module, wanted), "cuModuleGetFunction of " + wanted);
            return function;
        });
    }

    @Override
    public void finish() {
        use();
        check(JCudaDriver.cuCtxSynchronize(), "cuCtxSynchronize");
    }

    @Override
    public double seconds(Runnable work) {
        use();
        CUevent start = event();
        CUevent end = event();
        try {
            check(JCudaDriver.cuEventRecord(start, null), "cuEventRecord");
            work.run();
            check(JCudaDriver.cuEventRecord(end, null), "cuEventRecord");
            check(JCudaDriver.cuEventSynchronize(end), "cuEventSynchronize");
            float[] millis = new float[1];
            check(JCudaDriver.cuEventElapsedTime(millis, start, end), "cuEventElapsedTime");
            return millis[0] / 1000.0;
        } finally {
            JCudaDriver.cuEventDestroy(start);
            JCudaDriver.cuEventDestroy(end);
        }
    }

    private static CUevent event() {
        CUevent event = new CUevent();
        check(JCudaDriver.cuEventCreate(event, 0), "cuEventCreate");
        return event;
    }

    @Override
    public void close() {
        use();
        JCudaDriver.cuModuleUnload(module);
        JCudaDriver.cuCtxDestroy(context);
    }
}
