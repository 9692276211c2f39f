package gpudyno.gpu.compute;

import com.fasterxml.jackson.annotation.JsonInclude;
import gpudyno.gpu.compute.ComputeDevice.Buffer;
import gpudyno.gpu.compute.ComputeDevice.Layout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// What a device does at most, measured: copy bandwidth, the rate of fused multiply-adds, and a matrix product. Each figure is the median of
/// five, after one that is not counted.
public final class MicroBenchmarks {
    private static final int RUNS = 5;
    private static final double GIGA = 1e9;
    /// Operations of `fma_chains` a round and work item.
    private static final int CHAIN_OPERATIONS = 16;

    private final ComputeDevice device;
    private final Size size;

    /// How much is done.
    ///
    /// @param copyFloats floats that are copied
    /// @param groups of 256 work items for `fma_chains`
    /// @param rounds of each chain
    /// @param matrix rows of the square matrices; a multiple of 64
    public record Size(int copyFloats, int groups, int rounds, int matrix) {
        /// For a GPU.
        public static final Size GPU = new Size(16 << 20, 4096, 2048, 2048);
        /// For a processor, or to try out.
        public static final Size SMALL = new Size(1 << 20, 16, 512, 256);

        public Size {
            if (copyFloats < 1 || groups < 1 || rounds < 1 || matrix < 64 || matrix % 64 != 0) {
                throw new IllegalArgumentException("sizes are positive, and the matrix's a multiple of 64");
            }
        }
    }

    /// A measured figure.
    ///
    /// @param unit `GB/s` or `Gflop/s`, thousands of millions
    /// @param peak the device's published peak in that unit; null where there is none
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Figure(String what, double value, String unit, @Nullable Double peak) {
        /// Percent of the peak; empty where there is none.
        public OptionalDouble share() {
            return peak == null ? OptionalDouble.empty() : OptionalDouble.of(100 * value / peak);
        }

        @Override
        public String toString() {
            String text = String.format(Locale.ROOT, "%s %.1f %s", what, value, unit);
            return text + (peak == null ? "" : String.format(Locale.ROOT, ", %.0f %% of %.0f", 100 * value / peak, peak));
        }
    }

    public MicroBenchmarks(ComputeDevice device, Size size) {
        this.device = device;
        this.size = size;
    }

    /// Every figure.
    ///
    /// @throws ComputeException if the device refuses, or computes something wrong
    public List<Figure> run() {
        List<Figure> figures = new ArrayList<>(copies());
        figures.add(multiplyAdds());
        figures.add(matrixProduct());
        return figures;
    }

    private double median(Runnable work) {
        double[] seconds = new double[RUNS];
        device.seconds(work);
        for (int i = 0; i < RUNS; i++) {
            seconds[i] = device.seconds(work);
        }
        Arrays.sort(seconds);
        return seconds[RUNS / 2];
    }

    private static @Nullable Double inGiga(OptionalDouble peak) {
        return peak.isPresent() ? Double.valueOf(peak.getAsDouble() / GIGA) : null;
    }

    /// From and to ordinary memory of the host; within the device each byte is read and written.
    private List<Figure> copies() {
        long bytes = (long) size.copyFloats * Float.BYTES;
        float[] host = new float[size.copyFloats];
        for (int i = 0; i < host.length; i++) {
            host[i] = i;
        }
        try (Buffer from = device.allocate(bytes); Buffer to = device.allocate(bytes)) {
            double in = median(() -> device.write(from, host));
            double within = median(() -> device.copy(from, to, bytes));
            float[] back = new float[size.copyFloats];
            double out = median(() -> device.read(to, back));
            if (!Arrays.equals(host, back)) {
                throw new ComputeException("what was copied to the device and back is not the same");
            }
            return List.of(new Figure("copy to device", bytes / in / GIGA, "GB/s", null),
                    new Figure("copy from device", bytes / out / GIGA, "GB/s", null),
                    new Figure("copy within device", 2 * bytes / within / GIGA, "GB/s", inGiga(device.peaks().memory())));
        }
    }

    private Figure multiplyAdds() {
        int items = size.groups * 256;
        try (Buffer out = device.allocate((long) items * Float.BYTES)) {
            double seconds = median(() -> device.launch("fma_chains", Layout.line(size.groups, 256), out, 1f, 0f, size.rounds));
            float[] sums = new float[items];
            device.read(out, sums);
            for (int i = 0; i < items; i += 251) {
                if (sums[i] != 8f * i + 28) {
                    throw new ComputeException("fma_chains gave " + sums[i] + " where " + (8f * i + 28) + " is right");
                }
            }
            return new Figure("multiply-add", (double) CHAIN_OPERATIONS * items * size.rounds / seconds / GIGA, "Gflop/s",
                    inGiga(device.peaks().flops()));
        }
    }

    private Figure matrixProduct() {
        int n = size.matrix;
        float[] left = new float[n * n];
        float[] right = new float[n * n];
        for (int i = 0; i < n * n; i++) {
            left[i] = i % 7 - 3;
            right[i] = i % 5 - 2;
        }
        long bytes = (long) n * n * Float.BYTES;
        try (Buffer a = device.allocate(bytes); Buffer b = device.allocate(bytes); Buffer c = device.allocate(bytes)) {
            device.write(a, left);
            device.write(b, right);
            double seconds = median(() -> device.launch("sgemm", new Layout(n / 64, n / 64, 16, 16), a, b, c, n));
            float[] product = new float[n * n];
            device.read(c, product);
            check(left, right, product, n);
            return new Figure("SGEMM " + n, 2.0 * n * n * n / seconds / GIGA, "Gflop/s", inGiga(device.peaks().flops()));
        }
    }

    /// Small whole numbers: every sum is exact.
    private static void check(float[] left, float[] right, float[] product, int n) {
        for (int place = 0; place < n * n; place += n * n / 61 + 1) {
            float sum = 0;
            for (int k = 0; k < n; k++) {
                sum += left[place / n * n + k] * right[k * n + place % n];
            }
            if (product[place] != sum) {
                throw new ComputeException("SGEMM gave " + product[place] + " where " + sum + " is right");
            }
        }
    }
}
