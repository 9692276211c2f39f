package gpudyno.console;

import gpudyno.console.frame.NodeCalls;
import gpudyno.console.frame.NodeViewModel;
import gpudyno.node.remote.RemoteNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// What a console without a window costs while the nodes attached to it are idle: requests a second beside the streams, and processor time.
/// Every attached node is the one node of the arguments, through a forwarder that counts requests.
public final class IdleConsole {
    private static final Duration SETTLED = Duration.ofSeconds(15);

    private IdleConsole() {
    }

    /// Arguments: port of a node on this machine, file of its token, how many times it is attached, seconds to measure.
    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        String token = Files.readString(Path.of(arguments[1])).strip();
        int nodes = Integer.parseInt(arguments[2]);
        int seconds = Integer.parseInt(arguments[3]);
        AtomicLong requests = new AtomicLong();
        int counted = forward(port, requests);
        var screen = Executors.newSingleThreadScheduledExecutor();
        NodeCalls calls = new NodeCalls(work -> Thread.ofVirtual().start(work), screen);
        List<NodeViewModel> mirrors = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            URI address = URI.create("http://127.0.0.1:" + counted);
            mirrors.add(new NodeViewModel(new RemoteNode(address, token), Optional.of(address), calls));
        }
        var ticks = screen.scheduleAtFixedRate(() -> mirrors.forEach(mirror -> mirror.tick(Instant.now())), 0, 1, TimeUnit.SECONDS);
        TimeUnit.NANOSECONDS.sleep(SETTLED.toNanos());
        long connected = mirrors.stream().filter(mirror -> mirror.reach().get().connected()).count();
        long before = requests.get();
        double cpu = cpuSeconds();
        TimeUnit.SECONDS.sleep(seconds);
        System.out.printf(Locale.ROOT,
                "%d of %d nodes connected; %.2f requests/s beside the streams; %.1f %% of a core; heap used %d MiB%n",
                connected, nodes, (requests.get() - before) / (double) seconds, 100 * (cpuSeconds() - cpu) / seconds,
                (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20);
        ticks.cancel(false);
        System.exit(connected == nodes ? 0 : 1);
    }

    private static double cpuSeconds() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
    }

    /// Passes connections on and counts the requests that go through.
    ///
    /// @return its port
    private static int forward(int port, AtomicLong requests) throws IOException {
        ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(() -> {
            while (true) {
                try {
                    Socket from = listener.accept();
                    Socket to = new Socket(InetAddress.getLoopbackAddress(), port);
                    Thread.ofPlatform().daemon().start(() -> pass(from, to, requests));
                    Thread.ofPlatform().daemon().start(() -> pass(to, from, new AtomicLong()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        return listener.getLocalPort();
    }

    private static void pass(Socket from, Socket to, AtomicLong requests) {
        byte[] buffer = new byte[16 << 10];
        try (from; to; InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                // A request of a console fits in one packet, and begins one.
                if (count > 4 && (buffer[0] == 'G' || buffer[0] == 'P')) {
                    requests.incrementAndGet();
                }
                out.write(buffer, 0, count);
            }
        } catch (IOException _) {
            // One side went away, and the other with it.
        }
    }
}
