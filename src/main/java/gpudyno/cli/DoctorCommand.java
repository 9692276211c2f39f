package gpudyno.cli;

import gpudyno.gpu.HostMeters;
import gpudyno.serve.backend.BackendUnavailableException;
import gpudyno.serve.backend.EmbeddingModel;
import gpudyno.store.DataFolder;
import gpudyno.store.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "doctor", description = "Report what this machine has: GPU driver, CUDA, OpenCL, display, Redis, model.", mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    private static final int REDIS_PORT = 6379;
    private static final int CONNECT_MILLIS = 300;

    @Option(names = "--json", description = "Print the report as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        Map<String, String> findings = new LinkedHashMap<>();
        findings.put("host", host());
        findings.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        findings.put("nvidia driver", library("libnvidia-ml.so.1", "nvml.dll"));
        findings.put("cuda", library("libcuda.so.1", "nvcuda.dll"));
        findings.put("opencl", library("libOpenCL.so.1", "OpenCL.dll"));
        findings.put("display", display());
        findings.put("redis", redis());
        findings.put("model", model());
        findings.put("data folder", dataFolder());
        if (json) {
            System.out.println(Json.pretty(findings));
        } else {
            findings.forEach((what, found) -> System.out.printf(Locale.ROOT, "%-14s %s%n", what, found));
        }
        return Exit.FINISHED;
    }

    private static String library(String... names) {
        return java.util.Arrays.stream(names).filter(SharedLibrary::loads).findFirst().map(name -> name + " loads").orElse("not found");
    }

    private static String host() {
        try {
            return HostMeters.hardware();
        } catch (LinkageError e) {
            // JNA unpacks its library into the home, which may be full.
            return "unknown (its library cannot be unpacked or loaded)";
        }
    }

    private static String display() {
        return Display.isThere()
                ? Display.fault().map(why -> "cannot be used: " + why).orElse("there")
                : "none (the console needs one; session, load and node do not)";
    }

    private static String redis() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), REDIS_PORT), CONNECT_MILLIS);
            return "something listens on port " + REDIS_PORT;
        } catch (IOException e) {
            return "nothing listens on port " + REDIS_PORT;
        }
    }

    private static String model() {
        try (EmbeddingModel model = new EmbeddingModel(ConfigFile.in(ConfigFolder.platformDefault()).model(),
                DataFolder.platformDefault().resolve("native"))) {
            return model.card().name() + " loads (" + model.card().dimensions() + " dimensions, up to " + model.card().maxTokens()
                    + " tokens)";
        } catch (BackendUnavailableException | SetupException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static String dataFolder() {
        Path folder = DataFolder.platformDefault();
        Path existing = folder;
        while (existing.getParent() != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        return folder + (Files.isWritable(existing) ? "" : " (cannot be written)");
    }
}
