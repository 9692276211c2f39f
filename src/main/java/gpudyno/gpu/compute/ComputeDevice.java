package gpudyno.gpu.compute;

import java.util.OptionalDouble;

/// A device that holds memory and runs kernels. One thread at a time uses it.
///
/// Its kernels are those of the micro-benchmarks: `scale`, `fma_chains` and `sgemm`, see `kernels.c`. Every method throws a
/// [ComputeException] if the device's driver refuses.
public interface ComputeDevice extends AutoCloseable {
    enum Kind {
        CUDA("CUDA"),
        OPENCL("OpenCL"),
        HOST("host");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    /// Memory of the device.
    interface Buffer extends AutoCloseable {
        long bytes();

        @Override
        void close();
    }

    /// How a kernel is laid out over the device: groups, and work items in each.
    record Layout(int groupsX, int groupsY, int itemsX, int itemsY) {
        public static Layout line(int groups, int items) {
            return new Layout(groups, 1, items, 1);
        }
    }

    /// What a device can do at most, by a published formula; empty where there is none.
    ///
    /// @param flops single-precision operations a second
    /// @param memory bytes a second that its memory reads and writes
    record Peaks(OptionalDouble flops, OptionalDouble memory) {
        static final Peaks UNKNOWN = new Peaks(OptionalDouble.empty(), OptionalDouble.empty());
    }

    Kind kind();

    String name();

    /// Bytes.
    long memory();

    Peaks peaks();

    /// Where its kernels come from, such as `NVRTC 12.6`.
    String compiler();

    /// @throws OutOfDeviceMemoryException if it has not that much left
    Buffer allocate(long bytes);

    /// The first floats of the device's memory are overwritten.
    void write(Buffer to, float[] from);

    void read(Buffer from, float[] to);

    void copy(Buffer from, Buffer to, long bytes);

    /// Starts a kernel; [#finish] waits for it.
    ///
    /// @param arguments buffers, ints and floats
    void launch(String kernel, Layout layout, Object... arguments);

    /// Waits until everything that was started has ended.
    void finish();

    /// How long work takes on the device by its own clock, in seconds; the work has ended.
    double seconds(Runnable work);

    @Override
    void close();
}
