package gpudyno.machine;

import gpudyno.model.machine.Finding;
import gpudyno.model.machine.FoundServer;
import gpudyno.model.machine.Machine;
import gpudyno.store.SharedLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import oshi.SystemInfo;
import oshi.hardware.GlobalMemory;
import oshi.hardware.HardwareAbstractionLayer;

/// Looks at this machine. Every look is a new one.
public final class Doctor {
    private static final double GIB = 1 << 30;
    private static final long LITTLE_ROOM = 1L << 30;

    private final Place place;
    private final LoopbackServers servers;
    private final int redisPort;

    /// Where the node of this process is, or would be.
    ///
    /// @param dataFolder where it keeps its data
    /// @param port where it listens
    /// @param listens whether it does
    /// @param gpus looks at the machine's GPUs
    /// @param model looks at the model that it serves; may take as long as loading it
    public record Place(Path dataFolder, int port, boolean listens, Callable<List<Finding>> gpus, Supplier<Finding> model) {}

    /// What one part of a look found.
    private record Part(List<Finding> findings, List<FoundServer> servers) {
        static Part of(Finding... findings) {
            return new Part(List.of(findings), List.of());
        }
    }

    public Doctor(Place place) {
        this(place, LoopbackServers.USUAL_PORTS, RedisServer.USUAL_PORT);
    }

    Doctor(Place place, List<Integer> serverPorts, int redisPort) {
        this.place = place;
        this.redisPort = redisPort;
        servers = new LoopbackServers(serverPorts);
    }

    /// Takes up to three seconds, and as long as the model takes.
    public Machine look() throws InterruptedException {
        long began = System.nanoTime();
        List<Callable<Part>> parts = List.of(() -> new Part(place.gpus.call(), List.of()), Doctor::drivers, this::listeners,
                () -> Part.of(RedisServer.find(redisPort)),
                () -> Part.of(onnxCuda(), place.model.get()), () -> Part.of(processor(), java()), () -> Part.of(storage(), port()));
        List<Part> found = Together.all(parts);
        return new Machine(found.stream().flatMap(part -> part.findings.stream()).toList(),
                found.stream().flatMap(part -> part.servers.stream()).toList(), Duration.ofNanos(System.nanoTime() - began));
    }

    private static Part drivers() {
        return Part.of(
                library("CUDA", "devices can compute", "nothing computes on a device", "libcuda.so.1", "nvcuda.dll"),
                library("OpenCL", "kernels can be tuned", "no kernels are tuned by it", "libOpenCL.so.1", "OpenCL.dll"));
    }

    /// @param use what it allows
    /// @param without what is done without it
    /// @param names of the library on the systems that have it
    private static Finding library(String subject, String use, String without, String... names) {
        return Stream.of(names).filter(SharedLibrary::loads).findFirst().map(name -> Finding.ready(subject, name + " loads", use))
                .orElse(Finding.absent(subject, "not found", without));
    }

    private Part listeners() throws InterruptedException {
        List<FoundServer> found = servers.find(place.listens ? Set.of(place.port) : Set.of());
        String ports = servers.ports().stream().map(String::valueOf).collect(Collectors.joining(", "));
        Finding finding = switch (found.size()) {
            case 0 -> Finding.absent("Model server", "none on ports " + ports, "the built-in model is served");
            case 1 -> Finding.ready("Model server", at(found.getFirst()), models(found.getFirst()));
            default -> Finding.ready("Model servers", found.stream().map(Doctor::at).collect(Collectors.joining(", ")), "they answer");
        };
        return new Part(List.of(finding), found);
    }

    private static String at(FoundServer server) {
        return server.title() + " at " + server.address().getHost() + ":" + server.address().getPort();
    }

    private static String models(FoundServer server) {
        return (server.models().isEmpty() ? "lists no model" : String.join(", ", server.models()))
                + (server.metrics() == null ? "" : "; " + server.metricCount() + " metrics");
    }

    private Finding onnxCuda() {
        try (Stream<Path> libraries = Files.list(place.dataFolder.resolve("native"))) {
            if (libraries.anyMatch(path -> path.getFileName().toString().startsWith("onnxruntime_gpu-"))) {
                return Finding.ready("ONNX CUDA", "fetched by with-cuda", "used where CUDA has a device");
            }
        } catch (IOException _) {
            // No node was here yet.
        }
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("win") ? "win-x64" : "linux-x64";
        String library = "/ai/onnxruntime/native/" + system + "/" + System.mapLibraryName("onnxruntime_providers_cuda");
        return Doctor.class.getResource(library) == null
                ? Finding.absent("ONNX CUDA", "not fetched (see with-cuda)", "the model computes on the CPU")
                : Finding.ready("ONNX CUDA", "on the class path", "used where CUDA has a device");
    }

    private static Finding processor() {
        try {
            HardwareAbstractionLayer hardware = new SystemInfo().getHardware();
            GlobalMemory memory = hardware.getMemory();
            return Finding.ready("CPU, memory",
                    hardware.getProcessor().getProcessorIdentifier().getName().strip() + ", "
                            + hardware.getProcessor().getLogicalProcessorCount() + " threads",
                    Math.round(memory.getTotal() / GIB) + " GiB, " + Math.round(memory.getAvailable() / GIB) + " available");
        } catch (LinkageError e) {
            // JNA unpacks its library into the home, which may be full.
            return Finding.limited("CPU, memory", "unknown", "the library that reads them cannot be unpacked or loaded");
        }
    }

    private static Finding java() {
        return Finding.ready("Java", System.getProperty("java.version") + " of " + System.getProperty("java.vendor"),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + ", " + System.getProperty("os.arch"));
    }

    private Finding storage() {
        Path existing = place.dataFolder.toAbsolutePath();
        while (existing.getParent() != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (!Files.isWritable(existing)) {
            return Finding.limited("Storage", place.dataFolder + " cannot be written", "set GPUDYNO_DATA to a folder that can");
        }
        try {
            long free = Files.getFileStore(existing).getUsableSpace();
            String words = String.format(Locale.ROOT, "%.1f GiB free for history", free / GIB);
            return free < LITTLE_ROOM
                    ? Finding.limited("Storage", words, place.dataFolder.toString())
                    : Finding.ready("Storage", words, place.dataFolder.toString());
        } catch (IOException e) {
            return Finding.limited("Storage", "its size cannot be read: " + e.getMessage(), place.dataFolder.toString());
        }
    }

    private Finding port() {
        String where = place.port + " on loopback";
        if (place.listens) {
            return Finding.ready("Port", where, "this node listens");
        }
        return LoopbackServers.listens(place.port)
                ? Finding.limited("Port", where + " is taken", "a node takes another by --listen; the console takes any free one")
                : Finding.ready("Port", where, "free");
    }
}
