package gpudyno.node.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscoveryTest {
    @TempDir
    private Path folder;

    private static List<String> addresses(List<FoundNode> nodes) {
        return nodes.stream().map(node -> node.address().toString()).toList();
    }

    @Test
    void aFileNamesNodesAsPrometheusReadsIt() throws IOException {
        Path file = Files.writeString(folder.resolve("nodes.yaml"), """
            - targets: ["gpu-1:7070", "https://gpu-2:7443", "gpu-1:7070"]
              labels: {rack: a}
            - targets: ["[2001:db8::1]:7070"]
            """);
        FileDiscovery discovery = new FileDiscovery(file, "https");
        assertThat(addresses(discovery.nodes())).containsExactly("https://gpu-1:7070/", "https://gpu-2:7443/",
                "https://[2001:db8::1]:7070/");
        assertThat(discovery.nodes().getFirst().labels()).isEqualTo(Map.of("rack", "a"));
        Files.writeString(file, "[{\"targets\": [\"gpu-9:7070\"]}]");
        assertThat(addresses(discovery.nodes())).containsExactly("https://gpu-9:7070/");
        Files.writeString(file, "");
        assertThat(discovery.nodes()).isEmpty();
    }

    @Test
    void aFileThatNamesNoNodeIsRefusedWithTheEntry() throws IOException {
        Path file = Files.writeString(folder.resolve("nodes.yaml"), "- targets: [\"gpu-1:7070/metrics\"]");
        FileDiscovery discovery = new FileDiscovery(file, "https");
        assertThatThrownBy(discovery::nodes).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("gpu-1:7070/metrics");
        Files.writeString(file, "- targets: [\"gpu 1\"]");
        assertThatThrownBy(discovery::nodes).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'gpu 1'");
        Files.writeString(file, "targets: x");
        assertThatThrownBy(discovery::nodes).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("list of groups");
        Files.delete(file);
        assertThatThrownBy(discovery::nodes).isInstanceOf(IOException.class);
    }

    @Test
    void serviceRecordsOfANameAreNodes() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answer(socket, "gpu-2.example.", "gpu-1.example."));
            DnsDiscovery discovery = new DnsDiscovery("_gpudyno._tcp.example", "https", "127.0.0.1:" + socket.getLocalPort());
            assertThat(addresses(discovery.nodes())).containsExactly("https://gpu-1.example:7070/", "https://gpu-2.example:7070/");
        }
    }

    /// A name server that answers every question with SRV records of port 7070, to be read in RFC 1035 and RFC 2782.
    private static void answer(DatagramSocket socket, String... targets) {
        try {
            while (true) {
                DatagramPacket asked = new DatagramPacket(new byte[512], 512);
                socket.receive(asked);
                byte[] question = Arrays.copyOfRange(asked.getData(), 12, end(asked.getData()));
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                DataOutputStream out = new DataOutputStream(bytes);
                out.write(asked.getData(), 0, 2);
                out.writeShort(0x8580);
                out.writeShort(1);
                out.writeShort(targets.length);
                out.writeInt(0);
                out.write(question);
                for (String target : targets) {
                    ByteArrayOutputStream name = new ByteArrayOutputStream();
                    for (String label : target.split("\\.")) {
                        name.write(label.length());
                        name.write(label.getBytes(StandardCharsets.US_ASCII));
                    }
                    name.write(0);
                    out.writeShort(0xC00C);
                    out.writeShort(33);
                    out.writeShort(1);
                    out.writeInt(60);
                    out.writeShort(6 + name.size());
                    out.writeShort(10);
                    out.writeShort(5);
                    out.writeShort(7070);
                    out.write(name.toByteArray());
                }
                socket.send(new DatagramPacket(bytes.toByteArray(), bytes.size(), asked.getSocketAddress()));
            }
        } catch (IOException closed) {
            // The test has ended.
            return;
        }
    }

    private static int end(byte[] query) {
        int at = 12;
        while (query[at] != 0) {
            at += query[at] + 1;
        }
        return at + 5;
    }

    @Test
    void readyEndpointsOfAServiceAreNodes() throws IOException {
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.createContext("/apis/discovery.k8s.io/v1/namespaces/bench/endpointslices", exchange -> {
            String query = exchange.getRequestURI().getQuery();
            asked.add(query + " " + exchange.getRequestHeaders().getFirst("Authorization"));
            boolean second = query.contains("continue=more");
            byte[] body = (second ? """
                {"metadata": {}, "items": [{"ports": [{"name": "http", "port": 80}, {"name": "gpudyno", "port": 7071}],
                  "endpoints": [{"addresses": ["2001:db8::2"]}]}]}
                """ : """
                {"metadata": {"continue": "more"}, "items": [{"ports": [{"port": 7070}], "endpoints": [
                  {"addresses": ["10.0.0.2"], "conditions": {"ready": true}, "nodeName": "metal-1", "targetRef": {"name": "gpu-0"}},
                  {"addresses": ["10.0.0.3"], "conditions": {"ready": false}}]}]}
                """).getBytes(StandardCharsets.UTF_8);
            boolean known = asked.getLast().endsWith("Bearer of the pod");
            exchange.sendResponseHeaders(known ? 200 : 403, known ? body.length : -1);
            if (known) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        api.start();
        try {
            Files.writeString(folder.resolve("token"), "of the pod\n");
            KubernetesDiscovery discovery = new KubernetesDiscovery(URI.create("http://127.0.0.1:" + api.getAddress().getPort()), folder,
                    "bench", "nodes", "https");
            List<FoundNode> found = discovery.nodes();
            assertThat(addresses(found)).containsExactly("https://10.0.0.2:7070/", "https://[2001:db8::2]:7071/");
            assertThat(found.getFirst().labels()).isEqualTo(Map.of("node", "metal-1", "pod", "gpu-0"));
            assertThat(asked).hasSize(2).allMatch(query -> query.contains("kubernetes.io/service-name=nodes"));
            Files.writeString(folder.resolve("token"), "old");
            assertThatThrownBy(discovery::nodes).isInstanceOf(IOException.class).hasMessageContaining("verb list on endpointslices");
        } finally {
            api.stop(0);
        }
        assertThatThrownBy(() -> KubernetesDiscovery.inPod(Map.of(), "", "nodes", "https")).hasMessageContaining("from a pod alone");
    }
}
