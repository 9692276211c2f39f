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

/// What a console without a window costs while the nodes attached to it are idle: requests beside the streams, processor time, memory. Nodes
/// are reached through a forwarder that counts requests; its share of the processor time is included.
public final class IdleConsole {
    private static final Duration SETTLED = Duration.ofSeconds(15);

    private IdleConsole() {
    }

    /// Arguments: seconds to measure, then the port of each node on this machine and the file of its token. Prints a line a minute.
    public static void main(String[] arguments) throws Exception {
        int seconds = Integer.parseInt(arguments[0]);
        AtomicLong requests = new AtomicLong();
        var screen = Executors.newSingleThreadScheduledExecutor();
        NodeCalls calls = new NodeCalls(work -> Thread.ofVirtual().start(work), screen);
        List<NodeViewModel> mirrors = new ArrayList<>();
        for (int i = 1; i + 1 < arguments.length; i += 2) {
            URI address = URI.create("http://127.0.0.1:" + forward(Integer.parseInt(arguments[i]), requests));
            String token = Files.readString(Path.of(arguments[i + 1])).strip();
            mirrors.add(new NodeViewModel(new RemoteNode(address, token), Optional.of(address), calls));
        }
        var ticks = screen.scheduleAtFixedRate(() -> mirrors.forEach(mirror -> mirror.tick(Instant.now())), 0, 1, TimeUnit.SECONDS);
        TimeUnit.NANOSECONDS.sleep(SETTLED.toNanos());
        long before = requests.get();
        double cpu = cpuSeconds();
        List<Long> memory = new ArrayList<>();
        memory.add(usedMemory());
        double minuteCpu = cpuSeconds();
        for (int gone = 0; gone < seconds;) {
            int step = Math.min(60, seconds - gone);
            TimeUnit.SECONDS.sleep(step);
            gone += step;
            double now = cpuSeconds();
            memory.add(usedMemory());
            System.out.printf(Locale.ROOT, "%4d s: %d connected, %.1f %% of a core, %d requests beside the streams, heap %.1f MiB%n", gone,
                    connected(mirrors), 100 * (now - minuteCpu) / step, requests.get() - before, memory.getLast() / 1048576.0);
            minuteCpu = cpuSeconds();
        }
        System.out.printf(Locale.ROOT,
                "%d of %d nodes connected; %.2f requests/s beside the streams; %.1f %% of a core; heap %.1f MiB at first, %.1f at last%n",
                connected(mirrors), mirrors.size(), (requests.get() - before) / (double) seconds, 100 * (cpuSeconds() - cpu) / seconds,
                memory.getFirst() / 1048576.0, memory.getLast() / 1048576.0);
        ticks.cancel(false);
        System.exit(connected(mirrors) == mirrors.size() ? 0 : 1);
    }

    private static long connected(List<NodeViewModel> mirrors) {
        return mirrors.stream().filter(mirror -> mirror.reach().get().connected()).count();
    }

    /// What is still referred to; the least of some looks, because every second each mirror holds for a moment what it puts together.
    private static long usedMemory() throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int look = 0; look < 5; look++) {
            System.gc();
            least = Math.min(least, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
            TimeUnit.MILLISECONDS.sleep(170);
        }
        return least;
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
