package gpudyno.node.demo;

import com.sun.net.httpserver.HttpServer;
import gpudyno.exposition.PrometheusText;
import gpudyno.gpu.simulated.SimulationPlan;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Meters;
import gpudyno.model.node.NodeInfo;
import gpudyno.node.local.FrameRing;
import gpudyno.node.server.NodeLabels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// The pages `/metrics` of many simulated machines on one port of loopback, for a Prometheus to scrape: `PORT NODES TARGETS.json`. Runs until
/// it is ended.
public final class SimulatedExporter {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private SimulatedExporter() {
    }

    private static final class Machine {
        private final DemoMachine machine;
        private final String name;
        private final MeterRegistry meters = new MeterRegistry();
        private final DemoLoad load;
        private final DemoGpus gpus;
        private long second;

        Machine(DemoMachine machine, String name) {
            this.machine = machine;
            this.name = name;
            load = new DemoLoad(machine);
            load.register(meters);
            gpus = new DemoGpus(SimulationPlan.read(machine.gpus()), load::asked, () -> TimeUnit.SECONDS.toNanos(second), meters,
                    new FrameRing());
            meters.gauge(Meters.ALERTS, () -> 0, "warning");
            meters.gauge(Meters.ALERTS, () -> 0, "critical");
        }

        synchronized void pass() {
            second++;
            load.second(second, gpus.second(Instant.now()), meters);
            meters.close(second, Instant.now(), SECOND);
        }

        synchronized byte[] page() throws IOException {
            NodeInfo info = new NodeInfo(name, machine.version().isEmpty() ? "0.1.0" : machine.version(), Instant.now(), "simulated",
                    gpus.lines(), "all-MiniLM-L6-v2", "simulated", null, 0, 1).labelled(machine.labels());
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            PrometheusText.write(meters.meters(), meters.totals(), NodeLabels.of(info, "option-2"), text);
            return text.toByteArray();
        }
    }

    public static void main(String... arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        int count = Integer.parseInt(arguments[1]);
        List<DemoMachine> kinds = DemoMachine.all().stream().filter(machine -> machine.reach() == DemoMachine.Reach.ALWAYS).toList();
        List<Machine> machines = new ArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newFixedThreadPool(2));
        StringBuilder targets = new StringBuilder("[");
        for (int i = 0; i < count; i++) {
            DemoMachine kind = kinds.get(i % kinds.size());
            String name = kind.name() + "-" + i / kinds.size();
            Machine machine = new Machine(kind, name);
            machines.add(machine);
            server.createContext("/" + name + "/metrics", exchange -> {
                byte[] page = machine.page();
                exchange.getResponseHeaders().add("Content-Type", PrometheusText.CONTENT_TYPE);
                exchange.sendResponseHeaders(200, page.length);
                exchange.getResponseBody().write(page);
                exchange.close();
            });
            targets.append(i == 0 ? "" : ",").append("{\"targets\":[\"127.0.0.1:").append(port)
                    .append("\"],\"labels\":{\"__metrics_path__\":\"/").append(name).append("/metrics\",\"instance\":\"").append(name)
                    .append(":7070\"}}");
        }
        // One that nobody answers for.
        targets.append(",{\"targets\":[\"127.0.0.1:1\"],\"labels\":{\"instance\":\"gone:7070\"}}]");
        Files.writeString(Path.of(arguments[2]), targets);
        server.start();
        System.out.println("exporting " + count + " machines");
        while (true) {
            Thread.sleep(Math.max(1, 1000 - System.currentTimeMillis() % 1000));
            machines.forEach(Machine::pass);
        }
    }
}
