package gpudyno.gpu.compute;

import static org.jocl.CL.CL_MEM_READ_WRITE;
import static org.jocl.CL.CL_SUCCESS;
import static org.jocl.CL.CL_TRUE;

import gpudyno.gpu.compute.ComputeDevices.Openable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;
import org.jocl.cl_event;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;
import org.jocl.cl_platform_id;
import org.jocl.cl_program;

/// A device of OpenCL. Times are those of its queue: from the first command that starts to the last that ends.
final class OpenClDevice implements ComputeDevice {
    private static final int MEM_OBJECT_ALLOCATION_FAILURE = -4;
    private static final int OUT_OF_RESOURCES = -5;
    private static final int INVALID_BUFFER_SIZE = -61;

    private final cl_device_id device;
    private final String name;
    private final cl_context context;
    private final cl_command_queue queue;
    private final cl_program program;
    private final Map<String, cl_kernel> kernels = new HashMap<>();

    private OpenClDevice(cl_platform_id platform, cl_device_id device) {
        this.device = device;
        name = text(device, CL.CL_DEVICE_NAME);
        int[] code = new int[1];
        cl_context_properties of = new cl_context_properties();
        of.addProperty(CL.CL_CONTEXT_PLATFORM, platform);
        context = CL.clCreateContext(of, 1, new cl_device_id[]{device}, null, null, code);
        check(code[0], "clCreateContext");
        queue = queue(context, device);
        program = program(context, device);
    }

    @SuppressWarnings("deprecation") // The call that replaces it is missing before OpenCL 2.
    private static cl_command_queue queue(cl_context context, cl_device_id device) {
        int[] code = new int[1];
        cl_command_queue made = CL.clCreateCommandQueue(context, device, CL.CL_QUEUE_PROFILING_ENABLE, code);
        check(code[0], "clCreateCommandQueue");
        return made;
    }

    private static cl_program program(cl_context context, cl_device_id device) {
        int[] code = new int[1];
        String source = Resource.text("opencl.head") + Resource.text("kernels.c");
        cl_program made = CL.clCreateProgramWithSource(context, 1, new String[]{source}, null, code);
        check(code[0], "clCreateProgramWithSource");
        check(CL.clBuildProgram(made, 1, new cl_device_id[]{device}, null, null, null), "clBuildProgram");
        return made;
    }

    static List<Openable> all() {
        List<Openable> found = new ArrayList<>();
        int[] count = new int[1];
        if (CL.clGetPlatformIDs(0, null, count) != CL_SUCCESS || count[0] == 0) {
            return found;
        }
        cl_platform_id[] platforms = new cl_platform_id[count[0]];
        check(CL.clGetPlatformIDs(platforms.length, platforms, null), "clGetPlatformIDs");
        for (cl_platform_id platform : platforms) {
            if (CL.clGetDeviceIDs(platform, CL.CL_DEVICE_TYPE_ALL, 0, null, count) == CL_SUCCESS && count[0] > 0) {
                cl_device_id[] devices = new cl_device_id[count[0]];
                check(CL.clGetDeviceIDs(platform, CL.CL_DEVICE_TYPE_ALL, devices.length, devices, null), "clGetDeviceIDs");
                for (cl_device_id device : devices) {
                    found.add(new Openable(Kind.OPENCL, text(device, CL.CL_DEVICE_NAME), () -> new OpenClDevice(platform, device)));
                }
            }
        }
        return found;
    }

    private static String text(cl_device_id device, int what) {
        long[] size = new long[1];
        check(CL.clGetDeviceInfo(device, what, 0, null, size), "clGetDeviceInfo");
        byte[] text = new byte[(int) size[0]];
        check(CL.clGetDeviceInfo(device, what, text.length, Pointer.to(text), null), "clGetDeviceInfo");
        return new String(text, 0, Math.max(0, text.length - 1), StandardCharsets.UTF_8).strip();
    }

    private static void check(int code, String what) {
        if (code != CL_SUCCESS) {
            throw new ComputeException(what + " failed: " + CL.stringFor_errorCode(code));
        }
    }

    private final class Memory implements Buffer {
        private final cl_mem memory;
        private final long bytes;
        private boolean freed;

        Memory(long bytes) {
            this.bytes = bytes;
            int[] code = new int[1];
            memory = CL.clCreateBuffer(context, CL_MEM_READ_WRITE, bytes, null, code);
            if (code[0] == MEM_OBJECT_ALLOCATION_FAILURE || code[0] == OUT_OF_RESOURCES || code[0] == INVALID_BUFFER_SIZE) {
                throw new OutOfDeviceMemoryException(bytes);
            }
            check(code[0], "clCreateBuffer");
        }

