package gpudyno.gpu.compute;

import java.util.stream.IntStream;

/// The processor, as a device with the same kernels in Java.
public final class HostDevice implements ComputeDevice {
    private record Memory(float[] floats) implements Buffer {
        @Override
        public long bytes() {
            return (long) floats.length * Float.BYTES;
        }

        @Override
        public void close() {
            // The collector takes it.
        }
    }

    @Override
    public Kind kind() {
        return Kind.HOST;
    }

    @Override
    public String name() {
        return "Java on " + Runtime.getRuntime().availableProcessors() + " processors";
    }

    /// What the Java heap can grow to.
    @Override
    public long memory() {
        return Runtime.getRuntime().maxMemory();
    }

    @Override
    public Peaks peaks() {
        return Peaks.UNKNOWN;
    }

    @Override
    public String compiler() {
        return "Java " + Runtime.version().feature();
    }

    @Override
    public Buffer allocate(long bytes) {
        long floats = (bytes + Float.BYTES - 1) / Float.BYTES;
        Runtime runtime = Runtime.getRuntime();
        long left = runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
        if (floats > Integer.MAX_VALUE - 8 || bytes > left) {
            throw new OutOfDeviceMemoryException(bytes);
        }
        return new Memory(new float[(int) floats]);
    }

    private static float[] floats(Object buffer) {
        return ((Memory) buffer).floats;
    }

    @Override
    public void write(Buffer to, float[] from) {
        System.arraycopy(from, 0, floats(to), 0, from.length);
    }

    @Override
    public void read(Buffer from, float[] to) {
        System.arraycopy(floats(from), 0, to, 0, to.length);
    }

    @Override
    public void copy(Buffer from, Buffer to, long bytes) {
        System.arraycopy(floats(from), 0, floats(to), 0, (int) (bytes / Float.BYTES));
    }

    @Override
    public void launch(String kernel, Layout layout, Object... arguments) {
        switch (kernel) {
            case "scale" -> scale(floats(arguments[0]), (Float) arguments[1], (Integer) arguments[2]);
            case "fma_chains" -> chains(layout, floats(arguments[0]), (Float) arguments[1], (Float) arguments[2], (Integer) arguments[3]);
            case "sgemm" -> multiply(floats(arguments[0]), floats(arguments[1]), floats(arguments[2]), (Integer) arguments[3]);
            default -> throw new ComputeException("there is no kernel " + kernel);
        }
    }

    private static void scale(float[] x, float factor, int n) {
        for (int i = 0; i < n; i++) {
            x[i] *= factor;
        }
    }

    private static void chains(Layout layout, float[] out, float a, float b, int rounds) {
        IntStream.range(0, layout.groupsX() * layout.itemsX()).parallel().forEach(i -> {
            float sum = 0;
            for (int chain = 0; chain < 8; chain++) {
                float x = i + chain;
                for (int round = 0; round < rounds; round++) {
                    x = Math.fma(a, x, b);
                }
                sum += x;
            }
            out[i] = sum;
        });
    }

    private static void multiply(float[] a, float[] b, float[] c, int n) {
        IntStream.range(0, n).parallel().forEach(row -> {
            float[] sums = new float[n];
            for (int k = 0; k < n; k++) {
                float left = a[row * n + k];
                for (int column = 0; column < n; column++) {
                    sums[column] += left * b[k * n + column];
                }
            }
            System.arraycopy(sums, 0, c, row * n, n);
        });
    }

    @Override
    public void finish() {
        // Every kernel has ended when its launch returns.
    }

    @Override
    public double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    @Override
    public void close() {
        // It holds nothing.
    }
}
