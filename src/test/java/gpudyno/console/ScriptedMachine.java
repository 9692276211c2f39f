package gpudyno.console;

import gpudyno.model.load.RunTarget.Api;
import gpudyno.model.machine.Finding;
import gpudyno.model.machine.FoundServer;
import gpudyno.model.machine.Machine;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.Sample;
import gpudyno.node.CustomMeters;
import gpudyno.node.Surroundings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The machine of a script: a server or several, none of them real, and the endpoints that are scraped.
public final class ScriptedMachine implements CustomMeters, Surroundings {
    public static final FoundServer VLLM = new FoundServer("vLLM", "0.8.5", URI.create("http://127.0.0.1:8000"), Api.CHAT,
            List.of("Qwen2.5-7B-Instruct-AWQ"), URI.create("http://127.0.0.1:8000/metrics"), 41);
    public static final FoundServer OLLAMA = new FoundServer("Ollama", "0.5.7", URI.create("http://127.0.0.1:11434"), Api.CHAT,
            List.of("llama3.2:3b", "phi4"), null, 0);

    private volatile List<FoundServer> servers = List.of();
    private final List<Scraped> scraped = new ArrayList<>();

    public void has(FoundServer... found) {
        servers = List.of(found);
    }

    @Override
    public Machine look() {
        List<Finding> findings = new ArrayList<>(List.of(Finding.ready("GPU 0", "NVIDIA RTX 3090, 24.0 GiB", "driver 550.90 · cuda 12.4"),
                Finding.ready("CUDA", "libcuda.so.1 loads", "devices can compute"),
                Finding.absent("OpenCL", "not found", "no kernels are tuned by it")));
        findings.add(servers.isEmpty()
                ? Finding.absent("Model server", "none on ports 8000, 8080, 11434, 30000", "the built-in model is served")
                : Finding.ready("Model server", servers.getFirst().title() + " at 127.0.0.1:8000", "it answers"));
        findings.addAll(List.of(Finding.limited("Redis", "at 127.0.0.1:6379", "it asks for a password"),
                Finding.absent("ONNX CUDA", "not fetched (see with-cuda)", "the model computes on the CPU"),
                Finding.ready("Model", "all-MiniLM-L6-v2 int8", "ONNX Runtime, CPU"),
                Finding.ready("CPU, memory", "Scripted processor, 8 threads", "32 GiB, 20 available"),
                Finding.ready("Java", "25.0.1 of Eclipse Adoptium", "Linux 6.1, amd64"),
                Finding.ready("Storage", "14.2 GiB free for history", "~/.local/share/gpudyno"),
                Finding.ready("Port", "7070 on loopback", "this node listens")));
        return new Machine(findings, servers, Duration.ofMillis(310));
    }

    @Override
    public List<Meter> declared() {
        return List.of();
    }

    @Override
    public void declare(Meter meter) {
        throw new UnsupportedOperationException("the script declares no meters");
    }

    @Override
    public void derive(Meter meter, String expression) {
        throw new UnsupportedOperationException("the script declares no meters");
    }

    @Override
    public int push(List<Sample> samples) {
        throw new UnsupportedOperationException("the script takes no samples");
    }

    @Override
    public synchronized List<Scraped> scraped() {
        return List.copyOf(scraped);
    }

    @Override
    public synchronized String scrape(URI endpoint, String wanted) {
        scraped.add(new Scraped(wanted, endpoint.toString(), true, false, ""));
        return wanted;
    }

    @Override
    public synchronized void stopScraping(String name) {
        scraped.removeIf(one -> one.name().equals(name));
    }
}