        @Override
        public long bytes() {
            return bytes;
        }

        @Override
        public void close() {
            if (!freed) {
                freed = true;
                CL.clReleaseMemObject(memory);
            }
        }
    }

    @Override
    public Kind kind() {
        return Kind.OPENCL;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long memory() {
        long[] bytes = new long[1];
        check(CL.clGetDeviceInfo(device, CL.CL_DEVICE_GLOBAL_MEM_SIZE, Sizeof.cl_ulong, Pointer.to(bytes), null), "clGetDeviceInfo");
        return bytes[0];
    }

    /// OpenCL tells no operations a clock.
    @Override
    public Peaks peaks() {
        return Peaks.UNKNOWN;
    }

    @Override
    public String compiler() {
        return text(device, CL.CL_DRIVER_VERSION);
    }

    @Override
    public Buffer allocate(long bytes) {
        return new Memory(bytes);
    }

    private static cl_mem memory(Buffer buffer) {
        return ((Memory) buffer).memory;
    }

    @Override
    public void write(Buffer to, float[] from) {
        check(CL.clEnqueueWriteBuffer(queue, memory(to), CL_TRUE, 0, (long) from.length * Float.BYTES, Pointer.to(from), 0, null, null),
                "clEnqueueWriteBuffer");
    }

    @Override
    public void read(Buffer from, float[] to) {
        check(CL.clEnqueueReadBuffer(queue, memory(from), CL_TRUE, 0, (long) to.length * Float.BYTES, Pointer.to(to), 0, null, null),
                "clEnqueueReadBuffer");
    }

    @Override
    public void copy(Buffer from, Buffer to, long bytes) {
        check(CL.clEnqueueCopyBuffer(queue, memory(from), memory(to), 0, 0, bytes, 0, null, null), "clEnqueueCopyBuffer");
    }

    @Override
    public void launch(String kernel, Layout layout, Object... arguments) {
        cl_kernel launched = kernel(kernel);
        for (int i = 0; i < arguments.length; i++) {
            int code = switch (arguments[i]) {
                case Memory memory -> CL.clSetKernelArg(launched, i, Sizeof.cl_mem, Pointer.to(memory.memory));
                case Integer number -> CL.clSetKernelArg(launched, i, Sizeof.cl_int, Pointer.to(new int[]{number}));
                case Float number -> CL.clSetKernelArg(launched, i, Sizeof.cl_float, Pointer.to(new float[]{number}));
                default -> throw new IllegalArgumentException("no argument of a kernel: " + arguments[i]);
            };
            check(code, "clSetKernelArg");
        }
        long[] items = {layout.itemsX(), layout.itemsY()};
        long[] all = {(long) layout.groupsX() * layout.itemsX(), (long) layout.groupsY() * layout.itemsY()};
        check(CL.clEnqueueNDRangeKernel(queue, launched, 2, null, all, items, 0, null, null), "clEnqueueNDRangeKernel");
    }

    private cl_kernel kernel(String name) {
        return kernels.computeIfAbsent(name, wanted -> {
            int[] code = new int[1];
            cl_kernel made = CL.clCreateKernel(program, wanted, code);
            check(code[0], "clCreateKernel of " + wanted);
            return made;
        });
    }

    @Override
    public void finish() {
        check(CL.clFinish(queue), "clFinish");
    }

    @Override
    public double seconds(Runnable work) {
        cl_event start = marker();
        work.run();
        cl_event end = marker();
        finish();
        try {
            return (time(end) - time(start)) / 1e9;
        } finally {
            CL.clReleaseEvent(start);
            CL.clReleaseEvent(end);
        }
    }

    private cl_event marker() {
        cl_event event = new cl_event();
        check(CL.clEnqueueMarkerWithWaitList(queue, 0, null, event), "clEnqueueMarkerWithWaitList");
        check(CL.clFlush(queue), "clFlush");
        return event;
    }

    private static long time(cl_event event) {
        long[] nanos = new long[1];
        check(CL.clGetEventProfilingInfo(event, CL.CL_PROFILING_COMMAND_END, Sizeof.cl_ulong, Pointer.to(nanos), null),
                "clGetEventProfilingInfo");
        return nanos[0];
    }

    @Override
    public void close() {
        kernels.values().forEach(CL::clReleaseKernel);
        CL.clReleaseProgram(program);
        CL.clReleaseCommandQueue(queue);
        CL.clReleaseContext(context);
    }
}
